"""A database of an earlier Afterword is brought up to date with everything that it holds."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from bot.choices import Filters
from bot.store.migrations import APPLICATION_ID
from bot.store.store import open_store
from bot.text.to_discord import plain
from tests.store.kept import lost, rows_in
from tests.store.landed import VERSION, landed

if TYPE_CHECKING:
    from pathlib import Path

SCRIPTS = sorted(
    (script for script in resources.files("bot.store.schema").iterdir() if ".sql" in script.name),
    key=lambda script: script.name,
)
VERSIONS = range(1, len(SCRIPTS) + 1)

WRITTEN = {
    1: """
INSERT INTO blog (id, kind, url, api, title) VALUES (2, 'feed', 'https://f.example', 'feed', 'F');
INSERT INTO blog VALUES (1, 'wordpress', 'https://b.example', 'https://b.example/wp-json/',
    'The Blog', 'https://b.example/any', 1, 9, 70, 1, 1800000000, 1800000060, 2, 'No answer.');
INSERT INTO article (id, blog, remote_id, url, title, published, version, state, listed,
    withdrawn_at, read_version, author, excerpt, html, image, terms, last_comment, compared_at,
    braked) VALUES
    (1, 1, '7', 'https://b.example/7/', 'On bread', 1800000000, 'v', 'published', 1, NULL, 'v',
    'Ada', 'Few words.', '<p>Words.</p>', 'https://b.example/7.png', '["Bread"]', 1800000100,
    1800000200, 6),
    (2, 1, '8', 'https://b.example/8/', 'Away', 1800000001, 'v', 'withdrawn', 0, 1800000300,
    NULL, '', '', '', NULL, '[]', 0, 0, 0);
INSERT INTO comment VALUES
    (1, '70', 1, NULL, 'Ada', 1, 1800000100, 'https://b.example/7/#70', '<p>Hm.</p>', 'visible'),
    (1, '71', 1, '70', '', 0, 1800000101, 'https://b.example/7/#71', '', 'gone');
INSERT INTO follow (id, blog, guild, channel, backfill, begun, state, reason) VALUES
    (1, 1, 10, 20, 3, 1, 'active', NULL), (2, 2, 10, 21, 3, 0, 'paused', 'It is gone.');
INSERT INTO mirror (id, follow, article, wanted, shown, announcement_state, announcement_since,
    announcement_id, announcement_hash, counted, counted_at, count_due, thread_id, thread_name,
    name_wanted, closed, active_at, parts, paused, failure) VALUES
    (1, 1, 1, 5, 4, 'sent', 1800000150, 100, 'a', 2, 1800000151, 1800000900, 100, 'On bread',
    'Bread', 0, 1800000200, 1, NULL, 'Not now.'),
    (2, 1, 2, 1, 0, 'removed', NULL, NULL, NULL, NULL, 0, NULL, 102, NULL, NULL, 1, 0, 0, 'Over.',
    NULL);
INSERT INTO part VALUES (1, '70', 1, 2, 'nonce', 'hash', 'sent', 1800000200, 101);
""",
    2: """
UPDATE comment SET message = 300 WHERE remote_id = '70';
UPDATE mirror SET seen_message = 301, told = 1 WHERE id = 1;
INSERT INTO exchange VALUES (10, 1, 'owner', x'c0ffee', 0, 1, 'refuse', 'leave', 22);
INSERT INTO member VALUES (10, 5, 'asked', 'Nib', 300, 100, 302);
INSERT INTO author VALUES (10, 1, 6, 3, 'Olga');
INSERT INTO reply VALUES (300, 1, 5, 101, 'published', 1, 1, 1, 2, 1, 3, 1800000400, 1800000500,
    '72', 'w', '<p>Mine.</p>', 0, 1, 'Gone.', '✅', 1);
INSERT INTO silent VALUES (1, '73');
INSERT INTO held VALUES (10, 1, '74', 22, 'open', 1800000300, 'card', 303);
""",
    3: """
UPDATE blog SET drift = 2, titles = 5;
UPDATE article SET archived = 1, read_version = 'v' WHERE id = 1;
INSERT INTO passage VALUES (1, 1, 1, NULL), (2, 1, 1, '70');
INSERT INTO passage_text (rowid, title, author, words)
    VALUES (1, 'On bread', 'Ada', 'Words.'), (2, '', 'Ada', 'Hm.');
INSERT INTO shown VALUES (20, 1, 1800000600);
""",
    4: """
UPDATE follow SET brief = 1, role = 30, filters = '{"terms": ["Bread"]}',
    quiet = '22:00-07:00 Europe/Berlin' WHERE id = 1;
UPDATE mirror SET left_out = 1 WHERE id = 2;
INSERT INTO guild_choice VALUES (10, 23);
INSERT INTO alarm VALUES (10, 23, 1800000700, 304, 'alarm');
""",
    5: """
