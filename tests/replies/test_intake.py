"""Which messages are taken in, in which order, and what was missed while nobody listened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.model import Account
from bot.replies.asking import Choice, NameTaken
from bot.replies.names import NAMELESS
from bot.store.people.agreements import Agreement
from bot.store.people.members import Consent
from bot.store.people.reply import ReplyState
from tests.replies.world import ANN, BEN, EVE, GUILD, World, world

if TYPE_CHECKING:
    from pathlib import Path


async def hear(here: World, content: str, **more: Any) -> int:
    said = here.talk.say(content, member=ANN, **more)
    await here.replies.intake.hear(said)
    await here.settle()
    return said.id


@pytest.mark.parametrize(
    "unwanted",
    [
        {"content": "   "},
        {"content": "I am a bot.", "by_person": False},
    ],
    ids=lambda unwanted: str(unwanted["content"]).strip() or "empty",
)
async def test_what_stays_in_discord(tmp_path: Path, unwanted: dict[str, Any]) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        message = await hear(here, **unwanted)
        assert await here.reply(message) is None
        assert here.words() == []
        await here.restart()
        assert here.words() == []


async def test_an_answer_to_the_bot_itself_is_no_comment(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.talk.say("My question.", member=BEN)
        await here.restart()
        (question,) = here.talk.questions
        await hear(here, "Say yes!", answers=question, answers_bot=True)
        assert here.words() == []


async def test_an_answer_to_any_part_answers_the_comment(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        visitor = here.desk.say("Vic", "A long one.")
        await here.read_blog()
        await here.mirror_comment(visitor, 150)
        await hear(here, "To you.", answers=150, answers_bot=True)
        await hear(here, "To all.", answers=100, answers_bot=True)
        assert [(one.html, one.parent) for one in here.standing()] == [
            ("To you.", visitor),
            ("To all.", None),
        ]


async def test_an_answer_to_what_is_gone_answers_what_that_answered(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        top = here.desk.say("Vic", "Top.")
        below = here.desk.say("Wil", "Below.", parent=top)
        await here.read_blog()
        await here.mirror_comment(below, 150)
        await here.desk.decide(below, here.desk._review(here.desk.comments[top]).verdict)
        here.desk.comments[below].verdict = type(here.desk.comments[below].verdict)("trashed")
        await here.read_blog()
        await hear(here, "Still.", answers=150, answers_bot=True)
        assert here.standing()[0].parent == top


async def test_consent_in_one_server_is_not_consent_in_another(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.store.members.consent(Agreement(GUILD + 1, ANN, 0, Consent.ALWAYS))
        await hear(here, "Mine.")
        assert here.words() == []
        assert len(here.talk.questions) == 1


async def test_whoever_said_never_leaves_no_trace(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        first = await hear(here, "Mine.")
        await here.answer(Choice.NEVER)
        second = await hear(here, "Mine, too.")
        assert [await here.reply(message) for message in (first, second)] == [None, None]
        member = await here.store.members.get(GUILD, ANN)
        assert member is not None
        assert (member.consent, member.pen_name) == (Consent.NEVER, None)


async def test_never_stops_what_is_on_its_way(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.desk.revoked = True
        await hear(here, "Not yet there.")
        await here.replies.asking.settle(GUILD, ANN, Consent.NEVER, name="Ann")
        here.desk.revoked = False
        await here.settle(seconds=4000)
        assert here.words() == []


async def test_one_question_at_a_time_each_its_own(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        ids = [await hear(here, f"Number {number}.") for number in range(3)]
        assert [question.about for question in here.talk.questions.values()] == [ids[0]]
        await here.answer(Choice.ONCE)
        assert here.words() == ["Number 0."]
        assert [question.about for question in here.talk.questions.values()] == [ids[1]]
        await here.answer(Choice.ALWAYS)
        assert here.words() == ["Number 0.", "Number 1.", "Number 2."]
        assert here.talk.questions == {}


async def test_a_question_whose_message_is_deleted_goes_to_the_next(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        first = here.talk.say("Gone at once.", member=ANN)
        second = here.talk.say("Stays.", member=ANN)
        await here.replies.intake.hear(first)
        await here.replies.intake.hear(second)
        del here.talk.messages[first.id]
        await here.restart()
        assert [question.about for question in here.talk.questions.values()] == [second.id]


async def test_the_bot_says_once_that_it_only_reads(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        here.connections.connected = False
        await hear(here, "Chat.")
        assert here.talk.told == []
        await hear(here, "To you.", answers=100)
        await hear(here, "To you, too.", answers=100)
        await here.restart()
        assert len(here.talk.told) == 1
        here.connections.connected = True
        await here.restart()
        assert here.talk.questions == {}, "what was written before is not asked about"


async def test_what_was_missed_comes_before_what_is_heard(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        first = here.talk.say("Missed.", member=ANN)
        here.replies.intake.missed_some()
        await hear(here, "Heard.", answers=first.id)
        one, two = here.standing()
        assert (one.html, two.html, two.parent) == ("Missed.", "Heard.", str(one.id))


async def test_a_message_written_while_catching_up_is_not_lost(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.talk.say("Missed.", member=ANN)
        read_page = here.talk.after

        async def reading(thread: int, message: int) -> list[Any]:
            page = await read_page(thread, message)
            if not page:
                here.talk.after = read_page  # type: ignore[method-assign]
                said = here.talk.say("Just now.", member=ANN)
                await here.replies.intake.hear(said)
            return page

        here.talk.after = reading  # type: ignore[method-assign]
        await here.restart()
        await here.settle()
        assert here.words() == ["Missed.", "Just now."]


async def test_more_than_a_page_was_missed(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        for number in range(250):
            here.talk.say(f"Number {number}.", member=ANN)
        await here.restart()
        assert here.words() == [f"Number {number}." for number in range(250)]


async def test_an_old_thread_begins_with_what_is_written_from_now_on(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.talk.say("Written before the bot could listen.", member=ANN)
        await here.store.mirrors._database.write("UPDATE mirror SET seen_message = NULL")
        await here.restart()
        await hear(here, "Written since.")
        assert here.words() == ["Written since."]


async def test_pen_names(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        asking = here.replies.asking
        assert await asking.proposed_name(GUILD, ANN, "Ann\u202e Other\n") == "Ann Other"
        assert await asking.proposed_name(GUILD, ANN, "  ") == str(NAMELESS)
        assert await asking.proposed_name(GUILD, ANN, "the KEEPER!") == str(NAMELESS)
        for name in ("\u200b", "The Keeper", "Thé  keeper"):
            with pytest.raises(NameTaken):
                await asking.rename(GUILD, ANN, name)
        assert await asking.rename(GUILD, ANN, "Quiet Reader") == "Quiet Reader"
        await hear(here, "Mine.")
        assert [question.name for question in here.talk.questions.values()] == ["Quiet Reader"]


async def test_a_mentioned_person_appears_under_their_pen_name_or_as_someone(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN, BEN)
        await hear(here, f"Thanks, <@{BEN}> and <@{EVE}>.", people=(BEN, EVE))
        assert here.words() == [f"Thanks, @Name {BEN} and @someone."]


async def test_an_author_writes_as_themself(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.store.exchanges.link_author(GUILD, here.blog_id, ANN, Account(7, "The Keeper"))
        message = await hear(here, "My own.")
        assert here.desk.comments == {}, "nobody is asked for them"
        assert [question.name for question in here.talk.questions.values()] == ["The Keeper"]
        await here.answer(Choice.ALWAYS)
        (stored,) = here.desk.comments.values()
        assert (stored.account, stored.name) == (7, "The Keeper")
        assert here.talk.marks[message] == {"✅", "✒️"}
        reply = await here.reply(message)
        assert reply is not None
        assert reply.state is ReplyState.PUBLISHED
