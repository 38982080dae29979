"""Looking things up, each guild in the blogs that it follows; only what visitors can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store.blog.article import TELLS, article_record
from bot.store.blog.authors import Authors
from bot.store.blog.search import FOLLOWED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Article, Author
    from bot.store.database import Database, Row

_READABLE = f"state = 'published' AND blog IN {FOLLOWED} "
_TERM = (
    "AND (:term = '' OR EXISTS (SELECT 1 FROM json_each(terms) WHERE lower(value) = lower(:term))) "
)

LAST = "\U0010ffff"
"""After every text that begins like the one before it."""

_BEGINS = (
    "SELECT comment.author FROM comment INDEXED BY comment_by_author WHERE blog = :blog "
    "AND state = 'visible' AND author COLLATE NOCASE %s AND author COLLATE NOCASE < :end "
    "ORDER BY author COLLATE NOCASE LIMIT 1"
)
_FIRST, _NEXT = _BEGINS % ">= :typed", _BEGINS % "> name.author"
# From one name to the next: reading all comments of each would take too long for a key pressed.
_NAMES = (
    f"WITH RECURSIVE name(author) AS (SELECT ({_FIRST}) UNION ALL "  # noqa: S608
    f"SELECT ({_NEXT}) FROM name WHERE name.author NOT NULL LIMIT :count) "
    "SELECT author FROM name WHERE author NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the library; `id` is the store's own."""

    id: int
    blog: int
    article: Article
    comments: int
    thread: int | None
    """Its thread in the guild that asks."""
    whole: bool
    """Its discussion is recorded."""


@dataclass(frozen=True, slots=True)
class Said:
    """A comment, in a list."""

    title: str
    url: str
    created: int
    html: str


@dataclass(frozen=True, slots=True)
class Person:
    """What one name stands for on the guild's blogs."""

    name: str
    introductions: list[Author]
    """What the blogs say about an author of this name."""
    articles: int
    comments: int
    latest: list[Entry]
    last_comments: list[Said]