UPDATE article SET seen = 1800000010;
UPDATE comment SET seen = 1800000110;
""",
    6: "UPDATE reply SET formed = 1, form = 'Mine, in a form.';",
    7: "UPDATE follow SET language = 'de' WHERE id = 2;",
    8: "INSERT INTO introduction VALUES (1, 'Ada', '<p>Bakes.</p>', 'https://b.example/ada', 'a');",
    9: """
UPDATE follow SET publish = 1 WHERE id = 1;
UPDATE mirror SET to_publish = 1 WHERE id = 1;
""",
    10: "UPDATE mirror SET unpublished = 'Too often.' WHERE id = 1;",
    11: "INSERT INTO blog (id, kind, url, api, title) VALUES (3, 'later', 'l.example', 'l', 'L');",
    12: """
UPDATE blog SET guild = 10, told_at = 1800000020, moving_to = 'https://new.example/wp-json/',
    moving = 2 WHERE id = 3;
UPDATE follow SET settings_url = 'https://b.example/any', named_by = 'b.example',
    better = 'https://b.example/wp-json/', lacks = 'It is closed.' WHERE id = 1;
UPDATE exchange SET origin = 'https://b.example', known_as = 'https://b.example';
""",
    13: """
UPDATE article SET arrival = 'rush' WHERE id = 2;
INSERT INTO rush VALUES (1, 1800000700, 31, 1800000001);
INSERT INTO waiting VALUES (1, 2);
INSERT INTO proposal VALUES (4, 10, 'https://b.example/any', 1800000800);
""",
    14: """
INSERT INTO silence VALUES (1, 310, 320, 1);
UPDATE mirror SET rested = '1800000900/5' WHERE id = 1;
INSERT INTO former_part VALUES (1, 99, '70');
UPDATE reply SET parent = '70', passed_over = 1;
UPDATE member SET asks = 2;
INSERT INTO taken_back VALUES (1, 100, 300, 302);
""",
    15: "UPDATE mirror SET announcement_nonce = 'mirror-1-0' WHERE id = 1;",
    16: """
UPDATE mirror SET edits_due = 1800000900, unedited = 'Not now.' WHERE id = 1;
UPDATE part SET refused = 'other';
""",
    17: "INSERT INTO departure VALUES (12, 1800000900);",
    18: "UPDATE reply SET judged = 'w';",
    19: "UPDATE reply SET stays = 1, decided = 1;",
    20: "UPDATE mirror SET asked = 1 WHERE id = 2;",
    21: "UPDATE article SET place = 4, whole = 0, counted = 0 WHERE id = 1;",
    22: """
UPDATE part SET words = '1:w';
UPDATE mirror SET announcement_words = 'w', reduced = 'It lacks something.', reduced_told = 1
    WHERE id = 1;
""",
    23: """
UPDATE blog SET comments_off = 'They are off.', comments_off_at = 1800000900 WHERE id = 3;
UPDATE comment SET fediverse = 1 WHERE remote_id = '70';
""",
    24: "UPDATE blog SET beyond = 12 WHERE id = 3;",
    25: """
UPDATE mirror SET unread_told = 1 WHERE id = 1;
""",
    26: "UPDATE article SET mirrored = 1 WHERE id = 1;",
    27: "UPDATE passage SET letters = 17 WHERE id = 1;",
    28: "INSERT INTO touched VALUES (1, 5, '70');",
    29: "UPDATE blog SET failing_since = 1800000950, zone = 'Europe/Berlin' WHERE id = 3;",
    30: """
