"""The demo's chat, shown to one member in a browser; and the file that becomes of a picture."""

from __future__ import annotations

import io
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from aiohttp import web
from PIL import Image, ImageOps

from bench.stage import SAMPLE
from bot.demo.chat_app import create_chat
from bot.demo.seat import Seat

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from aiohttp.typedefs import Handler
    from playwright.async_api import Browser, Page, Route

    from bench.stage import Stage

HOST = "mending.example"
BLOG = f"https://{HOST}/"
"""The address that the blog on this computer is shown with."""

HEIGHT = 2400
MARGIN = 8
COLOURS = 128
"""As many as look the same: a picture takes a third of the room."""

DRAWN = "() => Promise.all([...document.images].map(one => one.decode()))"
SHOW_FORM = """async form => {
    const [forms, server] = await Promise.all([import("./forms.js"), import("./server.js")]);
    forms.show(form, await server.state(location.hash.slice(1)), () => null);
    document.activeElement.blur();
}"""
FRAME = """ids => {
    const boxes = ids.map(id => document.getElementById(`m${id}`).getBoundingClientRect());
    const top = Math.min(...boxes.map(one => one.top)), left = boxes[0].left;
    const bottom = Math.max(...boxes.map(one => one.bottom));
    return {x: left, y: top, width: boxes[0].width, height: bottom - top};
}"""


@dataclass
class Camera:
    """A page on which nothing stands but what is aimed at."""

    page: Page
    url: str
    blog: str
    now: Callable[[], datetime]
    aimed: Sequence[int] = ()

    async def messages(self, room: int, ids: Sequence[int]) -> bytes:
        """These messages of a channel or thread, in a row."""
        await self._open(room, ids)
        for one in ids:
            await self.page.locator(f"#m{one}").wait_for()
        await self.page.evaluate(DRAWN)
        return await self.page.screenshot(
            clip=await self.page.evaluate(FRAME, [str(one) for one in ids])
        )

    async def form(self, room: int, told: dict[str, Any]) -> bytes:
        """A form that the bot shows there."""
        await self._open(room, ())
        await self.page.evaluate(SHOW_FORM, json.loads(self._elsewhere(json.dumps(told))))
        return await self.page.locator("dialog").screenshot()

    async def _open(self, room: int, ids: Sequence[int]) -> None:
        self.aimed = ids
        await self.page.clock.set_fixed_time(self.now())  # simcord's has moved ahead
        await self.page.goto("about:blank")  # or only the part after # would be another one
        await self.page.goto(f"{self.url}#{room}")

    @web.middleware
    async def rewrite(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Leave out all other messages, and show the blog's address as one of a blog."""
        answer = await handler(request)
        if request.path == "/state" and isinstance(answer, web.Response):
            told = json.loads(self._elsewhere(cast("str", answer.text)))
            if told["room"] is not None and self.aimed:
                wanted = {str(one) for one in self.aimed}
                shown = [one for one in told["room"]["messages"] if one["id"] in wanted]
                told["room"]["messages"] = shown
            answer.text = json.dumps(told)
        return answer

    def _elsewhere(self, words: str) -> str:
        """What is shown, with the blog's address as one of a blog."""
        address = self.blog.partition("//")[2]
        return words.replace(self.blog, f"https://{HOST}").replace(address, HOST)


@asynccontextmanager
async def focused(
    browser: Browser, stage: Stage, viewer: Any, locale: str, width: int
) -> AsyncIterator[Camera]:
    """A camera that sees what `viewer` does, with the page in the language of `locale`."""
    context = await browser.new_context(viewport={"width": width, "height": HEIGHT}, locale=locale)
    await context.route(f"{BLOG}**", _answer_for_the_blog)
    camera = Camera(await context.new_page(), "", stage.blog, stage.env.now)
    chat = create_chat(Seat(stage.env, stage.guild, viewer), blog=BLOG, thread_of=_none)
    chat.middlewares.append(camera.rewrite)
    runner = web.AppRunner(chat, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        camera.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        yield camera
    finally:
        await context.close()
        await runner.cleanup()


async def _answer_for_the_blog(route: Route) -> None:
    picture = SAMPLE / "images" / route.request.url.rpartition("/")[2]
    if picture.suffix == ".png":
        await route.fulfill(path=picture)
    else:
        await route.fulfill(body="", content_type="text/html")


async def _none(_: int) -> None:
    return None


def save(picture: bytes, path: Path, margin: int = MARGIN) -> None:
    """Write it as a small PNG, with a margin in the colour of its corner."""
    with Image.open(io.BytesIO(picture)) as image:
        whole = image.convert("RGB")
        # On the left, what only one member sees has a line.
        corner = cast("tuple[int, ...]", whole.getpixel((whole.width - 1, 0)))
        framed = ImageOps.expand(whole, margin, fill=corner)
        framed.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
