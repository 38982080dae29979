"""Items that can't be read: left out, and told once, by a name that gives nothing away."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.blogs.feed import document
from bot.blogs.leaving import MOST, Once, leaving_out
from bot.errors import BlogUnusable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.blogs.feed.raw import RawItem

NOW = datetime(2027, 3, 1, tzinfo=UTC)
RSS = """<rss version="2.0"><channel><title>Log</title><link>https://lantern.example/</link>
<item><title>One</title><link>https://lantern.example/1/</link></item>
<item><title>Bad</title><link>https://lantern.example/2/?auth=secret</link></item>
<item><title>Three</title><link>https://lantern.example/3/</link></item></channel></rss>"""


@pytest.fixture(autouse=True)
def once(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The log as the bot keeps it."""
    each_once = Once()
    caplog.handler.addFilter(each_once)
    yield
    caplog.handler.removeFilter(each_once)


def failing(found: Callable[..., str]) -> Callable[..., str]:
    def author(raw: RawItem, *more: Any) -> str:
        if raw.title.value == "Bad":
            raise RuntimeError("nobody expected this")
        return found(raw, *more)

    return author


def test_one_bad_item_never_stops_a_feed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(document, "author", failing(document.author))
    feed = document.parse(RSS.encode(), "https://lantern.example/feed/")
    for _ in range(3):
        articles = [entry.article for entry in document.entries(feed, NOW)]
        assert [article.title for article in articles] == ["One", "Three"]
    (record,) = caplog.records
    assert record.exc_info is not None
    assert "lantern.example: left out item" in record.message
    assert "secret" not in record.message


def test_one_bad_comment_never_stops_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    feed = document.parse(RSS.encode(), "https://lantern.example/comments/feed/")
    about = document.entries(feed, NOW)[0].article
    monkeypatch.setattr(document, "author", failing(document.author))
    for _ in range(3):
        found = document.comments(feed, [about], about)
        assert [comment.url[-2:] for comment in found] == ["1/", "3/"]
    assert len(caplog.records) == 1


def test_our_own_errors_pass() -> None:
    with pytest.raises(BlogUnusable), leaving_out("lantern.example", 1):
        raise BlogUnusable("No blog.")


def test_another_item_is_told_too_and_everything_else_however_often(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for item in [*range(MOST + 1), MOST, 0]:
        with leaving_out("lantern.example", item):
            int("no number")
        logging.getLogger("bot.blogs").warning("again")
    told = [record.message for record in caplog.records]
    assert told.count("again") == MOST + 3
    assert sum(f"item {MOST}," in line for line in told) == 1
    assert sum("item 0," in line for line in told) == 2, "so many are not remembered for ever"
