"""Messages by Discord's rules: nonces, references, lengths, history, permissions."""

from __future__ import annotations

import asyncio

import discord
import pytest

from tests.wire.client import harbour
from tests.wire.wire import PATIENCE
from tests.wire.world import BOT_PERMISSIONS


async def test_the_same_nonce_gives_the_same_message() -> None:
    async with harbour() as here:
        first = await here.channel.send("Once", nonce="comment-7")
        again = await here.channel.send("Twice", nonce="comment-7")
        assert again.id == first.id
        assert [row.content for row in here.wire.world.messages(here.channel.id)] == ["Once"]


async def test_a_nonce_is_forgotten_after_its_window() -> None:
    async with harbour(nonce_window=0) as here:
        await here.channel.send("Once", nonce="comment-7")
        await here.channel.send("Twice", nonce="comment-7")
        assert len(here.wire.world.messages(here.channel.id)) == 2


async def test_the_nonce_of_a_deleted_message_finds_nothing() -> None:
    async with harbour() as here:
        await (await here.channel.send("Once", nonce="comment-7")).delete()
        with pytest.raises(discord.NotFound) as refusal:
            await here.channel.send("Once", nonce="comment-7")
        assert refusal.value.code == 10008


async def test_a_nonce_has_at_most_25_characters() -> None:
    async with harbour() as here:
        with pytest.raises(discord.HTTPException) as refusal:
            await here.channel.send("Once", nonce="n" * 26)
        assert refusal.value.code == 50035


async def test_the_nonce_comes_with_the_event() -> None:
    async with harbour() as here:
        await here.channel.send("Once", nonce="comment-7")
        message = await here.wire.until(lambda: here.client.cached_messages)
        assert message[0].nonce == "comment-7"


async def test_a_reply_to_nothing_is_refused_or_becomes_plain() -> None:
    async with harbour() as here:
        gone = await here.channel.send("Soon gone")
        await gone.delete()
        with pytest.raises(discord.HTTPException) as refusal:
            await here.channel.send("Hello?", reference=gone.to_reference())
        assert (refusal.value.status, refusal.value.code) == (400, 50035)
        await here.channel.send(
            "Hello anyway", reference=gone.to_reference(fail_if_not_exists=False)
        )
        (row,) = here.wire.world.messages(here.channel.id)
        assert (row.content, row.reply_to, row.type) == ("Hello anyway", None, 0)


async def test_length_counts_in_code_points() -> None:
    async with harbour() as here:
        message = await here.channel.send("🌊" * 2000)
        with pytest.raises(discord.HTTPException) as refusal:
            await here.channel.send("🌊" * 2001)
        assert refusal.value.code == 50035
        with pytest.raises(discord.HTTPException) as refusal:
            await message.edit(content="🌊" * 2001)
        assert refusal.value.code == 50035


async def test_a_message_can_not_be_emptied() -> None:
    async with harbour() as here:
        message = await here.channel.send("Words", embed=discord.Embed(title="A card"))
        await message.edit(content="")
        with pytest.raises(discord.HTTPException) as refusal:
            await message.edit(embed=None)
        assert refusal.value.code == 50006
        (row,) = here.wire.world.messages(here.channel.id)
        assert len(row.embeds) == 1


async def test_history_pages_forwards_and_backwards() -> None:
    async with harbour(pace=None) as here:
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        words = [f"Line {number}" for number in range(230)]
        ids = [here.wire.world.send(ada, here.channel.id, each) for each in words]
        after = discord.Object(ids[4])
        forwards = [each.id async for each in here.channel.history(after=after, limit=None)]
        assert forwards == ids[5:]
        before = discord.Object(ids[-1])
        backwards = [each.id async for each in here.channel.history(before=before, limit=150)]
        assert backwards == ids[-2:-152:-1]


@pytest.mark.parametrize(("missing", "code"), [("view_channel", 50001), ("send_messages", 50013)])
async def test_a_missing_permission_is_refused(missing: str, code: int) -> None:
    async with harbour() as here:
        allowed = [each for each in BOT_PERMISSIONS if each != missing]
        here.wire.world.set_bot_permissions(here.channel.id, allowed)
        with pytest.raises(discord.Forbidden) as refusal:
            await here.channel.send("May I?")
        assert refusal.value.code == code
        me = here.guild.me
        await here.wire.until(lambda: not getattr(here.channel.permissions_for(me), missing))


async def test_what_does_not_exist_is_not_found() -> None:
    async with harbour() as here:
        gone = await here.channel.send("Soon gone")
        here.wire.world.delete_message(here.channel.id, gone.id)
        with pytest.raises(discord.NotFound) as refusal:
            await gone.edit(content="Too late")
        assert refusal.value.code == 10008
        here.wire.world.delete_channel(here.channel.id)
        with pytest.raises(discord.NotFound) as refusal:
            await here.channel.send("Anyone?")
        assert refusal.value.code == 10003


async def test_only_the_author_edits() -> None:
    async with harbour() as here:
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        theirs = here.wire.world.send(ada, here.channel.id, "Mine")
        with pytest.raises(discord.Forbidden) as refusal:
            await here.channel.get_partial_message(theirs).edit(content="Yours")
        assert refusal.value.code == 50005


async def test_a_message_update_is_whole() -> None:
    async with harbour() as here:
        heard: asyncio.Queue[discord.RawMessageUpdateEvent] = asyncio.Queue()

        @here.client.event
        async def on_raw_message_edit(payload: discord.RawMessageUpdateEvent) -> None:
            heard.put_nowait(payload)

        message = await here.channel.send("Fog")
        await message.edit(content="Sun")
        async with asyncio.timeout(PATIENCE):
            update = await heard.get()
        assert update.message.content == "Sun"
        assert update.message.author.id == here.wire.world.bot_id


async def test_what_people_change_and_remove_is_heard() -> None:
    intents = discord.Intents.default()
    intents.message_content = True
    async with harbour(intents) as here:
        heard: list[tuple[str, bool]] = []

        @here.client.event
        async def on_raw_message_edit(payload: discord.RawMessageUpdateEvent) -> None:
            heard.append((payload.message.content, payload.message.edited_at is not None))

        @here.client.event
        async def on_raw_message_delete(payload: discord.RawMessageDeleteEvent) -> None:
            heard.append((str(payload.message_id), False))

        ada = here.wire.world.create_member(here.guild_id, "Ada")
        said = here.wire.world.send(ada, here.channel.id, "Fog")
        here.wire.world.edit(here.channel.id, said, "Sun")
        here.wire.world.delete_message(here.channel.id, said)
        await here.wire.until(lambda: len(heard) == 2)
        assert heard == [("Sun", True), (str(said), False)]


async def test_a_new_reaction_takes_a_permission_and_joining_one_does_not() -> None:
    async with harbour() as here:
        message = await here.channel.send("Fog")
        await message.add_reaction("⏳")
        allowed = [each for each in BOT_PERMISSIONS if each != "add_reactions"]
        here.wire.world.set_bot_permissions(here.channel.id, allowed)
        await message.add_reaction("⏳")
        with pytest.raises(discord.Forbidden) as refusal:
            await message.add_reaction("✅")
        assert refusal.value.code == 50013
        (row,) = here.wire.world.messages(here.channel.id)
        assert row.reactions == {"⏳": [here.wire.world.bot_id]}
        await message.remove_reaction("⏳", here.guild.me)
        (row,) = here.wire.world.messages(here.channel.id)
        assert row.reactions == {}
