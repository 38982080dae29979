"""What may take long to read and write is done in a thread: nothing else waits for it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from bot.mirror.desired import desire

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.mirror.desired import Announcement, Desired
    from bot.model import Article, Comment

T = TypeVar("T")

AT_ONCE = 5_000
"""Characters of markup that take a few milliseconds, whatever they are."""


async def done(size: int, work: Callable[[], T]) -> T:
    """Do what so many characters of markup take, beside everything else."""
    return work() if size <= AT_ONCE else await asyncio.to_thread(work)


async def desired(article: Article, comments: Sequence[Comment], **choices: Any) -> Desired:
    """As `bot.mirror.desired.desire`, beside everything else."""
    size = sum(len(comment.html) for comment in comments)
    return await done(size, partial(desire, article, comments, **choices))


async def announcement(wish: Desired) -> Announcement:
    """Write the announcement of what is desired, beside everything else."""
    return await done(len(wish.article.html), lambda: wish.announcement)


async def read(markup: str, how: Callable[[str], str]) -> str:
    """Read markup with `how`, beside everything else."""
    return await done(len(markup), partial(how, markup))
