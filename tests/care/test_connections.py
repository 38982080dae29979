"""Accounts on blogs: encrypted at rest, and one guild's never another's."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from aiohttp.test_utils import TestServer

from bot.blogs.feed.kind import FEED
from bot.blogs.http.fetcher import Fetcher
from bot.blogs.wordpress.kind import WORDPRESS
from bot.care.connections import Connections
from bot.demo.blog_app import create_app
from bot.demo.blog_content import Author, Content
from bot.env.settings import BlogSettings
from bot.errors import BlogRefused, BlogUnusable
from bot.model import BlogAddress, Credentials
from bot.store.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

KEY = "a key of more than sixteen letters"
PASSWORD = "abcd efgh ijkl"
GUILD, OTHER_GUILD, CHANNEL = 10, 11, 20


@asynccontextmanager
async def blog(tmp_path: Path) -> AsyncIterator[tuple[Store, Fetcher, int]]:
    content = Content("The Blog", "", Author("keeper", "The Keeper", "keeper@x.test"))
    async with (
        TestServer(create_app(content, user="keeper", password=PASSWORD)) as server,
        open_store(tmp_path / "a.sqlite3") as store,
        Fetcher(allow_private=True) as fetcher,
    ):
        home = str(server.make_url("/"))
        address = BlogAddress(WORDPRESS, home, f"{home}wp-json/", "The Blog")
        blog_id = await store.blogs.add(address)
        for guild in (GUILD, OTHER_GUILD):
            await store.follows.start(
                blog_id, guild=guild, channel=guild + 10, backfill=1, settings_url=home
            )
        yield store, fetcher, blog_id


async def test_an_account_is_checked_kept_and_opened_again(tmp_path: Path) -> None:
    async with blog(tmp_path) as (store, fetcher, blog_id):
        connections = Connections(store, fetcher, None, KEY)
        account = await connections.connect(GUILD, blog_id, Credentials("keeper", PASSWORD))
        assert account.name == "The Keeper"
        again = Connections(store, fetcher, None, KEY)
        assert await again.has(GUILD, blog_id)
        kept = await again.unseal(await store.exchanges.get(GUILD, blog_id))
        assert kept is not None
        assert kept.accepted
        assert (await (await again.open(GUILD, blog_id)).check()).name == "The Keeper"
        await again.disconnect(GUILD, blog_id)
        assert not await again.has(GUILD, blog_id)


async def test_another_guild_has_nothing_of_it(tmp_path: Path) -> None:
    async with blog(tmp_path) as (store, fetcher, blog_id):
        connections = Connections(store, fetcher, None, KEY)
        await connections.connect(GUILD, blog_id, Credentials("keeper", PASSWORD))
        assert not await connections.has(OTHER_GUILD, blog_id)
        with pytest.raises(BlogRefused, match="not connected"):
            await connections.open(OTHER_GUILD, blog_id)
        exchange = await store.exchanges.get(GUILD, blog_id)
        await store.exchanges.connect(OTHER_GUILD, blog_id, exchange.user, exchange.secret)
        with pytest.raises(BlogRefused, match="kept with another key"):
            await connections.open(OTHER_GUILD, blog_id)


async def test_the_password_is_nowhere_in_the_file(tmp_path: Path) -> None:
    async with blog(tmp_path) as (store, fetcher, blog_id):
        connections = Connections(store, fetcher, None, KEY)
        await connections.connect(GUILD, blog_id, Credentials("keeper", PASSWORD))
    assert all(PASSWORD.encode() not in file.read_bytes() for file in tmp_path.iterdir())


async def test_another_key_opens_nothing_and_says_what_to_do(tmp_path: Path) -> None:
    async with blog(tmp_path) as (store, fetcher, blog_id):
        await Connections(store, fetcher, None, KEY).connect(
            GUILD, blog_id, Credentials("keeper", PASSWORD)
        )
        with pytest.raises(BlogRefused, match="/blog connect"):
            await Connections(store, fetcher, None, KEY[::-1]).open(GUILD, blog_id)


async def test_nothing_is_kept_of_a_wrong_password(tmp_path: Path) -> None:
    async with blog(tmp_path) as (store, fetcher, blog_id):
        connections = Connections(store, fetcher, None, KEY)
        with pytest.raises(BlogRefused):
            await connections.connect(GUILD, blog_id, Credentials("keeper", "wrong"))
        assert not await connections.has(GUILD, blog_id)


async def test_the_settings_account_speaks_for_its_channels_guild_only(tmp_path: Path) -> None:
    async with blog(tmp_path) as (store, fetcher, blog_id):
        url = (await store.blogs.get(blog_id)).address.url
        settings = BlogSettings(url, GUILD + 10, Credentials("keeper", PASSWORD))
        connections = Connections(store, fetcher, settings, KEY)
        assert await connections.has(GUILD, blog_id)
        assert not await connections.has(OTHER_GUILD, blog_id)
        assert (await (await connections.open(GUILD, blog_id)).check()).name == "The Keeper"


@pytest.mark.parametrize(
    ("given_for", "goes"),
    [
        ("http://b.example/", True),
        ("https://b.example/", True),
        ("http://www.b.example/", False),
        ("http://b.example:8080/", False),
    ],
)
async def test_an_account_goes_along_to_https_of_its_host_and_no_further(
    tmp_path: Path, given_for: str, goes: bool
) -> None:
    async with blog(tmp_path) as (store, fetcher, _):
        address = BlogAddress(WORDPRESS, "https://b.example/", "https://b.example/wp-json/", "B")
        moved = await store.blogs.add(address)
        await store.follows.start(
            moved, guild=GUILD, channel=99, backfill=1, settings_url=given_for
        )
        settings = BlogSettings(given_for, 99, Credentials("keeper", PASSWORD))
        connections = Connections(store, fetcher, settings, KEY)
        if goes:
            assert await connections.open(GUILD, moved) is not None
        else:
            with pytest.raises(BlogRefused, match="not sent"):
                await connections.open(GUILD, moved)


async def test_a_feed_has_no_accounts(tmp_path: Path) -> None:
    async with blog(tmp_path) as (store, fetcher, _):
        feed = await store.blogs.add(
            BlogAddress(FEED, "https://f.example/", "https://f.example/feed", "Feed")
        )
        connections = Connections(store, fetcher, None, KEY)
        with pytest.raises(BlogUnusable, match="read only"):
            await connections.connect(GUILD, feed, Credentials("keeper", PASSWORD))
