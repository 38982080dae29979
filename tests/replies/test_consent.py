"""Nothing goes without a yes, and nobody who should be asked is forgotten, whatever is cut off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.errors import DiscordUnavailable, PermissionMissing, ThreadClosed
from bot.replies.asking import Choice
from bot.store.people.members import Consent
from tests.replies.fake_talk import Question
from tests.replies.mishaps import Killed, Mishap
from tests.replies.test_gaps import others
from tests.replies.test_intake import hear
from tests.replies.world import ANN, BEN, GUILD, THREAD, World, world

if TYPE_CHECKING:
    from pathlib import Path

    from bot.replies.ports import Said


async def killed(*_: Any, **__: Any) -> None:
    raise Killed


async def test_killed_as_the_yes_is_written_down(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await hear(here, "Mine.")
        consent, here.store.members.consent = here.store.members.consent, killed  # type: ignore[method-assign]
        with pytest.raises(Killed):
            await here.replies.asking.answer(GUILD, ANN, Choice.ALWAYS, name="Ann")
        here.store.members.consent = consent  # type: ignore[method-assign]
        assert len(here.talk.questions) == 1, "the question went before the yes was written down"
        await here.restart()
        await hear(here, "More.")
        assert len(here.talk.questions) == 1
        await here.answer(Choice.ALWAYS)
        assert here.words() == ["Mine.", "More."]


@pytest.mark.parametrize("happened", [False, True], ids=["not yet", "already"])
async def test_killed_as_an_answered_question_is_taken_back(tmp_path: Path, happened: bool) -> None:
    async with world(tmp_path) as here:
        await hear(here, "Mine.")
        here.mishaps.next.append(("take back", Killed(), happened))
        await here.answer(Choice.ALWAYS)
        await here.restart()
        assert here.words() == ["Mine."]
        assert here.talk.questions == {}


async def test_killed_as_a_question_is_sent_that_was_answered_meanwhile(tmp_path: Path) -> None:
    """Someone says yes by another way while the question is on its way: it must not stay."""
    async with world(tmp_path) as here:
        plain = here.talk.ask

        async def slow(*args: Any, **more: Any) -> int:
            question = await plain(*args, **more)
            await here.replies.asking.settle(GUILD, ANN, Consent.ALWAYS, name="Ann")
            here.mishaps.next.append(("take back", Killed(), False))
            return question

        here.talk.ask = slow  # type: ignore[method-assign]
        await hear(here, "Mine.")
        await here.restart()
        await here.settle(seconds=10)
        assert here.talk.questions == {}
        assert here.words() == ["Mine."]


async def test_who_deletes_before_being_asked_is_asked_about_the_next(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        first = here.talk.say("Gone at once.", member=ANN)
        await here.replies.intake.hear(first)
        del here.talk.messages[first.id]
        await here.settle()
        stays = await hear(here, "Stays.")
        assert [question.about for question in here.talk.questions.values()] == [stays]


async def test_killed_between_taking_in_and_asking(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        said = here.talk.say("Mine.", member=ANN)
        ask_next, here.store.members.ask_next = here.store.members.ask_next, killed  # type: ignore[method-assign,assignment]
        with pytest.raises(Killed):
            await here.replies.intake.hear(said)
        here.store.members.ask_next = ask_next  # type: ignore[method-assign]
        await here.restart()
        assert [question.about for question in here.talk.questions.values()] == [said.id]


async def test_the_key_of_a_removed_question_is_spent(tmp_path: Path) -> None:
    """Discord answers 404 for it, which says nothing of the message that is asked about."""
    async with world(tmp_path) as here:
        await hear(here, "Zero.")
        await here.answer(Choice.ONCE)
        await hear(here, "One.")
        await remove_question(here)
        two = await hear(here, "Two.")
        assert [question.about for question in here.talk.questions.values()] == [two]
        await here.answer(Choice.ALWAYS)
        assert here.words() == ["Zero.", "One.", "Two."]


async def test_a_question_that_was_sent_removed_and_never_recorded(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        here.mishaps.next.append(("ask", DiscordUnavailable("lost"), True))
        message = await hear(here, "Mine.")
        here.talk.questions.clear()
        for _ in range(3):
            await here.settle(seconds=60)
        assert [question.about for question in here.talk.questions.values()] == [message]
        reply = await here.reply(message)
        assert reply is not None
        assert not reply.withdraw


async def test_a_removed_question_is_put_again_only_with_the_next_message(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await hear(here, "Mine.")
        await remove_question(here)
        await here.restart()
        assert here.talk.questions == {}, "people removed it"
        more = await hear(here, "And more.")
        assert [question.about for question in here.talk.questions.values()] == [more]
        await here.answer(Choice.ONCE)
        assert here.words() == ["And more."], "this one is this one"
        await here.restart()
        assert here.talk.questions == {}


async def test_a_question_that_went_unheard_blocks_nobody(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        mine = await hear(here, "Mine.")
        here.talk.questions.clear()
        await here.restart()
        await here.settle()
        assert [question.about for question in here.talk.questions.values()] == [mine]


async def test_a_question_that_was_removed_before_it_was_known_blocks_nobody(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as here:

        async def removed() -> None:
            (question,) = here.talk.questions
            del here.talk.questions[question]
            await here.replies.intake.deleted(question)

        here.mishaps.between["ask"] = removed
        await hear(here, "Mine.")
        await here.settle(seconds=4000)
        assert here.talk.questions == {}
        second = await hear(here, "Second.")
        assert [question.about for question in here.talk.questions.values()] == [second]


@pytest.mark.parametrize("first", [True, False], ids=["asked there first", "written there later"])
@pytest.mark.parametrize("error", [ThreadClosed("Locked."), PermissionMissing("Not here.")])
async def test_a_thread_that_takes_no_question_blocks_nobody_elsewhere(
    tmp_path: Path, error: PermissionMissing, first: bool
) -> None:
    async with world(tmp_path) as here:
        await others(here, 3)
        asking, after, shut = here.talk.ask, here.talk.after, [THREAD, 1000, 1001]

        async def ask(thread: int, message: int, **more: Any) -> int:
            if thread in shut:
                raise error
            return await asking(thread, message, **more)

        async def page(thread: int, message: int) -> list[Said]:
            return [said for said in await after(thread, message) if said.thread == thread]

        here.talk.ask, here.talk.after = ask, page  # type: ignore[method-assign]
        await here.restart()
        written = {}
        for thread in (*shut, 1002):
            said = replace(here.talk.say(f"In {thread}.", member=ANN), thread=thread)
            here.talk.messages[said.id] = written[thread] = said
            await here.replies.intake.hear(said)
            if first:
                await here.settle()
        await here.settle()
        assert [each.about for each in here.talk.questions.values()] == [written[1002].id]
        await here.answer(Choice.ONCE)
        assert here.words() == ["In 1002."]
        shut.clear()
        await here.settle(seconds=4000)
        assert [each.about for each in here.talk.questions.values()] == [written[THREAD].id]


@pytest.mark.parametrize("heard", [True, False], ids=["heard", "in a gap"])
async def test_a_question_goes_with_its_message(tmp_path: Path, heard: bool) -> None:
    async with world(tmp_path) as here:
        message = await hear(here, "Never mind.")
        del here.talk.messages[message]
        if heard:
            await here.replies.intake.deleted(message)
            await here.settle()
        else:
            await here.restart()
        assert here.talk.questions == {}
        after = await hear(here, "Something new.")
        assert [question.about for question in here.talk.questions.values()] == [after]
        assert await press(here, Choice.ONCE, about=after) is Choice.ONCE
        assert here.words() == ["Something new."]


async def test_a_question_that_comes_after_its_message_went_goes_too(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        here.mishaps.planned = [
            Mishap(here.mishaps.acts + 3, DiscordUnavailable("lost"), stored=False)
        ]
        message = await hear(here, "Never mind.")
        assert here.mishaps.log[-1] == "ask", here.mishaps.log
        del here.talk.messages[message]
        await here.replies.intake.deleted(message)
        await here.settle(seconds=30)
        late = next(here.talk.numbers)
        here.talk.questions[late] = Question(message, "Ann", "en", "Blog")
        await here.settle(seconds=90)
        assert here.talk.questions == {}
        asked = here.mishaps.log.count("find question")
        await here.settle(seconds=4000)
        assert here.mishaps.log.count("find question") == asked


async def press(here: World, choice: Choice, *, about: int) -> Choice | None:
    holds = await here.replies.asking.answer(GUILD, ANN, choice, name="Ann", about=about)
    await here.settle()
    return holds


async def test_this_one_is_the_one_it_stands_below_however_often_it_is_pressed(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as here:
        one, two = await hear(here, "One."), await hear(here, "Two, private.")
        assert await press(here, Choice.ONCE, about=one) is Choice.ONCE
        assert await press(here, Choice.ONCE, about=one) is Choice.ONCE
        assert here.words() == ["One."]
        assert [question.about for question in here.talk.questions.values()] == [two]


async def test_this_one_after_the_message_went_says_so(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        one = await hear(here, "One.")
        await here.delete(one)
        await hear(here, "Two, private.")
        assert await press(here, Choice.ONCE, about=one) is None
        assert here.words() == []


async def test_this_one_takes_no_other_word_back(tmp_path: Path) -> None:
    """Pressed on another device, where the question still stands."""
    async with world(tmp_path) as here:
        one = await hear(here, "One.")
        await press(here, Choice.ALWAYS, about=one)
        assert await press(here, Choice.ONCE, about=one) is Choice.ALWAYS
        await hear(here, "Two.")
        assert here.words() == ["One.", "Two."]
        await press(here, Choice.NEVER, about=one)
        assert await press(here, Choice.ONCE, about=one) is None
        await hear(here, "Three.")
        assert here.words() == ["One.", "Two."]


async def test_the_choice_to_be_asked_each_time_leaves_the_question(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await hear(here, "One.")
        (question,) = here.talk.questions
        await here.replies.asking.settle(GUILD, ANN, Consent.EACH, name="Ann")
        await here.settle()
        assert list(here.talk.questions) == [question]
        assert here.words() == []


async def test_forgetting_takes_the_question_along_though_it_is_cut_off(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await hear(here, "Mine.")
        here.mishaps.next.append(("take back", Killed(), False))
        await here.replies.asking.forget(ANN, leave=False)
        await here.settle()
        await here.restart()
        assert here.talk.questions == {}
        assert await here.store.members.get(GUILD, ANN) is None


async def test_a_question_names_the_blog(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await hear(here, "Mine.")
        assert [question.blog for question in here.talk.questions.values()] == ["The Blog"]


async def test_one_who_is_not_asked_holds_up_nobody(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await hear(here, "Mine.")
        await remove_question(here)
        said = here.talk.say("Ben's.", member=BEN)
        await here.replies.intake.hear(said)
        await here.settle()
        assert [question.about for question in here.talk.questions.values()] == [said.id]


async def remove_question(here: World) -> None:
    """People remove the question that stands, and we hear of it."""
    (question,) = here.talk.questions
    del here.talk.questions[question]
    await here.replies.intake.deleted(question)
    await here.settle()
