"""What becomes of a reply when the blog answers in each of the ways it can."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

import pytest

from bot.errors import BlogError, BlogRefused, BlogUnreachable, BlogUnusable
from bot.languages.language import ENGLISH
from bot.model import Verdict
from bot.replies.asking import Choice
from bot.replies.intake import DELETED
from bot.replies.marks import explain
from bot.store.people.exchanges import Attachments
from bot.text.to_html import Attachment
from tests.replies.world import ANN, BEN, GUILD, World, world

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import Draft, Reviewed

LATER = 4000
"""Seconds after which everything is tried again."""

IN_TROUBLE = [
    BlogUnreachable("Something is wrong at the blog itself: it answers with an error (500)."),
    BlogUnreachable("The blog closed the connection without an answer."),
    BlogUnreachable("The blog asks us to slow down (429).", retry_after=30),
    BlogRefused("The blog does not accept the application password."),
    BlogUnusable("The blog answers with a web page where its REST API should be."),
]


def fail_next(
    here: World, error: BlogError, *, stored: bool, times: int = 1, words: str = ""
) -> None:
    """Let the next attempts to write (these words) go wrong."""
    here.mishaps.next += [(f"write {words}", error, stored)] * times


@pytest.mark.parametrize("stored", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("error", IN_TROUBLE, ids=lambda error: str(error)[9:40])
async def test_trouble_loses_nothing_and_doubles_nothing(
    tmp_path: Path, error: BlogError, stored: bool
) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        fail_next(here, error, stored=stored)
        first = await here.say("One.")
        assert here.talk.marks[first.id] == {"⏳"}
        reply = await here.reply(first.id)
        assert reply is not None
        assert str(error) in explain(reply, trouble=None, say=ENGLISH)
        assert here.replies.trouble(GUILD, here.blog_id) == error.phrase
        await here.say("Two.")
        assert here.words() == (["One."] if stored else []), "the order is kept meanwhile"
        await here.settle(seconds=LATER)
        await here.settle(seconds=LATER)
        assert here.words() == ["One.", "Two."]
        assert here.talk.marks[first.id] == {"✅"}
        assert here.replies.trouble(GUILD, here.blog_id) is None


async def test_retry_after_is_honoured(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        fail_next(here, BlogUnreachable("slow down", retry_after=500), stored=False)
        await here.say("One.")
        await here.settle(seconds=400)
        assert here.words() == []
        await here.settle(seconds=200)
        assert here.words() == ["One."]


async def test_one_that_the_blog_chokes_on_lets_the_others_pass(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        fail_next(here, BlogUnreachable("500"), stored=False, times=4, words="P")
        first = await here.say("Poison.")
        second = await here.say("Fine.")
        for _ in range(4):
            await here.settle(seconds=60)
        assert here.words() == ["Fine."]
        assert here.talk.marks[first.id] == {"⏳"}, "it is kept"
        await here.settle(seconds=LATER)
        await here.settle(seconds=LATER)
        assert here.words() == ["Fine.", "Poison."]
        assert here.talk.marks[second.id] == {"✅"}


async def test_a_definite_no_again_and_again_is_an_answer(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        fail_next(here, BlogRefused("A firewall says no."), stored=False, times=3, words="P")
        first = await here.say("Poison.")
        for _ in range(3):
            await here.settle(seconds=LATER)
        assert here.talk.marks[first.id] == {"⚠️"}
        await here.edit(first.id, "Harmless.")
        assert here.words() == ["Harmless."]


async def test_a_revoked_password_keeps_everything_in_order(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN, BEN)
        here.desk.revoked = True
        first = await here.say("One.")
        await here.say("Two.", member=BEN, answers=first.id)
        for _ in range(5):
            await here.settle(seconds=LATER)
        await here.restart()
        assert here.words() == []
        here.desk.revoked = False
        here.replies.retry(GUILD, here.blog_id)
        await here.settle()
        one, two = here.standing()
        assert (one.html, two.html, two.parent) == ("One.", "Two.", str(one.id))


async def test_closed_comments_are_told_and_tried_again_when_edited(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.desk.closed = True
        first = await here.say("One.")
        assert here.talk.marks[first.id] == {"⚠️"}
        reply = await here.reply(first.id)
        assert reply is not None
        assert "closed" in explain(reply, trouble=None, say=ENGLISH)
        here.desk.closed = False
        await here.settle(seconds=LATER)
        assert here.words() == []
        await here.edit(first.id, "One, again.")
        assert here.words() == ["One, again."]


async def test_the_same_words_twice_are_a_duplicate_and_the_first_stays(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        first = await here.say("Yes.")
        second = await here.say("Yes.")
        assert here.words() == ["Yes."]
        assert here.talk.marks[first.id] == {"✅"}
        assert here.talk.marks[second.id] == {"⚠️"}


async def test_unwanted_words_are_told_and_not_tried_again(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.desk.rules["casino"] = Verdict.TRASHED
        first = await here.say("casino casino")
        await here.settle(seconds=LATER)
        assert here.talk.marks[first.id] == {"🗑️"}
        assert sum(act.startswith("write") for act in here.mishaps.log) == 1


async def test_a_second_copy_of_a_slow_blog_is_taken_back(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        fail_next(here, BlogUnreachable("took longer than 30 seconds"), stored=False)
        first = await here.say("Once.")
        await here.settle(seconds=10)
        (kept,) = here.standing()
        late = here.desk.say("Name 1001", "Once.", claims=kept.claims)
        here.desk.comments[late].email = kept.email
        await here.settle(seconds=LATER)
        assert here.standing() == [kept]
        assert here.desk.comments[late].verdict is Verdict.TRASHED
        assert here.talk.marks[first.id] == {"✅"}


async def test_trouble_with_something_else_says_nothing_of_its_words(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        fail_next(here, BlogUnreachable("took longer than 30 seconds"), stored=False)
        first = await here.say("Once.")
        await here.settle(seconds=10)
        here.mishaps.next += [("find", BlogUnreachable("asks us to slow down"), False)]
        await here.settle(seconds=LATER)
        assert here.mishaps.next == []
        assert here.talk.marks[first.id] == {"✅"}
        await here.settle(seconds=LATER)
        here.mishaps.next += [("decide", BlogUnreachable("asks us to slow down"), False)]
        await here.delete(first.id)
        assert here.mishaps.next == []
        reply = await here.reply(first.id)
        assert reply is not None
        assert reply.reason == DELETED
        await here.settle(seconds=LATER)
        assert here.standing() == []


async def test_a_forged_marker_binds_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        fail_next(here, BlogUnreachable("500"), stored=False)
        first = await here.say("Mine.")
        url = f"https://discord.com/channels/{GUILD}/100/{first.id}"
        forged = here.desk.say("Mallory", "Not Ann's words.", claims=url)
        await here.read_blog()
        assert forged in await here.store.replies.natives(here.mirror), "held back while in doubt"
        await here.settle(seconds=LATER)
        reply = await here.reply(first.id)
        assert reply is not None
        assert reply.comment != forged
        assert here.words() == ["Mine."]
        await here.settle(seconds=LATER)
        assert here.desk.comments[forged].verdict is Verdict.APPROVED
        assert forged not in await here.store.replies.natives(here.mirror)


async def test_attachments_are_refused_where_the_owner_says_so(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        picture = (Attachment("cat.png", "https://cdn.discordapp.com/cat.png"),)
        said = here.talk.say("Look.", member=ANN, attachments=picture)
        await here.replies.intake.hear(said)
        await here.settle()
        assert "cat.png" in here.words()[0]
        await here.store.exchanges.choose(GUILD, here.blog_id, attachments=Attachments.REFUSE)
        said = here.talk.say("And this.", member=ANN, attachments=picture)
        await here.replies.intake.hear(said)
        await here.settle()
        assert len(here.words()) == 1
        assert here.talk.marks[said.id] == {"⚠️"}


async def test_at_once_without_the_blogs_rules(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.desk.holds_new = True
        first = await here.say("One.")
        assert here.talk.marks[first.id] == {"🕓"}
        await here.store.exchanges.choose(GUILD, here.blog_id, at_once=True)
        await here.say("Two.")
        assert here.words() == ["Two."]


async def test_a_lost_answer_and_an_edit_before_the_next_attempt(tmp_path: Path) -> None:
    """What stands there is found first: a second one would carry other words, and be no double."""
    async with world(tmp_path) as here:
        await here.agree(ANN)
        fail_next(here, BlogUnreachable("500"), stored=True)
        first = await here.say("Once.")
        here.rewrite(first.id, "Once, edited.")
        await here.replies.intake.edited(first.id)
        await here.settle(seconds=10)
        assert here.words() == ["Once, edited."]


async def test_an_answer_waits_for_what_it_answers(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN, BEN)
        fail_next(here, BlogUnreachable("500"), stored=False, times=4, words="P")
        first = await here.say("Parent.")
        await here.say("Child.", member=BEN, answers=first.id)
        await here.say("Other.", member=BEN)
        for _ in range(4):
            await here.settle(seconds=60)
        assert here.words() == ["Other."]
        for _ in range(3):
            await here.settle(seconds=LATER)
        stands = {stored.html: stored for stored in here.standing()}
        assert stands["Child."].parent == str(stands["Parent."].id)


async def test_an_edit_while_it_is_being_written(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        write = here.desk.write

        async def writing(draft: Draft) -> Reviewed:
            reviewed = await write(draft)
            message = int(draft.message_url.rpartition("/")[2])
            here.rewrite(message, "Second thoughts.")
            await here.replies.intake.edited(message)
            return reviewed

        here.desk.write = writing  # type: ignore[method-assign]
        await here.say("First thoughts.")
        assert here.words() == ["Second thoughts."]


async def test_an_answer_waits_a_minute_for_the_yes_of_the_one_it_answers(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(BEN)
        here.now = int(time.time())
        here.talk.numbers = itertools.count(snowflake(here.now))
        first = await here.say("Not agreed to yet.", member=ANN)
        await here.say("To you.", member=BEN, answers=first.id)
        await here.settle(seconds=10)
        assert here.words() == []
        await here.answer(Choice.ALWAYS, member=ANN)
        await here.settle(seconds=3)
        one, two = here.standing()
        assert (one.html, two.html, two.parent) == ("Not agreed to yet.", "To you.", str(one.id))


async def test_an_answer_does_not_wait_for_ever_for_a_yes(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(BEN)
        here.now = int(time.time())
        here.talk.numbers = itertools.count(snowflake(here.now))
        first = await here.say("Not agreed to.", member=ANN)
        await here.say("To you.", member=BEN, answers=first.id)
        await here.settle(seconds=70)
        assert [(one.html, one.parent) for one in here.standing()] == [("To you.", None)]


def snowflake(now: int) -> int:
    """The id of a message that is written now."""
    return (now - 1_420_070_400) * 1000 << 22
