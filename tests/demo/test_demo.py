"""The demo as its visitor meets it: a process, two addresses, a browser's requests."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds for what takes one or two on a machine with nothing else to do."""

ARTICLE = "the-chair"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


@dataclass
class Demo:
    process: asyncio.subprocess.Process
    printed: str
    blog: str
    discord: str
    folder: Path

    async def end(self, by: signal.Signals) -> tuple[int, str]:
        """Its exit status, and what it had to say since its greeting, complaints included."""
        self.process.send_signal(by)
        async with asyncio.timeout(PATIENCE):
            rest, _ = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, rest.decode().strip()


@dataclass
class Page:
    """A page of the simulated Discord, asked what simcord's own script asks."""

    http: aiohttp.ClientSession
    origin: str
    key: str
    state: dict[str, Any] = field(default_factory=dict)
    acts: int = 0

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"X-Simcord-Capability": self.key}
        if self.state:
            headers["X-Simcord-Context"] = self.state["context"]["id"]
        async with self.http.request(
            method, self.origin + path, json=body, headers=headers
        ) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def look(self) -> list[dict[str, Any]]:
        self.state = await self.ask("GET", "/api/state")
        return sorted(self.state["messages"].values(), key=lambda message: int(message["id"]))

    async def wait_for(self, words: str) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            while True:
                for message in await self.look():
                    parts = ("content", "embeds", "components", "reactions")
                    shown = (message[part] for part in parts)
                    if words in " ".join(map(str, shown)):
                        return message
                await asyncio.sleep(0.05)

    async def press(self, message: dict[str, Any], label: str) -> None:
        """Press the button with this label under a message."""
        (button,) = [one for one in _buttons(message["components"]) if one.get("label") == label]
        key = button["control_key"]
        await self.act("click", target_id=message["id"], control_key=key)

    async def act(self, kind: str, **details: Any) -> dict[str, Any]:
        """Act as the page does; again if it had changed under us, which the page's user does."""
        async with asyncio.timeout(PATIENCE):
            while True:
                await self.look()
                body = details | {
                    "kind": kind,
                    "protocol_version": 3,
                    "sequence": self.acts + 1,
                    "request_id": f"request {self.acts + 1}",
                    "generation": self.state["context"]["generation"],
                    "bot_generation": self.state["botGeneration"],
                    "published_revision": self.state["publishedRevision"],
                }
                answer: dict[str, Any] = await self.ask("POST", "/api/action", body)
                if not answer["rejected"]:
                    self.acts += 1
                    return answer
                assert answer["diagnostics"][0]["code"] == "stale-revision", answer


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Demo]:
    """The demo in a process of its own, in a folder without settings; killed if it stays."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DISCORD_", "DATABASE_", "POLL_", "LOG_", "BLOG_"))
    }
    environment |= {
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": str(folder),
        "DATABASE_PATH": str(folder / "owners.sqlite3"),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "demo",
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        assert process.stdout is not None
        printed = ""
        async with asyncio.timeout(PATIENCE):
            while "Ctrl-C" not in printed:
                line = await process.stdout.readline()
                assert line, f"the demo ended by itself: {printed}"
                printed += line.decode()
        assert printed.startswith("\nThe demo of Afterword is running."), printed
        blog, discord, _moderation = ADDRESS.findall(printed)
        yield Demo(process, printed, blog, discord, folder)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_a_comment_left_on_the_blog_appears_in_its_thread(tmp_path: Path) -> None:
    async with running(tmp_path) as demo, aiohttp.ClientSession() as http:
        articles = await _open(http, demo.discord)
        announcement = await articles.wait_for("worth mending")
        number, link = await _article(http, demo.blog)
        assert link == f"{demo.discord}threads/{number}"

        # Both ways from the blog and from the announcement lead to one thread's page.
        discuss = f"{demo.discord}{announcement['id']}"
        assert (await articles.wait_for(discuss))["id"] == announcement["id"]
        thread = await _open(http, link)
        assert (await _open(http, discuss)).origin == thread.origin != articles.origin
        assert "https://discord.com" not in str(articles.state)

        parent = await thread.wait_for("on the blog")
        comment_id = re.search(r"#comment-(\d+)", parent["content"])
        assert comment_id
        form = {
            "author": "Wren",
            "email": "wren@readers.example",
            "comment": "I read this on the bus, and *missed* my stop.",
            "comment_post_ID": number,
            "comment_parent": comment_id[1],
        }
        async with http.post(f"{demo.blog}wp-comments-post.php", data=form) as answer:
            assert answer.status == 200
        seen = await thread.wait_for("missed")
        assert seen["content"].startswith("**Wren** · ")
        assert seen["content"].endswith(r"I read this on the bus, and \*missed\* my stop.")
        assert seen["reply"]["message_id"] == parent["id"]
        assert "readers.example" not in str(thread.state)

        assert await demo.end(signal.SIGTERM) == (0, "")
        assert os.listdir(tmp_path) == []  # noqa: PTH208 - at once, and nothing else is running


async def test_a_reply_stands_on_the_blog_and_is_held_there_and_approved_here(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as demo, aiohttp.ClientSession() as http:
        number, link = await _article(http, demo.blog)
        thread = await _open(http, link)
        parent = await thread.wait_for("on the blog")
        await thread.act("send_message", content="I **kept** mine.", reply_to_id=parent["id"])
        await thread.press(await thread.wait_for("May this stand"), "Always")
        comment = await _comment(http, demo.blog, number, "I <strong>kept</strong> mine.")
        assert f"#comment-{comment['parent']}" in parent["content"]
        await thread.wait_for("✅")

        deed = f"{demo.blog}demo/comments/{comment['id']}"
        async with http.post(deed, data={"action": "hold"}) as answer:
            assert answer.status == 200
        await thread.wait_for("🕓")
        moderation = await _open(http, f"{demo.discord}moderation")
        await moderation.press(await moderation.wait_for("**kept**"), "Approve")
        await moderation.wait_for("Approved")
        assert (await _comment(http, demo.blog, number, "<strong>kept</strong>"))["id"] == comment[
            "id"
        ]
        await thread.wait_for("✅")
        assert await demo.end(signal.SIGTERM) == (0, "")


async def test_people_act_while_the_clock_runs(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8400))
            taken.listen()
        except OSError:
            pass  # somebody else has it already, which is as good
        async with running(tmp_path) as demo, aiohttp.ClientSession() as http:
            assert not demo.blog.endswith(":8400/")
            articles = await _open(http, demo.discord)
            announcement = await articles.wait_for("worth mending")
            await _open(http, f"{demo.discord}{announcement['id']}")  # a page beside it
            for number in range(10):
                done = await articles.act("send_message", content=f"Good morning {number}")
                assert (done["settlement"], done["dispatched"]) == ("settled", True), done
            done = await articles.act("run_command", options={}, **await _latest(articles))
            assert done["settlement"] == "settled", done
            answer = await articles.wait_for("Latest articles")
            assert answer["ephemeral"]
            assert "#The chair that wasn" in str(answer["embeds"])

            assert await demo.end(signal.SIGINT) == (0, "")


async def test_a_channel_that_is_not_there(tmp_path: Path) -> None:
    async with running(tmp_path) as demo, aiohttp.ClientSession() as http:
        for path in ("12345", "threads/999"):
            async with http.get(demo.discord + path) as answer:
                assert answer.status == 404
        assert await demo.end(signal.SIGINT) == (0, "")


async def _open(http: aiohttp.ClientSession, door: str) -> Page:
    """Open the page behind a door; waits until there is one."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with http.get(door, allow_redirects=False) as answer:
                if answer.status == 302:
                    origin, _, key = answer.headers["Location"].partition("/#")
                    break
            await asyncio.sleep(0.05)
    page = Page(http, origin, key)
    page.state = await page.ask("POST", "/api/pages", {})
    return page


def _buttons(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [button for one in part for button in _buttons(one)]
    return [part] if "control_key" in part else _buttons(part.get("components", []))


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


async def _latest(page: Page) -> dict[str, Any]:
    commands = (await page.ask("GET", "/api/commands"))["entries"]
    (latest,) = [entry for entry in commands if entry["invocation"] == "latest"]
    return {
        "command_id": latest["commandId"],
        "path": latest["path"],
        "schema_fingerprint": latest["schemaFingerprint"],
    }
