"""What is stored of members is named, table by table and column by column: it can't be forgotten.

A new column belongs into `INVENTORY` if it holds something of a member, and then into what
`/profile export` gives and `/profile forget` takes away. Otherwise it belongs below.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.store.people.inventory import INVENTORY, MENTIONS
from bot.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

OTHERS = {
    "alarm": "guild channel since message_id hash",
    "article": (
        "id blog remote_id url title published version state listed withdrawn_at read_version "
        "author excerpt html image terms last_comment compared_at braked archived seen arrival "
        "place whole counted mirrored"
    ),
    "blog": (
        "id kind api guild url title told_at listed comment_total newest_comment recount drift "
        "titles read_at next_read failures failure moving_to moving comments_off "
        "comments_off_at beyond failing_since zone"
    ),
    "departure": "guild since",
    "exchange": (
        "guild blog user secret replies at_once attachments moderated moderators known_as origin"
    ),
    "follow": (
        "id blog guild channel backfill begun state reason brief role filters quiet language "
        "publish settings_url named_by better lacks"
    ),
    "guild_choice": "guild owners",
    "introduction": "blog name bio page website",
    "mirror": (
        "id follow article wanted shown announcement_state announcement_since announcement_id "
        "announcement_hash counted counted_at thread_id thread_name name_wanted closed "
        "active_at parts paused failure seen_message told left_out to_publish unpublished "
        "rested announcement_nonce edits_due unedited asked announcement_words reduced "
        "reduced_told unread_told"
    ),
    "passage_text": "title author words",
    "proposal": "id guild url since",
    "rush": "follow since came last",
    "salt": "value",
    "shown": "channel article at",
    "silence": "mirror first last told",
    "waiting": "follow article",
}
"""Of blogs, channels and the bot's work; `mirror` and `silence` name messages (`MENTIONS`)."""


async def columns_of(path: Path) -> dict[str, set[str]]:
    async with open_store(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            for (table,) in connection.execute(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' "
                "AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite%'"
            )
        }


async def test_every_column_is_named_or_known_to_hold_nothing_of_members(tmp_path: Path) -> None:
    schema = await columns_of(tmp_path / "afterword.sqlite3")
    named = {kept.table: set(re.findall(r"`(\w+)`", kept.columns)) for kept in INVENTORY}
    named["passage"].remove("passage_text")
    described = {table: set(names.split()) for table, names in OTHERS.items()}
    assert not named.keys() & described.keys()
    known = named | described
    assert known.keys() == schema.keys()
    for table, columns in schema.items():
        assert known[table] == columns, table


async def test_every_row_that_is_named_can_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "afterword.sqlite3"
    schema = await columns_of(path)
    with closing(sqlite3.connect(path)) as connection:
        for kept in INVENTORY:
            found = connection.execute(kept.rows, {"user": 1})
            assert {column[0] for column in found.description} >= schema[kept.table]
        assert connection.execute(MENTIONS, {"user": 1}).fetchall() == []
