"""Words that Discord keeps from the bot are unknown, not empty: nothing happens because of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.errors import BlogUnreachable, WordsWithheld
from bot.replies.marks import ON_ITS_WAY, PUBLISHED
from bot.replies.ports import Said
from bot.replies.told_once import READS_ONLY, UNREAD
from bot.replies.why import NOT_TOLD
from bot.replies.words import fingerprint, html_of, is_kept_here, stays_here
from bot.store.people.reply import ReplyState
from tests.replies.test_why import why
from tests.replies.world import ANN, BEN, THREAD, World, world

if TYPE_CHECKING:
    from pathlib import Path

    from bot.languages.phrase import Phrase


def withhold(here: World, *messages: int) -> None:
    """From now on Discord keeps these from the bot; nobody tells it."""
    here.talk.withholds = True
    for message in messages:
        here.talk.messages[message] = replace(here.talk.messages[message], content=None)


async def say_unread(here: World, *, member: int = ANN, answers: int | None = None) -> Said:
    said = here.talk.say(None, member=member, answers=answers)
    await here.replies.intake.hear(said)
    await here.settle()
    return said


def told(here: World) -> list[str]:
    return here.talk.told


@pytest.mark.parametrize("ask", [stays_here, is_kept_here, fingerprint])
def test_nothing_can_be_said_of_words_that_are_unknown(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(WordsWithheld):
        ask(Said(1, 2, 3, None))
    assert stays_here(Said(1, 2, 3, None, by_person=False))


async def test_it_stays_and_the_thread_is_told_once_how_it_could_go(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN, BEN)
        here.talk.withholds = True
        first = await say_unread(here)
        await say_unread(here, member=BEN)
        await here.restart()
        await say_unread(here)
        assert told(here) == [_said(here, UNREAD)]
        assert here.desk.comments == {}
        assert here.talk.marks == {}
        assert await why(here, first.id) == NOT_TOLD
        known = await here.say("For the blog.")
        assert here.words() == ["For the blog."]
        assert here.talk.marks[known.id] == {PUBLISHED}


async def test_where_nothing_is_carried_anyway_that_is_what_is_told(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        here.talk.withholds = True
        here.connections.connected = False
        await say_unread(here)
        assert told(here) == []
        await say_unread(here, answers=100)
        assert told(here) == [_said(here, READS_ONLY)]
        here.connections.connected = True
        await say_unread(here)
        assert told(here) == [_said(here, READS_ONLY), _said(here, UNREAD)]


async def test_a_message_of_nothing_at_all_is_no_reason_to_say_so(tmp_path: Path) -> None:
    """With the intent: an invitation to a game, say."""
    async with world(tmp_path) as here:
        await say_unread(here)
        assert told(here) == []


async def test_what_is_published_stays_as_it_is(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("For the blog.")
        before = await here.reply(said.id)
        withhold(here, said.id)
        await here.replies.intake.edited(said.id)
        await here.settle()
        await here.restart()
        after = await here.reply(said.id)
        assert before is not None
        assert after is not None
        assert (after.state, after.words, after.reason) == (before.state, before.words, None)
        thread = await here.store.threads.by_thread(THREAD)
        assert thread is not None
        assert here.replies.intake.is_caught_up(thread)
        assert here.words() == ["For the blog."]
        assert here.talk.marks[said.id] == {PUBLISHED}
        assert told(here) == []


async def test_known_again_what_was_edited_meanwhile_is_carried(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("For the blog.")
        withhold(here, said.id)
        await here.replies.intake.edited(said.id)
        await here.restart()
        assert here.words() == ["For the blog."]
        here.talk.withholds = False
        here.rewrite(said.id, "Other words.")
        await here.restart()
        assert here.words() == ["Other words."]


async def test_what_is_on_its_way_waits_for_its_words(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.mishaps.next.append(("write", BlogUnreachable("No answer."), False))
        said = await here.say("For the blog.")
        withhold(here, said.id)
        await here.settle(seconds=4000)
        await here.restart()
        reply = await here.reply(said.id)
        assert reply is not None
        assert (reply.state, reply.withdraw) != (ReplyState.WITHDRAWN, True)
        assert here.talk.marks[said.id] == {ON_ITS_WAY}
        here.talk.withholds = False
        here.rewrite(said.id, "For the blog.")
        await here.settle(seconds=4000)
        assert here.words() == ["For the blog."]


async def test_what_may_stand_there_already_is_found_without_its_words(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.mishaps.next.append(("write", BlogUnreachable("No answer."), True))
        said = await here.say("For the blog.")
        withhold(here, said.id)
        await here.settle(seconds=4000)
        await here.settle(seconds=4000)
        assert here.words() == ["For the blog."]
        assert here.talk.marks[said.id] == {PUBLISHED}


async def test_what_its_writer_kept_here_stays_kept(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("// among us")
        withhold(here, said.id)
        await here.replies.intake.edited(said.id)
        await here.settle()
        await here.restart()
        assert here.desk.comments == {}
        here.talk.withholds = False
        here.rewrite(said.id, "For the blog.")
        await here.restart()
        assert here.words() == ["For the blog."]


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("<@1> I agree.", "I agree."),
        ("I agree, <@!1>", "I agree,"),
        ("I <@1> agree.", "I @someone agree."),
        ("<@2> I agree.", "@someone I agree."),
    ],
)
async def test_the_bots_name_that_only_calls_it_is_no_part_of_a_comment(
    tmp_path: Path, content: str, html: str
) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = here.talk.say(content, member=ANN, to_us=1)
        say = here.replies._languages.of("en")
        assert await html_of(said, here.store.members, 10, say) == html


def _said(here: World, words: Phrase) -> str:
    return here.replies._languages.of("en")(words)
