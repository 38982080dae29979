"""The comments of each blog. A change that people would see marks the article's mirrors."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.model import Comment, CommentState
from bot.store.blog.articles import MARK
from bot.store.blog.passages import put_comment
from bot.store.portions import in_portions
from bot.store.singly import together_or_singly

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import aiosqlite

    from bot.store.blog.holdings import Holdings, Room
    from bot.store.database import Database, Row


@dataclass(frozen=True, slots=True)
class Count:
    """What the head of the blog's comment list says: remembered with the comments it came with."""

    total: int | None
    """None where the blog doesn't tell."""
    newest: int
    """The highest comment id seen."""
    drift: int
    """How far the total is from what the comments seen so far explain."""


class Comments:
    """Table `comment`."""

    def __init__(self, database: Database, holdings: Holdings) -> None:
        self._database = database
        self._holdings = holdings
        self._left_out: set[str] = set()

    async def note(
        self, blog: int, comments: Iterable[Comment], *, count: Count | None = None
    ) -> int:
        """Record visible comments as they are now; answers how many were new or had changed.

        Comments of articles that we don't know are passed over, and copies (see `is_copy`). Where
        the blog has no room for more, so are new ones, and those that got longer.
        """

        async def note(portion: Sequence[Comment], last: bool) -> int:
            return await self._note(blog, portion, count if last else None)

        return await together_or_singly(
            comments, note, self._left_out, lambda each: f"{blog} {each.remote_id}"
        )

    async def _note(self, blog: int, comments: Sequence[Comment], count: Count | None) -> int:
        noted = 0
        room = await self._holdings.room(blog)
        async with self._database.transaction() as connection:
            touched = set()
            for comment in comments:
                article = await _article(connection, blog, comment.article_id)
                if list(await connection.execute_fetchall(_COPY, _copy(blog, comment))):
                    continue
                if article is not None and await _note_one(
                    connection, blog, article, comment, room
                ):
                    noted += 1
                    touched.add(article)
            for article in touched:
                await _recall_newest(connection, article)
                await connection.execute(MARK, (article,))
            if count is not None:
                await connection.execute(
                    "UPDATE blog SET comment_total = ?1, newest_comment = ?2, "
                    "recount = recount OR ?3 <> 0, drift = drift + ?3 WHERE id = ?4",
                    (count.total, count.newest, count.drift, blog),
                )
        size = sum(len(comment.html) for comment in comments) if noted else 0
        self._holdings.took(blog, comments=noted, size=size)
        return noted

    async def gone(self, blog: int, remote_ids: Sequence[str]) -> None:
        """Record that each of these was asked for singly, and is not for visitors' eyes.

        Their words go; back on the blog, they are read anew.
        """
        async with self._database.transaction() as connection:
            for remote_id in remote_ids:
                rows = await connection.execute_fetchall(
                    "UPDATE comment SET state = 'gone', author = '', html = '' "
                    "WHERE blog = ? AND remote_id = ? AND state <> 'gone' RETURNING article",
                    (blog, remote_id),
                )
                for row in rows:
                    await _recall_newest(connection, row[0])
                    await connection.execute(MARK, (row[0],))

    async def of(self, article: int) -> list[Comment]:
        """Every comment ever seen on the article, those that are gone included."""
        rows = await self._database.rows(
            "SELECT comment.*, article.remote_id AS article_id FROM comment "
            "JOIN article ON article.id = comment.article WHERE article = ?",
            (article,),
        )
        return await in_portions(_comment, rows)

    async def under(self, blog: int, articles: Iterable[str]) -> list[Comment]:
        """Every comment ever seen on these articles, by the blog's ids of them."""
        found: list[Comment] = []
        for article in set(articles):
            rows = await self._database.rows(
                "SELECT comment.*, article.remote_id AS article_id FROM article "
                "JOIN comment ON comment.article = article.id "
                "WHERE article.blog = ? AND article.remote_id = ?",
                (blog, article),
            )
            found += [_comment(row) for row in rows]
        return found

    async def standing(self, blog: int, remote_id: str) -> str | None:
        """The comment itself while visitors can see it, or else the nearest above it that they can.

        One that we never saw is taken as it is: it may be held.
        """
        passed: set[str] = set()
        answered: str | None = remote_id
        while answered is not None and answered not in passed:
            passed.add(answered)
            row = await self._database.row(
                "SELECT state, parent_id FROM comment WHERE blog = ? AND remote_id = ?",
                (blog, answered),
            )
            if row is None or row["state"] == CommentState.VISIBLE:
                return answered
            answered = row["parent_id"]
        return None

    async def is_copy(self, blog: int, comment: Comment) -> bool:
        """Whether it is a second comment of a reply that stands as another one.

        Only while that is in doubt: anybody can give a message's address as theirs.
        """
        return bool(await self._database.rows(_COPY, _copy(blog, comment)))

    async def is_from_fediverse(self, blog: int, remote_id: str) -> bool:
        """Whether a comment came from the fediverse, as far as we know."""
        return bool(
            await self._database.row(
                "SELECT 1 FROM comment WHERE blog = ? AND remote_id = ? AND fediverse",
                (blog, remote_id),
            )
        )

    async def around(self, article: int, touched: Collection[str]) -> list[Comment]:
        """These of the article's comments, and those that tell of their place in the discussion.

        Those are all that they stand below, what answers them, and what stands below the ones that
        are gone.
        """
        rows = await self._database.rows(_AROUND, (article, json.dumps([*touched])))
        return await in_portions(_comment, rows)

    async def linking(self, article: int, site: str) -> set[str]:
        """Ids of the visible comments that name an address of this site."""
        rows = await self._database.rows(
            "SELECT remote_id FROM comment INDEXED BY comment_links "
            "WHERE article = ? AND state = 'visible' AND instr(html, '//') > 0 "
            "AND instr(html, ?) > 0",
            (article, site),
        )
        return {row["remote_id"] for row in rows}

    async def count(self, article: int) -> int:
        """How many visible comments the article has."""
        row = await self._database.row(
            "SELECT count(*) AS n FROM comment WHERE article = ? AND state = 'visible'", (article,)
        )
        return int(row["n"]) if row else 0

    async def author(self, blog: int, remote_id: str) -> str:
        """Who wrote a comment; nobody, if we never saw it."""
        row = await self._database.row(
            "SELECT author FROM comment WHERE blog = ? AND remote_id = ?", (blog, remote_id)
        )
        return row["author"] if row else ""

    async def visible(self, articles: Iterable[int]) -> dict[int, set[str]]:
        """Ids of the visible comments of each of these articles."""
        found: dict[int, set[str]] = {}
        for article in articles:
            rows = await self._database.rows(
                "SELECT remote_id FROM comment WHERE article = ? AND state = 'visible'", (article,)
            )
            found[article] = {row["remote_id"] for row in rows}
        return found

    async def counts(self, blog: int) -> dict[str, int]:
        """How many visible comments each readable mirrored article has, by the article's id."""
        rows = await self._database.rows(
            "SELECT remote_id, (SELECT count(*) FROM comment "
            "WHERE comment.article = article.id AND comment.state = 'visible') AS n FROM article "
            "WHERE blog = ? AND state = 'published' "
            "AND id IN (SELECT article FROM mirror WHERE paused IS NULL)",
            (blog,),
        )
        return {row["remote_id"]: row["n"] for row in rows}


