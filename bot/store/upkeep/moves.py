"""Follows that go on with another record of their blog: what stands in Discord stays theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase
from bot.store.blog.article import summary_record
from bot.store.blog.articles import NEWER
from bot.store.blog.summary_page import NOT_THERE

if TYPE_CHECKING:
    from collections.abc import Mapping

    import aiosqlite

    from bot.model import BlogAddress, Summary
    from bot.store.database import Database

TWICE = Phrase("The article is in this channel twice; the other discussion goes on.")


@dataclass(frozen=True, slots=True)
class Matches:
    """What of one record is what of another: by the row of the article, and the comment's id."""

    articles: Mapping[int, Summary]
    comments: Mapping[tuple[int, str], str] = field(default_factory=dict)
    """By article's row and id; one that is not there keeps its id."""
    whole: bool = False
    """Whether the other record knows of all comments; else those it has not may only be old."""


class Moves:
    """Across the tables of blogs, articles, comments, follows and all that hangs on them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def moved(self, blog: int, address: BlogAddress, *, anew: bool = False) -> None:
        """The whole record is read at another address from now on, which no other has.

        With `anew` its discussions are long overdue to be compared: the former place may have said
        something else.
        """
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT OR IGNORE INTO exchange (guild, blog) "
                "SELECT DISTINCT guild, blog FROM follow WHERE blog = ?",
                (blog,),
            )
            await connection.execute(
                "UPDATE exchange SET known_as = coalesce(known_as, "
                "(SELECT api FROM blog WHERE id = exchange.blog)) WHERE blog = ?",
                (blog,),
            )
            # Where the owner gave a password is not where the blog is now.
            await connection.execute(
                "UPDATE exchange SET origin = coalesce(origin, "
                "(SELECT api FROM blog WHERE id = exchange.blog)) "
                "WHERE blog = ? AND secret NOT NULL",
                (blog,),
            )
            await connection.execute(
                "UPDATE blog SET api = ?, url = ?, told_at = 0, next_read = 0, failures = 0, "
                "failure = NULL, failing_since = NULL, moving_to = NULL, moving = 0 WHERE id = ?",
                (address.api, address.url, blog),
            )
            if anew:
                await connection.execute(
                    "UPDATE article SET compared_at = 1 WHERE blog = ? AND compared_at > 1",
                    (blog,),
                )

    async def claim(self, blog: int, guild: int) -> None:
        """It is read with this guild's account from now on; nobody else follows it."""
        await self._database.write("UPDATE blog SET guild = ? WHERE id = ?", (guild, blog))

    async def same(self, blog: int) -> dict[int, Summary]:
        """Every article that is mirrored anywhere, by its row, as its blog lists it."""
        rows = await self._database.rows(
            "SELECT * FROM article WHERE blog = ? AND id IN (SELECT article FROM mirror)", (blog,)
        )
        return {row["id"]: summary_record(row) for row in rows}

    async def transfer(
        self, follow: int, to: int, matches: Matches, *, named_by: str | None = None
    ) -> None:
        """Let a follow go on with another record; its threads and messages stay as they are.

        Where its channel follows that one already, what both show goes on once. What has no match
        is paused, and says so, where that means that it is gone; in a blog that shows the newest
        only, it stays as it is, and goes on should it be listed again. Nothing is sent, edited or
        deleted for any of this. `named_by` is the page that named the other blog, where that may be
        somebody else's.
        """
        async with self._database.transaction() as connection:
            kept = await _follow_in(connection, follow, to)
            for article, summary in matches.articles.items():
                mirror = await _one(
                    connection,
                    "SELECT id FROM mirror WHERE follow = ? AND article = ?",
                    (follow, article),
                )
                if mirror is not None:
                    new = await _article(connection, article, to, summary)
                    await _discussion(
                        connection,
                        article=article,
                        new=new,
                        to=to,
                        mirror=mirror,
                        matches=matches,
                    )
                    await _bind(connection, mirror, kept, new)
            if kept != follow and not matches.whole:
                await connection.execute(
                    "UPDATE OR IGNORE mirror SET follow = ? WHERE follow = ?", (kept, follow)
                )
            if matches.whole:
                await connection.execute(
                    "UPDATE mirror SET paused = coalesce(paused, ?) WHERE follow = ? "
                    "AND article IN (SELECT id FROM article WHERE blog <> ?)",
                    (NOT_THERE.stored, follow, to),
                )
            await _choices(connection, follow, to)
            await _end_or_go_on(connection, follow, kept, to, named_by=named_by)
            await connection.execute(f"{NEWER} AND follow.id = ?", (kept,))


async def _follow_in(connection: aiosqlite.Connection, follow: int, to: int) -> int:
    """The follow of that blog in the same channel, if there is one; else this one."""
    other = await _one(
        connection,
        "SELECT id FROM follow WHERE blog = ? AND channel = "
        "(SELECT channel FROM follow WHERE id = ?)",
        (to, follow),
    )
    return follow if other is None else other


