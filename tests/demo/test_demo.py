"""The demo without a browser: a process, two addresses, and what the chat's page asks there."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.demo.process import PATIENCE, Demo, running
from tests.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ARTICLE = "the-chair"


@dataclass
class Page:
    """Asks what the page's script asks, in one room."""

    http: aiohttp.ClientSession
    url: str
    room: str = ""
    locale: str = "en-GB"

    async def look(self) -> Any:
        async with self.http.get(f"{self.url}state", params={"room": self.room}) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def wait_for(self, words: str) -> Any:
        async with asyncio.timeout(PATIENCE):
            while True:
                for message in (await self.look())["room"]["messages"]:
                    parts = ("content", "embeds", "components", "reactions")
                    if words in " ".join(str(message[part]) for part in parts):
                        return message
                await asyncio.sleep(0.05)

    async def try_to(self, name: str, **asked: Any) -> tuple[int, Any]:
        body = {"room": self.room, "locale": self.locale} | asked
        async with self.http.post(f"{self.url}acts/{name}", json=body) as answer:
            return answer.status, await answer.json()

    async def act(self, name: str, **asked: Any) -> Any:
        status, done = await self.try_to(name, **asked)
        assert status == 200, done
        return done

    async def press(self, message: Any, label: str) -> Any:
        (button,) = [one for one in _buttons(message["components"]) if one.get("label") == label]
        return await self.act("press", message=message["id"], button=button["custom_id"])

    async def thread(self, article: str) -> Page:
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.http.get(f"{self.url}articles/{article}") as answer:
                    if found := (await answer.json())["thread"]:
                        return Page(self.http, self.url, found, self.locale)
                await asyncio.sleep(0.05)


@asynccontextmanager
async def opened(tmp_path: Path, language: str = "en_GB.UTF-8") -> AsyncIterator[tuple[Demo, Page]]:
    async with (
        running(tmp_path, language=language) as demo,
        aiohttp.ClientSession() as http,
    ):
        yield demo, Page(http, demo.discord)


async def test_a_comment_left_on_the_blog_appears_in_its_thread(tmp_path: Path) -> None:
    async with opened(tmp_path) as (demo, articles):
        announcement = await articles.wait_for("worth mending")
        number, link = await _article(articles.http, demo.blog)
        assert link == f"{demo.discord}#article-{number}"
        thread = await articles.thread(number)
        assert thread.room == announcement["id"]

        parent = await thread.wait_for("on the blog")
        told = await thread.look()
        assert told["room"]["start"] == announcement["id"] == told["room"]["messages"][0]["id"]
        comment_id = re.search(r"#comment-(\d+)", parent["content"])
        assert comment_id
        form = {
            "author": "Wren",
            "email": "wren@readers.example",
            "comment": "I read this on the bus, and *missed* my stop.",
            "comment_post_ID": number,
            "comment_parent": comment_id[1],
        }
        async with articles.http.post(f"{demo.blog}wp-comments-post.php", data=form) as answer:
            assert answer.status == 200
        seen = await thread.wait_for("missed")
        assert " **Wren**\n" in seen["content"]
        assert spoken(seen["content"]) == r"I read this on the bus, and \*missed\* my stop."
        assert seen["referenced_message"]["id"] == parent["id"]
        assert "readers.example" not in str(await thread.look())
        assert (await _steps(thread, "comment"))["article"] == int(number)

        assert await demo.end(signal.SIGTERM) == (0, "")
        assert os.listdir(tmp_path) == []  # noqa: PTH208 - at once, and nothing else is running


