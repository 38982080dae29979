"""What waited and what was asked before gaps were known stays whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.store.migrations import APPLICATION_ID
from bot.store.store import open_store
from tests.store.test_upgrade import SCRIPTS

if TYPE_CHECKING:
    from pathlib import Path

ROWS = """
INSERT INTO blog (id, kind, url, api, title, listed)
VALUES (1, 'wordpress', 'https://b.example', 'https://b.example/wp-json/', 'The Blog', 1);
INSERT INTO article (id, blog, remote_id, url, title, published, version, state, listed,
    read_version, html) VALUES (1, 1, '7', 'https://b.example/7/', 'On bread', 1800000000, 'v',
    'published', 1, 'v', '<p>Words.</p>');
INSERT INTO comment VALUES (1, '70', 1, NULL, 'Ada', 0, 1800000100, 'https://b.example/7/#c',
    '<p>Hm.</p>', 'visible');
INSERT INTO follow (id, blog, guild, channel, backfill, begun) VALUES (1, 1, 10, 20, 3, 1);
INSERT INTO mirror (id, follow, article, announcement_state, announcement_id, thread_id)
VALUES (1, 1, 1, 'sent', 100, 100);
INSERT INTO part VALUES (1, '70', 1, 0, 'nonce', 'hash', 'sent', 1800000200, 101);
"""

BEFORE_GAPS = """
UPDATE mirror SET seen_message = 120;
INSERT INTO follow (id, blog, guild, channel, backfill, begun, state)
VALUES (2, 1, 11, 21, 3, 1, 'paused');
INSERT INTO mirror (id, follow, article, thread_id, seen_message) VALUES (2, 2, 1, 200, 220);
INSERT INTO member (guild, user, consent, asked_for, asked_in, question) VALUES
    (10, 1, 'asked', 111, 100, 112), (10, 2, 'asked', NULL, NULL, NULL),
    (10, 3, 'always', NULL, NULL, NULL);
INSERT INTO reply (message_id, mirror, user, answers, state) VALUES
    (111, 1, 1, 101, 'waiting'), (113, 1, 2, NULL, 'waiting'), (114, 1, 3, 111, 'queued');
"""


def version_before_gaps(path: Path) -> None:
    until = next(number for number, each in enumerate(SCRIPTS) if "gaps" in each.name)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCRIPTS[0].read_text(encoding="utf-8") + ROWS)
        for script in SCRIPTS[1:until]:
            connection.executescript(script.read_text(encoding="utf-8"))
        connection.executescript(BEFORE_GAPS)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {until}")


async def test_queue_cursors_and_questions_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    version_before_gaps(path)
    async with open_store(path) as store:
        thread = await store.threads.by_thread(100)
        silent = await store.threads.silent(200)
        asked = await store.members.by_question(112)
        replies = [await store.replies.get(message) for message in (111, 113, 114)]
        unasked = await store.members.unasked()
        due = await store.replies.next_due(10, 1, now=0)
        lost = await store.members.get(10, 2)
    assert thread is not None
    assert (thread.seen, thread.silent_from) == (120, None)
    assert silent is not None
    assert silent.silent_from == 221, "what was written since it was paused stays"
    assert asked is not None
    assert (asked.user, asked.asked_for) == (1, 111)
    assert [reply.parent for reply in replies if reply] == ["70", None, None]
    assert due is not None
    assert due.message_id == 114
    assert unasked == [], "an update asks nobody anew about what was written before"
    assert lost is not None
    assert lost.consent == "each", "but about what they write next"
