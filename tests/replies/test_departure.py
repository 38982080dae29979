"""Where the bot is not any more nothing is lost: what waits waits, and what was taken back goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import BlogUnreachable, ChannelGone
from bot.replies.asking import Choice
from bot.store.people.reply import ReplyState
from tests.replies.world import ANN, BEN, GUILD, World, world

if TYPE_CHECKING:
    from pathlib import Path

    from bot.replies.ports import Said


def shut_out(here: World) -> None:
    """No thread can be read any more."""

    async def gone(thread: int, message: int) -> Said | None:
        raise ChannelGone("There is no such channel.")

    here.talk.message = gone  # type: ignore[method-assign]


async def test_what_waits_goes_on_when_the_bot_is_asked_back(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.mishaps.next.append(("write", BlogUnreachable("The blog does not answer."), False))
        said = await here.say("On its way.")
        asked = await here.say("Not asked about yet.", member=BEN)
        reading = here.talk.message
        await here.store.departures.note(GUILD, now=here.now)
        shut_out(here)
        await here.settle(seconds=4000)
        await here.restart()
        assert here.words() == []
        here.talk.message = reading  # type: ignore[method-assign]
        await here.store.departures.back(GUILD)
        await here.settle(seconds=4000)
        assert here.words() == ["On its way."]
        await here.answer(Choice.ALWAYS, member=BEN)
        assert here.words() == ["On its way.", "Not asked about yet."]
        assert said.id < asked.id


async def test_what_was_taken_back_goes_all_the_same(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("There.")
        await here.store.departures.note(GUILD, now=here.now)
        shut_out(here)
        await here.replies.asking.forget(ANN, leave=False)
        await here.settle()
        assert here.words() == []
        assert await here.reply(said.id) is None


async def test_what_its_writer_keeps_in_discord_goes_off_the_blog_all_the_same(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("There.")
        here.mishaps.next.append(("decide", BlogUnreachable("The blog does not answer."), False))
        await here.edit(said.id, "// not there")
        assert here.words() == ["There."]
        await here.store.departures.note(GUILD, now=here.now)
        shut_out(here)
        await here.settle(seconds=60)
        assert here.words() == []


async def test_no_edit_of_what_is_kept_in_discord_is_lost(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("// among us")
        reading = here.talk.message
        await here.store.departures.note(GUILD, now=here.now)
        shut_out(here)
        await here.edit(said.id, "For all.")
        here.talk.message = reading  # type: ignore[method-assign]
        await here.store.departures.back(GUILD)
        await here.settle(seconds=60)
        assert here.words() == ["For all."]


async def test_no_question_is_given_up_for_it(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        said = here.talk.say("Mine.", member=ANN)
        await here.store.members.take_in(
            said.id, mirror=here.mirror, guild=GUILD, user=ANN, answers=None
        )
        await here.store.departures.note(GUILD, now=here.now)
        shut_out(here)
        await here.settle(seconds=4000)
        reply = await here.reply(said.id)
        assert reply is not None
        assert reply.state is ReplyState.WAITING
