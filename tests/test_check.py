"""`check`: what it finds, against a Discord on real sockets and the sample blog."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING

import discord
import pytest
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.blogs.http import Fetcher
from bot.check import discord_side, run
from bot.check.disk import database
from bot.check.findings import Finding, Group, summary, table
from bot.connections import Connections
from bot.errors import SettingsError
from bot.following import Following
from bot.model import Credentials
from bot.phrase import Phrase
from bot.settings import BlogSettings, Settings
from bot.store.beside import is_in_use, open_beside
from bot.store.database import APPLICATION_ID, lock_of, open_database
from bot.store.store import open_store
from tests.archive import fill
from tests.demo.blog_reader import small_blog
from tests.e2e.afterword import PASSWORD, USER, serving
from tests.wire.launch import point_discord_at
from tests.wire.wire import Wire
from tests.wire.world import BOT_PERMISSIONS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from bot.demo.blog_content import Content

KEY = "a key that opens it all"


@dataclass
class World:
    """A bot that follows a blog in one channel, and everything it depends on."""

    wire: Wire
    content: Content
    blog: str
    guild: int
    channel: int
    settings: Settings

    async def follow(self, *, connect: bool = False, moderators: int | None = None) -> None:
        """Do what an owner does with /blog follow and /blog connect."""
        settings = self.settings
        async with open_store(settings.database) as store, Fetcher(allow_private=True) as fetcher:
            following = Following(store, fetcher, None, 3)
            await following.follow(self.blog, guild=self.guild, channel=self.channel)
            (blog,) = await store.blogs.followed()
            if connect:
                connections = Connections(store, fetcher, None, KEY)
                await connections.connect(self.guild, blog.id, Credentials(USER, PASSWORD))
            if moderators is not None:
                await store.exchanges.moderate_in(self.guild, blog.id, moderators)

    async def wrong(self, **changed: object) -> dict[str, str]:
        """What is to be mended, with these settings changed; nothing else may be."""
        return {each.subject: each.words for each in await self.all(**changed) if each.ok is False}

    async def all(self, **changed: object) -> list[Finding]:
        settings = replace(self.settings, **changed)  # type: ignore[arg-type]  # names of its fields
        return [found async for group in run.look(lambda: settings) for found in group.findings]


@pytest.fixture(autouse=True)
def _discord_is_elsewhere() -> Iterator[None]:
    saved = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE = saved


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    content = small_blog()
    async with Wire(pace=None) as wire, serving(content) as blog:
        point_discord_at(wire.address)
        guild = wire.world.create_guild("Harbour")
        channel = wire.world.create_channel(guild, "articles")
        settings = Settings(
            token=wire.token,
            database=tmp_path / "afterword.sqlite3",
            poll_seconds=60,
            log_level="INFO",
            blog=None,
            backfill=3,
            allow_private=True,
            secret_key=KEY,
            reply_email="{hash}@discord.invalid",
        )
        yield World(wire, content, blog, guild, channel, settings)


async def test_all_is_well(world: World) -> None:
    await world.follow(connect=True, moderators=world.channel)
    assert await world.wrong() == {}
    well = [found.words for found in await world.all() if found.ok]
    assert [words for words in well if "all permissions" in words][1:], "the cards' channel, too"
    assert "opens every stored password." in well
    assert any("accepted, with every right" in words for words in well)
    assert "can be read." in well


async def test_before_the_first_start(world: World) -> None:
    ahead = BlogSettings(world.blog, world.channel, Credentials(USER, PASSWORD))
    assert await world.wrong(blog=ahead) == {}
    found = {each.subject: each.words for each in await world.all(blog=ahead)}
    assert "permissions are there" in found["#articles in Harbour"]
    assert any("the bot will follow it" in words for words in found.values())
    assert not world.settings.database.exists(), "looking makes nothing"


async def test_a_blog_of_the_settings_that_is_followed(world: World) -> None:
    await world.follow()
    async with open_database(world.settings.database) as opened:
        await opened.write("UPDATE blog SET settings_url = ?", (world.blog,))
    ahead = BlogSettings(world.blog, world.channel, Credentials(USER, PASSWORD))
    assert await world.wrong(blog=ahead) == {}
    found = [each.subject.partition(" ")[0] for each in await world.all(blog=ahead)]
    assert found.count("#articles") == 1
    assert "BLOG_URL" not in found


async def test_no_secret_is_shown(world: World) -> None:
    await world.follow(connect=True)
    secrets = [world.wire.token, KEY, PASSWORD, USER, "@venn.example", "discord.invalid"]
    for changed in ({}, {"token": "wrong-token"}, {"secret_key": "another key, just as long"}):
        shown = "".join(each.subject + each.words for each in await world.all(**changed))
        assert not [secret for secret in [*secrets, *changed.values()] if secret in shown]


async def test_a_blog_address_with_a_password_is_not_shown(world: World) -> None:
    url = world.blog.replace("://", "://me:hush-hush@")
    shown = await world.all(blog=BlogSettings(url, world.channel, None))
    assert "hush" not in "".join(each.subject + each.words for each in shown)


async def test_every_mistake_in_the_settings_by_name() -> None:
    def load() -> Settings:
        raise SettingsError(["POLL_SECONDS: Not a valid integer.", "BLOG_URL: not a web address."])

    groups = [group async for group in run.look(load)]
    assert [(each.ok, each.subject) for each in groups[0].findings] == [
        (False, "POLL_SECONDS"),
        (False, "BLOG_URL"),
    ]
    assert "2 to mend." in summary(groups)


async def test_without_a_token_the_rest_is_checked(world: World) -> None:
    await world.follow(connect=True)
    assert (await world.wrong(token=None)).keys() == {"DISCORD_TOKEN"}
    found = await world.all(token=None)
    assert any(each.ok and "can be read" in each.words for each in found)
    assert any(each.ok is None and str(world.channel) in each.subject for each in found)
    assert world.wire.rest.requests == []


async def test_a_wrong_token(world: World) -> None:
    wrong = await world.wrong(token="stand-in.wrong.token")
    assert "refuses the token" in wrong["DISCORD_TOKEN"]
    assert "refuses the token" in (await world.wrong(token="nø\ntøken"))["DISCORD_TOKEN"]


async def test_no_network(world: World) -> None:
    await world.follow(connect=True)
    point_discord_at("http://127.0.0.1:9")
    host = world.blog.removeprefix("http://")
    async with open_database(world.settings.database) as opened:
        await opened.write("UPDATE blog SET api = 'http://127.0.0.1:9/wp-json/'")
    wrong = await world.wrong()
    assert wrong.keys() == {"DISCORD_TOKEN", f"Bread & salt ({host})", f"Account at {host}"}
    assert "online" in wrong["DISCORD_TOKEN"]


async def test_a_discord_that_does_not_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord_side, "LIMIT", 0.3)
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
        (words,) = (await world.wrong()).values()
    assert "Switch it on" in words


async def test_missing_permissions_by_name(world: World) -> None:
    await world.follow()
    left = set(BOT_PERMISSIONS) - {"embed_links", "manage_threads"}
    world.wire.world.set_bot_permissions(world.channel, left)
    wrong = await world.wrong()
    assert "lacks Embed Links, Manage Threads." in wrong["#articles in Harbour"]


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


async def test_a_blog_that_is_none(world: World) -> None:
    await world.follow()
    async with open_database(world.settings.database) as opened:
        await opened.write("UPDATE blog SET api = ? || '/not-here/'", (world.blog,))
    assert len(await world.wrong()) == 1


async def test_a_private_blog_that_is_not_allowed(world: World) -> None:
    await world.follow()
    (words,) = (await world.wrong(allow_private=False)).values()
    assert "BLOG_ALLOW_PRIVATE" in words


async def test_an_account_that_is_not_accepted(world: World) -> None:
    await world.follow()
    ahead = BlogSettings(world.blog, world.channel, Credentials(USER, "wrong wrong"))
    (words,) = (await world.wrong(blog=ahead)).values()
    assert "does not accept" in words
    async with open_database(world.settings.database) as opened:
        await opened.write("UPDATE blog SET settings_url = ?", (world.blog,))
    assert any("does not accept" in words for words in (await world.wrong(blog=ahead)).values())


@pytest.mark.parametrize("key", [None, "another key, just as long"])
async def test_a_key_that_does_not_open(world: World, key: str | None) -> None:
    await world.follow(connect=True)
    assert "SECRET_KEY" in await world.wrong(secret_key=key)


async def test_a_key_is_not_needed_before_a_blog_is_connected(world: World) -> None:
    await world.follow()
    assert await world.wrong(secret_key=None) == {}


async def test_the_database_of_a_running_bot(world: World) -> None:
    path = world.settings.database
    async with open_database(path) as opened:
        await opened.write("INSERT INTO blog (kind, url, api, title) VALUES ('feed', '', '', '')")
        before = sorted(file.name for file in path.parent.iterdir())
        assert is_in_use(path)
        assert "a bot is running on it" in (await database(path))[1][0].words
        assert await world.wrong() == {}
        assert sorted(file.name for file in path.parent.iterdir()) == before
    assert not is_in_use(path)
    assert "no bot is running" in (await database(path))[1][0].words


def test_looking_takes_no_lock_and_makes_none(tmp_path: Path) -> None:
    path = tmp_path / "afterword.sqlite3"
    assert not is_in_use(path)
    assert not lock_of(path).exists()


async def test_a_bot_starts_while_its_lock_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "afterword.sqlite3"
    with lock_of(path).open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        threading.Timer(0.05, fcntl.flock, (file, fcntl.LOCK_UN)).start()
        async with open_database(path):
            assert is_in_use(path)


async def test_a_database_of_an_older_afterword_is_read_all_the_same(world: World) -> None:
    path = world.settings.database
    first = resources.files("bot.store.schema") / "0001_mirror.sql"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(first.read_text(encoding="utf-8"))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute(
            "INSERT INTO blog (id, kind, url, api, title) VALUES (1, 'wordpress', ?1, ?2, 'Old')",
            (f"{world.blog}/", f"{world.blog}/wp-json/"),
        )
        connection.execute(
            "INSERT INTO follow (blog, guild, channel, backfill) VALUES (1, ?, ?, 3)",
            (world.guild, world.channel),
        )
    before = path.read_bytes()
    assert await world.wrong() == {}
    found = await world.all()
    assert any("older Afterword" in each.words for each in found)
    assert any(each.ok and each.subject.startswith("Old (") for each in found)
    assert path.read_bytes() == before


async def test_nothing_is_written(world: World) -> None:
    await world.follow()
    async with open_beside(world.settings.database) as store:
        (follow,) = await store.follows.standing()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await store.follows.end(follow.id)


@pytest.mark.parametrize("kind", ["text", "foreign", "newer", "cut off", "rotten", "folder"])
async def test_a_database_that_can_not_be_used(world: World, kind: str) -> None:
    path = world.settings.database
    if kind == "text":
        path.write_text("Dear diary,\n" * 500)
    elif kind == "folder":
        path.mkdir()
    elif kind != "rotten":
        async with open_database(path):
            pass
        with closing(sqlite3.connect(path)) as connection:
            name = {"foreign": "application_id", "newer": "user_version"}.get(kind)
            if name:
                connection.execute(f"PRAGMA {name} = 999")
    if kind == "cut off":
        path.write_bytes(path.read_bytes()[:9000])
    elif kind == "rotten":
        await fill(path, articles=3, comments=3000)
        with path.open("r+b") as file:
            file.seek(path.stat().st_size - 20 * 4096)
            file.write(b"\xff" * 4096 * 4)
    wrong = await world.wrong()
    assert wrong.keys() == {str(path)}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o500)
    assert (await database(folder / "afterword.sqlite3"))[1][0].ok is False


async def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert (await database(tmp_path / "data" / "afterword.sqlite3"))[1][0].ok is False


def test_the_table() -> None:
    long = "Some words that fill the room. " * 6
    findings = (
        Finding(True, "DISCORD_TOKEN", "accepted."),
        Finding(False, "A blog \x1b[31m", long),
        Finding(None, "A blog with a very long name, much too long", "not looked at."),
    )
    lines = table(Group("Discord", findings)).splitlines()
    assert lines[0] == "Discord"
    assert lines[1] == "  ✓ DISCORD_TOKEN                   accepted."
    assert lines[2].startswith("  ✗ A blog  [31m")
    assert lines[3].startswith(" " * 36)
    assert lines[-2:] == [
        "  - A blog with a very long name, much too long",
        " " * 36 + "not looked at.",
    ]
    assert max(len(line) for line in lines) <= 100
    assert summary([]) == "Nothing to mend."


def test_discord_py_has_the_flags() -> None:
    flags = discord.ApplicationFlags(gateway_message_content=True)
    assert discord_side._intent(flags).ok
