"""An unexpected error at any step of taking in, asking, carrying and moderating: it stays small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.faults import OUR_FAULT
from bot.model import Verdict
from bot.replies.asking import Choice
from tests.breaking import Breaker, listening
from tests.replies.test_moderation import hold, moderated
from tests.replies.world import ANN, BEN, GUILD, World, world

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import Draft, Reviewed

PULSE, BEATS = 30, 2
MOST = 16
PIECES = 4
"""Attempts in an hour and lines of the log, and how many messages may each be tried so often."""


async def hour(here: World) -> None:
    for turn in range(3600 // PULSE):
        if turn % BEATS == 0:
            await here.replies.beat()
        await here.settle(seconds=PULSE)


async def life(here: World) -> None:
    """People write, edit and delete, and a comment is held, while an hour passes."""
    one = await here.say("one")
    two = await here.say("two")
    await here.say("three", answers=one.id)
    await here.say("asked first", member=BEN)
    await here.edit(one.id, "one more")
    await here.delete(two.id)
    await hour(here)


async def end(here: World) -> object:
    """What people see once everything works again."""
    for _ in range(2):
        await here.replies.beat()
        await here.settle(seconds=3700)
    await here.answer(Choice.ALWAYS, member=BEN)
    await here.settle()
    cards = [(card.author, card.verdict) for card in here.talk.cards.values()]
    marks = {
        here.talk.messages[each].content: found
        for each, found in here.talk.marks.items()
        if each in here.talk.messages
    }
    return sorted(here.words()), marks, cards, len(here.talk.questions)


async def set_up(here: World) -> Breaker:
    await moderated(here)
    await here.agree(ANN)
    await hold(here)
    breaker = Breaker()
    for name, watched in (("talk", here.talk), ("desk", here.desk)):
        breaker.watch(name, watched)
    breaker.watch_store(here.store)
    here.start()
    here.replies.ready()
    return breaker


@pytest.mark.parametrize("room", ["talk", "desk", "store"])
async def test_wherever_it_strikes_it_stays_small_and_is_got_over(
    room: str, tmp_path: Path
) -> None:
    async with world(tmp_path / "well") as well:
        breaker = await set_up(well)
        await life(well)
        steps = {name: next(iter(keys)) for name, keys in breaker.calls.items()}
        expected = await end(well)
    assert expected[0] == ["asked first", "one more", "three"]  # type: ignore[index]
    problems: list[str] = []
    for name, victim in steps.items():
        if name.split(".")[0] != room:
            continue
        async with world(tmp_path / name) as ill:
            breaker = await set_up(ill)
            breaker.broken = (name, victim)
            with listening() as lines:
                await life(ill)
            attempts = breaker.calls[name].get(victim, 0)
            breaker.broken = None
            seen = await end(ill)
            checks = {
                f"{attempts} attempts": attempts <= MOST * PIECES,
                f"{len(lines.records)} lines": 1 <= len(lines.records) <= MOST,
                f"{lines.tracebacks} tracebacks": 1 <= lines.tracebacks <= 3,
                f"not got over: {seen}": seen == expected,
                "told for ever": ill.replies.trouble(GUILD, ill.blog_id) is None,
            }
            problems += [f"{name}({victim}): {said}" for said, fine in checks.items() if not fine]
    assert not problems, "\n".join(problems)


async def test_one_reply_that_fails_lets_the_others_pass_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        write = here.desk.write

        async def broken(draft: Draft) -> Reviewed:
            if "poison" in draft.html:
                raise RuntimeError("nobody expected this")
            return await write(draft)

        monkeypatch.setattr(here.desk, "write", broken)
        poison = await here.say("poison")
        await here.say("bread")
        assert here.words() == ["bread"]
        reply = await here.reply(poison.id)
        assert reply is not None
        assert (reply.reason, reply.state) == (OUR_FAULT, "posting")
        assert here.replies.trouble(GUILD, here.blog_id) is None
        monkeypatch.setattr(here.desk, "write", write)
        await here.settle(seconds=3700)
        assert here.words() == ["bread", "poison"]


async def test_one_held_comment_that_fails_hides_none_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        show = here.talk.show_card

        async def broken(channel: int, card: object, **more: object) -> int:
            if "poison" in card.words:  # type: ignore[attr-defined]
                raise RuntimeError("nobody expected this")
            return await show(channel, card, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(here.talk, "show_card", broken)
        for words in ("poison", "bread"):
            await hold(here, words)
        await here.replies.beat()
        await here.settle()
        assert [card.words for card in here.talk.cards.values()] == ["bread"]
        monkeypatch.setattr(here.talk, "show_card", show)
        here.now += 3700
        await here.replies.beat()
        await here.settle()
        cards = [(card.words, card.verdict) for card in here.talk.cards.values()]
        assert cards == [("bread", None), ("poison", None)]
        assert Verdict.HELD in {stored.verdict for stored in here.desk.comments.values()}
