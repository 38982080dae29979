"""All repositories on one database."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store.adoptions import Adoptions
from bot.store.alarms import Alarms
from bot.store.archives import Archives
from bot.store.articles import Articles
from bot.store.authors import Authors
from bot.store.blogs import Blogs
from bot.store.comments import Comments
from bot.store.database import open_database
from bot.store.exchanges import Exchanges
from bot.store.follows import Follows
from bot.store.forgetting import Forgetting
from bot.store.held import Held
from bot.store.lags import Lags
from bot.store.library import Library
from bot.store.members import Members
from bot.store.mirrors import Mirrors
from bot.store.parts import Parts
from bot.store.places import Places
from bot.store.repairs import Repairs
from bot.store.replies import Replies
from bot.store.search import Search
from bot.store.stories import Stories
from bot.store.threads import Threads

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Store:
    """What the bot remembers."""

    blogs: Blogs
    articles: Articles
    archives: Archives
    authors: Authors
    comments: Comments
    follows: Follows
    mirrors: Mirrors
    threads: Threads
    parts: Parts
    exchanges: Exchanges
    members: Members
    replies: Replies
    held: Held
    forgetting: Forgetting
    search: Search
    library: Library
    lags: Lags
    places: Places
    alarms: Alarms
    repairs: Repairs
    adoptions: Adoptions
    stories: Stories


@asynccontextmanager
async def open_store(path: Path) -> AsyncIterator[Store]:
    """Open the database at `path` for this process alone. Raises StoreError."""
    async with open_database(path) as database:
        yield store_on(database)


def store_on(database: Database) -> Store:
    """The repositories on an open database."""
    return Store(
        blogs=Blogs(database),
        articles=Articles(database),
        archives=Archives(database),
        authors=Authors(database),
        comments=Comments(database),
        follows=Follows(database),
        mirrors=Mirrors(database),
        threads=Threads(database),
        parts=Parts(database),
        exchanges=Exchanges(database),
        members=Members(database),
        replies=Replies(database),
        held=Held(database),
        forgetting=Forgetting(database),
        search=Search(database),
        library=Library(database),
        lags=Lags(database),
        places=Places(database),
        alarms=Alarms(database),
        repairs=Repairs(database),
        adoptions=Adoptions(database),
        stories=Stories(database),
    )
