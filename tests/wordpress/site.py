"""WordPress as its administrator uses it, past the bot; and its comments as they are stored."""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp

from tests.wire.wire import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from tests.wordpress.server import Server

T = TypeVar("T")

PAUSE = 0.1
"""Seconds between two looks at a blog that can't tell when something changed."""


@dataclass(frozen=True, slots=True)
class Written:
    """A comment as it is stored, whatever was decided about it."""

    id: int
    parent: int
    status: str
    name: str
    email: str
    url: str
    html: str

    @property
    def message(self) -> int:
        """The Discord message that it says it was; 0 for a comment of the blog's own."""
        found = re.fullmatch(r"https://discord\.com/channels/\d+/\d+/(\d+)", self.url)
        return int(found[1]) if found else 0

    @property
    def words(self) -> str:
        return html.unescape(re.sub(r"<[^>]*>", "", self.html))


@dataclass(frozen=True, slots=True)
class Site:
    """WordPress as its administrator uses it, past the bot."""

    server: Server
    session: aiohttp.ClientSession

    async def call(self, method: str, path: str, **body: Any) -> Any:
        """Ask its REST API."""
        account = aiohttp.encode_basic_auth(self.server.user, self.server.password)
        async with self.session.request(
            method,
            f"{self.server.api}wp/v2/{path}",
            json=body or None,
            headers={"Authorization": account},
        ) as answer:
            content = await answer.json()
            assert answer.status < 300, content
            return content

    async def article(self, title: str) -> int:
        made = await self.call("POST", "posts", title=title, status="publish", content="Words.")
        return int(made["id"])

    async def comment(self, article: int, words: str, *, parent: int = 0) -> int:
        """A visitor's."""
        made = await self.call(
            "POST", "comments", post=article, parent=parent, status="approved", content=words,
            author_name="Vera Visitor", author_email="vera@visitors.test",
        )  # fmt: skip
        return int(made["id"])

    async def written(self, article: int) -> list[Written]:
        """Every comment of the article, in the spam and the trash, too; oldest first."""
        pages = [
            await self.call(
                "GET", f"comments?context=edit&post={article}&status={status}&per_page=100"
            )
            for status in ("all", "spam", "trash")
        ]
        found = [
            Written(
                each["id"], each["parent"], each["status"], html.unescape(each["author_name"]),
                each["author_email"], each["author_url"], each["content"]["raw"],
            )
            for page in pages
            for each in page
        ]  # fmt: skip
        return sorted(found, key=lambda each: each.id)

    async def from_discord(self, article: int) -> list[Written]:
        return [each for each in await self.written(article) if each.message]


@contextlib.contextmanager
def guests_at_once(server: Server) -> Iterator[None]:
    """Guests' comments appear without a look at them, whatever links are in them."""
    names = ("comment_previously_approved", "comment_max_links")
    before = {name: server.eval(f"return get_option('{name}');") for name in names}
    server.eval(" ".join(f"update_option('{name}', 0);" for name in names))
    try:
        yield
    finally:
        for name, value in before.items():
            server.eval(f"update_option('{name}', {json.dumps(value)});")


async def eventually(ask: Callable[[], Awaitable[T | None]]) -> T:
    """Ask until something true comes back; AssertionError, with the last answer, if it doesn't."""
    end = time.monotonic() + PATIENCE
    while not (value := await ask()):
        assert time.monotonic() < end, f"not in {PATIENCE} seconds: {value!r}"
        await asyncio.sleep(PAUSE)
    return value
