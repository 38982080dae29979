"""A blog to test against, and its administrator, who acts through the REST API.

The same hands work on a real WordPress and on the sample blog.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.blogs.http import Answer, Fetcher

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from bot.model import Credentials

PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a blog is, and who may do everything there."""

    home: str
    user: str
    password: str
    admin: Admin

    @property
    def api(self) -> str:
        return f"{self.home}/wp-json/"


class Recording(Fetcher):
    """A session that remembers what it was answered."""

    def __init__(self) -> None:
        super().__init__(allow_private=True)
        self.answers: list[Answer] = []

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        auth: Credentials | None = None,
        method: str = "GET",
        max_bytes: int | None = None,
    ) -> Answer:
        answer = await super().get(
            url, headers=headers, auth=auth, method=method, max_bytes=max_bytes
        )
        self.answers.append(answer)
        return answer


class Admin:
    """What a blog's people do to it. Ids are text, as in our model."""

    def __init__(self, session: aiohttp.ClientSession, home: str, user: str, password: str) -> None:
        self._session = session
        self._api = f"{home}/wp-json/wp/v2"
        self._headers = {"Authorization": aiohttp.encode_basic_auth(user, password)}

    async def add_article(
        self, title: str, html: str = "<p>Words.</p>", *, date: datetime | None = None, **more: Any
    ) -> str:
        fields = {"title": title, "content": html, "status": "publish"} | more
        return _id(await self._send("POST", "posts", fields | _dated(date)))

    async def edit_article(self, article: str, **fields: Any) -> None:
        await self._send("POST", f"posts/{article}", fields)

    async def set_article_status(self, article: str, status: str) -> None:
        """`publish`, `draft`, `private` or `trash`."""
        if status == "trash":
            await self._send("DELETE", f"posts/{article}")
        else:
            await self._send("POST", f"posts/{article}", {"status": status})

    async def delete_article(self, article: str) -> None:
        await self._send("DELETE", f"posts/{article}?force=true")

    async def add_comment(
        self,
        article: str,
        author: str,
        html: str,
        *,
        parent: str | None = None,
        status: str = "approved",
        date: datetime | None = None,
    ) -> str:
        fields = {
            "post": int(article),
            "parent": int(parent or 0),
            "author_name": author,
            "author_email": "somebody@visitors.test",
            "content": html,
            "status": status,
        }
        return _id(await self._send("POST", "comments", fields | _dated(date)))

    async def add_own_comment(self, article: str, html: str) -> str:
        """Comment with the administrator's account, which wrote the articles."""
        return _id(await self._send("POST", "comments", {"post": int(article), "content": html}))

    async def edit_comment(self, comment: str, **fields: Any) -> None:
        await self._send("POST", f"comments/{comment}", fields)

    async def set_comment_status(self, comment: str, status: str) -> None:
        """`approved`, `hold`, `spam` or `trash`."""
        if status == "trash":
            await self._send("DELETE", f"comments/{comment}")
        else:
            await self._send("POST", f"comments/{comment}", {"status": status})

    async def delete_comment(self, comment: str) -> None:
        await self._send("DELETE", f"comments/{comment}?force=true")

    async def _send(self, method: str, route: str, fields: dict[str, Any] | None = None) -> Any:
        async with self._session.request(
            method, f"{self._api}/{route}", json=fields, headers=self._headers
        ) as response:
            body = await response.json()
            assert response.status in {200, 201}, f"{method} {route}: {response.status} {body}"
            return body


async def eventually(met: Callable[[], Awaitable[bool]]) -> None:
    """Ask until the answer is yes: WordPress dates to the second, so some things take two."""
    end = time.monotonic() + PATIENCE
    while not await met():
        assert time.monotonic() < end, "it never happened"
        await asyncio.sleep(0.1)


def _dated(date: datetime | None) -> dict[str, str]:
    return {} if date is None else {"date_gmt": date.strftime("%Y-%m-%dT%H:%M:%S")}


def _id(body: Any) -> str:
    return str(body["id"])
