"""What the blogs say about their authors. Kept as long as an article of theirs is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Author
from bot.store.blog.search import FOLLOWED

if TYPE_CHECKING:
    import sqlite3

    from bot.store.database import Database


class Authors:
    """Table `introduction`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, blog: int, author: Author) -> None:
        """Record what the blog says now."""
        await self._database.at_once(lambda connection: put_author(connection, blog, author))

    async def latest_articles(self, blog: int) -> dict[str, str]:
        """The name of each author, with the id of their newest article that visitors can read."""
        rows = await self._database.rows(
            "SELECT author, remote_id, max(published) FROM article INDEXED BY article_by_author "
            "WHERE blog = ? AND state = 'published' AND author <> '' "
            "GROUP BY author COLLATE NOCASE ORDER BY 3 DESC",
            (blog,),
        )
        return {row["author"]: row["remote_id"] for row in rows}

    async def named(self, guild: int, name: str) -> list[Author]:
        """What the guild's blogs say about an author of this name; one for each blog."""
        rows = await self._database.rows(
            "SELECT introduction.*, blog.url FROM introduction "  # noqa: S608
            "JOIN blog ON blog.id = introduction.blog "
            f"WHERE introduction.blog IN {FOLLOWED} AND introduction.name = :name AND EXISTS "
            "(SELECT 1 FROM article INDEXED BY article_by_author WHERE article.blog = blog.id "
            "AND author = :name COLLATE NOCASE AND state = 'published') ORDER BY blog.id",
            {"guild": guild, "name": name},
        )
        return [
            Author(row["name"], row["bio"], row["page"], _elsewhere(row["website"], row["url"]))
            for row in rows
        ]


def put_author(connection: sqlite3.Connection, blog: int, author: Author) -> None:
    """Record what the blog says about an author of its articles."""
    connection.execute(
        "INSERT OR REPLACE INTO introduction (blog, name, bio, page, website) "
        "VALUES (?, ?, ?, ?, ?)",
        (blog, author.name, author.bio, author.page, author.website),
    )


def _elsewhere(website: str | None, home: str) -> str | None:
    """The website, unless it is the blog: WordPress gives it to whoever installed it."""
    return None if website is None or _bare(website) == _bare(home) else website


def _bare(url: str) -> str:
    return url.casefold().partition("://")[2].removeprefix("www.").rstrip("/")
