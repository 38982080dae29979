"""The follow that .env names: begun once, in the language that is read there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.care.connections import Connections
from bot.care.following import Following, Home
from bot.care.ways import Ways
from bot.env.settings import BlogSettings
from bot.errors import PermissionMissing
from bot.model import Credentials
from tests.care.test_connections import CHANNEL, GUILD, PASSWORD, blog
from tests.cogs.owners.test_commands import gathered

if TYPE_CHECKING:
    from pathlib import Path

    from bot.blogs.http.fetcher import Fetcher
    from bot.store.store import Store

FREE = CHANNEL + 90
"""A channel that follows nothing yet."""


async def named(store: Store, fetcher: Fetcher, blog_id: int, password: str) -> Following:
    url = (await store.blogs.get(blog_id)).address.url
    settings = BlogSettings(url, FREE, Credentials("keeper", password))
    ways = Ways(store, fetcher, Connections(store, fetcher, settings, "a key"), lambda: 0)
    return Following(store, fetcher, ways, settings, backfill=3)


async def test_it_begins_in_the_language_of_its_home(tmp_path: Path) -> None:
    async with blog(tmp_path) as (store, fetcher, blog_id):
        following = await named(store, fetcher, blog_id, PASSWORD)
        await following.keep_settings(lambda _: Home(GUILD, "de"))
        assert following.failure is None
        (follow,) = await store.follows.of_channel(FREE)
        assert (follow.guild, follow.language) == (GUILD, "de")


async def test_it_begins_once(tmp_path: Path) -> None:
    async with blog(tmp_path) as (store, fetcher, blog_id):
        await (await named(store, fetcher, blog_id, PASSWORD)).keep_settings(
            lambda _: Home(GUILD, "de")
        )
        await (await named(store, fetcher, blog_id, PASSWORD)).keep_settings(
            lambda _: Home(GUILD, "en")
        )
        (follow,) = await store.follows.of_channel(FREE)
        assert follow.language == "de"


async def test_it_says_what_is_in_the_way_and_tries_again(tmp_path: Path) -> None:
    def nowhere(_: int) -> Home:
        raise PermissionMissing("No such channel.")

    async with blog(tmp_path) as (store, fetcher, blog_id):
        following = await named(store, fetcher, blog_id, PASSWORD)
        await following.keep_settings(nowhere)
        assert str(following.failure) == "No such channel."
        await following.keep_settings(lambda _: Home(GUILD, "en"))
        assert following.failure is None
        assert len(await store.follows.of_channel(FREE)) == 1


async def test_its_account_is_checked_first(tmp_path: Path) -> None:
    async with blog(tmp_path) as (store, fetcher, blog_id):
        following = await named(store, fetcher, blog_id, "wrong")
        await following.keep_settings(lambda _: Home(GUILD, "en"))
        assert "does not accept the user name" in str(following.failure)
        assert await store.follows.of_channel(FREE) == []


@pytest.mark.parametrize(
    ("features", "locale", "language"),
    [(["COMMUNITY"], "de", "de"), ([], "de", "en"), (["COMMUNITY"], "ja", "en")],
)
async def test_a_community_says_what_it_speaks(
    tmp_path: Path, features: list[str], locale: str, language: str
) -> None:
    async with gathered(tmp_path) as community:
        guild = community.env.create_guild("Another", preferred_locale=locale)
        channel = guild.create_text_channel("articles")
        community.env.bot.get_guild(guild.id).features = features
        cog = community.env.bot.get_cog("MirrorCog")
        assert cog._home_of(channel.id) == Home(guild.id, language)