INSERT INTO agreement VALUES (9, 10, 5, 1800000960, 'once', 'May this stand there?', 300, 'w');
""",
}
"""What a bot of each version wrote into what its script had added."""

CHANGED_ON_PURPOSE = {
    3: {"article.read_version"},  # everything is read again, for the index
    12: {"blog.settings_url"},  # it belongs to the follow that it began
    16: {"mirror.count_due", "mirror.wanted"},  # edits_due; and what was refused is tried again
    27: {"passage_text"},  # the index keeps where words stand, and the words stand elsewhere
}
"""What a script changes or takes away of what was there: `table`, or `table.column`."""


def stood_at(version: int, path: Path) -> None:
    """Make the database of a bot that was there from the beginning, up to this version."""
    with closing(sqlite3.connect(path)) as connection:
        for number in range(1, version + 1):
            connection.executescript(SCRIPTS[number - 1].read_text(encoding="utf-8"))
            connection.executescript(WRITTEN.get(int(SCRIPTS[number - 1].name[:4]), ""))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")


@pytest.mark.parametrize("version", VERSIONS)
async def test_every_row_is_still_there_whole(tmp_path: Path, version: int) -> None:
    path = tmp_path / "a.sqlite3"
    stood_at(version, path)
    before = rows_in(path)
    async with open_store(path) as store:
        (blog,) = await store.blogs.followed()
        (follow, _) = await store.follows.of_guild(10)
        comment = {each.remote_id: each for each in await store.comments.of(1)}["70"]
        (part,) = await store.parts.of(1)
        thread = await store.threads.by_thread(100)
        article = await store.articles.get(1)
    assert lost(before, rows_in(path), on_purpose=changed_since(version)) == []
    assert (blog.address.kind, blog.address.title) == ("wordpress", "The Blog")
    assert (follow.channel, comment.author, part.message_id) == (20, "Ada", 101)
    assert (plain(article.article.html), article.article.terms) == ("Words.", ("Bread",))
    assert thread is not None
    assert thread.seen == (None if version == 1 else 301)


async def test_what_was_added_since_changes_nothing_for_those_who_were_there(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.sqlite3"
    stood_at(1, path)
    async with open_store(path) as store:
        (follow, _) = await store.follows.of_guild(10)
        exchange = await store.exchanges.get(10, 1)
        (comment, _) = await store.comments.of(1)
        thread = await store.threads.by_thread(100)
    assert (follow.brief, follow.role, follow.filters, follow.quiet) == (
        False, None, Filters(), None,
    )  # fmt: skip
    assert (follow.language, follow.publish, exchange.secret) == ("en", False, None)
    assert comment.message is None
    assert thread is not None
    assert thread.seen is None, "what was written before is not for the blog"


async def test_who_said_always_before_that_was_noted_down_has_a_proof(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    stood_at(29, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "INSERT INTO member VALUES (10, 6, 'always', 'Ann', NULL, NULL, NULL, 0), "
            "(10, 7, 'never', NULL, NULL, NULL, NULL, 0);"
        )
    async with open_store(path) as store:
        given = await store.agreements.of(10)
        assert [(each.user, each.at, each.choice) for each in given] == [(6, None, "always")]
        assert await store.agreements.behind(10, 6, 1456074443980800021) == given[0]
        assert await store.agreements.behind(10, 7, 1456074443980800021) is None


async def test_what_landed_is_still_there_whole(tmp_path: Path) -> None:
    path = landed(tmp_path / "landed.sqlite3")
    before = rows_in(path)
    async with open_store(path):
        pass
    assert lost(before, rows_in(path), on_purpose=changed_since(VERSION)) == []
    assert {table for table, rows in before.items() if not rows} == set(), "nothing to be lost"


def changed_since(version: int) -> set[str]:
    return set().union(
        *(CHANGED_ON_PURPOSE.get(int(script.name[:4]), ()) for script in SCRIPTS[version:])
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_what_a_script_adds_is_written_to(tmp_path: Path, version: int) -> None:
    """Otherwise nobody would notice that a later one loses it."""
    earlier, path = tmp_path / "earlier.sqlite3", tmp_path / "a.sqlite3"
    stood_at(version - 1, earlier)
    stood_at(version, path)
    with closing(sqlite3.connect(path)) as connection:
        untouched = [
            f"{table}.{column}"
            for (table, column), default in (columns(path).items() - columns(earlier).items())
            if not connection.execute(
                f"SELECT 1 FROM {table} WHERE {column} IS NOT NULL AND {column} IS NOT {default}"
            ).fetchall()
        ]
    assert untouched == [], f"WRITTEN[{version}] leaves it as the script made it"


def columns(path: Path) -> dict[tuple[str, str], str]:
    """Every column of every table, with its default in SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            (table, column): default
            for table, column, default in connection.execute(
                "SELECT place.name, field.name, coalesce(field.dflt_value, 'NULL') "
                "FROM pragma_table_list AS place, pragma_table_info(place.name) AS field "
                "WHERE place.schema = 'main' AND place.type IN ('table', 'virtual')"
            )
            if not table.startswith("sqlite")
        }


def test_scripts_that_have_run_stay_as_they_are(tmp_path: Path) -> None:
    """A database that stands past a script never runs it again, and would miss the change."""
    path = landed(tmp_path / "landed.sqlite3")
    stood_at(VERSION, tmp_path / "a.sqlite3")
    assert schema(tmp_path / "a.sqlite3") == schema(path)


def schema(path: Path) -> dict[str, str]:
    """What each table, index and trigger is, without comments."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return {name: " ".join(re.sub("--.*", "", sql).split()) for name, sql in found}


async def test_twice_changes_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    stood_at(1, path)
    async with open_store(path) as store:
        salt = await store.exchanges.salt()
    before = rows_in(path)
    async with open_store(path) as store:
        assert await store.exchanges.salt() == salt
    assert rows_in(path) == before