async def test_a_reply_stands_on_the_blog_and_is_changed_held_and_approved(tmp_path: Path) -> None:
    async with opened(tmp_path) as (demo, articles):
        await articles.wait_for("worth mending")
        number, _ = await _article(articles.http, demo.blog)
        thread = await articles.thread(number)
        parent = await thread.wait_for("on the blog")
        wrote = await thread.act("write", words="I **kept** mine.", answers=parent["id"])
        await thread.press(await thread.wait_for("May this appear"), "Always")
        comment = await _comment(articles.http, demo.blog, number, "I <strong>kept</strong> mine.")
        assert f"#comment-{comment['parent']}" in parent["content"]
        await thread.wait_for("✅")
        assert (await _steps(thread, "answer"))["done"] == ["answer"]

        await thread.act("edit", message=wrote["written"], words="I **mended** mine.")
        changed = await _comment(articles.http, demo.blog, number, "<strong>mended</strong>")
        assert changed["id"] == comment["id"]
        await _steps(thread, "answer", "change")

        deed = f"{demo.blog}demo/comments/{comment['id']}"
        async with articles.http.post(deed, data={"action": "hold"}) as answer:
            assert answer.status == 200
        await thread.wait_for("🕓")
        moderation = await _room(articles, "moderation")
        await moderation.press(await moderation.wait_for("**mended**"), "Approve")
        await moderation.wait_for("Approved")
        await _comment(articles.http, demo.blog, number, "<strong>mended</strong>")
        await thread.wait_for("✅")
        await _steps(thread, "answer", "change", "approve")
        assert await demo.end(signal.SIGTERM) == (0, "")


async def test_people_act_while_the_clock_runs(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):  # somebody else has it already, which is as good
            taken.bind(("127.0.0.1", 8400))
            taken.listen()
        async with opened(tmp_path) as (demo, articles):
            assert not demo.blog.endswith(":8400/")
            await articles.wait_for("worth mending")
            articles.room = (await articles.look())["room"]["id"]
            for number in range(10):
                said = await articles.act("write", words=f"Good morning {number}")
                assert (await articles.wait_for(f"morning {number}"))["id"] == said["written"]
            done = await articles.act("run", command="latest", options={})
            answer = await articles.wait_for("Latest articles")
            assert answer["id"] == done["shown"]
            assert answer["flags"] & 64
            rooms = (await articles.look())["rooms"]
            (chair,) = [one["id"] for one in rooms if one["name"].startswith("The chair")]
            assert f"/{chair}>)" in str(answer["embeds"])
            assert await demo.end(signal.SIGINT) == (0, "")


async def test_it_speaks_the_language_of_the_computer_and_of_the_page(tmp_path: Path) -> None:
    async with opened(tmp_path, "de_DE.UTF-8") as (demo, articles):
        articles.locale = "de"
        announcement = await articles.wait_for("Mitreden")
        labels = [one["label"] for one in _buttons(announcement["components"])]
        assert labels == ["Lesen", "Mitreden"]
        articles.room = (await articles.look())["room"]["id"]
        await articles.act("run", command="latest", options={})
        await articles.wait_for("Neueste Artikel")
        articles.locale = "en-GB"
        await articles.act("run", command="latest", options={})
        await articles.wait_for("Latest articles")
        assert await demo.end(signal.SIGINT) == (0, "")


async def _room(page: Page, name: str) -> Page:
    (found,) = [one["id"] for one in (await page.look())["rooms"] if one["name"] == name]
    return Page(page.http, page.url, found, page.locale)


async def _steps(page: Page, *done: str) -> Any:
    """Wait until these steps of the guide are ticked off."""
    async with asyncio.timeout(PATIENCE):
        while True:
            guide = (await page.look())["guide"]
            if guide["done"] == list(done):
                return guide
            await asyncio.sleep(0.05)


def _buttons(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [button for one in part for button in _buttons(one)]
    return [part] if part["type"] == 2 else _buttons(part.get("components", []))


async def _comment(
    http: aiohttp.ClientSession, blog: str, article: str, words: str
) -> dict[str, Any]:
    """The comment with these words, as the blog's own API shows it to everyone."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with http.get(
                f"{blog}wp-json/wp/v2/comments?post={article}&per_page=100"
            ) as answer:
                for comment in await answer.json():
                    if words in comment["content"]["rendered"]:
                        return dict(comment)
            await asyncio.sleep(0.05)


async def _article(http: aiohttp.ClientSession, blog: str) -> tuple[str, str]:
    """The number of the article with the long discussion, and the way to its thread."""
    async with http.get(f"{blog}wp-json/wp/v2/posts") as answer:
        (article,) = [one for one in await answer.json() if one["slug"] == ARTICLE]
    async with http.get(article["link"]) as answer:
        link = re.search(r'class="thread" href="([^"]+)"', await answer.text())
    assert link
    return str(article["id"]), link[1]
