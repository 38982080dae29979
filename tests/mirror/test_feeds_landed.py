"""A feed that an earlier version followed goes on: its items are known under the names of then."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING

from bot.mirror.desired import Announcement
from bot.store.database import APPLICATION_ID
from bot.store.store import open_store
from tests.mirror.feeds import HOME, Entry, FeedWorld, Server, date, note
from tests.mirror.world import CHANNEL, GUILD

if TYPE_CHECKING:
    from pathlib import Path

LANDED = 11
"""The version of its database."""

FEED = f"{HOME}feed?auth=hush"


def recorded(path: Path, *articles: tuple[str, str, str, int]) -> None:
    """What that version had: each article's id, address and title, and the day it is from."""
    scripts = sorted(
        (each for each in resources.files("bot.store.schema").iterdir() if each.name[0].isdigit()),
        key=lambda each: each.name,
    )
    with sqlite3.connect(path) as connection:
        for script in scripts[:LANDED]:
            connection.executescript(script.read_text(encoding="utf-8"))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {LANDED}")
        connection.execute(
            "INSERT INTO blog (id, kind, url, api, title, listed) "
            "VALUES (1, 'feed', ?, ?, 'Lantern', 1)",
            (HOME, FEED),
        )
        connection.execute(
            "INSERT INTO follow (id, blog, guild, channel, backfill, begun) "
            "VALUES (1, 1, ?, ?, 3, 1)",
            (GUILD, CHANNEL),
        )
        for number, (name, url, title, day) in enumerate(articles, start=1):
            written = int(datetime(2026, 11, day, 10, tzinfo=UTC).timestamp())
            connection.execute(
                "INSERT INTO article (id, blog, remote_id, url, title, published, version, state, "
                "listed, read_version) VALUES (?, 1, ?, ?, ?, ?, 'v', 'published', 1, 'v')",
                (number, name, url, title, written),
            )
            connection.execute(
                "INSERT INTO mirror (follow, article, wanted, shown, announcement_state, "
                "announcement_id, thread_id) VALUES (1, ?, 1, 1, 'sent', ?, ?)",
                (number, 100 + number, 100 + number),
            )
    connection.close()


async def test_nothing_that_was_posted_is_posted_again(tmp_path: Path) -> None:
    recorded(
        tmp_path / "a.sqlite3",
        ("http://lantern.example/?p=1", f"{HOME}n/1", "Note 1", 1),
        (f"{HOME}n/2", f"{HOME}n/2", "Note 2", 2),
        ("same", f"{HOME}n/3", "Note 3", 3),
        ("no link", FEED, "Note 4", 4),
        (f"{HOME}?t=5&sid=a", f"{HOME}?t=5&sid=a", "Note 5", 5),
        (f"{HOME}?t=5&sid=b", f"{HOME}?t=5&sid=b", "Note 5", 5),
    )
    async with open_store(tmp_path / "a.sqlite3") as store:
        here = FeedWorld(store, Server(), FEED, HOME)
        here.blog_id = 1
        here.restart()
        for number in range(1, 7):
            record = await store.articles.get(number)
            shown = Announcement.__new__(Announcement)
            here.discord.announcements[100 + number] = (CHANNEL, shown, 0)
            assert "hush" not in record.article.url
        items = [
            note(1, link=f"{HOME}n/1", guid="https://lantern.example/?p=1"),
            note(2, link=f"{HOME}n/2"),
            note(3, link=f"{HOME}n/3", guid="same"),
            note(4, guid="no link"),
            note(5, link=f"{HOME}?t=5&sid=c"),
        ]
        assert await here.read(*items) == []
        assert await here.read(*items, Entry("Note 6", f"{HOME}n/6", "same", date(6))) == ["Note 6"]
        urls = {each.id: each.url for each in await store.articles.known(1)}
        assert urls[4] == HOME
        # It stood in Discord with the feed's address: that is no longer what is wanted there.
        assert here.discord.announcements[104][1].url == HOME


async def test_without_a_home_page_it_leads_nowhere(tmp_path: Path) -> None:
    recorded(tmp_path / "a.sqlite3", ("no link", FEED, "Note 4", 4))
    with sqlite3.connect(tmp_path / "a.sqlite3") as connection:
        connection.execute("UPDATE blog SET url = api")
    connection.close()
    async with open_store(tmp_path / "a.sqlite3") as store:
        (known,) = await store.articles.known(1)
        assert known.url == ""
        assert await store.mirrors.unfinished() != []
