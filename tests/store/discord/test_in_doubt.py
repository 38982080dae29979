"""Mirrors of the first version: what stands stays bound, and what was in doubt stays in doubt."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.store.migrations import APPLICATION_ID
from bot.store.store import open_store
from tests.store.people.test_before_gaps import ROWS
from tests.store.test_upgrade import SCRIPTS

if TYPE_CHECKING:
    from pathlib import Path


def first_version(path: Path, *changes: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCRIPTS[0].read_text(encoding="utf-8") + ROWS)
        for change in changes:
            connection.execute(change)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")


async def test_what_was_refused_for_who_knows_what_reason_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    first_version(
        path,
        "UPDATE mirror SET shown = wanted, count_due = 1800000900",
        "UPDATE part SET state = 'refused', message_id = NULL",
    )
    async with open_store(path) as store:
        (progress,) = await store.mirrors.progress(1)
        (part,) = await store.parts.of(1)
        assert not progress.finished
        assert (part.state, part.refused) == ("refused", None)
        assert await store.mirrors.to_be_changed(now=1800000899) == []
        assert await store.mirrors.to_be_changed(now=1800000900) == [1]


async def test_what_was_sent_is_not_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    first_version(path, "UPDATE mirror SET shown = wanted")
    async with open_store(path) as store:
        (progress,) = await store.mirrors.progress(1)
        assert progress.finished


async def test_mirrors_stay_bound_and_one_in_doubt_stays_in_doubt(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    first_version(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO article (id, blog, remote_id, url, title, published, version, state, "
            "listed) VALUES (2, 1, '8', 'https://b.example/7/', 'Salt', 1800000000, 'v', "
            "'published', 1)"
        )
        connection.execute(
            "INSERT INTO mirror (follow, article, announcement_state, announcement_since) "
            "VALUES (1, 2, 'sending', 1800000300)"
        )
    async with open_store(path) as store:
        sent, doubtful = [await store.mirrors.get(mirror) for mirror in (1, 2)]
        assert sent is not None
        assert (sent.announcement_state, sent.announcement_id, sent.thread_id) == ("sent", 100, 100)
        assert doubtful is not None
        assert (doubtful.announcement_state, doubtful.announcement_since) == ("sending", 1800000300)
        assert not await store.announcements.announced(2, 100, None)
        assert await store.announcements.announced(2, 102, None)
