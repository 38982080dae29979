"""A blog to test against, and its administrator, who acts through the REST API.

The same hands work on a real WordPress and on the sample blog.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp.test_utils import TestServer

from bot.blogs.http.fetcher import Fetcher
from bot.blogs.kinds import open_blog, open_desk
from bot.blogs.wordpress.blog import WordPress
from bot.blogs.wordpress.kind import WORDPRESS
from bot.demo.blog_app import create_app
from bot.demo.blog_content import Author, Content
from bot.model import BlogAddress, Credentials, Draft, Guest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
    from datetime import datetime

    from bot.blogs.base import Desk
    from bot.blogs.http.answer import Answer
    from bot.model import Account, Comment
    from tests.wordpress.server import Server

PATIENCE = 120.0


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


@contextlib.asynccontextmanager
async def sample_blog(session: aiohttp.ClientSession) -> AsyncIterator[Place]:
    """A sample blog that holds a visitor's first comment, as WordPress does by default."""
    author = Author("keeper", "The Keeper", "keeper@sample.test")
    content = Content("A sample blog", "For tests", author)
    app = create_app(content, user="keeper", password="abcd efgh", hold_new=True)
    async with TestServer(app) as server:
        home = str(server.make_url("")).rstrip("/")
        admin = Admin(session, home, "keeper", "abcd efgh")
        yield Place(home, "keeper", "abcd efgh", admin)


def real_blog(
    session: aiohttp.ClientSession, site: Server, credentials: Credentials | None = None
) -> Place:
    """A real WordPress, for its administrator or for another account."""
    admin = Admin(session, site.url, site.user, site.password)
    who = credentials or Credentials(site.user, site.password)
    return Place(site.url, who.user, who.password, admin)


def account(site: Server, name: str, *rights: str) -> Credentials:
    """Make an account with exactly these rights, and an application password for it."""
    granted = ", ".join(f"'{right}' => true" for right in rights)
    password = site.eval(f"""
        remove_role('{name}');
        add_role('{name}', '{name}', [{granted}]);
        $id = username_exists('{name}') ?: wp_insert_user(['user_login' => '{name}',
            'user_pass' => wp_generate_password(), 'user_email' => '{name}@blog.test',
            'role' => '{name}']);
        return WP_Application_Passwords::create_new_application_password($id,
            ['name' => wp_generate_password()])[0];
    """)
    return Credentials(name, password)


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
        urgent: bool = False,
        stay: bool = False,
    ) -> Answer:
        answer = await super().get(
            url, headers=headers, auth=auth, method=method, max_bytes=max_bytes, urgent=urgent,
            stay=stay,
        )  # fmt: skip
        self.answers.append(answer)
        return answer

    async def send(
        self,
        url: str,
        *,
        method: str,
        auth: Credentials | None,
        json: Mapping[str, object] | None,
        max_bytes: int | None = None,
    ) -> Answer:
        answer = await super().send(url, method=method, auth=auth, json=json, max_bytes=max_bytes)
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

    async def introduce(self, **fields: Any) -> None:
        """Say something about the administrator, who wrote the articles: `description`, `url`."""
        await self._send("POST", "users/me", fields)

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

    async def hide(self, article: str, how: str) -> None:
        """`draft`, `private`, `trash`, `password` or `deleted`."""
        if how == "password":
            await self.edit_article(article, password="knock")
        elif how == "deleted":
            await self.delete_article(article)
        else:
            await self.set_article_status(article, how)

    async def add_comment(
        self,
        article: str,
        author: str,
        html: str,
        *,
        parent: str | None = None,
        status: str = "approved",
        date: datetime | None = None,
        **more: Any,
    ) -> str:
        fields = {
            "post": int(article),
            "parent": int(parent or 0),
            "author_name": author,
            "author_email": "somebody@visitors.test",
            "content": html,
            "status": status,
        }
        return _id(await self._send("POST", "comments", fields | more | _dated(date)))

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


def address(place: Place) -> BlogAddress:
    return BlogAddress(WORDPRESS, place.home, place.api, "Blog")


def desk_at(fetcher: Fetcher, place: Place, password: str | None = None) -> Desk:
    """What the place's account can do there."""
    return open_desk(fetcher, address(place), Credentials(place.user, password or place.password))


async def seen(fetcher: Fetcher, place: Place, article: str) -> list[Comment]:
    """What a visitor reads."""
    blog = open_blog(fetcher, address(place))
    assert isinstance(blog, WordPress)
    return list((await blog.comments([article])).items)


def guest(name: str = "Ada") -> Guest:
    return Guest(name, f"{uuid.uuid4().hex}@pseudonyms.test")


def draft(
    article: str,
    html: str = "Hello",
    *,
    by: Guest | Account | None = None,
    parent: str | None = None,
    message: int = 3456,
    approved: bool = True,
) -> Draft:
    url = f"https://discord.com/channels/1/2/{message}"
    return Draft(article, parent, by or guest(), url, html, approved)
