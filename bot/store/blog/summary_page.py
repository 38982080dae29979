"""A page of a blog's list, recorded in one go: one look at what is known, then what differs.

In SQLite's thread; see `bot.store.database.Database.at_once`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from bot.languages.phrase import Phrase
from bot.model import ArticleState
from bot.store.blog.mark import MARK
from bot.store.blog.passages import put_article, take_out_article
from bot.store.database import writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from bot.model import Summary

Shown: TypeAlias = tuple[Any, ...]
"""What a list showed of an article by which a change is noticed, and that it did."""

NOT_THERE = Phrase(
    "Its article was not found where the blog is read now, so nothing more is written there."
)
AT_ONCE = 500
"""Articles that one statement looks for."""


def note_page(
    connection: sqlite3.Connection,
    blog: int,
    summaries: Sequence[Summary],
    *,
    now: int,
    old: AbstractSet[str],
    room: bool,
) -> int:
    """Write what is new or differs; answers how many articles those are.

    Those in `old` are no news, though they are new; without `room` new ones are passed over.
    """
    known = _known(connection, blog, [each.remote_id for each in summaries])
    changed = []
    for each in summaries:
        shown = (each.url, each.version, each.state, True)
        if known.get(each.remote_id) != shown and (each.remote_id in known or room):
            known[each.remote_id] = shown
            changed.append(each)
    if changed:
        with writing(connection):
            for summary in changed:
                _write(connection, blog, summary, now, news=summary.remote_id not in old)
    return len(changed)


def _known(
    connection: sqlite3.Connection, blog: int, remote_ids: Sequence[str]
) -> dict[str, Shown]:
    found: dict[str, Shown] = {}
    for first in range(0, len(remote_ids), AT_ONCE):
        some = remote_ids[first : first + AT_ONCE]
        rows = connection.execute(
            "SELECT remote_id, url, version, state, listed FROM article "  # noqa: S608
            f"WHERE blog = ? AND remote_id IN ({', '.join('?' * len(some))})",
            (blog, *some),
        )
        found.update((row[0], tuple(row[1:])) for row in rows)
    return found


def _write(
    connection: sqlite3.Connection, blog: int, summary: Summary, now: int, *, news: bool
) -> None:
    withdrawn_at = None if summary.state is ArticleState.PUBLISHED else now
    values = (
        summary.url, summary.title, int(summary.published.timestamp()), summary.version,
        summary.state, withdrawn_at,
    )  # fmt: skip
    known = connection.execute(
        "SELECT id, title FROM article WHERE blog = ? AND remote_id = ?", (blog, summary.remote_id)
    ).fetchone()
    if known is not None:
        # It is found by its title, too.
        renamed = known["title"] != summary.title and take_out_article(connection, known["id"])
        connection.execute(
            "UPDATE article SET url = ?1, title = ?2, published = ?3, version = ?4, state = ?5, "
            "withdrawn_at = iif(?6 IS NULL, NULL, coalesce(withdrawn_at, ?6)), listed = 1, "
            "compared_at = iif(listed, compared_at, 0) WHERE id = ?7",
            (*values, known["id"]),
        )
        connection.execute(MARK, (known["id"],))
        if renamed:
            put_article(connection, known["id"])
        return
    article, arrival = connection.execute(
        "INSERT INTO article (url, title, published, version, state, withdrawn_at, listed, "
        "seen, blog, remote_id, arrival) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, "
        "(SELECT 'new' FROM blog WHERE id = ? AND listed AND ?)) RETURNING id, arrival",
        (*values, now, blog, summary.remote_id, blog, news),
    ).fetchone()
    if arrival is None:
        return
    _come_back(connection, blog, article, summary)
    connection.execute(
        "INSERT OR IGNORE INTO mirror (follow, article) SELECT id, ? FROM follow "
        "WHERE blog = ? AND begun AND state <> 'ended'",
        (article, blog),
    )


def _come_back(connection: sqlite3.Connection, blog: int, article: int, summary: Summary) -> None:
    """Let what a follow brought along from another record of its blog go on in its place."""
    connection.execute(
        "UPDATE OR IGNORE mirror SET article = ?1, wanted = wanted + 1, "
        "paused = iif(paused = ?5, NULL, paused) WHERE id IN (SELECT mirror.id FROM mirror "
        "JOIN follow ON follow.id = mirror.follow JOIN article ON article.id = mirror.article "
        "WHERE follow.blog = ?2 AND article.blog <> ?2 "
        "AND (article.remote_id = ?3 OR article.url = ?4 AND ?4 <> '' "
        "OR (article.title, article.published) = (?6, ?7)))",
        (
            article, blog, summary.remote_id, summary.url, NOT_THERE.stored, summary.title,
            int(summary.published.timestamp()),
        ),
    )  # fmt: skip
