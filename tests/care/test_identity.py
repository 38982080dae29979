"""One server's follow changes nothing of another's, and a password goes where its owner saw."""

from __future__ import annotations

import base64
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from bot.blogs.base import Order
from bot.blogs.discover import discover, find_blog
from bot.blogs.http.fetcher import Fetcher
from bot.care.connections import Connections
from bot.care.following import Following
from bot.care.ways import Ways
from bot.demo.blog_content import Author, Content
from bot.errors import AddressRefused, BlogError, BlogRefused
from bot.model import Credentials
from bot.store.store import Store, open_store
from tests.blogs.sites import redirect, serving
from tests.care.fronts import PASSWORD, USER, fronts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.care.fronts import Front


KEY = "a key of more than sixteen letters"
ACCOUNT = Credentials(USER, PASSWORD)
FIRST, SECOND = 1, 2


def blog() -> Content:
    content = Content("The Blog", "", Author("keeper", "The Keeper", "keeper@x.test"))
    article = content.add_article(title="On bread", html="<p>Flour.</p>")
    content.add_comment(article.id, "<p>Salt.</p>", name="Ada", email="a@x.test")
    return content


@dataclass
class Bot:
    store: Store
    fetcher: Fetcher
    connections: Connections
    following: Following
    ways: Ways

    async def recorded(self, guild: int) -> Any:
        """Everything that is known of a guild's blog, and of its account."""
        (record,) = await self.store.blogs.of_guild(guild)
        return record, await self.store.exchanges.get(guild, record.id)


@asynccontextmanager
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_store(tmp_path / "a.sqlite3") as store, Fetcher(allow_private=True) as fetcher:
        connections = Connections(store, fetcher, None, KEY)
        ways = Ways(store, fetcher, connections, lambda: 10**9)
        yield Bot(store, fetcher, connections, Following(store, fetcher, ways, None, 3), ways)


def page(**links: str) -> Any:
    """A page that names a REST API, or a feed."""
    named = {"api": "https://api.w.org/", "feed": 'alternate" type="application/rss+xml'}

    async def answer(_: web.Request) -> web.Response:
        text = "".join(f'<link rel="{named[k]}" href="{url}">' for k, url in links.items())
        return web.Response(text=text, content_type="text/html")

    return answer


HOSTILE: dict[str, Callable[[Front], Any]] = {
    "the same API": lambda front: page(api=front.api),
    "its API with another query": lambda front: page(
        api=f"{front.url}?status=approved&force=true&rest_route=/"
    ),
    "a query behind it": lambda front: page(api=f"{front.api}?force=true"),
    "a query before the route": lambda front: page(api=f"{front.url}?force=true&rest_route=/"),
    "a query behind the route": lambda front: page(api=f"{front.url}?rest_route=/&force=true"),
    "the route twice": lambda front: page(api=f"{front.url}?rest_route=/&rest_route=/wp/v2"),
    "a route of it": lambda front: page(api=f"{front.url}?rest_route=/wp/v2/posts"),
    "a route below it": lambda front: page(api=f"{front.api}wp/v2/posts/"),
    "a way out of it": lambda front: page(api=f"{front.api}../wp-json/"),
    "a way out, hidden": lambda front: page(api=f"{front.api}%2e%2e/wp-json/"),
    "two slashes": lambda front: page(api=f"{front.url}/wp-json/"),
    "its API in another form": lambda front: page(api=f"{front.url}?rest_route=/"),
    "an escaped route": lambda front: page(api=f"{front.url}?rest_route=%2F"),
    "without its last slash": lambda front: page(api=front.api.rstrip("/")),
    "in capitals": lambda front: page(api=front.api.replace("http", "HTTP")),
    "another spelling": lambda front: page(api=front.api.replace("127.0.0.1", "127.1")),
    "another name": lambda front: page(api=front.api.replace("127.0.0.1", "localhost")),
    "another scheme": lambda front: page(api=front.api.replace("http://", "https://")),
    "no scheme": lambda front: page(api=front.api.removeprefix("http:")),
    "a user in front": lambda front: page(api=front.api.replace("http://", "http://a:b@")),
    "a fragment behind": lambda front: page(api=f"{front.api}#2"),
    "a space in front": lambda front: page(api=f" {front.api}"),
    "no address at all": lambda _: page(api="http://[your-site]/", feed="http://[::1/feed/"),
    "its feed": lambda front: page(feed=f"{front.url}feed/"),
    "its feed with a query": lambda front: page(feed=f"{front.url}feed/?withoutcomments=1"),
    "its API as a feed": lambda front: page(feed=front.api),
    "its feed as an API": lambda front: page(api=f"{front.url}feed/"),
    "a redirect to it": lambda front: redirecting(front.url, 301),
    "a passing redirect to it": lambda front: redirecting(front.url, 302),
    "its API behind a redirect": lambda front: redirecting(front.api, 301),
    "a feed that names its home": lambda front: claiming(front.url),
    "an API that names its home": lambda front: pretending(front.url),
    "both its API and its feed": lambda front: page(api=front.api, feed=f"{front.url}feed/"),
}


