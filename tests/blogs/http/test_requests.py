"""What the session counts, and what has to wait once a host was asked often enough."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.blogs.http.budget import HOUR, MINUTE, Requests
from bot.blogs.http.fetcher import HOURLY, Fetcher
from bot.blogs.kinds import open_desk
from bot.blogs.wordpress.kind import WORDPRESS
from bot.errors import BlogRefused, BlogUnreachable
from bot.model import BlogAddress, Credentials
from tests.blogs.sites import redirect, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ACCOUNT = Credentials("keeper", "hush hush")


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sparing(clock: Clock) -> AsyncIterator[Fetcher]:
    """A session that may ask three times an hour."""
    async with Fetcher(allow_private=True, hourly=3, clock=clock) as fetcher:
        yield fetcher


async def hello(request: web.Request) -> web.Response:
    return redirect("/there") if request.path == "/here" else web.Response(text="{}")


async def test_all_that_is_sent_counts(clock: Clock) -> None:
    async with serving(hello) as site, Fetcher(allow_private=True, clock=clock) as fetcher:
        await fetcher.get(f"{site.url}here")
        await fetcher.send(site.url, method="POST", auth=ACCOUNT, json={})
        told = fetcher.requests_to(f"{site.url}wp-json/")
        assert (told.count, told.hourly) == (3, HOURLY)
        assert fetcher.requests_to("http://other.example/").count == 0
    assert len(site.requests) == 3


async def test_it_says_since_when_it_counts(clock: Clock) -> None:
    async with serving(hello) as site, Fetcher(allow_private=True, clock=clock) as fetcher:
        clock.now += 600
        await fetcher.get(site.url)
        since = fetcher.requests_to(site.url).since
        assert since is not None
        assert 600 <= time.time() - since < 660
        clock.now += HOUR
        assert fetcher.requests_to(site.url) == Requests(1, HOURLY, None)


async def test_reading_waits_and_says_how_long(sparing: Fetcher, clock: Clock) -> None:
    async with serving(hello) as site, serving(hello) as other:
        for _ in range(3):
            await sparing.get(site.url)
        with pytest.raises(BlogUnreachable, match="3 times within an hour") as caught:
            await sparing.get(site.url)
        assert caught.value.retry_after is not None
        assert HOUR <= caught.value.retry_after <= HOUR + MINUTE
        assert len(site.requests) == 3
        assert (await sparing.get(other.url)).status == 200
        clock.now += caught.value.retry_after
        assert (await sparing.get(site.url)).status == 200


async def test_a_redirect_leads_no_further_than_may_be(sparing: Fetcher) -> None:
    async with serving(hello) as site:
        await sparing.get(f"{site.url}here")
        with pytest.raises(BlogUnreachable, match="within an hour"):
            await sparing.get(f"{site.url}here")
    assert len(site.requests) == 3


async def test_what_people_wait_for_is_asked_all_the_same(sparing: Fetcher) -> None:
    async with serving(hello) as site:
        for _ in range(3):
            await sparing.get(site.url)
        assert (await sparing.get(site.url, urgent=True)).status == 200
        assert (await sparing.send(site.url, method="POST", auth=ACCOUNT, json={})).status == 200


async def test_an_account_waits_for_no_reading(sparing: Fetcher) -> None:
    async with serving(_nobody) as site:
        for _ in range(3):
            await sparing.get(site.url)
        address = BlogAddress(WORDPRESS, site.url, f"{site.url}wp-json/", "Blog")
        with pytest.raises(BlogRefused):
            await open_desk(sparing, address, ACCOUNT).check()
    asked = [request.path for request in site.requests[3:]]
    assert asked == ["/wp-json/wp/v2/users/me", "/wp-json/"]


async def _nobody(_: web.Request) -> web.Response:
    return web.json_response({"code": "rest_not_logged_in"}, status=401)
