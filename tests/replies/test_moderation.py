"""Held comments: shown to moderators, decided once, settled wherever that happens."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.errors import BlogUnreachable, DiscordUnavailable
from bot.model import Verdict
from bot.replies.asking import Choice
from bot.replies.moderation import SHOWN_AT_ONCE
from bot.replies.ports import Card
from tests.replies.mishaps import Mishap
from tests.replies.world import ANN, GUILD, World, world

if TYPE_CHECKING:
    from pathlib import Path

    from bot.languages.phrase import Phrase

ROOM = 77


async def hold(here: World, words: str = "Held words.") -> str:
    comment = here.desk.say("Vic", words)
    here.desk.comments[comment].verdict = Verdict.HELD
    return comment


async def look(here: World) -> None:
    await here.replies.beat()
    await here.settle()


async def moderated(here: World) -> None:
    await here.store.exchanges.moderate_in(GUILD, here.blog_id, ROOM)


async def test_a_held_comment_is_shown_once_and_follows_its_edits(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        comment = await hold(here)
        for _ in range(3):
            await look(here)
        (card,) = here.talk.cards.values()
        assert (card.author, card.words, card.title, card.verdict) == (
            "Vic", "Held words.", "On patience", None,
        )  # fmt: skip
        here.desk.comments[comment].html = "Other words."
        await look(here)
        (card,) = here.talk.cards.values()
        assert card.words == "Other words."


async def test_why_nothing_can_be_shown_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        await hold(here)
        for _ in range(2):
            here.mishaps.planned = [
                Mishap(here.mishaps.acts + number, BlogUnreachable("It is down."), stored=False)
                for number in (1, 2, 3)
            ]
            for _ in range(3):
                await look(here)
                here.now += 4000
            here.mishaps.planned = []
            await look(here)
        told = [each for each in caplog.messages if "can't be shown" in each]
        assert len(told) == 2, "one for each time that it began"


async def test_a_card_whose_sending_was_cut_off_is_found(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        await hold(here)
        at = here.mishaps.acts + 2
        here.mishaps.planned = [Mishap(at, DiscordUnavailable("lost"), stored=True)]
        await look(here)
        assert here.mishaps.log[at - 1] == "show card"
        here.talk.nonces.clear()
        here.now += 4000
        await look(here)
        assert len(here.talk.cards) == 1


@pytest.mark.parametrize("in_discord", [True, False])
async def test_a_card_whose_sending_was_cut_off_shows_what_was_decided(
    tmp_path: Path, in_discord: bool
) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        comment = await hold(here)
        at = here.mishaps.acts + 2
        here.mishaps.planned = [Mishap(at, DiscordUnavailable("lost"), stored=True)]
        await look(here)
        assert here.mishaps.log[at - 1] == "show card"
        if in_discord:
            await here.replies.moderation.decide(
                GUILD, here.blog_id, comment, Verdict.APPROVED, version=None, by="Mo"
            )
        else:
            here.desk.comments[comment].verdict = Verdict.APPROVED
        here.now += 4000
        await look(here)
        (card,) = here.talk.cards.values()
        assert card.verdict is Verdict.APPROVED


async def test_a_card_that_comes_after_the_decision_shows_it(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        comment = await hold(here)
        here.mishaps.planned = [
            Mishap(here.mishaps.acts + 2, DiscordUnavailable("lost"), stored=False)
        ]
        await look(here)
        here.desk.comments[comment].verdict = Verdict.APPROVED
        here.now += 30
        await look(here)
        assert here.talk.cards == {}
        late = Card(here.blog_id, comment, "One", "Ann", "Words.", "", None)
        here.talk.cards[next(here.talk.numbers)] = late
        here.now += 30
        await look(here)
        (card,) = here.talk.cards.values()
        assert card.verdict is Verdict.APPROVED


async def test_decided_in_discord(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        comment = await hold(here)
        await look(here)
        words = await here.replies.moderation.decide(
            GUILD, here.blog_id, comment, Verdict.SPAM, version=None, by="Mo"
        )
        assert "spam" in str(words)
        assert here.desk.comments[comment].verdict is Verdict.SPAM
        (card,) = here.talk.cards.values()
        assert (card.verdict, card.by) == (Verdict.SPAM, "Mo")


async def test_whoever_decides_first_is_not_overruled(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        comment = await hold(here)
        await look(here)
        here.desk.comments[comment].verdict = Verdict.TRASHED
        words = await here.replies.moderation.decide(
            GUILD, here.blog_id, comment, Verdict.APPROVED, version=None, by="Mo"
        )
        assert "already" in str(words)
        assert here.desk.comments[comment].verdict is Verdict.TRASHED
        (card,) = here.talk.cards.values()
        assert (card.verdict, card.by) == (Verdict.TRASHED, "")


async def test_a_held_reply_becomes_what_the_moderators_make_of_it(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        here.desk.holds_new = True
        said = await here.say("Mine.")
        await here.answer(Choice.ALWAYS)
        assert here.talk.marks[said.id] == {"🕓"}
        assert [card.words for card in here.talk.cards.values()] == ["Mine."], "at once"
        (comment,) = here.desk.comments
        await here.replies.moderation.decide(
            GUILD, here.blog_id, comment, Verdict.APPROVED, version=None, by="Mo"
        )
        await here.settle()
        assert here.talk.marks[said.id] == {"✅"}


async def test_without_a_channel_a_held_reply_is_followed_all_the_same(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.desk.holds_new = True
        said = await here.say("Mine.")
        here.desk.comments["1"].verdict = Verdict.SPAM
        await look(here)
        assert here.talk.marks[said.id] == {"🗑️"}


async def test_a_reply_taken_back_into_the_queue_is_held_and_not_removed(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("Mine.")
        here.desk.comments["1"].verdict = Verdict.HELD
        await here.read_blog()
        assert here.talk.marks[said.id] == {"🕓"}
        here.desk.comments["1"].verdict = Verdict.APPROVED
        await here.read_blog()
        assert here.talk.marks[said.id] == {"✅"}


async def test_removed_and_altered_on_the_blog_show_on_the_message(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("Mine.")
        await here.read_blog()
        here.desk.comments["1"].html = "Made milder."
        await here.read_blog()
        assert here.talk.marks[said.id] == {"✅", "✏️"}
        await here.edit(said.id, "Mine, again.")
        await here.read_blog()
        assert here.talk.marks[said.id] == {"✅"}
        here.desk.comments["1"].verdict = Verdict.TRASHED
        await here.read_blog()
        assert here.talk.marks[said.id] == {"🗑️"}


async def test_a_card_that_moderators_removed_is_not_shown_again(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        comment = await hold(here)
        await look(here)
        here.talk.cards.clear()
        here.desk.comments[comment].html = "Other words."
        await look(here)
        await look(here)
        assert here.talk.cards == {}


async def test_two_at_once_and_the_first_decision_stands(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        comment = await hold(here)
        await look(here)
        first, second = await asyncio.gather(
            press(here, comment, Verdict.SPAM, by="Mo"),
            press(here, comment, Verdict.APPROVED, by="Jo"),
        )
        assert here.desk.comments[comment].verdict is Verdict.SPAM
        assert "spam" in str(first)
        assert "already" in str(second)
        assert "spam" in str(second)
        (card,) = here.talk.cards.values()
        assert (card.verdict, card.by) == (Verdict.SPAM, "Mo"), "who decided is still told"


@pytest.mark.parametrize("told", [True, False], ids=["new card", "card of an earlier version"])
async def test_only_the_words_that_the_card_showed_are_approved(tmp_path: Path, told: bool) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        comment = await hold(here)
        await look(here)
        (before,) = here.talk.cards.values()
        here.desk.comments[comment].html = "Buy pills."
        version = before.version if told else None
        said = await press(here, comment, Verdict.APPROVED, version=version)
        assert "differently" in str(said)
        assert here.desk.comments[comment].verdict is Verdict.HELD
        assert "decide" not in here.mishaps.log, "approved for no moment"
        (card,) = here.talk.cards.values()
        assert (card.words, card.verdict) == ("Buy pills.", None), "it is shown anew"
        # A finger that was on its way while the card changed: it is of the words before.
        if told:
            await press(here, comment, Verdict.APPROVED, version=version)
            assert here.desk.comments[comment].verdict is Verdict.HELD
        version = card.version if told else None
        await press(here, comment, Verdict.APPROVED, version=version)
        assert here.desk.comments[comment].verdict is Verdict.APPROVED


async def test_words_that_change_while_they_are_approved_are_held_again(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        comment = await hold(here)
        await look(here)

        async def edited() -> None:
            here.desk.comments[comment].html = "Buy pills."

        here.mishaps.between["look"] = edited
        said = await press(here, comment, Verdict.APPROVED)
        assert "differently" in str(said)
        assert here.desk.comments[comment].verdict is Verdict.HELD
        (card,) = here.talk.cards.values()
        assert card.words == "Buy pills."


async def test_turning_down_needs_no_second_look(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        comment = await hold(here)
        await look(here)
        here.desk.comments[comment].html = "Buy pills."
        await press(here, comment, Verdict.TRASHED)
        assert here.desk.comments[comment].verdict is Verdict.TRASHED


async def test_a_long_queue_is_shown_from_its_newest_end_and_counted(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        for number in range(SHOWN_AT_ONCE + 30):
            await hold(here, f"Number {number}")
        await look(here)
        assert here.replies.moderation.waiting(GUILD, here.blog_id) == SHOWN_AT_ONCE + 30
        shown = [card.words for card in here.talk.cards.values()]
        assert len(shown) == SHOWN_AT_ONCE
        assert shown[0] == f"Number {SHOWN_AT_ONCE + 29}"
        await hold(here, "A real question.")
        await look(here)
        assert "A real question." in [card.words for card in here.talk.cards.values()]
        for _ in range(3):
            for number in range(SHOWN_AT_ONCE + 31, 0, -1):
                if here.desk.comments[str(number)].verdict is Verdict.HELD:
                    here.desk.comments[str(number)].verdict = Verdict.TRASHED
                    break
            await look(here)
        open_ = [card.words for card in here.talk.cards.values() if card.verdict is None]
        assert "Number 28" in open_, "older ones follow as newer ones are decided"


async def test_cards_that_were_put_away_make_room(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        for number in range(SHOWN_AT_ONCE + 5):
            await hold(here, f"Number {number}")
        await look(here)
        for comment in [card.comment for card in here.talk.cards.values()]:
            await here.store.held.dismissed(GUILD, here.blog_id, comment)
        here.talk.cards.clear()
        await look(here)
        assert sorted(card.words for card in here.talk.cards.values()) == [
            f"Number {number}" for number in range(5)
        ]


async def test_a_queue_at_rest_is_read_without_asking_for_single_comments(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        for number in range(SHOWN_AT_ONCE + 30):
            await hold(here, f"Number {number}")
        await look(here)
        before = len(here.mishaps.log)
        await look(here)
        assert here.mishaps.log[before:] == ["held"] * 3


async def press(
    here: World, comment: str, verdict: Verdict, *, version: str | None = None, by: str = "Mo"
) -> Phrase:
    return await here.replies.moderation.decide(
        GUILD, here.blog_id, comment, verdict, version=version, by=by
    )
