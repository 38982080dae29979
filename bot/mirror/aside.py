"""What may take long to read and write is done in a thread: nothing else waits for it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.mirror.desired import desire

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.mirror.desired import Desired
    from bot.model import Article, Comment

AT_ONCE = 5_000
"""Characters of markup that take a few milliseconds, whatever they are."""


async def desired(article: Article, comments: Sequence[Comment], **choices: Any) -> Desired:
    """As `bot.mirror.desired.desire`, beside everything else."""
    size = len(article.html) + sum(len(comment.html) for comment in comments)
    wish: Desired = await _aside(size, partial(desire, article, comments, **choices))
    return wish


async def read(markup: str, how: Callable[[str], str]) -> str:
    """Read markup with `how`, beside everything else."""
    return str(await _aside(len(markup), partial(how, markup)))


async def _aside(size: int, work: Callable[[], Any]) -> Any:
    return work() if size <= AT_ONCE else await asyncio.to_thread(work)
