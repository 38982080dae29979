"""A small blog for the tests, and somebody who asks it things."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from aiohttp.test_utils import TestClient, TestServer

from bot.demo.blog_app import create_app
from bot.demo.blog_content import Author, Content

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOW = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
WHEN = "2027-02-20T10:00:00"


@dataclass
class Reader:
    """Asks the running blog, as anyone or as its account."""

    client: TestClient[Any, Any]
    content: Content

    async def ask(
        self, path: str, method: str = "GET", *, auth: str | None = None, **body: Any
    ) -> tuple[int, Any, dict[str, str]]:
        word = b64encode(f"orla:{auth}".encode()).decode()
        headers = {"Authorization": f"Basic {word}"} if auth else {}
        async with self.client.request(
            method, f"/wp-json{path}", json=body or None, headers=headers, allow_redirects=False
        ) as answer:
            data = await answer.json() if method != "HEAD" else await answer.read()
            return answer.status, data, dict(answer.headers)

    async def get(self, path: str, *, auth: str | None = None) -> Any:
        status, data, _ = await self.ask(path, auth=auth)
        assert status == 200, data
        return data

    async def refused(self, path: str, method: str = "GET", **asked: Any) -> tuple[int, str]:
        status, data, _ = await self.ask(path, method, **asked)
        assert data["data"]["status"] == status
        return status, data["code"]

    async def do(self, path: str, method: str = "POST", **body: Any) -> Any:
        status, data, _ = await self.ask(path, method, auth="abcd efgh", **body)
        assert status in {200, 201}, data
        return data

    async def page(self, path: str, status: int = 200) -> str:
        async with self.client.get(path) as answer:
            assert answer.status == status
            return await answer.text()

    async def send(self, path: str, **form: Any) -> tuple[int, str, str]:
        async with self.client.post(path, data=form, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location", ""), await answer.text()


def small_blog() -> Content:
    content = Content("Bread &amp; salt", "A test", Author("orla", "Orla", "orla@venn.example"))
    content.clock = lambda: NOW
    content.add_article(title="One", html="First words", published=NOW - timedelta(days=9))
    content.add_article(title="Two", html="Second words", published=NOW - timedelta(days=8))
    for name, parent in (("Ann", 0), ("Bo", 1), ("Cy", 2), ("Di", 0)):
        mail = f"{name.lower()}@readers.example"
        content.add_comment(1, f"{name} speaks", name=name, email=mail, parent_id=parent)
    return content


async def serve(content: Content, **options: Any) -> AsyncIterator[Reader]:
    app = create_app(content, user="orla", password="abcdefgh", **options)
    async with TestClient(TestServer(app)) as client:
        yield Reader(client, content)


def ids(records: list[dict[str, Any]]) -> list[int]:
    return [record["id"] for record in records]
