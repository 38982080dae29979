"""Held comments: shown to moderators, decided once, settled wherever that happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import DiscordUnavailable
from bot.model import Verdict
from bot.replies.asking import Choice
from tests.replies.fakes import Mishap
from tests.replies.world import ANN, GUILD, World, world

if TYPE_CHECKING:
    from pathlib import Path

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


async def test_decided_in_discord(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await moderated(here)
        comment = await hold(here)
        await look(here)
        words = await here.replies.moderation.decide(
            GUILD, here.blog_id, comment, Verdict.SPAM, by="Mo"
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
            GUILD, here.blog_id, comment, Verdict.APPROVED, by="Mo"
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
            GUILD, here.blog_id, comment, Verdict.APPROVED, by="Mo"
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