_AROUND = """
WITH RECURSIVE
this AS (SELECT blog FROM article WHERE id = ?1),
above (id) AS (
    SELECT value FROM json_each(?2)
    UNION SELECT known.parent_id FROM above CROSS JOIN this CROSS JOIN comment AS known
        ON known.blog = this.blog AND known.remote_id = above.id
        WHERE known.article = ?1 AND known.parent_id IS NOT NULL
),
below (id) AS (
    SELECT id FROM above
    UNION SELECT known.remote_id FROM json_each(?2) AS one CROSS JOIN this
        CROSS JOIN comment AS known ON known.blog = this.blog AND known.parent_id = one.value
        WHERE known.article = ?1
    UNION SELECT known.remote_id FROM below CROSS JOIN this
        CROSS JOIN comment AS upper ON upper.blog = this.blog AND upper.remote_id = below.id
        CROSS JOIN comment AS known ON known.blog = this.blog AND known.parent_id = below.id
        WHERE upper.state = 'gone' AND upper.article = ?1 AND known.article = ?1
)
SELECT comment.*, article.remote_id AS article_id FROM below CROSS JOIN article
JOIN comment ON comment.blog = article.blog AND comment.remote_id = below.id
WHERE article.id = ?1 AND comment.article = ?1
"""


async def _article(connection: aiosqlite.Connection, blog: int, remote_id: str) -> int | None:
    rows = await connection.execute_fetchall(
        "SELECT id FROM article WHERE blog = ? AND remote_id = ?", (blog, remote_id)
    )
    return next((row[0] for row in rows), None)


