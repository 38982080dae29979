"""What `//` kept in Discord before an edit could send it: only an edit of now sends it."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.replies.intake import KEPT_HERE
from bot.replies.ports import Said
from bot.store.migrations import APPLICATION_ID
from bot.store.store import open_store
from tests.replies.fake_talk import FakeTalk
from tests.replies.world import World
from tests.store.landed import BEGUN, MARN, TIDES_IN_TEXT, landed, snowflake
from tests.store.people.test_before_gaps import ROWS
from tests.store.test_upgrade import SCRIPTS

if TYPE_CHECKING:
    from pathlib import Path

KEPT, OF_NEVER, DELETED, FORGOTTEN = 111, 112, 113, 114

BEFORE = f"""
INSERT INTO member (guild, user, consent) VALUES (10, 1, 'always'), (10, 2, 'never');
INSERT INTO reply (message_id, mirror, user, state, withdraw, forget, reason) VALUES
    ({KEPT}, 1, 1, 'withdrawn', 1, 0, '{KEPT_HERE.stored}'),
    ({OF_NEVER}, 1, 2, 'withdrawn', 1, 0, '{KEPT_HERE.stored}'),
    ({DELETED}, 1, 1, 'withdrawn', 1, 0, 'Its message was deleted in Discord.'),
    ({FORGOTTEN}, 1, 3, 'withdrawn', 1, 1, '{KEPT_HERE.stored}');
"""


async def test_only_what_its_writer_keeps_and_may_send_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    until = next(number for number, each in enumerate(SCRIPTS) if "kept_here" in each.name)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCRIPTS[0].read_text(encoding="utf-8") + ROWS)
        for script in SCRIPTS[1:until]:
            connection.executescript(script.read_text(encoding="utf-8"))
        connection.executescript(BEFORE)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {until}")
    async with open_store(path) as store:
        replies = [
            await store.replies.get(message) for message in (KEPT, OF_NEVER, DELETED, FORGOTTEN)
        ]
    assert [reply.stays for reply in replies if reply] == [True, False, False, False]


@pytest.mark.parametrize("edits", [1, 2])
async def test_its_slashes_were_taken_away_before_the_update(tmp_path: Path, edits: int) -> None:
    """The second edit was heard of then, or it was not; nobody expects it to be followed now."""
    path, message = landed(tmp_path / "landed.sqlite3"), snowflake(2950, 7)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO reply (message_id, mirror, user, state, withdraw, edits, comment, words, "
            "reason) VALUES (?, ?, ?, 'withdrawn', 1, ?, '19', 'w', ?)",
            (message, TIDES_IN_TEXT, MARN, edits, KEPT_HERE.stored),
        )
    async with open_store(path) as store:
        thread = next(each for each in await store.threads.all() if each.mirror == TIDES_IN_TEXT)
        here = World(store)
        here.talk = FakeTalk(here.mishaps, thread.thread_id)
        here.start()
        without = Said(message, thread.thread_id, MARN, "No slashes.", (BEGUN + 3100) * 1000)
        here.talk.messages[message] = without
        for _ in range(2):
            await here.restart()
            await here.settle(seconds=4000)
        assert "No slashes." not in here.words()
        edited = replace(without, content="Sent.", edited=int(time.time() + 60) * 1000)
        here.talk.messages[message] = edited
        await here.replies.intake.edited(message)
        await here.settle(seconds=4000)
        assert here.words().count("Sent.") == 1
        await here.replies.stop()
