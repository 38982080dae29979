"""An article, as table `article` has it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.model import Article, ArticleState, Summary

if TYPE_CHECKING:
    from bot.store.database import Row

TELLS = "(counted AND (SELECT comments_off IS NULL FROM blog WHERE blog.id = article.blog))"
"""Whether the blog tells of an article's comments."""

ARTICLES = f"SELECT *, {TELLS} AS tells FROM article"  # noqa: S608
"""Rows for `article_record`."""


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article with the store's own id, and what comparing its discussion needs."""

    id: int
    article: Article
    compared_at: int
    braked: int


@dataclass(frozen=True, slots=True)
class Known:
    """What an article is known by. `id` is the store's own, and grows."""

    id: int
    remote_id: str
    url: str
    title: str
    published: datetime
    version: str = ""
    place: int | None = None
    """Where it stood in the blog's list at the last reading; None if it did not."""


def summary_record(row: Row) -> Summary:
    """Read what a list showed of an article."""
    return Summary(
        row["remote_id"],
        row["url"],
        row["title"],
        datetime.fromtimestamp(row["published"], UTC),
        row["version"],
        ArticleState(row["state"]),
    )


def article_record(row: Row) -> ArticleRecord:
    """Read one of `ARTICLES`."""
    return ArticleRecord(
        id=row["id"],
        article=Article(
            remote_id=row["remote_id"],
            url=row["url"],
            title=row["title"],
            author=row["author"],
            published=datetime.fromtimestamp(row["published"], UTC),
            version=row["version"],
            excerpt=row["excerpt"],
            html=row["html"],
            image=row["image"],
            terms=tuple(json.loads(row["terms"])),
            state=ArticleState(row["state"]),
            whole=bool(row["whole"]),
            counted=bool(row["tells"]),
        ),
        compared_at=row["compared_at"],
        braked=row["braked"],
    )