class Library:
    """Across articles and comments."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._authors = Authors(database)

    async def state(self, guild: int) -> tuple[tuple[int, int], ...]:
        """Each blog followed, with how often its titles changed: a key to remember them by."""
        rows = await self._database.rows(
            f"SELECT id, titles FROM blog WHERE id IN {FOLLOWED} ORDER BY id",  # noqa: S608
            {"guild": guild},
        )
        return tuple((row["id"], row["titles"]) for row in rows)

    async def titles(self, guild: int) -> list[tuple[int, str]]:
        """Ids and titles of all articles, newest first."""
        rows = await self._database.rows(
            f"SELECT id, title FROM article WHERE {_READABLE} ORDER BY published DESC, id DESC",  # noqa: S608
            {"guild": guild},
        )
        return [(row["id"], row["title"]) for row in rows]

    async def latest(self, guild: int, count: int, *, term: str = "") -> list[Entry]:
        """The newest articles, of one category or tag if named."""
        return await self._chosen(
            guild, f"{_TERM} ORDER BY published DESC, id DESC LIMIT :count", term=term, count=count
        )

    async def random(self, guild: int, *, term: str = "") -> Entry | None:
        """Any article."""
        found = await self._chosen(guild, f"{_TERM} ORDER BY random() LIMIT 1", term=term)
        return found[0] if found else None

    async def article(self, guild: int, article: int) -> Entry | None:
        """One article by the store's id; None if it is not for this guild, or not on the blog."""
        found = await self._entries(guild, "AND id = :article", article=article)
        return found[0] if found else None

    async def by_url(self, guild: int, urls: Sequence[str]) -> Entry | None:
        """The article that has one of these addresses."""
        names = {f"url{number}": url for number, url in enumerate(urls)}
        places = ", ".join(f":{name}" for name in names)
        found = await self._entries(guild, f"AND url IN ({places}) LIMIT 1", **names)
        return found[0] if found else None

    async def terms(self, guild: int) -> list[str]:
        """Categories and tags in use, the most used first."""
        rows = await self._database.rows(
            "SELECT value, sum(uses) AS uses FROM (SELECT terms, count(*) AS uses "  # noqa: S608
            f"FROM article INDEXED BY article_by_terms WHERE {_READABLE} GROUP BY terms), "
            "json_each(terms) GROUP BY lower(value) ORDER BY uses DESC, value",
            {"guild": guild},
        )
        return [str(row["value"]) for row in rows]

    async def names(self, guild: int, typed: str, count: int) -> list[str]:
        """Who writes articles, and whose name as a commenter begins so; authors first."""
        rows = await self._database.rows(
            "SELECT DISTINCT author COLLATE NOCASE AS author "  # noqa: S608
            f"FROM article INDEXED BY article_by_author WHERE {_READABLE} AND author <> '' "
            "AND author LIKE :like ESCAPE '\\' ORDER BY 1 LIMIT :count",
            {"guild": guild, "like": f"%{_escaped(typed)}%", "count": count},
        )
        names = {str(row["author"]): None for row in rows}
        for blog, _ in await self.state(guild) if typed else ():
            commenters = await self._database.rows(
                _NAMES, {"blog": blog, "typed": typed, "end": typed + LAST, "count": count}
            )
            names.update((row["author"], None) for row in commenters)
        return list(names)[:count]

    async def named_with(self, guild: int, part: str) -> list[str]:
        """Every name in which this part stands, of authors and commenters; authors first."""
        like = f"%{_escaped(part)}%"
        authors = await self._database.rows(
            f"SELECT DISTINCT author COLLATE NOCASE AS author FROM article WHERE {_READABLE} "  # noqa: S608
            "AND author LIKE :like ESCAPE '\\' ORDER BY 1",
            {"guild": guild, "like": like},
        )
        commenters = await self._database.rows(
            "SELECT DISTINCT author COLLATE NOCASE AS author "  # noqa: S608
            "FROM comment INDEXED BY comment_by_author "
            f"WHERE state = 'visible' AND blog IN {FOLLOWED} "
            "AND author LIKE :like ESCAPE '\\' ORDER BY 1",
            {"guild": guild, "like": like},
        )
        return list(dict.fromkeys(str(row["author"]) for row in [*authors, *commenters]))

    async def author(self, guild: int, name: str, count: int) -> Person | None:
        """What stands on the blogs under this name; None if nothing does."""
        values = {"guild": guild, "name": name}
        articles = await self._database.rows(
            f"SELECT count(*) AS n, min(author) AS name FROM article WHERE {_READABLE} "  # noqa: S608
            "AND author = :name COLLATE NOCASE",
            values,
        )
        comments = await self._database.rows(
            "SELECT count(*) AS n, min(comment.author) AS name "  # noqa: S608
            "FROM comment INDEXED BY comment_by_author "
            "JOIN article ON article.id = comment.article WHERE comment.state = 'visible' "
            f"AND article.state = 'published' AND comment.blog IN {FOLLOWED} "
            "AND comment.author = :name COLLATE NOCASE",
            values,
        )
        if not articles[0]["n"] and not comments[0]["n"]:
            return None
        return Person(
            name=articles[0]["name"] or comments[0]["name"],
            introductions=await self._authors.named(guild, name),
            articles=articles[0]["n"],
            comments=comments[0]["n"],
            latest=await self._entries(
                guild,
                "AND author = :name COLLATE NOCASE ORDER BY published DESC LIMIT :count",
                name=name, count=count,
            ),
            last_comments=await self._last_comments(guild, name, count),
        )  # fmt: skip

    async def _last_comments(self, guild: int, name: str, count: int) -> list[Said]:
        rows = await self._database.rows(
            "SELECT article.title, comment.url, comment.created, comment.html "  # noqa: S608
            "FROM comment INDEXED BY comment_by_author "
            "JOIN article ON article.id = comment.article WHERE comment.state = 'visible' "
            f"AND article.state = 'published' AND comment.blog IN {FOLLOWED} "
            "AND comment.author = :name COLLATE NOCASE ORDER BY created DESC LIMIT :count",
            {"guild": guild, "name": name, "count": count},
        )
        return [Said(row["title"], row["url"], row["created"], row["html"]) for row in rows]

    async def _chosen(self, guild: int, which: str, **values: str | int) -> list[Entry]:
        """Choose by what the index holds, and read only those: the rows themselves are fat."""
        return await self._entries(
            guild,
            "AND id IN (SELECT id FROM article INDEXED BY article_by_terms "  # noqa: S608
            f"WHERE {_READABLE} {which}) ORDER BY published DESC, id DESC",
            **values,
        )

    async def _entries(self, guild: int, further: str, **values: str | int) -> list[Entry]:
        rows = await self._database.rows(
            f"SELECT article.*, {TELLS} AS tells, "  # noqa: S608
            "(SELECT count(*) FROM comment WHERE comment.article = article.id "
            "AND comment.state = 'visible') AS comments, "
            "(SELECT thread_id FROM mirror JOIN follow ON follow.id = mirror.follow "
            "WHERE mirror.article = article.id AND follow.guild = :guild AND thread_id NOT NULL "
            "AND mirror.paused IS NULL LIMIT 1) AS thread_id "
            f"FROM article WHERE {_READABLE} {further}",
            {"guild": guild, **values},
        )
        return [_entry(row) for row in rows]


def _entry(row: Row) -> Entry:
    return Entry(
        id=row["id"],
        blog=row["blog"],
        article=article_record(row).article,
        comments=row["comments"],
        thread=row["thread_id"],
        whole=bool(row["archived"]),
    )


def _escaped(typed: str) -> str:
    """For LIKE: people's percent signs and underscores stand for themselves."""
    return typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
