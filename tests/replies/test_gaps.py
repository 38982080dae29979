"""Whatever may have been missed is looked at before anything later is trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.errors import DiscordUnavailable, PermissionMissing
from bot.languages.phrase import Phrase
from bot.replies.told_once import NOT_CARRIED
from bot.store.discord.follows import PAUSED_BY_OWNER
from tests.replies.mishaps import Killed
from tests.replies.test_intake import hear
from tests.replies.world import ANN, CHANNEL, GUILD, World, world

if TYPE_CHECKING:
    from pathlib import Path

FOLLOW = 1


async def test_heard_in_the_new_session_before_it_is_ready(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.talk.say("Missed.", member=ANN)
        here.replies.connected()
        await hear(here, "Later.")
        assert here.words() == [], "nothing is taken before what was missed"
        here.replies.ready()
        await here.settle()
        assert here.words() == ["Missed.", "Later."]


@pytest.mark.parametrize("place", [GUILD, CHANNEL], ids=["server", "channel"])
async def test_a_gap_in_one_place(tmp_path: Path, place: int) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.talk.say("Missed.", member=ANN)
        here.replies.missed_some(place)
        await hear(here, "Later.")
        assert here.words() == ["Missed.", "Later."]


async def test_what_the_bot_writes_moves_no_cursor(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.talk.say("Missed.", member=ANN)
        await here.replies.intake.hear(here.talk.say("Mine.", member=1, by_person=False))
        await here.restart()
        assert here.words() == ["Missed."]


async def test_what_the_bot_wrote_is_not_read_again_later(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        own = here.talk.say("Mine.", member=1, by_person=False)
        await here.replies.intake.hear(own)
        await here.replies.beat()
        thread = await here.store.threads.by_thread(here.talk.thread)
        assert thread is not None
        assert thread.seen == own.id


async def test_what_could_not_be_taken_in_is_met_again(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        take_in, here.store.members.take_in = here.store.members.take_in, _killed  # type: ignore[method-assign]
        with pytest.raises(Killed):
            await here.replies.intake.hear(here.talk.say("One.", member=ANN))
        here.store.members.take_in = take_in  # type: ignore[method-assign]
        await hear(here, "Two.")
        assert here.words() == ["One.", "Two."]


async def _killed(*_: Any, **__: Any) -> bool:
    raise Killed


async def test_a_gap_while_catching_up_is_a_gap(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        read_page = here.talk.after

        async def reading(thread: int, message: int) -> list[Any]:
            page = await read_page(thread, message)
            if not page:
                here.talk.after = read_page  # type: ignore[method-assign]
                here.talk.say("Missed.", member=ANN)
                here.replies.connected()
            return page

        here.talk.after = reading  # type: ignore[method-assign]
        here.talk.say("First.", member=ANN)
        await here.restart()
        await hear(here, "Later.")
        here.replies.ready()
        await here.settle()
        assert here.words() == ["First.", "Missed.", "Later."]


async def test_what_is_written_where_nothing_can_be_read_comes_later(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.talk.unreadable = True
        here.replies.missed_some(CHANNEL)
        here.talk.say("Unseen.", member=ANN)
        await here.settle(seconds=4000)
        await hear(here, "Heard without its history.")
        assert here.words() == []
        here.talk.unreadable = False
        here.replies.missed_some(CHANNEL)
        await here.settle()
        assert here.words() == ["Unseen.", "Heard without its history."]


async def test_heard_of_in_another_order(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        gone = here.talk.say("Gone before we heard of it.", member=ANN)
        await here.replies.intake.deleted(gone.id)
        await here.replies.intake.hear(gone)
        second, first = (here.talk.say(words, member=ANN) for words in ("Second.", "First."))
        for said in (first, second):
            await here.replies.intake.hear(said)
            await here.settle()
        assert here.words() == ["First.", "Second."]


@pytest.mark.parametrize("slashes", ["put", "taken away"])
async def test_an_edit_heard_of_before_its_message_is_met(tmp_path: Path, slashes: str) -> None:
    """… which lies on a page that was read before the edit."""
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.replies.connected()
        words = ["// Mine.", "Mine."]
        before, after = words if slashes == "taken away" else reversed(words)
        said = here.talk.say(before, member=ANN)

        async def edited() -> None:
            here.rewrite(said.id, after)
            await here.replies.intake.edited(said.id)

        here.mishaps.between["after"] = edited
        here.replies.ready()
        await here.settle()
        assert here.words() == (["Mine."] if slashes == "taken away" else [])


@pytest.mark.parametrize("how", ["pause", "end", "leave", "channel"])
async def test_what_was_written_while_nothing_was_carried_stays(tmp_path: Path, how: str) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        await hear(here, "Before.")
        await stop(here, how)
        meanwhile = await hear(here, "Between us.")
        here.talk.say("And unheard.", member=ANN)
        if how != "pause":
            await here.restart()
        await go_on(here, how)
        await here.settle()
        await hear(here, "After.")
        await here.restart()
        assert here.words() == ["Before.", "After."]
        assert await here.store.threads.was_silent(here.talk.thread, meanwhile)


async def test_thrown_out_and_asked_back_while_it_was_down(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        await hear(here, "Before.")
        between = here.talk.say("Between us.", member=ANN)
        here.talk.joined_as = between.id
        here.talk.say("After.", member=ANN)
        await here.restart()
        assert here.words() == ["Before.", "After."]
        assert await here.store.threads.was_silent(here.talk.thread, between.id)


async def test_the_first_that_is_heard_again_ends_the_silence(tmp_path: Path) -> None:
    """It is written after following went on, though the thread was not looked at since."""
    async with world(tmp_path) as here:
        await here.agree(ANN)
        await stop(here, "pause")
        here.talk.say("Between us.", member=ANN)
        here.replies.connected()
        await go_on(here, "pause")
        await here.replies.intake.hear(here.talk.say("On again.", member=ANN))
        here.replies.ready()
        await here.settle()
        assert here.words() == ["On again."]


async def test_what_was_missed_before_the_silence_is_not_carried_twice(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        for number in range(2):
            await hear(here, f"Before {number}.")
            await stop(here, "pause")
            await hear(here, f"Between {number}.")
            await go_on(here, "pause")
            await here.settle()
        await here.restart()
        assert here.words() == ["Before 0.", "Before 1."]


async def test_the_thread_says_once_that_nothing_is_carried(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        await stop(here, "pause")
        await hear(here, "// among us")
        assert here.talk.told == []
        for _ in range(2):
            await hear(here, "Between us.")
        await here.restart()
        assert here.talk.told == [str(NOT_CARRIED)]
        await go_on(here, "pause")
        await here.settle()
        await stop(here, "end")
        await hear(here, "Between us, again.")
        assert len(here.talk.told) == 2


async def test_what_was_refused_unsent_is_tried_again_when_it_changed_unseen(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        refused = await hear(here, "\u200b")
        same = await hear(here, "\u200b\u200b")
        here.rewrite(refused, "Words.")
        await here.restart()
        assert here.words() == ["Words."]
        reply = await here.reply(same)
        assert reply is not None
        assert reply.edits == 0, "what did not change is left alone"


async def test_a_mark_that_can_not_be_put_now_is_put_later(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        for _ in range(2):
            here.mishaps.next.append(("mark", PermissionMissing("not now"), False))
        message = await hear(here, "Mine.")
        assert message not in here.talk.marks
        here.mishaps.next.clear()
        here.replies.missed_some(CHANNEL)
        await here.settle()
        assert here.talk.marks[message] == {"✅"}


async def test_an_outage_of_discord_costs_one_request_for_all_threads(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await others(here, 50)
        here.talk.say("Missed.", member=ANN)
        here.mishaps.next.append(("active", DiscordUnavailable("out"), False))
        begun = len(here.mishaps.log)
        here.replies.missed_some()
        await here.settle()
        assert here.mishaps.log[begun:] == ["active"]
        await here.settle(seconds=10)
        assert len(here.talk.questions) == 1


async def others(here: World, number: int) -> None:
    """So many more threads in the channel, in which nothing was ever written."""
    database = here.store.mirrors._database
    for other in range(1000, 1000 + number):
        await database.write(
            "INSERT INTO article (blog, remote_id, url, title, published, version, state, listed) "
            "VALUES (?1, ?2, ?2, ?2, 0, 'v', 'published', 1)",
            (here.blog_id, str(other)),
        )
        await database.write(
            "INSERT INTO mirror (follow, article, thread_id, seen_message) "
            "SELECT 1, id, ?1, ?1 FROM article WHERE remote_id = ?2",
            (other, str(other)),
        )


async def stop(here: World, how: str) -> None:
    follows = here.store.follows
    match how:
        case "pause":
            await follows.pause(FOLLOW, PAUSED_BY_OWNER)
        case "end":
            await follows.end(FOLLOW)
        case "leave":
            await follows.pause_guild(GUILD, Phrase("The bot was removed."))
        case "channel":
            await follows.pause_channel(CHANNEL, Phrase("The channel was deleted."))


async def go_on(here: World, how: str) -> None:
    if how == "pause":
        await here.store.follows.resume(FOLLOW)
    else:
        await here.store.follows.start(here.blog_id, guild=GUILD, channel=CHANNEL, backfill=10)
