"""What `//` kept in Discord before an edit could send it can be sent by one now."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.replies.intake import KEPT_HERE
from bot.store.database import APPLICATION_ID
from bot.store.store import open_store
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