_COPY = (
    "SELECT 1 FROM reply JOIN mirror ON mirror.id = reply.mirror "
    "JOIN follow ON follow.id = mirror.follow WHERE message_id = ? AND verify_at NOT NULL "
    "AND follow.blog = ? AND reply.comment <> ?"
)


def _copy(blog: int, comment: Comment) -> tuple[int | None, int, str]:
    return comment.message, blog, comment.remote_id


async def _note_one(
    connection: aiosqlite.Connection, blog: int, article: int, comment: Comment, room: Room
) -> bool:
    known = list(
        await connection.execute_fetchall(
            "SELECT comment.*, article.remote_id AS article_id, passage.id AS place FROM comment "
            "JOIN article ON article.id = comment.article LEFT JOIN passage "
            "ON passage.blog = comment.blog AND passage.comment = comment.remote_id "
            "WHERE comment.blog = ? AND comment.remote_id = ?",
            (blog, comment.remote_id),
        )
    )
    # Where a comment came from is said when it is written, and what stands is not edited for it.
    same = bool(known) and _comment(known[0]) == replace(
        comment,
        created=comment.created.replace(microsecond=0),
        from_fediverse=bool(known[0]["fediverse"]),
    )
    if same and known[0]["place"] is not None:
        return False
    longer = bool(known) and len(comment.html) > len(known[0]["html"])
    if (not known and not room.comments) or (longer and not room.words):
        return False
    if known and known[0]["article"] != article:
        await connection.execute(MARK, (known[0]["article"],))
    await connection.execute(
        "INSERT OR REPLACE INTO comment (blog, remote_id, article, parent_id, author, "
        "by_article_author, created, url, html, state, message, fediverse, seen) "
        "VALUES (?1, ?2, ?3, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce((SELECT seen FROM comment "
        "WHERE blog = ?1 AND remote_id = ?2), unixepoch()))",
        (
            blog, comment.remote_id, article, comment.parent_id, comment.author,
            comment.by_article_author, int(comment.created.timestamp()), comment.url,
            comment.html, comment.state, comment.message, comment.from_fediverse,
        ),
    )  # fmt: skip
    await put_comment(
        connection, blog, article, comment.remote_id,
        written=int(comment.created.timestamp()), author=comment.author, html=comment.html,
    )  # fmt: skip
    return not same


async def _recall_newest(connection: aiosqlite.Connection, article: int) -> None:
    await connection.execute(
        "UPDATE article SET last_comment = coalesce((SELECT max(created) FROM comment "
        "WHERE article = ? AND state = 'visible'), 0) WHERE id = ?",
        (article, article),
    )


def _comment(row: Row) -> Comment:
    return Comment(
        remote_id=row["remote_id"],
        article_id=row["article_id"],
        parent_id=row["parent_id"],
        author=row["author"],
        by_article_author=bool(row["by_article_author"]),
        created=datetime.fromtimestamp(row["created"], UTC),
        url=row["url"],
        html=row["html"],
        state=CommentState(row["state"]),
        message=row["message"],
        from_fediverse=bool(row["fediverse"]),
    )
