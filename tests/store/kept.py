"""Whether rows are still there, whole, after something was done to their database."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

Rows: TypeAlias = "dict[str, list[dict[str, Any]]]"
"""By table."""


def rows_in(path: Path) -> Rows:
    """Every row of every table, the words that can be searched among them."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return {
            table: [dict(row) for row in connection.execute(f"SELECT {columns} FROM {table}")]
            for table, columns in connection.execute(
                "SELECT name, iif(type = 'virtual', 'rowid, *', '*') FROM pragma_table_list "
                "WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite%'"
            ).fetchall()
        }


def lost(before: Rows, after: Rows, *, on_purpose: Collection[str] = ()) -> list[str]:
    """What is no longer there, or is another: tables, columns, and rows as far as they were known.

    `on_purpose` names tables, and columns as `table.column`, that are not asked for.
    """
    found = []
    for table, rows in before.items():
        if table in on_purpose or not rows:
            continue
        columns = [name for name in rows[0] if f"{table}.{name}" not in on_purpose]
        now = after.get(table, [])
        gone = [name for name in columns if now and name not in now[0]]
        if gone:
            found += [f"{table}.{name}" for name in gone]
            continue
        missing = _counted(rows, columns) - _counted(now, columns)
        found += [f"{table}: {dict(zip(columns, row, strict=True))}" for row in missing]
    return found


def _counted(rows: list[dict[str, Any]], columns: list[str]) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(row[name] for name in columns) for row in rows)
