"""What a page names, in all the ways of sites, and where feeds are that no page names."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.blogs.discover import discover
from bot.blogs.feed.kind import FEED, PLACES
from bot.blogs.feed.sniff import is_feed
from bot.blogs.typed import typed
from bot.blogs.wordpress.kind import WORDPRESS
from bot.errors import BlogTooLarge, BlogUnusable
from tests.blogs.sites import serving
from tests.blogs.test_discover import API, ROOT, RSS, Pages, site

if TYPE_CHECKING:
    from bot.blogs.http.fetcher import Fetcher

NAMED = {
    "a type in capitals": '<LINK REL="ALTERNATE" TYPE="APPLICATION/RSS+XML" HREF="/f.xml">',
    "a parameter of the type": '<link rel=alternate type="application/rss+xml; charset=utf-8" '
    'href="/f.xml">',
    "RDF": '<link rel="alternate" type="application/rdf+xml" href="/f.xml">',
    "text/xml": '<link rel="alternate" type="text/xml" href="/f.xml">',
    "application/xml": '<link rel="alternate" type="application/xml" href="/f.xml">',
    "an old type": '<link rel="alternate" type="application/x-rss+xml" href="/f.xml">',
    "JSON Feed's type": '<link rel="alternate" type="application/feed+json" href="/f.xml">',
    "JSON": '<link rel="alternate" type="application/json" href="/f.xml">',
    "rel=feed": '<link rel="feed" href="/f.xml">',
    "rel=feed among others": '<link rel="Feed home" type="application/atom+xml" href="/f.xml">',
    "no type": '<link rel="alternate" title="RSS" href="/rss.php"><link rel="alternate" '
    'hreflang="de" href="/de/"><link rel="alternate" href="/f.rss">',
    "spaces around the address": '<link rel="alternate" type="text/xml" href=" /f.xml\n">',
    "a base": '<base href="/deep/"><link rel="alternate" type="text/xml" href="f.xml">',
    "a link in the text": '<p><a href="/about/">Me</a> <a href="/index.rdf">RSS</a>',
    "a link whose words say so": '<p><a href="/">Home</a> <a href="/f.xml"> RSS\n feed</a>',
    "a link in the text with a type": '<a type="application/atom+xml" href="/f.xml">Atom</a>',
    "a dead address first": '<link rel="alternate" type="text/xml" href="http://[/f.xml">'
    '<link rel="alternate" type="text/xml" href="/f.xml">',
}


@pytest.mark.parametrize("how", NAMED)
async def test_a_feed_is_named_by(fetcher: Fetcher, how: str) -> None:
    feeds = dict.fromkeys(["/f.xml", "/f.rss", "/index.rdf", "/deep/f.xml"], RSS)
    async with site({"/": NAMED[how], **feeds}) as (home, _):
        found = (await discover(fetcher, home)).address
        assert (found.kind, found.title) == (FEED, "Crumbs")


async def test_a_feed_is_named_by_a_header(fetcher: Fetcher) -> None:
    header = '</style.css>; rel=preload; as=style, <HOME/f.xml>; title="a, b"; rel="alternate"; '
    header += 'type="application/atom+xml"'
    async with site({"/": web.Response(headers={"Link": header}), "/f.xml": RSS}) as (home, _):
        assert (await discover(fetcher, home)).address.api == f"{home}/f.xml"


@pytest.mark.parametrize(
    "link",
    [
        '<LINK REL="https://api.W.org/" HREF="/api/">',
        '<base href="/api/"><link rel="https://api.w.org/" href="./">',
        '<link title="JSON" rel="index https://api.w.org/" href="/api/">',
    ],
)
async def test_a_rest_root_is_named_in_any_case(fetcher: Fetcher, link: str) -> None:
    async with site({"/": link, "/api/": ROOT, "/api/wp/v2/posts": []}) as (home, _):
        assert (await discover(fetcher, home)).address.api == f"{home}/api/"


async def test_a_header_names_a_rest_root_behind_other_parameters(fetcher: Fetcher) -> None:
    header = '<HOME/api/>; title="a > b"; rel=https://api.w.org/'
    pages: Pages = {"/": web.Response(headers={"Link": header}), "/api/": ROOT}
    async with site({**pages, "/api/wp/v2/posts": []}) as (home, _):
        assert (await discover(fetcher, home)).address.kind == WORDPRESS


async def test_the_blogs_feed_is_taken_before_that_of_its_comments(fetcher: Fetcher) -> None:
    page = (
        '<link rel="alternate" type="application/json" href="/any.json">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
        '<link rel="alternate" type="application/rss+xml" href="/news.xml">'
    )
    feeds = {"/news.xml": RSS, "/comments/feed/": RSS, "/any.json": {"version": 1}}
    async with site({"/": page, **feeds}) as (home, requests):
        assert (await discover(fetcher, home)).address.api == f"{home}/news.xml"
        assert "/any.json" not in {request.path for request in requests}


@pytest.mark.parametrize("title", ["Crumbs » Tea Comments Feed", "Kommentare zu Tee", "コメント"])
async def test_an_articles_comments_are_not_taken_for_its_blog(
    fetcher: Fetcher, title: str
) -> None:
    page = (
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="/tea/feed/">'
        '<link rel="alternate" type="application/rss+xml" title="Crumbs" href="/news.xml">'
    )
    async with site({"/tea/": page, "/tea/feed/": RSS, "/news.xml": RSS}) as (home, _):
        assert (await discover(fetcher, f"{home}/tea/")).address.api == f"{home}/news.xml"


@pytest.mark.parametrize("place", [*(f"/{place}" for place in PLACES), "/blog/feed.xml"])
async def test_a_feed_that_nobody_names_is_at_a_usual_place(fetcher: Fetcher, place: str) -> None:
    async def handle(request: web.Request) -> web.Response:
        there = request.path_qs == place
        return web.Response(text=RSS if there else "<p>Hello", content_type="text/html")

    async with serving(handle) as served:
        found = await discover(fetcher, f"{served.url}blog/")
        assert found.address.api == served.url.rstrip("/") + place
        assert len(served.requests) <= 24


@pytest.mark.parametrize(
    "said",
    ["0; url=/en/", "0;URL='HOME/en/'", "3; url=en/", "0, /en/", '1 ; url = "/en/"'],
)
async def test_a_page_that_only_leads_on_is_followed(fetcher: Fetcher, said: str) -> None:
    front = f"<html><meta http-equiv='Refresh' content='{said}'>".replace("content='", "content=`")
    front = front.replace("'>", "`>").replace("`", '"' if '"' not in said else "'")
    english = '<html><link rel="alternate" type="application/rss+xml" href="x.xml">'
    async with site({"/": front, "/en/": english, "/en/x.xml": RSS}) as (home, _):
        assert (await discover(fetcher, home)).address.api == f"{home}/en/x.xml"


@pytest.mark.parametrize("said", ["300; url=/en/", "0", "0; url=/", "0; url=javascript:x", "x"])
async def test_a_page_that_is_loaded_again_is_itself(fetcher: Fetcher, said: str) -> None:
    front = f'<html><meta http-equiv="refresh" content="{said}"><link rel="feed" href="/f.xml">'
    async with site({"/": front, "/f.xml": RSS}) as (home, requests):
        assert (await discover(fetcher, home)).address.api == f"{home}/f.xml"
        assert [each.path for each in requests[:2]] == ["/", "/wp-json/"]


async def test_the_usual_places_are_left_alone_where_a_feed_is_named(fetcher: Fetcher) -> None:
    async with site({"/": NAMED["RDF"], "/f.xml": RSS}) as (home, requests):
        await discover(fetcher, home)
        assert not {f"/{place}" for place in PLACES} & {request.path_qs for request in requests}


async def test_a_host_that_fails_is_not_asked_on(fetcher: Fetcher) -> None:
    slow = web.Response(status=429)
    async with site({"/": "<p>Hi", "/feed/": slow, "/feed.xml": RSS}) as (home, requests):
        with pytest.raises(BlogUnusable, match="no blog"):
            await discover(fetcher, home)
        assert [request.path for request in requests][-1] == "/feed/"


BEGINNINGS = {
    "a byte order mark": codecs.BOM_UTF8 + b"<?xml version='1.0'?><rss>",
    "UTF-16": codecs.BOM_UTF16_LE + "<rss version='2.0'>".encode("utf-16-le"),
    "UTF-16 without a mark": "<feed>".encode("utf-16-be"),
    "a comment": b"<!-- made by hand > --><rss>",
    "a document type": b'<?xml version="1.0"?>\n<!DOCTYPE rss PUBLIC "-//N//DTD"><rss>',
    "a document type with a subset": b'<!DOCTYPE rdf:RDF [<!ENTITY a "b">]>\n<rdf:RDF xmlns="x">',
    "a style sheet": b'<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><feed xmlns="x">',
    "a prefix": b"<atom:feed xmlns:atom='x'>",
    "a notice": b"<br />\n<b>Notice</b>: x in <b>/a.php</b><br />\n<?xml version='1.0'?><rss>",
    "JSON Feed, its version last": b'{"items": ["%s"], "version": "https://jsonfeed.org/version/1"}'
    % (b"a" * 100_000),
    "JSON Feed": b'\xef\xbb\xbf{"title": "a", "version": "https:\\/\\/jsonfeed.org\\/version\\/1"}',
}
OTHERS = {
    "a page": b"<!DOCTYPE html><html><body><rss>",
    "an XHTML page": b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>",
    "a site map": b"<?xml version='1.0'?><urlset>",
    "a picture": b"<svg xmlns='x'>",
    "other JSON": b'{"version": "2", "items": []}',
    "nothing": b"",
    "a comment without an end": b"<!-- <rss>",
}


@pytest.mark.parametrize("how", BEGINNINGS)
def test_a_feed_begins_with(how: str) -> None:
    assert is_feed(BEGINNINGS[how])


@pytest.mark.parametrize("how", OTHERS)
def test_no_feed_begins_with(how: str) -> None:
    assert not is_feed(OTHERS[how])


def test_what_is_sent_as_a_feed_is_read_as_one() -> None:
    assert is_feed(b"Notice: something\n<rss>", "Application/RSS+XML; charset=utf-8")
    assert not is_feed(b"<p>Hello", "text/html")


@pytest.mark.parametrize("before", ["\ufeff", "<!-- by hand -->", "<!DOCTYPE rss>", "\n <?x y?>"])
async def test_a_feed_is_found_by_its_own_address(fetcher: Fetcher, before: str) -> None:
    """On a host whose root is a WordPress, too."""
    feed = web.Response(text=before + RSS, headers={"Content-Type": "text/xml"})
    async with site({**API, "/podcast/feed.xml": feed}) as (home, _):
        found = (await discover(fetcher, f"{home}/podcast/feed.xml")).address
        assert (found.kind, found.api) == (FEED, f"{home}/podcast/feed.xml")


def multisite(page: str) -> dict[str, object]:
    """A WordPress at the root, and one below whose REST root is named nowhere."""
    return {
        **API,
        "/second": page,
        "/second/": page,
        "/second/2026/11/words/": page,
        "/second/wp-json/": {"name": "Second", "namespaces": ["wp/v2"]},
        "/second/wp-json/wp/v2/posts": [],
    }


@pytest.mark.parametrize("path", ["/second/", "/second", "/second/2026/11/words/"])
async def test_a_wordpress_below_another_one_is_found(fetcher: Fetcher, path: str) -> None:
    async with site(multisite("<p>Hello")) as (home, _):
        found = (await discover(fetcher, home + path)).address
        assert (found.title, found.api) == ("Second", f"{home}/second/wp-json/")


async def test_a_site_below_a_wordpress_with_a_feed_of_its_own_is_no_part_of_it(
    fetcher: Fetcher,
) -> None:
    page = '<link rel="alternate" type="application/rss+xml" href="/podcast/feed.xml">'
    async with site({**API, "/podcast/": page, "/podcast/feed.xml": RSS}) as (home, _):
        found = (await discover(fetcher, f"{home}/podcast/")).address
        assert (found.kind, found.api) == (FEED, f"{home}/podcast/feed.xml")


async def test_a_page_of_a_wordpress_names_its_feed(fetcher: Fetcher) -> None:
    page = (
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
        '<link rel="alternate" type="application/rss+xml" href="/feed/">'
    )
    async with site({**API, "/2026/words/": page, "/feed/": RSS}) as (home, _):
        assert (await discover(fetcher, f"{home}/2026/words/")).address.kind == WORDPRESS


TYPED = {
    "feed://blog.example/f.xml": "blog.example/f.xml",
    "feed:https://blog.example/f.xml": "https://blog.example/f.xml",
    "FEED://https://blog.example/f.xml": "https://blog.example/f.xml",
    "<https://blog.example/f.xml>": "https://blog.example/f.xml",
    " `https://blog.example/` ": "https://blog.example/",
    "„https://blog.example/“,": "https://blog.example/",
    "<URL:https://blog.example/>": "https://blog.example/",
    "view-source:https://blog.example/": "https://blog.example/",
    "itpc://blog.example/pod": "blog.example/pod",
    "//blog.example/": "blog.example/",
    "[The blog](https://blog.example/a_(b))": "https://blog.example/a_(b)",
    "**https://blog.example/**": "https://blog.example/",
    "My blog: https://blog.example/.": "https://blog.example/",
    "https://https://blog.example/": "https://blog.example/",
    "\u200bhttps://blog.example/\u200e": "https://blog.example/",
    "https://blog.example/my notes": "https://blog.example/my notes",
    "blog.example/?to=https://blog.example/": "blog.example/?to=https://blog.example/",
    "blog.example:8080/f": "blog.example:8080/f",
    "https://blog.example/@ada?feed=rss2": "https://blog.example/@ada?feed=rss2",
}


@pytest.mark.parametrize("text", TYPED)
def test_what_is_typed_is_understood(text: str) -> None:
    assert typed(text) == TYPED[text]


@pytest.mark.parametrize(
    "text", ["https://ada:hush@blog.example/", "ada:hush@blog.example", "<feed://ada@blog.example>"]
)
async def test_a_password_in_an_address_is_said_to_be_no_use(fetcher: Fetcher, text: str) -> None:
    with pytest.raises(BlogUnusable, match="no use") as caught:
        await discover(fetcher, text)
    assert "hush" not in str(caught.value)


async def test_a_feed_scheme_is_tried_over_https_then_http(fetcher: Fetcher) -> None:
    async with site({"/f.xml": RSS}) as (home, _):
        found = await discover(fetcher, f"feed://{home.removeprefix('http://')}/f.xml")
        assert found.address.api == f"{home}/f.xml"


@pytest.mark.parametrize("start", ["/", "/f.xml"])
async def test_a_feed_that_is_too_large_is_said_to_be(fetcher: Fetcher, start: str) -> None:
    long = RSS.replace("</channel>", f"<!-- {'x' * 4_300_000} --></channel>")
    async with site({"/": NAMED["RDF"], "/f.xml": long}) as (home, _):
        with pytest.raises(BlogTooLarge, match="more than 4 MiB"):
            await discover(fetcher, home + start)
