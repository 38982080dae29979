"""Edits where replies follow the blog's rules: they meet what the same words would, if new."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.errors import BlogUnreachable
from bot.languages.phrase import Phrase
from bot.model import Account, Verdict
from bot.store.people.reply import ReplyState
from tests.replies.mishaps import Mishap
from tests.replies.world import ANN, GUILD, World, world

if TYPE_CHECKING:
    from pathlib import Path

    from tests.replies.fake_desk import Stored


async def published(here: World, words: str = "Fine.") -> int:
    await here.agree(ANN)
    said = await here.say(words)
    assert here.words() == [words]
    return said.id


def kept(here: World) -> list[Stored]:
    return [each for each in here.desk.comments.values() if each.verdict is not Verdict.DELETED]


@pytest.mark.parametrize("verdict", [Verdict.HELD, Verdict.TRASHED, Verdict.SPAM])
async def test_an_edit_meets_the_rules(tmp_path: Path, verdict: Verdict) -> None:
    async with world(tmp_path) as here:
        message = await published(here)
        await here.read_blog()
        here.desk.rules["casino"] = verdict
        await here.edit(message, "A casino.")
        await here.store.replies.settle(here.blog_id)
        (comment,) = kept(here)
        assert (comment.html, comment.verdict) == ("A casino.", verdict)
        reply = await here.reply(message)
        assert reply is not None
        held = verdict is Verdict.HELD
        assert reply.state is (ReplyState.HELD if held else ReplyState.REMOVED)
        assert here.talk.marks[message] == {"🕓" if held else "🗑️"}
        assert (reply.reason is None) == held


async def test_unwanted_words_are_seen_by_nobody_for_no_moment(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        message = await published(here)
        here.desk.rules["casino"] = Verdict.HELD
        shown: list[str] = []
        here.mishaps.after = lambda: shown.extend(here.words())
        await here.edit(message, "A casino.")
        assert shown
        assert set(shown) == {"Fine."}


async def test_harmless_words_keep_their_comment(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        message = await published(here)
        await here.edit(message, "Finer.")
        (comment,) = kept(here)
        assert (comment.id, comment.html, comment.verdict) == (1, "Finer.", Verdict.APPROVED)
        assert here.mishaps.log.count("find") == 0, "nothing is in doubt afterwards"
        here.now += 1000
        await here.settle()
        assert here.mishaps.log.count("find") == 0


async def test_a_held_comment_is_not_let_out_by_an_edit(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        message = await published(here)
        here.desk.rules["casino"] = Verdict.HELD
        here.desk.rules["pills"] = Verdict.TRASHED
        await here.edit(message, "A casino.")
        await here.edit(message, "Harmless.")
        assert [each.verdict for each in kept(here)] == [Verdict.HELD]
        await here.edit(message, "Pills, pills.")
        assert [(each.html, each.verdict) for each in kept(here)] == [
            ("Pills, pills.", Verdict.TRASHED)
        ]


async def test_where_replies_appear_at_once_edits_do(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.store.exchanges.choose(GUILD, here.blog_id, at_once=True)
        message = await published(here)
        here.desk.rules["casino"] = Verdict.HELD
        await here.edit(message, "A casino.")
        assert here.words() == ["A casino."]
        assert len(here.desk.comments) == 1


async def test_the_articles_author_is_not_judged(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.store.exchanges.link_author(GUILD, here.blog_id, ANN, Account(7, "The Keeper"))
        await here.agree(ANN)
        said = await here.say("Mine.")
        await here.read_blog()
        here.desk.rules["casino"] = Verdict.HELD
        await here.edit(said.id, "A casino.")
        assert [each.html for each in kept(here)] == ["A casino."]
        assert len(here.desk.comments) == 1


async def test_an_edit_below_closed_comments_waits_for_the_moderators(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        message = await published(here, "My number is 555.")
        here.desk.closed = True
        await here.edit(message, "No number.")
        assert [(each.html, each.verdict) for each in kept(here)] == [("No number.", Verdict.HELD)]


async def test_words_that_stand_there_already_are_refused(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        message = await published(here, "One.")
        await here.say("Two.")
        await here.edit(message, "Two.")
        assert here.words() == ["One.", "Two."]
        reply = await here.reply(message)
        assert reply is not None
        assert "already" in str(reply.reason)


@pytest.mark.parametrize("stored", [False, True])
@pytest.mark.parametrize("act", range(1, 8))
async def test_a_copy_that_was_left_behind_is_shown_nowhere_and_taken_away(
    tmp_path: Path, act: int, stored: bool
) -> None:
    async with world(tmp_path) as here:
        message = await published(here)
        here.mishaps.planned = [Mishap(here.mishaps.acts + act, BlogUnreachable("Lost."), stored)]
        await here.edit(message, "Finer.")
        await here.read_blog()
        shown = {each.html for each in await here.store.comments.of(1) if each.html}
        assert shown <= {"<p>Fine.</p>", "<p>Finer.</p>"}
        assert len([e for e in await here.store.comments.of(1) if e.html]) == 1
        for _ in range(4):
            here.now += 400
            await here.settle()
        standing = [each for each in kept(here) if each.verdict is Verdict.APPROVED]
        assert [(each.id, each.html) for each in standing] == [(1, "Finer.")]


@pytest.mark.parametrize("then", ["edited", "deleted"])
async def test_a_copy_that_was_left_behind_goes_before_what_comes_next(
    tmp_path: Path, then: str
) -> None:
    """Whoever deletes their words meanwhile wants none of them to stand there any longer."""
    async with world(tmp_path) as here:
        message = await published(here)
        here.mishaps.next.append(("delete", BlogUnreachable("Lost."), False))
        await here.edit(message, "Finer.")
        assert len(kept(here)) == 2
        here.now += 30
        if then == "edited":
            await here.edit(message, "Finest.")
        else:
            await here.delete(message)
        await here.settle()
        standing = [each for each in kept(here) if each.verdict is Verdict.APPROVED]
        assert [each.html for each in standing] == (["Finest."] if then == "edited" else [])


async def test_a_held_copy_gets_no_card(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.store.exchanges.moderate_in(GUILD, here.blog_id, 77)
        message = await published(here)
        here.desk.rules["casino"] = Verdict.HELD
        here.mishaps.next.append(("delete", BlogUnreachable("Lost."), False))
        seen: list[str] = []

        async def look() -> None:
            await here.replies.moderation.look(GUILD, here.blog_id)
            seen.extend(card.comment for card in here.talk.cards.values())

        here.mishaps.between["write A casino."] = look
        await here.edit(message, "A casino.")
        assert (seen, here.talk.cards) == ([], {})
        here.now += 400
        await here.settle()
        await here.replies.beat()
        await here.settle()
        assert [card.comment for card in here.talk.cards.values()] == ["1"]


@pytest.mark.parametrize("heard", [True, False], ids=["heard", "in a gap"])
@pytest.mark.parametrize("deleted", [False, True], ids=["edited", "deleted"])
async def test_what_changes_while_the_blog_has_it_removed_holds_when_it_is_restored(
    tmp_path: Path, deleted: bool, heard: bool
) -> None:
    async with world(tmp_path) as here:
        message = await published(here)
        (comment,) = here.desk.comments.values()
        await here.read_blog()
        comment.verdict = Verdict.TRASHED
        await here.read_blog()
        if heard and deleted:
            await here.delete(message)
        elif heard:
            await here.edit(message, "Finer.")
        elif deleted:
            del here.talk.messages[message]
        else:
            here.rewrite(message, "Finer.")
        await here.restart()
        if deleted:
            assert await here.store.exchanges.moderated() == [], "nothing is asked about it"
        comment.verdict = Verdict.APPROVED
        await here.read_blog()
        await here.settle(seconds=4000)
        assert here.words() == ([] if deleted else ["Finer."])


@pytest.mark.parametrize("how", ["heard", "in a gap", "forgotten", "all of it"])
async def test_what_is_taken_back_while_the_blog_holds_it_leaves(tmp_path: Path, how: str) -> None:
    """The blog's list tells only that it is not shown: the moderators may still have it."""
    async with world(tmp_path) as here:
        message = await published(here)
        (comment,) = here.desk.comments.values()
        await here.read_blog()
        comment.verdict = Verdict.HELD
        here.mishaps.planned = [  # nobody could look why it is not shown
            Mishap(here.mishaps.acts + number, BlogUnreachable("It is down."), stored=False)
            for number in range(1, 9)
        ]
        await here.read_blog()
        here.mishaps.planned = []
        reply = await here.reply(message)
        assert reply is not None
        assert reply.state is ReplyState.REMOVED
        match how:
            case "heard":
                await here.delete(message)
            case "in a gap":
                del here.talk.messages[message]
            case "forgotten":
                await here.replies.asking.forget(ANN, leave=False)
            case _:
                await here.store.members.withdraw_all(ANN, guild=None, reason=Phrase("All."))
        await here.restart()
        await here.settle(seconds=4000)
        assert comment.verdict is Verdict.TRASHED


@pytest.mark.parametrize("deleted", [False, True], ids=["edited", "deleted"])
async def test_a_reading_that_was_asked_before_tells_of_it_too_late(
    tmp_path: Path, deleted: bool
) -> None:
    async with world(tmp_path) as here:
        message = await published(here)
        await here.read_blog()
        (fine,) = here.desk.seen()
        asked = here.store.comments.acts
        copy = replace(fine, remote_id="77", html="<p>Finer.</p>")
        if deleted:
            await here.delete(message)
        else:
            await here.edit(message, "Finer.")
        late = [fine] if deleted else [fine, copy]
        await here.store.comments.note(here.blog_id, late, asked=asked)
        known = {each.remote_id: each.html for each in await here.store.comments.of(1)}
        assert known == {fine.remote_id: "" if deleted else "<p>Finer.</p>"}
        await here.store.comments.note(here.blog_id, late, asked=here.store.comments.acts)
        known = {each.remote_id: each.html for each in await here.store.comments.of(1)}
        assert known == {each.remote_id: each.html for each in late}
