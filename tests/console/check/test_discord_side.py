"""The token, the intent, and what each channel lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.console.check import discord_side
from bot.console.check.findings import Finding
from bot.discord import application
from bot.languages.phrase import Phrase
from bot.store.store import open_store
from tests.wire.launch import point_discord_at
from tests.wire.wire import Wire
from tests.wire.world import BOT_PERMISSIONS

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.console.check.world import World


async def test_a_wrong_token(world: World) -> None:
    wrong = await world.wrong(token="stand-in.wrong.token")
    assert "refuses the token" in wrong["DISCORD_TOKEN"]
    assert "refuses the token" in (await world.wrong(token="nø\ntøken"))["DISCORD_TOKEN"]


async def test_a_discord_that_does_not_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "LIMIT", 0.3)
    await world.follow()
    world.wire.fault("GET", "/users/@me", status=0, when="before", delay=1.5)
    assert "did not answer" in (await world.wrong())["DISCORD_TOKEN"]
    world.wire.fault("GET", f"/channels/{world.channel}", status=0, when="before", delay=1.5)
    (words,) = (await world.wrong()).values()
    assert "did not answer" in words


async def test_a_discord_with_a_problem_of_its_own(world: World) -> None:
    world.wire.fault("GET", "/users/@me", status=400, when="before", times=None)
    assert "error 400" in (await world.wrong())["DISCORD_TOKEN"]


async def test_the_intent_is_switched_off(tmp_path: Path, world: World) -> None:
    async with Wire(pace=None, approved=()) as wire:
        point_discord_at(wire.address)
        assert await world.wrong() == {}
        (found,) = [each for each in await world.all() if each.subject == "Message Content"]
    assert found.ok is None
    assert "replies to its messages with the ping on" in found.words
    assert "switch it on in the Discord developer portal" in found.words


async def test_missing_permissions_by_name(world: World) -> None:
    await world.follow()
    left = set(BOT_PERMISSIONS) - {"embed_links", "manage_threads"}
    world.wire.world.set_bot_permissions(world.channel, left)
    wrong = await world.wrong()
    assert "lacks Embed Links, Manage Threads." in wrong["#articles in Harbour"]


async def mention(world: World, role: int) -> None:
    async with open_store(world.settings.database) as store:
        await store.follows._database.write("UPDATE follow SET role = ?", (role,))


async def test_a_role_that_is_not_pinged(world: World) -> None:
    await world.follow()
    backend = world.wire.world.backend
    role = backend.create_role(world.guild, "Readers")
    await mention(world, role.id)
    (words,) = (await world.wrong()).values()
    assert "Discord pings nobody for @Readers" in words
    world.wire.world.set_bot_permissions(world.channel, {*BOT_PERMISSIONS, "mention_everyone"})
    assert await world.wrong() == {}
    world.wire.world.set_bot_permissions(world.channel, BOT_PERMISSIONS)
    role.mentionable = True
    assert await world.wrong() == {}
    await mention(world, 1)
    (words,) = (await world.wrong()).values()
    assert "not there any more" in words


async def test_the_moderators_channel_needs_less(world: World) -> None:
    cards = world.wire.world.create_channel(world.guild, "cards")
    await world.follow(moderators=cards)
    left = {"view_channel", "send_messages", "embed_links", "read_message_history"}
    world.wire.world.set_bot_permissions(cards, left)
    assert await world.wrong() == {}
    world.wire.world.set_bot_permissions(cards, left - {"embed_links"})
    assert (
        "for held comments: the bot lacks Embed Links" in (await world.wrong())["#cards in Harbour"]
    )


async def test_a_media_channel(world: World) -> None:
    await world.follow()
    world.wire.world.backend.channels[world.channel].type = 16
    (words,) = (await world.wrong()).values()
    assert "take a text or forum channel" in words


async def test_a_hidden_channel(world: World) -> None:
    await world.follow()
    world.wire.world.set_bot_permissions(world.channel, ())
    (words,) = (await world.wrong()).values()
    assert "View Channel" in words


async def test_a_deleted_channel(world: World) -> None:
    await world.follow()
    world.wire.world.delete_channel(world.channel)
    (words,) = (await world.wrong()).values()
    assert "not there any more" in words


async def test_a_server_that_the_bot_has_left(world: World) -> None:
    await world.follow()
    world.wire.world.backend.remove_guild(world.guild)
    (words,) = (await world.wrong()).values()
    assert "https://discord.com/oauth2/authorize?client_id=" in words


async def test_a_paused_follow(world: World) -> None:
    await world.follow()
    async with open_store(world.settings.database) as store:
        await store.follows.pause_channel(world.channel, Phrase("The channel was deleted."))
    assert await world.wrong() == {}
    paused = Finding(None, f"Channel {world.channel}", "paused. The channel was deleted.")
    assert paused in await world.all()
    world.wire.world.delete_channel(world.channel)
    (words,) = (await world.wrong()).values()
    assert "not there any more" in words


def test_discord_py_has_the_flags() -> None:
    flags = discord.ApplicationFlags(gateway_message_content=True)
    assert discord_side._intent(flags).ok
