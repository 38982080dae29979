"""The articles of each blog. A change that people would see marks the article's mirrors."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.store.blog.article import (
    ARTICLES,
    ArticleRecord,
    Known,
    article_record,
    summary_record,
)
from bot.store.blog.authors import put_author
from bot.store.blog.mark import MARK
from bot.store.blog.passages import put_article, take_out_article
from bot.store.blog.summary_page import note_page
from bot.store.database import writing
from bot.store.singly import together_or_singly

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from bot.model import Article, ArticleState, Summary
    from bot.store.blog.holdings import Holdings
    from bot.store.database import Database

NEWER = (
    "INSERT OR IGNORE INTO mirror (follow, article) SELECT follow.id, article.id FROM follow "
    "JOIN article ON article.blog = follow.blog AND article.state = 'published' "
    "WHERE follow.begun AND follow.state <> 'ended' AND article.published > "
    "(SELECT max(published) FROM article JOIN mirror ON mirror.article = article.id "
    "WHERE mirror.follow = follow.id)"
)
"""What came out after everything that a follow has is new to it, whoever recorded it."""


class Articles:
    """Table `article`."""

    def __init__(self, database: Database, holdings: Holdings) -> None:
        self._database = database
        self._holdings = holdings
        self._left_out: set[str] = set()

    async def note(
        self,
        blog: int,
        summaries: Iterable[Summary],
        *,
        now: int,
        old: AbstractSet[str] = frozenset(),
    ) -> int:
        """Record what a list shows; answers how many articles were new or had changed.

        An article that is new after the archive was listed gets a mirror in every channel that
        follows the blog; whether it may keep it is to be judged (`bot.store.blog.arrivals`).
        Those of the ids in `old` are part of the archive, though listed only now. Where the blog
        has no room for more, new ones are passed over.
        """

        async def note(portion: Sequence[Summary], _last: bool) -> int:
            room = await self._holdings.room(blog)
            noted = await self._database.at_once(
                lambda connection: note_page(
                    connection, blog, portion, now=now, old=old, room=room.articles
                )
            )
            self._holdings.took(blog, articles=noted)
            return noted

        return await together_or_singly(
            summaries, note, self._left_out, lambda each: f"{blog} {each.remote_id}"
        )

    async def read(self, blog: int, article: Article) -> None:
        """Record an article that was read in full; where it is, the list says.

        Where the blog has no room for more, its own words are left out.
        """
        html = article.html if (await self._holdings.room(blog)).words else ""
        self._holdings.took(blog, size=len(html))

        def read(connection: sqlite3.Connection) -> None:
            known = connection.execute(
                "SELECT id, published FROM article WHERE blog = ? AND remote_id = ?",
                (blog, article.remote_id),
            ).fetchone()
            if known is None:
                return
            take_out_article(connection, known["id"])
            connection.execute(
                "UPDATE article SET title = ?, author = ?, excerpt = ?, html = ?, "
                "image = ?, terms = ?, version = ?, read_version = ?, whole = ?, counted = ? "
                "WHERE id = ?",
                (
                    article.title, article.author, article.excerpt, html, article.image,
                    json.dumps(article.terms), article.version, article.version,
                    article.whole, article.counted, known["id"],
                ),
            )  # fmt: skip
            connection.execute(MARK, (known["id"],))
            put_article(connection, known["id"])
            if article.writer is not None:
                put_author(connection, blog, article.writer)

        await self._database.written(read)

    async def confirm(self, blog: int, remote_id: str, state: ArticleState, *, now: int) -> None:
        """Record what asking for this one article showed."""
        async with self._database.transaction() as connection:
            rows = await connection.execute_fetchall(
                "UPDATE article SET state = :state, listed = (:state = 'published'), "
                "withdrawn_at = iif(:state = 'published', NULL, coalesce(withdrawn_at, :now)) "
                "WHERE blog = :blog AND remote_id = :remote_id AND "
                "(state <> :state OR listed <> (:state = 'published')) RETURNING id",
                {"state": state, "now": now, "blog": blog, "remote_id": remote_id},
            )
            for row in rows:
                await connection.execute(MARK, (row[0],))

    async def expire(self, blog: int, *, withdrawn_before: int) -> None:
        """Let articles that stayed withdrawn too long be gone."""

        def expire(connection: sqlite3.Connection) -> None:
            expired = connection.execute(
                "SELECT id FROM article WHERE blog = ? AND state = 'withdrawn' "
                "AND withdrawn_at < ?",
                (blog, withdrawn_before),
            ).fetchall()
            if expired:
                with writing(connection):
                    connection.executemany(
                        "UPDATE article SET state = 'gone' WHERE id = ?", expired
                    )
                    connection.executemany(MARK, expired)

        await self._database.at_once(expire)

    async def known(self, blog: int) -> list[Known]:
        """What all of the blog's articles are known by."""
        rows = await self._database.rows(
            "SELECT id, remote_id, url, title, published, version, place FROM article "
            "WHERE blog = ?",
            (blog,),
        )
        return [
            Known(
                row["id"],
                row["remote_id"],
                row["url"],
                row["title"],
                datetime.fromtimestamp(row["published"], UTC),
                row["version"],
                row["place"],
            )
            for row in rows
        ]

    async def placed(self, blog: int, remote_ids: Sequence[str]) -> None:
        """These are what the blog lists now, in this order, and nothing else."""
        async with self._database.transaction() as connection:
            await connection.execute("UPDATE article SET place = NULL WHERE blog = ?", (blog,))
            await connection.executemany(
                "UPDATE article SET place = ? WHERE blog = ? AND remote_id = ?",
                [(place, blog, remote_id) for place, remote_id in enumerate(remote_ids)],
            )

    async def words(self, blog: int, remote_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Title and markup, by their ids, of those of these articles that were read in full."""
        rows = await self._database.rows(
            "SELECT remote_id, title, html FROM article WHERE blog = ? AND read_version NOT NULL "
            "AND remote_id IN (SELECT value FROM json_each(?))",
            (blog, json.dumps(list(remote_ids))),
        )
        return {row["remote_id"]: (row["title"], row["html"]) for row in rows}

    async def same_as(self, blog: int, versions: Mapping[str, str]) -> None:
        """These articles, by their ids, did not change: what they have is called otherwise now."""
        async with self._database.transaction() as connection:
            await connection.executemany(
                "UPDATE article SET version = ?1, "
                "read_version = iif(read_version = version, ?1, read_version) "
                "WHERE blog = ?2 AND remote_id = ?3",
                [(version, blog, remote_id) for remote_id, version in versions.items()],
            )

    async def rename(self, blog: int, names: Mapping[int, str]) -> None:
        """Let articles, by our own ids, be called as the blog calls them now.

        Another that was called so is not on its list any more, and gives the name up.
        """
        async with self._database.transaction() as connection:
            # They may exchange their names: first none of them has one.
            await connection.executemany(
                "UPDATE article SET remote_id = remote_id || ' (renamed, ' || id || ')' "
                "WHERE id = ?",
                [(article,) for article in names],
            )
            await connection.executemany(
                "UPDATE article SET remote_id = remote_id || ' (formerly, ' || id || ')' "
                "WHERE blog = ? AND remote_id = ?",
                [(blog, name) for name in names.values()],
            )
            await connection.executemany(
                "UPDATE article SET remote_id = ? WHERE id = ?",
                [(name, article) for article, name in names.items()],
            )

    async def listed(self, blog: int) -> set[str]:
        """Ids of the articles that the blog's list is known to show."""
        rows = await self._database.rows(
            "SELECT remote_id FROM article WHERE blog = ? AND listed", (blog,)
        )
        return {row["remote_id"] for row in rows}

    async def listed_count(self, blog: int) -> int:
        """Count them."""
        rows = await self._database.rows(
            "SELECT count(*) AS n FROM article WHERE blog = ? AND listed", (blog,)
        )
        return int(rows[0]["n"])

    async def unread(self, blog: int) -> list[str]:
        """Ids of mirrored articles whose present version was not read in full, oldest first."""
        rows = await self._database.rows(
            "SELECT remote_id FROM article WHERE blog = ? AND mirrored AND listed "
            "AND state = 'published' AND read_version IS NOT version ORDER BY published, id",
            (blog,),
        )
        return [row["remote_id"] for row in rows]

    async def mirrored(self, blog: int) -> list[str]:
        """Ids of all mirrored articles, whatever their state."""
        rows = await self._database.rows(
            "SELECT remote_id FROM article WHERE blog = ? AND mirrored", (blog,)
        )
        return [row["remote_id"] for row in rows]

    async def recognised_by(self, blog: int, count: int) -> list[Summary]:
        """The articles that a blog should have wherever it is read: the newest mirrored ones."""
        rows = await self._database.rows(
            f"{ARTICLES} WHERE blog = ? AND state = 'published' "  # noqa: S608
            "ORDER BY id IN (SELECT article FROM mirror) DESC, published DESC LIMIT ?",
            (blog, count),
        )
        return [summary_record(row) for row in rows]

    async def liveliest(self, blog: int, count: int) -> list[ArticleRecord]:
        """Readable mirrored articles that have comments, the newest ones first."""
        rows = await self._database.rows(
            f"{ARTICLES} WHERE blog = ? AND mirrored AND state = 'published' "
            "AND last_comment > 0 ORDER BY last_comment DESC, id DESC LIMIT ?",
            (blog, count),
        )
        return [article_record(row) for row in rows]

    async def uncompared(self, blog: int, *, since: int, count: int) -> list[ArticleRecord]:
        """Readable mirrored articles whose discussion was not compared since then, oldest first.

        Once compared, those without comments are left out: a first one shows in the blog's total.
        """
        rows = await self._database.rows(
            f"{ARTICLES} WHERE blog = ? AND mirrored AND state = 'published' "
            "AND compared_at <= ? AND (last_comment > 0 OR compared_at = 0) "
            "ORDER BY compared_at, last_comment DESC LIMIT ?",
            (blog, since, count),
        )
        return [article_record(row) for row in rows]

    async def compare_now(self, blog: int, remote_ids: Iterable[str]) -> None:
        """Mark these articles' discussions as due for a comparison."""
        async with self._database.transaction() as connection:
            await connection.executemany(
                "UPDATE article SET compared_at = 0 WHERE blog = ? AND remote_id = ?",
                [(blog, remote_id) for remote_id in remote_ids],
            )

    async def compared(self, *articles: int, now: int) -> None:
        """These discussions were compared whole, and nothing is in doubt."""
        await self._database.write(
            "UPDATE article SET compared_at = ?, braked = 0, archived = 1 "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (now, json.dumps(articles)),
        )

    async def brake(self, article: int, disappeared: int) -> None:
        """So many comments disappeared at once that a second reading must confirm it."""
        await self._database.write(
            "UPDATE article SET compared_at = 0, braked = ? WHERE id = ?", (disappeared, article)
        )

    async def braked(self, blog: int) -> list[str]:
        """Titles of the articles whose disappeared comments await a second reading."""
        rows = await self._database.rows(
            "SELECT title FROM article WHERE blog = ? AND braked > 0", (blog,)
        )
        return [row["title"] for row in rows]

    async def get(self, article: int) -> ArticleRecord:
        """One article; it must exist."""
        row = await self._database.row(f"{ARTICLES} WHERE id = ?", (article,))
        assert row is not None  # noqa: S101 - ids come from this table
        return article_record(row)

    async def title(self, blog: int, remote_id: str) -> str:
        """An article's title; of one that we never saw, a word for it."""
        row = await self._database.row(
            "SELECT title FROM article WHERE blog = ? AND remote_id = ?", (blog, remote_id)
        )
        return (row["title"] if row else "") or "an article"

    async def authors(self, guild: int) -> set[str]:
        """The names of those who write the blogs that this guild follows."""
        rows = await self._database.rows(
            "SELECT DISTINCT author FROM article WHERE author <> '' AND blog IN "
            "(SELECT blog FROM follow WHERE guild = ? AND state <> 'ended')",
            (guild,),
        )
        return {row["author"] for row in rows}

    async def names(self, blog: int) -> tuple[list[str], list[str]]:
        """The terms and the authors of a blog's articles, the most used first."""
        terms = await self._database.rows(
            "SELECT value AS name FROM (SELECT terms, count(*) AS uses FROM article "
            "INDEXED BY article_by_terms WHERE blog = ? AND state = 'published' GROUP BY terms), "
            "json_each(terms) GROUP BY lower(value) ORDER BY sum(uses) DESC, value",
            (blog,),
        )
        authors = await self._database.rows(
            "SELECT author AS name FROM article WHERE blog = ? AND author <> '' "
            "AND state = 'published' GROUP BY author ORDER BY count(*) DESC, author",
            (blog,),
        )
        return [row["name"] for row in terms], [row["name"] for row in authors]

    async def newest_read(self, blog: int, count: int) -> list[Article]:
        """A blog's newest articles of those that were read in full."""
        rows = await self._database.rows(
            f"{ARTICLES} WHERE blog = ? AND state = 'published' "
            "AND read_version NOT NULL ORDER BY published DESC, id DESC LIMIT ?",
            (blog, count),
        )
        return [article_record(row).article for row in rows]

    async def latest(self, guild: int, count: int) -> list[Article]:
        """The newest readable articles of the blogs that this guild follows."""
        rows = await self._database.rows(
            f"{ARTICLES} WHERE state = 'published' AND blog IN "  # noqa: S608
            "(SELECT blog FROM follow WHERE guild = ? AND state <> 'ended') "
            "ORDER BY published DESC, id DESC LIMIT ?",
            (guild, count),
        )
        return [article_record(row).article for row in rows]
