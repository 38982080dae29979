"""Finding words in the archive. Only what visitors can read, on blogs that the guild follows."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.store.blog.marked import marked

if TYPE_CHECKING:
    from bot.store.database import Database, Row

NEWEST = 2000
"""Of a word that stands in more places than this, the newest ones are ranked: ranking all of
100,000 takes SQLite a third of a second."""

TITLE, AUTHOR, WORDS = 8.0, 3.0, 1.0
"""How much a word weighs by where it stands."""

FOLLOWED = "(SELECT blog FROM follow WHERE guild = :guild AND state <> 'ended')"


class Scope(StrEnum):
    """What is searched; the values are short because they travel in buttons' ids."""

    BOTH = "b"
    ARTICLES = "a"
    COMMENTS = "c"


_SCOPES = {
    Scope.BOTH: "",
    Scope.ARTICLES: "AND passage.comment IS NULL ",
    Scope.COMMENTS: "AND passage.comment IS NOT NULL ",
}

# CROSS JOIN: SQLite keeps this order, so that it can stop at the limit. The removal of a comment is
# noticed once its whole discussion was recorded; until then it is not found.
_FIND = f"""
    WITH found AS MATERIALIZED (
        SELECT passage.id, bm25(passage_text, {TITLE}, {AUTHOR}, {WORDS}) AS score
        FROM passage_text CROSS JOIN passage ON passage.id = passage_text.rowid
        CROSS JOIN article INDEXED BY article_found ON article.id = passage.article
        WHERE passage_text MATCH :match AND passage.blog IN {FOLLOWED}
        AND article.state = 'published' AND (passage.comment IS NULL OR article.archived) %s
        ORDER BY passage_text.rowid DESC LIMIT {NEWEST}
    )
    SELECT id FROM found ORDER BY score, id DESC LIMIT :count OFFSET :skip
"""  # noqa: S608 - nothing of this comes from people
_SHOW = """
    SELECT passage.id, article.title, article.url,
        article.published, article.author, comment.author AS commenter, comment.created,
        comment.url AS comment_url, mirror.thread_id, part.message_id,
        iif(passage.comment IS NULL, article.title, '') AS found_title,
        coalesce(comment.author, article.author) AS found_author,
        coalesce(comment.html, article.html) AS html
    FROM passage JOIN article ON article.id = passage.article
    LEFT JOIN comment ON comment.blog = passage.blog AND comment.remote_id = passage.comment
    LEFT JOIN mirror ON mirror.id = (
        SELECT mirror.id FROM mirror JOIN follow ON follow.id = mirror.follow
        WHERE mirror.article = article.id AND follow.guild = :guild
        AND thread_id NOT NULL AND mirror.paused IS NULL LIMIT 1)
    LEFT JOIN part ON part.mirror = mirror.id AND part.comment = passage.comment
        AND part.number = 1 AND part.state = 'sent'
    WHERE passage.id IN (SELECT value FROM json_each(:places))
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in which the words stand; hits are marked in `words`."""

    title: str
    author: str
    """Of the comment, or else of the article."""
    written: int
    url: str
    words: str
    is_comment: bool
    thread: int | None
    message: int | None
    """The message that shows the comment in the guild."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found."""

    hits: list[Hit]
    more: bool


class Search:
    """Tables `passage` and `passage_text`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, guild: int, match: str, scope: Scope, *, page: int, size: int) -> Found:
        """The best places first, of equal ones the newest; pages are counted from 0.

        `match` is a query as `bot.text.query` writes it.
        """
        rows = await self._database.rows(
            _FIND % _SCOPES[scope],
            {"match": match, "guild": guild, "count": size + 1, "skip": page * size},
        )
        places = [int(row["id"]) for row in rows]
        more = len(places) > size
        places = places[:size]
        if not places:
            return Found([], False)
        shown = await self._database.rows(_SHOW, {"guild": guild, "places": json.dumps(places)})
        words = await asyncio.to_thread(
            marked, match, [(row["found_title"], row["found_author"], row["html"]) for row in shown]
        )
        hits = {row["id"]: _hit(row, snippet) for row, snippet in zip(shown, words, strict=True)}
        return Found([hits[place] for place in places if place in hits], more)


def _hit(row: Row, words: str) -> Hit:
    is_comment = row["comment_url"] is not None
    return Hit(
        title=row["title"],
        author=row["commenter"] if is_comment else row["author"],
        written=row["created"] if is_comment else row["published"],
        url=row["comment_url"] if is_comment else row["url"],
        words=words,
        is_comment=is_comment,
        thread=row["thread_id"],
        message=row["message_id"],
    )
