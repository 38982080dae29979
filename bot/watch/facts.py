"""What the database says of how things stand, gathered every few seconds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.care.lately import behind
from bot.store.discord.follows import FollowState

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.care.lag import Lag
    from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Read:
    """How reading one blog stands; times in seconds since 1970."""

    blog: int
    host: str
    """Without anything else of its address, which may be a secret."""
    read_at: int | None
    """None: it was not read yet."""
    failing: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it, at one time."""

    at: int
    reads: tuple[Read, ...]
    paused: int
    """Channels whose follow is paused."""
    channels: int
    lag: Lag | None
    replies: dict[Hashable, list[Hashable]]
    """Those on their way, by server and blog."""
    deliveries: dict[Hashable, list[Hashable]]
    """Mirrors with something to write, and when they last wrote something, by channel."""


async def gather(store: Store, on_purpose: Collection[int], now: int) -> Facts:
    """Look; mirrors that wait `on_purpose` are no deliveries. Raises StoreError."""
    follows = await store.follows.standing()
    replies = defaultdict[Hashable, list[Hashable]](list)
    for guild, blog, message in await store.replies.in_line():
        replies[guild, blog].append(message)
    deliveries = defaultdict[Hashable, list[Hashable]](list)
    for mirror in await store.mirrors.unfinished():
        if mirror.id not in on_purpose:
            deliveries[mirror.channel].append((mirror.id, mirror.active_at))
    return Facts(
        at=now,
        reads=tuple(
            Read(
                blog.id,
                urlsplit(blog.address.url).hostname or "",
                blog.read_at,
                blog.failure is not None,
            )
            for blog in await store.blogs.followed()
        ),
        paused=sum(follow.state is FollowState.PAUSED for follow in follows),
        channels=len(follows),
        lag=await behind(store, follows),
        replies=dict(replies),
        deliveries=dict(deliveries),
    )
