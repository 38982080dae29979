"""The comments of each blog. A change that people would see marks the article's mirrors."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.model import Comment, CommentState
from bot.store.blog.comment_page import AT_ONCE, RECALL_NEWEST, Page, name_of, standing
from bot.store.blog.mark import MARK
from bot.store.blog.passages import take_out_comments
from bot.store.database import writing
from bot.store.portions import in_portions
from bot.store.singly import together_or_singly

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

    from bot.store.blog.holdings import Holdings
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


REMEMBERED = 1000
"""Acts of ours that are remembered: more than there can be while a blog answers one request."""


class Comments:
    """Table `comment`.

    A page of a reading may come after we ourselves changed on the blog what it shows. `acts` counts
    these changes; whoever reads gives what it was before asking.
    """

    def __init__(self, database: Database, holdings: Holdings) -> None:
        self._database = database
        self._holdings = holdings
        self._left_out: set[str] = set()
        self.acts = 0
        self._acted: OrderedDict[tuple[int, str | int], int] = OrderedDict()

    async def note(
        self,
        blog: int,
        comments: Iterable[Comment],
        *,
        asked: int | None = None,
        count: Count | None = None,
    ) -> int:
        """Record visible comments as they are now; answers how many were new or had changed.

        `asked`: `acts` when the blog was asked; None if this is what an act of ours came to.
        Comments of articles that we don't know are passed over, and copies (see `is_copy`). Where
        the blog has no room for more, so are new ones, and those that got longer.
        """

        async def note(portion: Sequence[Comment], last: bool) -> int:
            return await self._note(blog, portion, count if last else None)

        if asked is None:
            comments = list(comments)
            self._act(blog, [each.remote_id for each in comments])
        else:
            comments = [each for each in comments if self._last_act(blog, each) <= asked]
        return await together_or_singly(
            comments, note, self._left_out, lambda each: f"{blog} {each.remote_id}"
        )

    async def _note(self, blog: int, comments: Sequence[Comment], count: Count | None) -> int:
        room = await self._holdings.room(blog)

        def note(connection: sqlite3.Connection) -> int:
            page = Page.of(connection, blog, comments, room)
            if page.rows or count is not None:
                with writing(connection):
                    page.write(connection)
                    if count is not None:
                        connection.execute(
                            "UPDATE blog SET comment_total = ?1, newest_comment = ?2, "
                            "recount = recount OR ?3 <> 0, drift = drift + ?3 WHERE id = ?4",
                            (count.total, count.newest, count.drift, blog),
                        )
            return page.noted

        noted = await self._database.at_once(note)
        size = sum(len(comment.html) for comment in comments) if noted else 0
        self._holdings.took(blog, comments=noted, size=size)
        return noted

    async def gone(self, blog: int, remote_ids: Sequence[str]) -> None:
        """Record that each of these was asked for singly, and is not for visitors' eyes.

        Their words go; back on the blog, they are read anew.
        """

        def go(connection: sqlite3.Connection) -> None:
            take_out_comments(connection, blog, remote_ids)
            for remote_id in remote_ids:
                rows = connection.execute(
                    "UPDATE comment SET state = 'gone', author = '', html = '' "
                    "WHERE blog = ? AND remote_id = ? AND state <> 'gone' RETURNING article",
                    (blog, remote_id),
                ).fetchall()
                connection.executemany(RECALL_NEWEST, rows)
                connection.executemany(MARK, rows)

        self._act(blog, remote_ids)
        if remote_ids:
            await self._database.written(go)

    def tried(self, blog: int, message: int) -> None:
        """Until now a comment may have stood there on which other words for a reply were tried."""
        self._act(blog, [message])

    def _act(self, blog: int, about: Iterable[str | int]) -> None:
        self.acts += 1
        for each in about:
            self._acted[blog, each] = self.acts
            self._acted.move_to_end((blog, each))
        while len(self._acted) > REMEMBERED:
            self._acted.popitem(last=False)

    def _last_act(self, blog: int, comment: Comment) -> int:
        names = (comment.remote_id, comment.message)
        return max(self._acted.get((blog, each), 0) for each in names if each is not None)

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
        names = list(set(articles))
        for first in range(0, len(names), AT_ONCE):
            some = names[first : first + AT_ONCE]
            rows = await self._database.rows(
                "SELECT comment.*, article.remote_id AS article_id FROM article "  # noqa: S608
                "JOIN comment ON comment.article = article.id "
                f"WHERE article.blog = ? AND article.remote_id IN ({', '.join('?' * len(some))})",
                (blog, *some),
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
        known = await self._database.at_once(
            lambda connection: standing(connection, blog, [comment])
        )
        return known[name_of(comment)].is_copy

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
        rows = await self._database.rows(
            "SELECT count(*) AS n FROM comment WHERE article = ? AND state = 'visible'", (article,)
        )
        return int(rows[0]["n"])

    async def author(self, blog: int, remote_id: str) -> str:
        """Who wrote a comment; nobody, if we never saw it."""
        row = await self._database.row(
            "SELECT author FROM comment WHERE blog = ? AND remote_id = ?", (blog, remote_id)
        )
        return row["author"] if row else ""

    async def visible(self, articles: Iterable[int]) -> dict[int, set[str]]:
        """Ids of the visible comments of each of these articles."""
        found: dict[int, set[str]] = {article: set() for article in articles}
        rows = await self._database.rows(
            "SELECT article, remote_id FROM comment WHERE state = 'visible' "
            "AND article IN (SELECT value FROM json_each(?))",
            (json.dumps(list(found)),),
        )
        for row in rows:
            found[row["article"]].add(row["remote_id"])
        return found

    async def counts(self, blog: int) -> dict[str, int]:
        """How many visible comments each readable mirrored article has, by the article's id."""
        rows = await self._database.rows(
            "SELECT remote_id, (SELECT count(*) FROM comment "
            "WHERE comment.article = article.id AND comment.state = 'visible') AS n FROM article "
            "WHERE blog = ? AND mirrored AND state = 'published'",
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
