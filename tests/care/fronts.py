"""A WordPress at an address of its own, which can move, close, or claim to be another."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.demo.blog_answers import path_of
from bot.demo.blog_app import create_app

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.demo.blog_content import Content

USER, PASSWORD = "keeper", "abcd efgh ijkl"
CLOSED = {"code": "rest_not_logged_in", "message": "No.", "data": {"status": 401}}
RIGHTS = (
    "read", "edit_posts", "edit_others_posts", "edit_published_posts", "moderate_comments",
)  # fmt: skip


@dataclass(slots=True)
class Front:
    """One address of a blog."""

    url: str
    behind: str
    content: Content
    moved_to: str | None = None
    status: int = 301
    closed: bool = False
    """Visitors are turned away from the REST API."""
    broken: bytes | None = None
    """What stands before and after every JSON."""
    failing: str = "/none/"
    """Paths that begin so are answered with an error of the server."""
    root: str = "wp-json"
    """Which form of the REST API is there: `wp-json` or `rest_route`."""
    seen: list[tuple[str, str | None]] = field(default_factory=list)
    """Paths with their queries, and the credentials that came along."""

    @property
    def api(self) -> str:
        return f"{self.url}wp-json/"

    def keys(self) -> set[str | None]:
        return {key for _, key in self.seen}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        key = request.headers.get("Authorization")
        self.seen.append((request.path_qs, key))
        if self.moved_to is not None:
            to = f"{self.moved_to.rstrip('/')}{request.path_qs}"
            return web.Response(status=self.status, headers={"Location": to})
        if request.path.startswith(self.failing):
            return web.Response(status=500)
        if request.path in {"/feed/", "/comments/feed/atom/"}:
            text = self._articles() if request.path == "/feed/" else self._comments()
            return web.Response(text=text, content_type="application/rss+xml")
        route = request.query.get("rest_route")
        if route is not None or request.path.startswith("/wp-json"):
            if (route is not None) != (self.root == "rest_route"):
                return web.Response(status=404, text="<p>Nothing here.")
            if self.closed and key is None:
                return web.json_response(CLOSED, status=401)
        return await self._pass_on(request, route)

    async def _pass_on(self, request: web.Request, route: str | None) -> web.Response:
        path = request.path if route is None else f"/wp-json{route}"
        query = {name: value for name, value in request.query.items() if name != "rest_route"}
        headers = {
            name: value
            for name, value in request.headers.items()
            if name in {"Authorization", "Content-Type"}
        }
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method, f"{self.behind}{path}", params=query, headers=headers,
                data=await request.read(), allow_redirects=False,
            ) as answer,
        ):  # fmt: skip
            body = (await answer.read()).replace(
                self.behind.encode(), self.url.rstrip("/").encode()
            )
            if self.broken is not None and "json" in answer.content_type:
                body = self.broken + body + self.broken
            kept = {
                name: value.replace(self.behind, self.url.rstrip("/"))
                for name, value in answer.headers.items()
                if name.startswith("X-WP") or name in {"Link", "Allow", "Content-Type"}
            }
            return web.Response(status=answer.status, body=body, headers=kept)

    def _articles(self) -> str:
        return _rss(
            self.url,
            [
                f"<item><title>{escape(each.title)}</title><link>{self._link(each.id)}</link>"
                f'<guid isPermaLink="false">{self.url}?p={each.id}</guid>'
                f"<pubDate>{format_datetime(each.published)}</pubDate>"
                f"<content:encoded>{escape(each.html)}</content:encoded></item>"
                for each in self.content.articles.values()
            ],
        )

    def _comments(self) -> str:
        return _rss(
            self.url,
            [
                f"<item><title>By {escape(each.name)}</title><dc:creator>{escape(each.name)}"
                f"</dc:creator><link>{self._link(each.article_id)}#comment-{each.id}</link>"
                f'<guid isPermaLink="false">{self._link(each.article_id)}#comment-{each.id}</guid>'
                f"<pubDate>{format_datetime(each.created)}</pubDate>"
                f"<content:encoded>{escape(each.html)}</content:encoded></item>"
                for each in self.content.comments.values()
            ],
        )

    def _link(self, article: int) -> str:
        return f"{self.url.rstrip('/')}{path_of(self.content.articles[article])}"


def _rss(home: str, items: list[str]) -> str:
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Blog</title>'
        f"<generator>https://wordpress.org/?v=6.8</generator><link>{home}</link>"
        f"{''.join(items)}</channel></rss>"
    )


@contextlib.asynccontextmanager
async def fronts(content: Content, number: int) -> AsyncIterator[list[Front]]:
    """So many addresses, each with a port of its own, of one blog."""
    async with contextlib.AsyncExitStack() as stack:
        app = create_app(content, user=USER, password=PASSWORD)
        behind = await stack.enter_async_context(TestServer(app))
        found = []
        for _ in range(number):
            front = Front("", str(behind.make_url("")).rstrip("/"), content)
            site = web.Application()
            site.router.add_route("*", "/{path:.*}", front.answer)
            server = await stack.enter_async_context(TestServer(site))
            front.url = str(server.make_url("/"))
            found.append(front)
        yield found
