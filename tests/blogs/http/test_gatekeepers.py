"""Pages that check for people are told from a site's own, whoever makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy

from bot.blogs.discover import discover
from bot.blogs.feed.blog import Feed
from bot.blogs.feed.kind import FEED
from bot.blogs.http.answer import Answer
from bot.blogs.http.gatekeepers import checks_for_people
from bot.errors import BlogClosed, BlogUnusable, BotCheck
from bot.model import BlogAddress, Credentials
from tests.blogs.test_discover import API, ROOT, RSS, Pages, site

if TYPE_CHECKING:
    from bot.blogs.http.fetcher import Fetcher

MOMENT = (
    "<!DOCTYPE html><html lang='en'><head><title>Just a moment...</title>"
    "<meta http-equiv='refresh' content='390'></head><body><noscript>Enable JavaScript and cookies "
    "to continue</noscript><script>(function(){window._opt={cType:'managed'}}());</script></body>"
)
CHECKS: dict[str, tuple[int, str]] = {
    "a moment, please": (403, MOMENT),
    "a moment, with 503": (503, MOMENT),
    "too many, with a captcha": (
        429, "<html><title>Attention Required!</title><h1>One more step</h1><p>Please complete the "
        "security check to access this site.</p><script src='/captcha.js'></script>",
    ),
    "is blocked": (
        403, "<html><head><title>Access Denied</title></head><body><h1>Sorry, you have been blocked"
        "</h1><p>This website uses a security service. Incident ID: 4711</p></body></html>",
    ),
    "only a script": (403, "<html><head><script src='/_c/v1.js'></script></head></html>"),
    "only a frame and a script": (
        405, "<html><head></head><body><iframe src='/_x?cb=1'></iframe><script></script>",
    ),
    "proof of work, with 200": (
        200, "<!doctype html><title>Making sure you're not a bot!</title><h1>Making sure you're "
        "not a bot!</h1><p>Loading...</p><details>Proof-of-work</details><script>solve()</script>",
    ),
    "a cookie by script, with 200": (
        200, "<html><body><script src='/aes.js'></script><script>document.cookie='__t=1';"
        "location.href='/?i=1';</script><noscript>This site requires Javascript</noscript></body>",
    ),
    "sent on at once, with 202": (
        202, "<html><head><meta http-equiv='refresh' content='0;/.well-known/c/'></head></html>",
    ),
    "being verified, with 200": (
        200, "<html><title>One moment, please...</title><h1>Please wait while your request is "
        "being verified...</h1><form></form><script>go()</script>",
    ),
    "scripts before a page, with 200": (
        200, "<html><title>You are being redirected...</title><noscript>Javascript is required. "
        "Please enable javascript before you are allowed to see this page.</noscript><script>x()"
        "</script>",
    ),
    "a person's verification, with 200": (
        200, "<html><h1>Human verification</h1><script src='/v.js'></script>",
    ),
    "in German": (
        403, "<html><title>Einen Moment</title><p>Bist du ein Mensch?</p><script>x()</script>",
    ),
}  # fmt: skip
OWN: dict[str, tuple[int, str]] = {
    "a front page": (200, "<!DOCTYPE html><title>Bread</title><p>Hello</p><script>go()</script>"),
    "a short page about captchas that names its feed": (
        200, "<html><title>My captcha blog</title><link rel=alternate type='application/rss+xml' "
        "href='/f.xml'><p>Hello</p><script></script>",
    ),
    "an article about captchas": (
        200, f"<html><title>Captcha, or are you a robot?</title><p>{'Words about it. ' * 100}</p>"
        "<noscript>Enable JavaScript</noscript>",
    ),
    "an application that needs scripts": (
        200, "<html><title>App</title><body><noscript>You need to enable JavaScript to run this "
        "app.</noscript><div id='root'></div><script src='/a.js'></script></body></html>",
    ),
    "a plain 403": (403, "<html><title>403 Forbidden</title><center>nginx</center></html>"),
    "a plain 503": (503, "<html><title>Error establishing a database connection</title></html>"),
    "a page for members": (
        403, "<html><title>Access denied</title><nav>Home Blog</nav><p>You are not authorized.</p>"
        "<footer>We use cookies and statistics. One moment</footer><script></script></html>",
    ),
    "maintenance with a script": (503, "<html><p>Please wait, back soon.</p><script></script>"),
    "maintenance": (503, "<html><p>Briefly unavailable for scheduled maintenance.</p></html>"),
    "a 404 with a form": (404, "<html><title>Not found</title><form></form><script></script>"),
    "a closed REST API": (401, '{"code":"rest_not_logged_in","message":"captcha challenge"}'),
    "a feed": (200, "<?xml version='1.0'?><rss><title>Are you a robot?</title><script/></rss>"),
    "a page that leads on": (200, "<html><meta http-equiv='refresh' content='0; url=/blog/'>"),
}  # fmt: skip


def answered(status: int, text: str, **headers: str) -> Answer:
    said = CIMultiDict({"Content-Type": "text/html", **headers})
    return Answer(status, CIMultiDictProxy(said), text.encode(), "https://blog.example/")


@pytest.mark.parametrize("what", CHECKS)
def test_a_check_is_told(what: str) -> None:
    assert checks_for_people(answered(*CHECKS[what]))


@pytest.mark.parametrize("what", OWN)
def test_a_sites_own_page_is_none(what: str) -> None:
    assert not checks_for_people(answered(*OWN[what]))


def test_a_header_can_say_it() -> None:
    assert checks_for_people(answered(403, "<html>", **{"CF-Mitigated": "challenge"}))
    assert checks_for_people(answered(202, "", **{"x-amzn-waf-action": "captcha"}))
    policy = "script-src https://captcha.example"
    assert not checks_for_people(answered(200, "<p>Hi", **{"Content-Security-Policy": policy}))


def page(what: str) -> web.Response:
    status, text = CHECKS[what]
    return web.Response(status=status, text=text, content_type="text/html")


@pytest.mark.parametrize("what", CHECKS)
async def test_a_site_behind_a_check_is_said_to_be(fetcher: Fetcher, what: str) -> None:
    names = ["/", "/wp-json/", "?rest_route=/", "/feed/"]
    async with site({name: page(what) for name in names}) as (home, _):
        with pytest.raises(BotCheck, match="turns bots away"):
            await discover(fetcher, home)


async def test_what_stands_beside_a_check_is_found(fetcher: Fetcher) -> None:
    async with site({"/": page("a moment, please"), **API}) as (home, _):
        assert (await discover(fetcher, home)).address.api == f"{home}/wp-json/"


@pytest.mark.parametrize("what", ["a moment, please", "a moment, with 503"])
async def test_a_check_before_the_rest_api_alone_leaves_the_feed_and_says_so(
    fetcher: Fetcher, what: str
) -> None:
    pages: Pages = {
        "/": '<link rel="https://api.w.org/" href="/wp-json/">',
        "/wp-json/": page(what),
        "/feed/": RSS,
    }
    async with site(pages) as (home, _):
        found = await discover(fetcher, home)
        assert found.address.kind == FEED
        assert found.better == f"{home}/wp-json/"
        assert "turns bots away" in str(found.lacks)


async def test_a_check_before_the_rest_api_is_told_to_whoever_has_an_account(
    fetcher: Fetcher,
) -> None:
    """The account was to open the REST API; the feed alone is not what was asked for."""
    pages: Pages = {
        "/": '<link rel="https://api.w.org/" href="/wp-json/">',
        "/wp-json/": page("a moment, please"),
        "/feed/": RSS,
    }
    async with site(pages) as (home, _):
        with pytest.raises(BlogClosed, match="turns bots away"):
            await discover(fetcher, home, Credentials("keeper", "hush hush"))


async def test_a_refused_feed_is_not_said_to_be_gone(fetcher: Fetcher) -> None:
    refused = web.Response(status=403, text="Forbidden")
    async with site({"/f.xml": refused, "/wp-json/": ROOT}) as (home, _):
        feed = Feed(fetcher, BlogAddress(FEED, home, f"{home}/f.xml", "F"))
        with pytest.raises(BlogUnusable, match=r"turns the bot away \(403\)"):
            await feed.listing()
