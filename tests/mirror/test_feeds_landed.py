"""A feed that an earlier version followed goes on: its items are known under the names of then."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING

from bot.mirror.desired import Announcement
from bot.store.migrations import APPLICATION_ID
from bot.store.store import open_store
from tests.mirror.feeds import HOME, Entry, FeedWorld, Server, date, note
from tests.mirror.world import CHANNEL, GUILD

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
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


@asynccontextmanager
async def landed(path: Path) -> AsyncIterator[FeedWorld]:
    """Three notes that an earlier version posted, of ten that it had seen."""
    recorded(path, *((f"g{n}", f"{HOME}n/{n}", f"Note {n}", n) for n in range(1, 11)))
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM mirror WHERE article < 8")
        connection.execute("UPDATE article SET html = '<p>Some words.</p>', read_version = version")
    connection.close()
    async with open_store(path) as store:
        here = FeedWorld(store, Server(), FEED, HOME)
        here.blog_id = 1
        here.restart()
        for number in (8, 9, 10):
            shown = Announcement.__new__(Announcement)
            here.discord.announcements[100 + number] = (CHANNEL, shown, 0)
        yield here


def dated(*days: int) -> list[Entry]:
    return [note(day, link=f"{HOME}n/{day}", guid=f"g{day}") for day in days]


async def test_what_stood_in_a_feed_when_it_is_first_read_whole_is_not_new(tmp_path: Path) -> None:
    async with landed(tmp_path / "a.sqlite3") as here:
        missed = [
            Entry("Backdated", f"{HOME}x/1", "x1", "Mon, 05 Jan 2026 10:00:00 GMT"),
            Entry("Undated", f"{HOME}x/2", "x2"),
            Entry("Far ahead", f"{HOME}x/3", "x3", "2099-01-01"),
            Entry("Year 1", f"{HOME}x/4", "x4", "0001-01-01"),
        ]
        items = [*missed[1:3], *dated(10, 9, 8), missed[0], *dated(7, 6, 5, 4, 3, 2, 1), missed[3]]
        assert await here.read(*items) == []
        assert here.discord.acts == []
        assert await here.read(Entry("Later", f"{HOME}x/5", "x5"), *items) == ["Later"]


async def test_what_came_while_it_was_brought_up_to_date_is_posted(tmp_path: Path) -> None:
    async with landed(tmp_path / "a.sqlite3") as here:
        assert await here.read(*dated(12, 11, 10, 9, 8, 7)) == ["Note 11", "Note 12"]


async def test_another_reading_of_the_same_words_is_no_edit_and_other_words_are(
    tmp_path: Path,
) -> None:
    async with landed(tmp_path / "a.sqlite3") as here:
        await here.read(*dated(10, 9), replace(dated(8)[0], title="Note 8, corrected"))
        assert here.discord.acts == ["change announcement"]
        assert here.discord.announcements[108][1].title == "Note 8, corrected"
