"""Pictures of simcord's Preview, taken in Chromium over its DevTools protocol."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import os
import re
import shutil
import tempfile
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OPTIONS = ("--headless=new", "--remote-debugging-port=0", "--no-first-run", "--disable-gpu",
           "--hide-scrollbars", "--force-color-profile=srgb", "--disable-background-networking",
           "--disable-sync", "--disable-component-update")  # fmt: skip
LISTENING = re.compile(rb"DevTools listening on (ws://\S+)")
PATIENCE = 30
"""Seconds for a page to be drawn, and for the browser to start."""

READY = """new Promise(resolve => {
    const look = () => window.simcordPreview?.ready ? resolve() : setTimeout(look, 50);
    look();
})"""
MISSING = "JSON.stringify(window.simcordPreview.diagnostics.filter(one => !one.complete))"
FRAME = """(ids => {
    const form = document.querySelector(".modal-dialog");
    const found = form ? [form] : ids.length
        ? ids.map(id => document.querySelector(`.channel-message[data-message-id="${id}"]`))
        : [document.getElementById("focused-content")];
    found[0].scrollIntoView({block: "start"});
    const boxes = found.map(one => one.getBoundingClientRect());
    const top = Math.min(...boxes.map(one => one.top)), left = boxes[0].left;
    const bottom = Math.max(...boxes.map(one => one.bottom)), right = boxes[0].right;
    return JSON.stringify({x: left, y: top, width: right - left, height: bottom - top});
})"""


class Browser:
    """One Chromium; each picture is taken in a tab of its own."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)

    async def picture(self, url: str, size: tuple[int, int], messages: list[int]) -> bytes:
        """What the page shows at this size, cut out: the form, these messages, or the only one.

        Raises RuntimeError if the page could not draw everything, TimeoutError if it took too long.
        """
        async with asyncio.timeout(PATIENCE):
            target = await self._ask("Target.createTarget", url="about:blank")
            attached = await self._ask(
                "Target.attachToTarget", targetId=target["targetId"], flatten=True
            )
            tab = attached["sessionId"]
            await self._ask(
                "Emulation.setDeviceMetricsOverride", tab,
                width=size[0], height=size[1], deviceScaleFactor=1, mobile=False,
            )  # fmt: skip
            await self._ask("Page.enable", tab)
            await self._ask("Page.navigate", tab, url=url)
            await self._evaluate(tab, READY)
            missing = json.loads(await self._evaluate(tab, MISSING))
            if missing:
                raise RuntimeError(f"The page could not draw everything: {missing}")
            frame = json.loads(
                await self._evaluate(tab, f"{FRAME}({json.dumps(list(map(str, messages)))})")
            )
            shot = await self._ask(
                "Page.captureScreenshot", tab, format="png", clip=frame | {"scale": 1}
            )
            await self._ask("Target.closeTarget", targetId=target["targetId"])
            return base64.b64decode(shot["data"])

    async def _evaluate(self, tab: str, script: str) -> Any:
        answer = await self._ask("Runtime.evaluate", tab, expression=script, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    async def _ask(self, method: str, tab: str | None = None, /, **params: Any) -> dict[str, Any]:
        """Ask for one thing at a time; events between question and answer are left aside."""
        number = next(self._numbers)
        session = {} if tab is None else {"sessionId": tab}
        await self._socket.send_json({"id": number, "method": method, "params": params, **session})
        while True:
            answer = await self._socket.receive_json()
            if answer.get("id") == number:
                break
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return dict(answer["result"])


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """Start a browser, and end it. Raises FileNotFoundError if there is none."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise FileNotFoundError(f"None of these is installed: {', '.join(NAMES)}.")
    # Chromium refuses to run its sandbox as root, as in a container.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = await asyncio.create_subprocess_exec(
            program, *OPTIONS, *sandbox, f"--user-data-dir={folder}",
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            async with (
                aiohttp.ClientSession() as http,
                http.ws_connect(await _address(process), max_msg_size=0) as socket,
            ):
                yield Browser(socket)
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE):
        while line := await process.stderr.readline():
            if found := LISTENING.search(line):
                return found[1].decode()
    raise RuntimeError("The browser ended at once.")