async def _article(
    connection: aiosqlite.Connection, article: int, to: int, summary: Summary
) -> int:
    """The other record's row of an article, made of what is known of it where there is none."""
    cursor = await connection.execute(
        "INSERT OR IGNORE INTO article (blog, remote_id, url, title, published, version, state, "
        "listed) VALUES (?, ?, ?, ?, ?, '', 'published', 1)",
        (
            to, summary.remote_id, summary.url, summary.title, int(summary.published.timestamp()),
        ),
    )  # fmt: skip
    new = await _one(
        connection,
        "SELECT id FROM article WHERE blog = ? AND remote_id = ?",
        (to, summary.remote_id),
    )
    assert new is not None  # noqa: S101 - it was just put there
    if cursor.rowcount:
        await connection.execute(
            "UPDATE article SET (author, excerpt, html, image, terms, state, withdrawn_at, "
            "last_comment) = (SELECT author, excerpt, html, image, terms, state, withdrawn_at, "
            "last_comment FROM article WHERE id = ?1) WHERE id = ?2",
            (article, new),
        )
    return new


async def _discussion(
    connection: aiosqlite.Connection,
    *,
    article: int,
    new: int,
    to: int,
    mirror: int,
    matches: Matches,
) -> None:
    """Let the comments be known to the other record, so that none seems to be gone.

    Where others show its discussion, nothing is added to that. What it does not know then is gone,
    or else stays in Discord as it is.
    """
    others = await _one(
        connection, "SELECT 1 FROM mirror WHERE article = ? AND id <> ?", (new, mirror)
    )
    rows = await connection.execute_fetchall(
        "SELECT remote_id, parent_id FROM comment WHERE article = ?", (article,)
    )
    names = matches.comments
    for remote_id, parent in rows:
        other = names.get((article, remote_id), remote_id)
        if others is None:
            await connection.execute(
                "INSERT OR IGNORE INTO comment (blog, remote_id, article, parent_id, author, "
                "by_article_author, created, url, html, state, message, fediverse, seen) "
                "SELECT ?, ?, ?, ?, author, by_article_author, created, url, html, state, message, "
                "fediverse, seen FROM comment WHERE article = ? AND remote_id = ?",
                (to, other, new, names.get((article, parent), parent), article, remote_id),
            )
        for table in ("part", "former_part", "silent", "reply"):
            await connection.execute(
                f"UPDATE OR IGNORE {table} SET comment = ? WHERE mirror = ? AND comment = ?",  # noqa: S608
                (other, mirror, remote_id),
            )
    if others is not None and not matches.whole:
        await connection.execute(
            "DELETE FROM part WHERE mirror = ? AND comment NOT IN "
            "(SELECT remote_id FROM comment WHERE article = ?)",
            (mirror, new),
        )


async def _bind(connection: aiosqlite.Connection, mirror: int, kept: int, article: int) -> None:
    twice = await _one(
        connection,
        "SELECT id FROM mirror WHERE follow = ? AND article = ? AND id <> ?",
        (kept, article, mirror),
    )
    if twice is not None and await _stands(connection, twice):
        await connection.execute(
            "UPDATE mirror SET paused = ? WHERE id = ?", (TWICE.stored, mirror)
        )
        return
    if twice is not None:
        await connection.execute("DELETE FROM mirror WHERE id = ?", (twice,))
    await connection.execute(
        "UPDATE mirror SET follow = ?, article = ?, wanted = wanted + 1 WHERE id = ?",
        (kept, article, mirror),
    )


async def _stands(connection: aiosqlite.Connection, mirror: int) -> bool:
    """Whether anything of it may be in Discord."""
    state = "SELECT 1 FROM mirror WHERE id = ? AND announcement_state <> 'none'"
    return await _one(connection, state, (mirror,)) is not None


async def _choices(connection: aiosqlite.Connection, follow: int, to: int) -> None:
    """What its guild chose for the blog holds there, too; an account has to be given anew."""
    await connection.execute(
        "INSERT OR IGNORE INTO exchange (guild, blog, replies, at_once, attachments, moderated, "
        "moderators, known_as) SELECT exchange.guild, ?, replies, at_once, attachments, moderated, "
        "moderators, coalesce(known_as, (SELECT api FROM blog WHERE id = exchange.blog)) "
        "FROM exchange JOIN follow ON follow.blog = exchange.blog "
        "AND follow.guild = exchange.guild WHERE follow.id = ?",
        (to, follow),
    )
    await connection.execute(
        "INSERT OR IGNORE INTO author (guild, blog, user, account, name) "
        "SELECT author.guild, ?, user, account, name FROM author JOIN follow "
        "ON follow.blog = author.blog AND follow.guild = author.guild WHERE follow.id = ?",
        (to, follow),
    )


async def _end_or_go_on(
    connection: aiosqlite.Connection, follow: int, kept: int, to: int, *, named_by: str | None
) -> None:
    if kept == follow:
        await connection.execute(
            "UPDATE follow SET blog = ?, named_by = ?, better = NULL, lacks = NULL WHERE id = ?",
            (to, named_by, follow),
        )
    else:
        await connection.execute("UPDATE follow SET state = 'ended' WHERE id = ?", (follow,))
        await connection.execute(
            "UPDATE follow SET state = 'active', reason = NULL WHERE id = ? AND state = 'ended'",
            (kept,),
        )


async def _one(
    connection: aiosqlite.Connection, sql: str, values: tuple[int | str, ...]
) -> int | None:
    rows = list(await connection.execute_fetchall(sql, values))
    return int(rows[0][0]) if rows else None
