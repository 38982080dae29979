"""A visit to the demo, of which nobody has anything to complain in the end."""

from __future__ import annotations

import signal
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.browser import launched
from tests.demo.minute import Visitor, visit
from tests.demo.process import running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

LOCALES = {"en": "en_GB.UTF-8", "de": "de_DE.UTF-8"}


@asynccontextmanager
async def visited(
    folder: Path, language: str = "en", width: int = 1280, *, warned: str | None = None
) -> AsyncIterator[Visitor]:
    """A visitor whose browser has nothing to complain of in the end, and neither has the demo.

    Except for what holds the words `warned`: what the bot rightly says of what they did.
    """
    async with running(folder, language=LOCALES[language]) as demo, launched() as browser:
        visitor = await visit(browser, demo, language, width=width)
        yield visitor
        assert not visitor.complaints, visitor.complaints
        await visitor.page.close()
        status, said = await demo.end(signal.SIGINT)
        lines = [line for line in said.splitlines() if warned is None or warned not in line]
        assert (status, lines) == (0, []), said
