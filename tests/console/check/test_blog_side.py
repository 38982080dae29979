"""Each blog, its account, and the key that opens the stored passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.console.check.blog_side import OWN_KEY
from bot.env.settings import BlogSettings
from bot.model import Credentials
from bot.store.key_file import key_file
from bot.store.opening import open_database
from tests.blogs.test_discover import API, RSS, site
from tests.blogs.wordpress.bodies import article
from tests.console.check.world import KEY
from tests.e2e.afterword import USER

if TYPE_CHECKING:
    from tests.console.check.world import World


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
        await opened.write("UPDATE follow SET settings_url = ?", (world.blog,))
    assert any("does not accept" in words for words in (await world.wrong(blog=ahead)).values())


async def test_a_key_that_does_not_open(world: World) -> None:
    await world.follow(connect=True)
    assert "SECRET_KEY" in await world.wrong(secret_key="another key, just as long")
    words = (await world.wrong(secret_key=None))[OWN_KEY]
    assert words.startswith("opens 0 of 1 stored passwords. Put the key back")
    assert not key_file(world.settings.database).exists(), "looking makes nothing"


async def test_the_bots_own_key(world: World) -> None:
    await world.follow(connect=True)
    file = key_file(world.settings.database)
    file.write_text(f"{KEY}\n")
    found = [each for each in await world.all(secret_key=None) if each.subject == OWN_KEY]
    assert [(each.ok, each.words) for each in found] == [(True, "opens every stored password.")]
    file.write_text("")
    assert "is empty" in (await world.wrong(secret_key=None))[OWN_KEY]


async def test_a_key_is_not_needed_before_a_blog_is_connected(world: World) -> None:
    await world.follow()
    assert await world.wrong(secret_key=None) == {}


async def test_a_blog_that_can_only_be_read_by_its_feed(world: World) -> None:
    """Before it is followed, and after."""
    closed = {"/wp-json/": web.json_response({"code": "rest_disabled"}, status=401), "/feed/": RSS}
    async with site({"/": "<p>Hello", **closed}) as (home, _):
        world.blog = home
        ahead = BlogSettings(home, world.channel, None)
        for blog, words in ((ahead, "the bot will follow it."), (None, "can be read, but:")):
            found = [each for each in await world.all(blog=blog) if words in each.words]
            assert [each.ok for each in found] == [None]
            assert "is closed to visitors" in found[0].words
            assert "Only its feed is read" in found[0].words
            await world.follow()


async def test_a_blog_whose_comments_are_off(world: World) -> None:
    await world.follow()
    async with site({**API, "/wp-json/wp/v2/posts": [article()]}) as (home, _):
        async with open_database(world.settings.database) as opened:
            await opened.write("UPDATE blog SET api = ? || '/wp-json/'", (home,))
        found = [each for each in await world.all() if "switched off" in each.words]
    assert [each.ok for each in found] == [None]
    assert "can be read, but: Comments are switched off" in found[0].words