def redirecting(to: str, status: int) -> Any:
    async def answer(request: web.Request) -> web.Response:
        return redirect(f"{to.rstrip('/')}{request.path_qs}", status)

    return answer


def claiming(home: str) -> Any:
    """A feed that says it is the feed of that home page."""

    async def answer(_: web.Request) -> web.Response:
        text = (
            f"<rss version='2.0'><channel><title>The Blog</title><link>{home}</link><item>"
            f"<title>Mine</title><link>{home}mine</link></item></channel></rss>"
        )
        return web.Response(text=text, content_type="application/rss+xml")

    return answer


def pretending(home: str) -> Any:
    """A REST API that says it is that of that home page."""

    async def answer(request: web.Request) -> web.Response:
        if "/wp/v2" in request.path:
            return web.json_response([])
        return web.json_response({"name": "The Blog", "home": home, "namespaces": ["wp/v2"]})

    return answer


async def used(here: Bot, front: Front, record: Any) -> list[tuple[str, str | None]]:
    """What reaches the first server's blog when it is read, and its queue looked through."""
    front.seen.clear()
    blog, desk = await here.ways.open(record), await here.connections.open(FIRST, record.id)
    await blog.about()
    page = await blog.summaries(Order.CREATED)
    await blog.articles([each.remote_id for each in page.items])
    await blog.newest_comments()
    await desk.check()
    await desk.held()
    return list(front.seen)


@pytest.mark.parametrize("how", HOSTILE)
async def test_a_second_servers_follow_changes_nothing_of_the_first(
    tmp_path: Path, how: str
) -> None:
    """Neither what is recorded of its blog, nor a byte of what is asked there, and as whom."""
    async with fronts(blog(), 1) as (front,), bot(tmp_path) as here:
        await here.following.follow(front.url, guild=FIRST, channel=11)
        (record,) = await here.store.blogs.of_guild(FIRST)
        await here.connections.connect(FIRST, record.id, ACCOUNT)
        before, asked = await here.recorded(FIRST), await used(here, front, record)
        async with serving(HOSTILE[how](front)) as site:
            with suppress(BlogError):
                await here.following.follow(site.url, guild=SECOND, channel=22)
            await here.ways.improve(record)
        assert await here.recorded(FIRST) == before
        assert await used(here, front, before[0]) == asked


