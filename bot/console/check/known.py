"""What the database and the settings say there is to check."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.discord.permissions import CARD_NEEDS, NAMES

if TYPE_CHECKING:
    from bot.env.settings import BlogSettings
    from bot.languages.phrase import Phrase
    from bot.store.blog.blogs import BlogRecord
    from bot.store.discord.follows import FollowRecord
    from bot.store.people.exchanges import ExchangeRecord
    from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Place:
    """A channel that the bot writes in, and the permissions, by key, that this takes."""

    channel: int
    guild: int | None
    """None where only the settings name the channel."""
    purpose: str
    needs: tuple[str, ...] = tuple(NAMES)
    role: int | None = None
    """Whom announcements there mention."""


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that is followed; nothing where there is no database yet."""

    follows: list[FollowRecord] = field(default_factory=list)
    blogs: list[BlogRecord] = field(default_factory=list)
    exchanges: list[ExchangeRecord] = field(default_factory=list)
    """One for each server and blog that it follows."""
    departures: dict[int, int] = field(default_factory=dict)
    """The servers that the bot was removed from, and since when (seconds since 1970)."""
    ahead: BlogSettings | None = None
    """The blog of the settings, where the bot does not follow it yet."""

    def lacking(self, blog: int) -> Phrase | None:
        """Why a blog is read in a lesser way than it could be."""
        lacking = (each.way.lacks for each in self.follows if each.blog == blog)
        return next((each for each in lacking if each is not None), None)

    def places(self) -> list[Place]:
        """The channels to look at."""
        found = [
            Place(follow.channel, follow.guild, "articles", role=follow.role)
            for follow in self.follows
        ]
        if self.ahead is not None:
            found.append(Place(self.ahead.channel, None, "articles"))
        found += [
            Place(exchange.moderators, exchange.guild, "held comments", CARD_NEEDS)
            for exchange in self.exchanges
            if exchange.moderators is not None
        ]
        return list(dict.fromkeys(found))


async def known(store: Store | None, settings: BlogSettings | None) -> Known:
    """Read it."""
    if store is None:
        return Known(ahead=settings)
    follows = await store.follows.standing()
    pairs = dict.fromkeys((follow.guild, follow.blog) for follow in follows)
    blogs = dict.fromkeys(follow.blog for follow in follows)
    ahead = settings
    if settings is not None:
        begun = await store.follows.of_settings(settings.channel)
        if any(follow.settings_url == settings.url for follow in begun):
            ahead = None
    return Known(
        follows,
        [await store.blogs.get(blog) for blog in blogs],
        [await store.exchanges.get(guild, blog) for guild, blog in pairs],
        await store.departures.all(),
        ahead,
    )
