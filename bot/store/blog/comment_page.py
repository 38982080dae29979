"""A page of comments, recorded in one go: one look at what stands, then what differs from it.

In SQLite's thread; see `bot.store.database.Database.at_once`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.store.blog.mark import MARK
from bot.store.blog.passages import Passage, put, take_out_comments

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from bot.model import Comment
    from bot.store.blog.holdings import Room

Name: TypeAlias = tuple[str, str, int | None]
Columns: TypeAlias = tuple[Any, ...]
"""What is shown of a comment and where: `article` to `message`, as `_SHOWN` names them."""

_SHOWN = (
    "article", "parent_id", "author", "by_article_author", "created", "url", "html", "state",
    "message",
)  # fmt: skip
_HTML = _SHOWN.index("html")

AT_ONCE = 500
"""Comments that one statement looks for."""

_STANDING = (
    "WITH page (id, on_article, by_message) AS (VALUES {page}) "  # noqa: S608
    "SELECT page.id, on_article, by_message, owner.id, comment.seen, passage.id, "
    "EXISTS (SELECT 1 FROM reply JOIN mirror ON mirror.id = reply.mirror "
    "JOIN follow ON follow.id = mirror.follow WHERE message_id = by_message "
    "AND verify_at NOT NULL AND follow.blog = ? AND reply.comment <> page.id), "
    f"{', '.join(f'comment.{name}' for name in _SHOWN)} FROM page "
    "LEFT JOIN article AS owner ON owner.blog = ? AND owner.remote_id = on_article "
    "LEFT JOIN comment ON comment.blog = owner.blog AND comment.remote_id = page.id "
    "LEFT JOIN passage ON passage.blog = comment.blog AND passage.comment = comment.remote_id"
)
"""Anybody can give a message's address as theirs: it tells a copy only while that is in doubt."""

_WRITE = (
    f"INSERT OR REPLACE INTO comment (blog, remote_id, {', '.join(_SHOWN)}, fediverse, seen) "  # noqa: S608
    f"VALUES (?, ?{', ?' * len(_SHOWN)}, ?, coalesce(?, unixepoch()))"
)
RECALL_NEWEST = (
    "UPDATE article SET last_comment = coalesce((SELECT max(created) FROM comment "
    "WHERE article = ?1 AND state = 'visible'), 0) WHERE id = ?1"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a comment that the blog shows."""

    owner: int | None
    """Our article that it stands on; None if we don't know that."""
    seen: int | None
    """When it was seen for the first time, in seconds since 1970; None also if it never was."""
    place: int | None
    """The passage in which its words are found."""
    is_copy: bool
    """It is a second comment of a reply that stands as another one."""
    shown: Columns | None
    """None if it was never seen."""


def standing(
    connection: sqlite3.Connection, blog: int, comments: Sequence[Comment]
) -> dict[Name, Standing]:
    """What is known of each of these comments."""
    found: dict[Name, Standing] = {}
    for first in range(0, len(comments), AT_ONCE):
        names = [name_of(each) for each in comments[first : first + AT_ONCE]]
        sql = _STANDING.format(page=", ".join(["(?, ?, ?)"] * len(names)))
        for row in connection.execute(sql, (*chain.from_iterable(names), blog, blog)):
            remote_id, on, by, owner, seen, place, is_copy, *shown = row
            known = tuple(shown) if shown[0] is not None else None
            found[remote_id, on, by] = Standing(owner, seen, place, bool(is_copy), known)
    return found


def name_of(comment: Comment) -> Name:
    """By what it is looked for: its id, its article's, and the message that it names."""
    return comment.remote_id, comment.article_id, comment.message


class Page:
    """What is to be written of a page; of two comments with one id, the later one."""

    def __init__(self, blog: int, room: Room) -> None:
        self._blog = blog
        self._room = room
        self.noted = 0
        """Comments that visitors see otherwise now, or for the first time."""
        self.rows: list[Columns] = []
        self._taken: dict[str, Columns] = {}
        self._words: dict[str, Passage] = {}
        self._found: set[str] = set()
        self._touched: set[int] = set()
        self._left: list[int] = []

    @classmethod
    def of(
        cls, connection: sqlite3.Connection, blog: int, comments: Sequence[Comment], room: Room
    ) -> Page:
        """Compare these comments with what stands."""
        page = cls(blog, room)
        known = standing(connection, blog, comments)
        for comment in comments:
            here = known[name_of(comment)]
            if here.owner is not None and not here.is_copy:
                page._take(comment, here, here.owner)
        return page

    def _take(self, comment: Comment, here: Standing, article: int) -> None:
        """Add it, unless it stands so already or there is no room for it."""
        shown = _shown(comment, article)
        before = self._taken.get(comment.remote_id, here.shown)
        # Where a comment came from is said when it is written, and what stands is not edited for
        # it: that is not among what is compared.
        if before == shown and (here.place is not None or comment.remote_id in self._taken):
            return
        longer = before is not None and len(comment.html) > len(before[_HTML])
        if (before is None and not self._room.comments) or (longer and not self._room.words):
            return
        if before is not None and before[0] != article:
            self._left.append(before[0])
        if before != shown:
            self.noted += 1
            self._touched.add(article)
        self._taken[comment.remote_id] = shown
        self.rows.append((self._blog, comment.remote_id, *shown, comment.from_fediverse, here.seen))
        if here.place is not None:
            self._found.add(comment.remote_id)
        self._words[comment.remote_id] = Passage(
            self._blog, article, comment.remote_id,
            written=int(comment.created.timestamp()), author=comment.author, html=comment.html,
        )  # fmt: skip

    def write(self, connection: sqlite3.Connection) -> None:
        """Write all of it, within `writing`; the articles' mirrors show something older now."""
        take_out_comments(connection, self._blog, self._found)
        connection.executemany(_WRITE, self.rows)
        for words in self._words.values():
            put(connection, words)
        connection.executemany(RECALL_NEWEST, [(article,) for article in self._touched])
        connection.executemany(MARK, [(article,) for article in (*self._touched, *self._left)])


def _shown(comment: Comment, article: int) -> Columns:
    return (
        article, comment.parent_id, comment.author, comment.by_article_author,
        int(comment.created.timestamp()), comment.url, comment.html, comment.state,
        comment.message,
    )  # fmt: skip
