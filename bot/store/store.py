"""All repositories on one database."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store.blog.archives import Archives
from bot.store.blog.arrivals import Arrivals
from bot.store.blog.articles import Articles
from bot.store.blog.authors import Authors
from bot.store.blog.blogs import Blogs
from bot.store.blog.comments import Comments
from bot.store.blog.holdings import Holdings
from bot.store.blog.library import Library
from bot.store.blog.search import Search
from bot.store.discord.alarms import Alarms
from bot.store.discord.announcements import Announcements
from bot.store.discord.follows import Follows
from bot.store.discord.lags import Lags
from bot.store.discord.mirrors import Mirrors
from bot.store.discord.parts import Parts
from bot.store.discord.places import Places
from bot.store.discord.proposals import Proposals
from bot.store.discord.threads import Threads
from bot.store.discord.touched import Touched
from bot.store.opening import open_database
from bot.store.people.agreements import Agreements
from bot.store.people.departures import Departures
from bot.store.people.disclosure import Disclosure
from bot.store.people.exchanges import Exchanges
from bot.store.people.forgetting import Forgetting
from bot.store.people.held import Held
from bot.store.people.members import Members
from bot.store.people.questions import Questions
from bot.store.people.replies import Replies
from bot.store.upkeep.adoptions import Adoptions
from bot.store.upkeep.health import Health
from bot.store.upkeep.moves import Moves
from bot.store.upkeep.repairs import Repairs
from bot.store.upkeep.stories import Stories
from bot.store.upkeep.times import Times

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.env.settings import Limits
    from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Store:
    """What the bot remembers."""

    blogs: Blogs
    articles: Articles
    arrivals: Arrivals
    archives: Archives
    authors: Authors
    comments: Comments
    holdings: Holdings
    follows: Follows
    mirrors: Mirrors
    announcements: Announcements
    threads: Threads
    parts: Parts
    touched: Touched
    exchanges: Exchanges
    members: Members
    agreements: Agreements
    disclosure: Disclosure
    questions: Questions
    replies: Replies
    held: Held
    forgetting: Forgetting
    departures: Departures
    search: Search
    library: Library
    lags: Lags
    places: Places
    alarms: Alarms
    proposals: Proposals
    repairs: Repairs
    moves: Moves
    adoptions: Adoptions
    stories: Stories
    health: Health
    times: Times


@asynccontextmanager
async def open_store(path: Path, limits: Limits | None = None) -> AsyncIterator[Store]:
    """Open the database at `path` for this process alone. Raises StoreError.

    `limits` are how much of one blog is held.
    """
    async with open_database(path) as database:
        yield store_on(database, limits)


def store_on(database: Database, limits: Limits | None = None) -> Store:
    """The repositories on an open database."""
    holdings = Holdings(database, limits)
    return Store(
        blogs=Blogs(database),
        articles=Articles(database, holdings),
        arrivals=Arrivals(database),
        archives=Archives(database),
        authors=Authors(database),
        comments=Comments(database, holdings),
        holdings=holdings,
        follows=Follows(database),
        mirrors=Mirrors(database),
        announcements=Announcements(database),
        threads=Threads(database),
        parts=Parts(database),
        touched=Touched(database),
        exchanges=Exchanges(database),
        members=Members(database),
        agreements=Agreements(database),
        disclosure=Disclosure(database),
        questions=Questions(database),
        replies=Replies(database),
        held=Held(database),
        forgetting=Forgetting(database),
        departures=Departures(database),
        search=Search(database),
        library=Library(database),
        lags=Lags(database),
        places=Places(database),
        alarms=Alarms(database),
        proposals=Proposals(database),
        repairs=Repairs(database),
        moves=Moves(database),
        adoptions=Adoptions(database),
        stories=Stories(database),
        health=Health(database),
        times=Times(database),
    )
