"""Logging in, being told what happens, writing: an unmodified client notices no difference."""

from __future__ import annotations

import discord
import pytest

from tests.wire.client import connected
from tests.wire.wire import Wire

CONTENT = discord.Intents(guilds=True, guild_messages=True, message_content=True)


async def test_what_the_client_does_is_what_the_stand_in_holds() -> None:
    async with Wire() as wire:
        guild_id = wire.world.create_guild("Harbour")
        channel_id = wire.world.create_channel(guild_id, "articles")
        async with connected(wire) as client:
            channel = client.text_channel(channel_id)
            first = await channel.send("Fog until noon")
            answer = await first.reply("And then sun")
            await answer.edit(content="And then rain")
            await first.delete()
        (row,) = wire.world.messages(channel_id)
        assert (row.id, row.content, row.edited) == (answer.id, "And then rain", True)
        assert row.reply_to == first.id
        assert wire.rest.gaps == []


async def test_what_people_do_reaches_the_client() -> None:
    async with Wire() as wire:
        guild_id = wire.world.create_guild("Harbour")
        channel_id = wire.world.create_channel(guild_id, "articles")
        ada = wire.world.create_member(guild_id, "Ada")
        async with connected(wire, intents=CONTENT) as client:
            wire.world.send(ada, channel_id, "Is anybody here?")
            await wire.until(lambda: client.heard)
            assert client.heard == ["Is anybody here?"]


async def test_words_of_others_are_blank_without_the_intent() -> None:
    async with Wire() as wire:
        guild_id = wire.world.create_guild("Harbour")
        channel_id = wire.world.create_channel(guild_id, "articles")
        ada = wire.world.create_member(guild_id, "Ada")
        async with connected(wire) as client:
            wire.world.send(ada, channel_id, "Is anybody here?")
            await client.text_channel(channel_id).send("I am")
            await wire.until(lambda: len(client.heard) == 2)
            assert client.heard == ["", "I am"]


async def test_a_wrong_token_is_refused() -> None:
    async with Wire() as wire:
        with pytest.raises(discord.LoginFailure):
            async with connected(wire, token="another.token.altogether"):
                pass
        assert [row.status for row in wire.rest.requests] == [401]


async def test_a_privileged_intent_must_be_approved() -> None:
    async with Wire(approved=()) as wire:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            async with connected(wire, intents=CONTENT):
                pass