async def test_of_two_blogs_on_one_host_each_gets_its_own_password(tmp_path: Path) -> None:
    """Whose home page the other's API claims to be at makes no difference."""
    stolen = []
    url = ""

    async def answer(request: web.Request) -> web.Response:
        alice, _, rest = request.path.lstrip("/").partition("/")
        if alice == "bob" and request.headers.get("Authorization"):
            stolen.append(request.path_qs)
        if rest.startswith("wp-json/wp/v2/users/me"):
            rights = dict.fromkeys(["edit_posts", "moderate_comments", "read"], True)
            rights |= dict.fromkeys(["edit_others_posts", "edit_published_posts"], True)
            return web.json_response({"id": 1, "name": "A", "capabilities": rights})
        if rest.startswith("wp-json/wp/v2"):
            return web.json_response([])
        if rest.startswith("wp-json"):
            root = {"name": "Alice's", "home": f"{url}alice", "namespaces": ["wp/v2"]}
            return web.json_response(root)
        text = f'<link rel="https://api.w.org/" href="{url}{alice}/wp-json/">'
        return web.Response(text=text, content_type="text/html")

    async with serving(answer) as site, bot(tmp_path) as here:
        url = site.url
        await here.following.follow(f"{url}alice/", guild=FIRST, channel=11)
        (record,) = await here.store.blogs.of_guild(FIRST)
        await here.connections.connect(FIRST, record.id, ACCOUNT)
        before = await here.recorded(FIRST)
        await here.following.follow(f"{url}bob/", guild=SECOND, channel=22)
        assert await here.recorded(FIRST) == before
        await (await here.connections.open(FIRST, record.id)).check()
        assert stolen == []


async def test_the_password_of_the_settings_follows_no_redirect() -> None:
    async with fronts(blog(), 2) as (own, other), Fetcher(allow_private=True) as fetcher:
        own.moved_to = other.url
        with pytest.raises(BlogRefused, match="another place"):
            await find_blog(fetcher, own.url, ACCOUNT)
        assert own.keys() | other.keys() == {None}
        found, _ = await find_blog(fetcher, other.url, ACCOUNT)
        assert found.address.api == other.api
        (key,) = other.keys() - {None}
        assert key is not None
        assert base64.b64decode(key.removeprefix("Basic ")).decode() == f"{USER}:{PASSWORD}"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_a_password_goes_to_no_place_that_another_page_names(
    tmp_path: Path, host: str
) -> None:
    """A headless site's owner follows the API's own address; then they have seen it.

    Another port of one host may be somebody else's, too.
    """
    async with (
        fronts(blog(), 1) as (front,),
        serving(page(api=front.api)) as site,
        bot(tmp_path) as here,
    ):
        elsewhere = site.url.replace("127.0.0.1", host)
        named_by = "localhost" if host == "localhost" else site.url.rstrip("/")
        found = await discover(here.fetcher, elsewhere)
        assert (found.address.api, found.named_by) == (front.api, named_by)
        await here.following.begin(found, guild=FIRST, channel=11)
        (record,) = await here.store.blogs.of_guild(FIRST)
        with pytest.raises(BlogRefused, match="another page names"):
            await here.connections.connect(FIRST, record.id, ACCOUNT)
        assert front.keys() == {None}
        await here.following.follow(front.url, guild=FIRST, channel=12)
        assert (await here.connections.connect(FIRST, record.id, ACCOUNT)).name == "The Keeper"


async def test_the_owner_sees_where_the_password_goes(tmp_path: Path) -> None:
    async with fronts(blog(), 1) as (front,), bot(tmp_path) as here:
        await here.following.follow(front.url, guild=FIRST, channel=11)
        (record,) = await here.store.blogs.of_guild(FIRST)
        assert await here.connections.destination(FIRST, record) == front.url.rstrip("/")


async def test_no_password_goes_over_http_into_the_open() -> None:
    """Not even to a private address that nobody allowed; a visitor's request still may."""
    async with fronts(blog(), 1) as (front,), Fetcher(allow_private=False) as strict:
        with pytest.raises(AddressRefused, match="over http"):
            await strict.get(front.url, auth=ACCOUNT)
        assert front.seen == []
    async with Fetcher(allow_private=True) as fetcher:
        with pytest.raises(AddressRefused, match="over http"):
            await fetcher.get("http://192.88.99.1/", auth=ACCOUNT)
        with pytest.raises(AddressRefused, match="over http"):
            await fetcher.send("http://1.1.1.1/", method="POST", auth=ACCOUNT, json={})
