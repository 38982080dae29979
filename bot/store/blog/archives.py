"""How much of a blog is recorded, and what of it is to be read next.

Mirrored articles are left out where the mirror's own reading looks after them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store.blog.article import ARTICLES, article_record

if TYPE_CHECKING:
    from bot.store.blog.article import ArticleRecord
    from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Portion:
    """Some articles that are not recorded whole yet."""

    undiscussed: list[ArticleRecord]
    """Their discussions were never read from beginning to end."""
    unread: list[str]
    """Their own words were not read in full, or changed since."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """How much of a blog can be searched."""

    articles: int
    of_articles: int
    comments: int
    of_comments: int
    filling: bool
    """More is on its way."""


class Archives:
    """Across the tables `blog`, `article`, `comment` and `passage`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def next_portion(self, blog: int, count: int) -> Portion:
        """The newest articles of which something is missing, at most `count`."""
        rows = await self._database.rows(
            f"{ARTICLES} WHERE blog = ? AND NOT mirrored "
            "AND listed AND state = 'published' AND (NOT archived OR read_version IS NOT version) "
            "ORDER BY published DESC LIMIT ?",
            (blog, count),
        )
        return Portion(
            [article_record(row) for row in rows if not row["archived"]],
            [row["remote_id"] for row in rows if row["read_version"] != row["version"]],
        )

    async def to_compare(self, blog: int, *, since: int, count: int) -> list[ArticleRecord]:
        """Recorded discussions that were not compared since then, the longest ago first."""
        rows = await self._database.rows(
            f"{ARTICLES} WHERE blog = ? AND NOT mirrored "
            "AND archived AND state = 'published' AND (last_comment > 0 OR compared_at = 0) "
            "AND compared_at <= ? ORDER BY compared_at LIMIT ?",
            (blog, since, count),
        )
        return [article_record(row) for row in rows]

    async def counts(self, blog: int) -> dict[str, int]:
        """How many visible comments each recorded article has, the last discussed ones first."""
        rows = await self._database.rows(
            "SELECT remote_id, (SELECT count(*) FROM comment "
            "WHERE comment.article = article.id AND comment.state = 'visible') AS n FROM article "
            "WHERE blog = ? AND archived AND state = 'published' AND NOT mirrored "
            "ORDER BY last_comment DESC",
            (blog,),
        )
        return {row["remote_id"]: row["n"] for row in rows}

    async def explained(self, blog: int, drift: int) -> None:
        """So much of the changed total is accounted for."""
        await self._database.write("UPDATE blog SET drift = drift - ? WHERE id = ?", (drift, blog))

    async def recorded(self, blog: int) -> Recorded:
        """Count what can be found, and what there is on the blog."""
        rows = await self._database.rows(
            "SELECT (SELECT count(*) FROM article JOIN passage ON passage.article = article.id "
            "AND passage.comment IS NULL WHERE article.blog = ?1 AND listed) AS articles, "
            "(SELECT count(*) FROM article WHERE blog = ?1 AND listed) AS of_articles, "
            "(SELECT count(*) FROM passage WHERE blog = ?1 AND comment IS NOT NULL) AS comments, "
            "(SELECT coalesce(comment_total, 0) FROM blog WHERE id = ?1) AS of_comments, "
            "EXISTS (SELECT 1 FROM article WHERE blog = ?1 AND listed AND state = 'published' "
            "AND (NOT archived OR read_version IS NOT version)) AS filling",
            (blog,),
        )
        found = rows[0]
        return Recorded(
            articles=found["articles"],
            of_articles=found["of_articles"],
            comments=found["comments"],
            of_comments=max(found["of_comments"], found["comments"]),
            filling=bool(found["filling"]),
        )
