"""In simcord, too, Discord is as it is: what its own client was more lenient about."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import discord
import pytest
import simcord
from discord.ext import commands

from tests.wire.inside import stricter_simcord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable


@asynccontextmanager
async def scene() -> AsyncIterator[tuple[Any, discord.TextChannel]]:
    """simcord's world, and a channel as the bot sees it."""
    intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    with stricter_simcord():
        async with simcord.run(commands.Bot("!", intents=intents)) as env:
            room = env.create_guild("Harbour").create_text_channel("articles")
            channel = env.bot.get_channel(room.id)
            assert isinstance(channel, discord.TextChannel)
            yield env, channel


async def code_of(doing: Awaitable[object]) -> int:
    with pytest.raises(discord.HTTPException) as refusal:
        await doing
    return refusal.value.code


async def test_a_nonce_makes_one_message_and_none_once_that_is_gone() -> None:
    async with scene() as (_, channel):
        first = await channel.send("Once", nonce="comment-7")
        again = await channel.send("Once", nonce="comment-7")
        assert again.id == first.id
        await first.delete()
        assert await code_of(channel.send("Once", nonce="comment-7")) == 10008


async def test_what_follows_a_message_comes_oldest_first() -> None:
    async with scene() as (_, channel):
        ids = [(await channel.send(f"{number}")).id for number in range(7)]
        after = discord.Object(ids[0])
        page = await channel._state.http.logs_from(channel.id, 3, after=after.id)
        assert [int(each["id"]) for each in page] == ids[3:0:-1]


async def test_a_thread_has_its_messages_id_comes_once_and_sleeps() -> None:
    async with scene() as (_, channel):
        article = await channel.send("An article")
        thread = await article.create_thread(name="Discussion")
        assert thread.id == article.id
        assert await code_of(article.create_thread(name="Again")) == 160004
        said = await thread.send("First")
        await thread.edit(archived=True)
        assert await code_of(said.edit(content="Changed")) == 50083
        assert await code_of(thread.edit(name="Another")) == 50083
        await thread.send("Second")
        await said.edit(content="Changed")
        await thread.edit(archived=True, locked=True)
        assert await code_of(thread.send("Third")) == 160005


async def test_an_ill_formed_address_is_refused() -> None:
    async with scene() as (_, channel):
        embed = discord.Embed(title="An article", url="https://my_blog.example/")
        assert await code_of(channel.send(embed=embed)) == 50035


async def test_what_was_asked_is_noted_once_and_fails_on_request() -> None:
    async with scene() as (env, channel):
        message = await channel.send("First")
        await message.edit(content="Second")
        path = f"/channels/{channel.id}/messages"
        noted = [(each.method, each.path) for each in env.http_requests]
        assert noted[-2:] == [("POST", path), ("PATCH", f"{path}/{message.id}")]
        env.inject_error("POST", path, status=403, code=50013)
        assert await code_of(channel.send("Third")) == 50013
        await channel.send("Third")
