"""From any address to the blog there: sites of many kinds, and places where there is none."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Mapping

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.blogs.discover import discover
from bot.blogs.feed.blog import Feed
from bot.blogs.feed.kind import FEED
from bot.blogs.http.fetcher import Fetcher
from bot.blogs.kinds import open_blog
from bot.blogs.wordpress.blog import WordPress
from bot.blogs.wordpress.kind import WORDPRESS
from bot.errors import AddressRefused, BlogRefused, BlogUnreachable, BlogUnusable
from bot.model import BlogAddress, Credentials

ACCOUNT = Credentials("keeper", "hush hush")
ROOT = {"name": "Bread &amp; Tea", "namespaces": ["oembed/1.0", "wp/v2"]}
RSS = (
    "<rss version='2.0'><channel><title>Crumbs</title><link>HOME</link>"
    "<item><title>One</title><link>HOME/one</link></item></channel></rss>"
)
Pages = Mapping[str, object]


@contextlib.asynccontextmanager
async def site(pages: Pages) -> AsyncIterator[tuple[str, list[web.Request]]]:
    """Serve pages by path (with `?rest_route=` where that is asked for); 404 for all others."""
    requests: list[web.Request] = []

    async def handle(request: web.Request) -> web.Response:
        requests.append(request)
        route = request.query.get("rest_route")
        page = pages.get(request.path if route is None else f"?rest_route={route}")
        home = str(request.url.origin())
        if isinstance(page, str):
            kind = "text/xml" if page.startswith("<rss") else "text/html"
            return web.Response(text=page.replace("HOME", home), content_type=kind)
        if isinstance(page, web.Response):
            copy = web.Response(status=page.status, text=page.text)
            copy.headers.extend({k: v.replace("HOME", home) for k, v in page.headers.items()})
            return copy
        if page is not None:
            return web.json_response(page)
        return web.Response(status=404, text="<p>Nothing here.</p>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/"), requests


API: Pages = {"/wp-json/": ROOT, "/wp-json/wp/v2/posts": []}


def behind(notice: str) -> Pages:
    """The REST API of a site that writes something before each answer."""
    said = {path: f"{notice}{json.dumps(answer)}" for path, answer in API.items()}
    named = '<link rel="https://api.w.org/" href="/wp-json/">'
    return {"/": named, "/feed/": RSS, **said}


FOUND: dict[str, Pages] = {
    "a Link header": {
        "/": web.Response(headers={"Link": '<HOME/api/>; rel="https://api.w.org/"'}),
        "/api/": ROOT,
        "/api/wp/v2/posts": [],
    },
    "a link among others": {
        "/": '<link rel="stylesheet" href="/x"><link rel="https://api.w.org/" href="HOME/api/">',
        "/api/": ROOT,
        "/api/wp/v2/posts": [],
    },
    "a relative link": {
        "/": '<link rel="https://api.w.org/" href="/api/">',
        "/api/": ROOT,
        "/api/wp/v2/posts": [],
    },
    "the usual place": {"/": "<p>Hello", **API},
    "the query": {"?rest_route=/": ROOT, "?rest_route=/wp/v2/posts": [], "/": "<p>Hello"},
    "a page that is not found": API,
    "JSON behind a notice": behind("<br />\n<b>Notice</b>:  Undefined index: x<br />\n"),
    "JSON behind a byte order mark": behind("\ufeff"),
}


@pytest.mark.parametrize("how", FOUND)
async def test_a_wordpress_is_found_by(fetcher: Fetcher, how: str) -> None:
    async with site(FOUND[how]) as (home, _):
        found = (await discover(fetcher, home)).address
        assert (found.kind, found.title) == (WORDPRESS, "Bread & Tea")
        assert found.api.startswith(home)
        assert found.url == f"{home}/"
        blog = open_blog(fetcher, found, ACCOUNT)
        assert isinstance(blog, WordPress)
        assert blog.address == found


async def test_a_wordpress_below_a_folder_is_found_from_its_api(fetcher: Fetcher) -> None:
    root = ROOT | {"home": "http://elsewhere.example/"}
    pages: Pages = {"/blog/wp-json/": root, "/blog/wp-json/wp/v2/posts": []}
    async with site(pages) as (home, _):
        found = (await discover(fetcher, f"{home}/blog/wp-json/wp/v2/posts?per_page=3")).address
        assert found.api == f"{home}/blog/wp-json/"
        assert found.url == f"{home}/"  # what it says itself is at another place


@pytest.mark.parametrize(
    "root",
    [{"name": "x"}, {"name": "x", "namespaces": ["other/v1"]}, {"namespaces": "wp/v2"}, [], "<p>"],
)
async def test_other_apis_are_no_wordpress(fetcher: Fetcher, root: object) -> None:
    pages: Pages = {"/": "<p>Hello", "/wp-json/": root, "/wp-json/wp/v2/posts": []}
    async with site(pages) as (home, _):
        with pytest.raises(BlogUnusable, match="no blog to be found"):
            await discover(fetcher, home)


FEEDS: dict[str, tuple[str, Pages]] = {
    "a link on the page": (
        "/",
        {
            "/": '<link rel="alternate" type="application/rss+xml" href="/news.xml">',
            "/news.xml": RSS,
        },
    ),
    "the first of two": (
        "/",
        {
            "/": '<link rel="alternate" type="application/atom+xml" href="news.xml">'
            '<link rel="alternate" type="application/rss+xml" href="comments.xml">',
            "/news.xml": RSS,
            "/comments.xml": RSS.replace("Crumbs", "Comments"),
        },
    ),
    "the next where one is dead": (
        "/",
        {
            "/": '<link rel="alternate" type="application/atom+xml" href="dead.xml">'
            '<link rel="alternate" type="application/rss+xml" href="news.xml">',
            "/news.xml": RSS,
        },
    ),
    "itself": ("/news.xml", {"/news.xml": RSS}),
    "the usual place": ("/", {"/": "<p>Hello", "/feed/": RSS}),
    "a page while REST is disabled": (
        "/",
        {
            "/": '<link rel="https://api.w.org/" href="/wp-json/">',
            "/wp-json/": web.json_response({"code": "rest_disabled"}, status=401),
            "/feed/": RSS,
        },
    ),
}


@pytest.mark.parametrize("how", FEEDS)
async def test_a_feed_is_found_by(fetcher: Fetcher, how: str) -> None:
    start, pages = FEEDS[how]
    async with site(pages) as (home, _):
        found = (await discover(fetcher, home + start)).address
        assert (found.kind, found.title, found.url) == (FEED, "Crumbs", home)
        assert found.api == f"{home}{'/feed/' if '/feed/' in pages else '/news.xml'}"
        assert isinstance(open_blog(fetcher, found, None), Feed)


async def test_a_feed_cannot_pass_for_another_blog(fetcher: Fetcher) -> None:
    """A blog is known by its home page, and other servers may follow the one that it names."""
    hostile = RSS.replace("HOME", "https://victim.example")
    async with site({"/news.xml": hostile}) as (home, _):
        found = (await discover(fetcher, f"{home}/news.xml")).address
        assert (found.url, found.api) == (f"{home}/news.xml", f"{home}/news.xml")


async def test_where_there_is_no_blog_it_says_what_was_tried(fetcher: Fetcher) -> None:
    async with site({"/": "<p>Just a page"}) as (home, requests):
        with pytest.raises(BlogUnusable, match="no blog to be found") as caught:
            await discover(fetcher, f"{home}/?token=secret")
        tried = [request.path_qs for request in requests]
    for word in ("/wp-json/", "?rest_route=/", "RSS, Atom or JSON Feed", "/feed/"):
        assert word in str(caught.value)
    assert "secret" not in str(caught.value)
    assert len(tried) == len(set(tried)) <= 12


async def test_a_missing_page_is_mentioned(fetcher: Fetcher) -> None:
    async with site({}) as (home, _):
        with pytest.raises(BlogUnusable, match="answers 404"):
            await discover(fetcher, home)


@pytest.mark.parametrize("status", [401, 403])
async def test_a_page_that_turns_us_away_is_said_to(fetcher: Fetcher, status: int) -> None:
    async with site({"/": web.Response(status=status, text="<p>Who?")}) as (home, _):
        with pytest.raises(BlogUnusable, match=rf"turns the bot away \({status}\), as a firewall"):
            await discover(fetcher, home)


@pytest.mark.parametrize("kind", [WORDPRESS, FEED])
async def test_a_name_and_a_home_page_without_end_are_none(fetcher: Fetcher, kind: str) -> None:
    """They stand in headings, choices and sentences."""
    long = "bread " * 500
    rss = RSS.replace("Crumbs", long).replace("HOME<", f"HOME/{'a' * 3000}<", 1)
    pages: dict[str, object] = {"/feed/": rss}
    async with site(pages) as (home, _):
        about = ROOT | {"name": long, "home": f"{home}/{'a' * 3000}"}
        if kind == WORDPRESS:
            pages |= {**API, "/wp-json/": about}
        found = (await discover(fetcher, home)).address
    assert found.kind == kind
    assert found.title.startswith("bread bread")
    assert len(found.title) <= 100
    assert len(found.shown) < 100


async def test_a_closed_api_without_a_feed_asks_for_an_account(fetcher: Fetcher) -> None:
    closed = web.json_response({"code": "rest_not_logged_in"}, status=401)
    closings: list[Pages] = [
        {"/wp-json/": closed},
        {"/wp-json/": ROOT, "/wp-json/wp/v2/posts": closed},
    ]
    for pages in closings:
        async with site(pages) as (home, _):
            with pytest.raises(BlogRefused, match="application password"):
                await discover(fetcher, home)


async def test_an_api_in_trouble_is_not_traded_for_a_feed(fetcher: Fetcher) -> None:
    pages: Pages = {
        "/": '<link rel="https://api.w.org/" href="/wp-json/">',
        "/wp-json/": web.Response(status=503),
        "/feed/": RSS,
    }
    async with site(pages) as (home, _):
        with pytest.raises(BlogUnreachable, match="503"):
            await discover(fetcher, home)


async def test_trouble_where_nobody_promised_an_api_is_no_obstacle(fetcher: Fetcher) -> None:
    broken = web.Response(status=500)
    pages: Pages = {"/wp-json/": broken, "?rest_route=/": broken, "/feed/": RSS}
    async with site(pages) as (home, _):
        assert (await discover(fetcher, home)).address.kind == FEED


async def test_credentials_go_to_the_api_of_this_site_only(fetcher: Fetcher) -> None:
    async with site(API) as (other, at_other):
        named: Pages = {"/": f'<link rel="https://api.w.org/" href="{other}/wp-json/">'}
        async with site(named) as (home, at_home):
            with pytest.raises(BlogRefused, match="not sent there"):
                await discover(fetcher, home, ACCOUNT)
            assert at_other == []
            found = (await discover(fetcher, home)).address
            assert found.api == f"{other}/wp-json/"
            assert all("Authorization" not in request.headers for request in at_home + at_other)
    async with site(API) as (home, requests):
        await discover(fetcher, home, ACCOUNT)
        sent = {request.path for request in requests if "Authorization" in request.headers}
        assert sent == {"/wp-json/", "/wp-json/wp/v2/posts"}


async def test_without_a_scheme_http_is_tried_after_https(fetcher: Fetcher) -> None:
    async with site(API) as (home, _):
        found = (await discover(fetcher, home.removeprefix("http://"))).address
        assert found.api == f"{home}/wp-json/"


async def test_a_private_address_is_refused_once_and_for_all() -> None:
    async with site(API) as (home, requests), Fetcher(allow_private=False) as guarded:
        for url in (home, home.removeprefix("http://")):
            with pytest.raises(AddressRefused):
                await discover(guarded, url)
        assert requests == []


def test_an_address_opens_what_it_says(fetcher: Fetcher) -> None:
    address = BlogAddress(FEED, "https://a.example/", "https://a.example/feed", "A")
    assert isinstance(open_blog(fetcher, address), Feed)
