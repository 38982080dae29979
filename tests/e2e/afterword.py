"""The unmodified bot as its own process, against a Discord on real sockets; and what people see."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from bot.demo.blog_app import create_app
from bot.mirror.lines import read_lines
from tests.spoken import spoken
from tests.wire.wire import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.demo.blog_content import Content
    from tests.wire.wire import Wire
    from tests.wire.world import MessageRow

USER, PASSWORD = "owner", "abcd efgh ijkl mnop qrst uvwx"

LINK = re.compile(r"#comment-(?P<comment>\d+)$")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Seen:
    """One mirrored message as a person sees it."""

    message: int
    comment: int
    number: int
    reply_to: int | None
    words: str


@asynccontextmanager
async def serving(content: Content) -> AsyncIterator[str]:
    """The sample blog on loopback; answers its address."""
    runner = web.AppRunner(create_app(content, user=USER, password=PASSWORD), shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@dataclass(frozen=True, slots=True)
class Afterword:
    """How to start the bot: on which Discord, with which database and blog."""

    wire: Wire
    channel: int
    folder: Path
    blog: str
    user: str = USER
    password: str = PASSWORD

    def environment(self, **settings: str) -> dict[str, str]:
        """Its settings, unless others are given."""
        usual = self.wire.environment(
            DATABASE_PATH=str(self.folder / "afterword.sqlite3"),
            POLL_SECONDS="1",
            BLOG_URL=self.blog,
            BLOG_CHANNEL_ID=str(self.channel),
            BLOG_USER=self.user,
            BLOG_APP_PASSWORD=self.password,
            BLOG_ALLOW_PRIVATE="true",
        )
        return usual | settings

    @asynccontextmanager
    async def running(self, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """The bot at work; ended with SIGTERM unless the test ended it before."""
        with (self.folder / "log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *self.wire.command(), env=self.environment(**settings), cwd=self.folder, stderr=log
            )
            try:
                yield process
            finally:
                if process.returncode is None:
                    process.terminate()
                async with asyncio.timeout(PATIENCE):
                    await process.wait()

    @property
    def log(self) -> str:
        """What the bot said so far."""
        return (self.folder / "log").read_text(errors="replace")

    def announcements(self) -> list[MessageRow]:
        """The messages in the channel that announce an article."""
        return [row for row in self.wire.world.messages(self.channel) if row.embeds]

    def thread(self, name: str) -> int | None:
        """The one thread of this name; fails if there are two."""
        found = [row.id for row in self.wire.world.threads(self.channel) if row.name == name]
        assert len(found) <= 1, f"{len(found)} threads named {name!r}"
        return found[0] if found else None

    def written(self) -> int:
        """How many messages stand in the channel's threads; quick, for waiting on many."""
        backend = self.wire.world.backend
        threads = [row.id for row in self.wire.world.threads(self.channel)]
        return sum(len(backend.messages.get(thread, {})) for thread in threads)

    def comments(self, name: str) -> list[Seen]:
        """The mirrored messages of the thread of this name, oldest first."""
        thread = self.thread(name)
        if thread is None:
            return []
        rows = self.wire.world.messages(thread)
        return [seen for row in rows if (seen := read(row)) is not None]


def read(row: MessageRow) -> Seen | None:
    """Read one message as a mirrored comment; None if it is something else."""
    named = read_lines(row.content)
    link = LINK.search(named[0]) if named else None
    if named is None or link is None:
        return None
    return Seen(
        row.id,
        int(link["comment"]),
        named[1],
        row.reply_to,
        ESCAPE.sub(r"\1", spoken(row.content)),
    )
