"""A private feed's address is nobody's business: in Discord, in the log, in what is exported."""

from __future__ import annotations

import asyncio
import io
import logging
from typing import TYPE_CHECKING, Any, cast

import pytest

from bot.blogs.base import Found, Site
from bot.blogs.feed.kind import FeedKind
from bot.care.following import Following
from bot.care.ways import Ways
from bot.console.export import export
from bot.mirror.engine import Engine
from tests.mirror.fake_blog import Opened
from tests.mirror.feeds import Entry, Server, date, feed_world, note, rss
from tests.speech import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

TOKENS = ["t0ken4path5", "hush"]
FEED = "https://feeds.example/u/t0ken4path5x/feed?auth=hush"

ANSWERS = {
    "well": rss(*(note(n, guid=f"{FEED}#{n}") for n in (2, 1)), home=""),
    "links to itself": rss(
        *(Entry(f"N {n}", FEED, f"{FEED}&n={n}", date(n)) for n in (2, 1)), home=FEED
    ),
    "broken": "<html>nothing</html>",
    "entities": '<!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"><channel/></rss>',
    "gone": None,
}


@pytest.mark.parametrize("answer", ANSWERS)
async def test_only_the_host_of_its_address_is_ever_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, answer: str
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    async with feed_world(tmp_path, address=FEED, url=FEED) as here:
        if (text := ANSWERS[answer]) is not None:
            here.server.pages[FEED] = text
        ways = Ways(here.store, cast("Any", here.server), cast("Any", None), lambda: here.now)
        following = Following(here.store, cast("Any", here.server), ways, None, 3)
        await following.begin(Found(here.place), guild=1, channel=2)
        engine = Engine(
            here.store, Opened(here.blog), here.discord, lambda: here.now, 60,
            languages=LANGUAGES, between=0,
        )  # fmt: skip
        for _ in range(3):
            here.now += 7200
            async with asyncio.timeout(120):
                await engine.beat()
                await engine.settled()
        await engine.stop()
        (blog,) = await here.store.blogs.followed()
        told = [record.getMessage() for record in caplog.records] + [str(blog.failure)]
        told += [str(each) for each in here.discord.announcements.values()]
        told += [str(each.messages) for each in here.discord.threads.values()]
        assert any("feeds.example" in words for words in told)
        assert (len(here.discord.announcements) > 0) == (answer in {"well", "links to itself"})
    out = io.StringIO()
    export(tmp_path / "afterword.sqlite3", None, out, force=False)
    told.append(out.getvalue())
    assert '"url": "feeds.example"' in out.getvalue()
    for words in told:
        assert not [token for token in TOKENS if token in words], words


@pytest.mark.parametrize("home", ["", FEED, FEED.replace("https", "http"), f"{FEED}&page=1"])
async def test_a_home_page_that_is_its_own_address_is_none(home: str) -> None:
    fetcher = cast("Any", Server({FEED: rss(note(1, guid="a"), home=home)}))
    site = Site(FEED, await fetcher.get(FEED), None)
    found = await FeedKind().find(fetcher, site)
    assert found is not None
    assert (found.home, found.shown) == (None, "feeds.example")
