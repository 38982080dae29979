"""The demo in pictures: the guided minute, wide and as on a phone, by day and by night."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.async_api import expect

from bench.camera import DRAWN, save
from tests.demo.minute import LABELS, minute, visit
from tests.demo.process import running

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.demo.minute import Visitor

LANGUAGES = {"en": "en_GB.UTF-8", "de": "de_DE.UTF-8"}
SIZES = {"wide": (1280, 800), "phone": (390, 780)}
SCHEMES = ("light", "dark")
LOOKS = {
    "articles": "The beginning: #articles, and the blog beside it",
    "thread": "A comment that was just left on the blog, in its thread",
    "question": "A reply in the thread, and the question below it",
    "answered": "The question is answered, and the reply stands on the blog",
    "held": "A held comment, in the moderators' channel",
    "approved": "The same, approved",
    "command": "What a command answers",
    "form": "A form, from a message's menu",
}
ALONE = {"announcement": (644, 683), "thread": (644, 683), "reply": (644, 560)}
"""Pictures for the README, of the messages alone."""


async def tour(browser: Browser, language: str, into: Path) -> None:
    """Live through the minute and take pictures of it, where the page speaks the language."""
    if language not in LABELS:
        return
    folder = into / "demo" / language
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as own:
        async with running(Path(own), language=LANGUAGES[language]) as demo:
            visitor = await visit(browser, demo, language)

            async def look(name: str) -> None:
                await _all_sizes(visitor, folder, name)
                if language == "en":
                    await _alone(visitor, into, name)

            await minute(visitor, look)
            await visitor.run("/latest")
            await expect(visitor.message(visitor.say("Latest articles"))).to_be_visible()
            await look("command")
            await visitor.page.goto(f"{demo.discord}#article-1")
            comment = visitor.message(visitor.say("on the blog"))
            await visitor.choose(comment, visitor.say("Reply on the blog"))
            await expect(visitor.page.get_by_role("dialog")).to_be_visible()
            await look("form")
            assert not visitor.complaints, visitor.complaints
    (folder / "README.md").write_text(_page(), "utf-8")


def _page() -> str:
    shown = ["# The demo\n"]
    for name, says in LOOKS.items():
        shown.append(f"**{says}**\n")
        shown += [f"![{name}, {size}, {scheme}]({name}-{size}-{scheme}.png)"
                  for size in SIZES for scheme in SCHEMES]  # fmt: skip
        shown.append("")
    return "\n".join(shown)


async def _all_sizes(visitor: Visitor, folder: Path, name: str) -> None:
    page = visitor.page
    for size, (width, height) in SIZES.items():
        await page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            await page.evaluate(DRAWN)
            save(await page.screenshot(), folder / f"{name}-{size}-{scheme}.png", margin=0)
    await _as_before(visitor)


async def _comments(visitor: Visitor) -> bytes:
    """The two newest comments on the blog, with some room around them."""
    both = visitor.blog.locator(".comment")
    await both.nth(-2).scroll_into_view_if_needed()
    boxes = [await both.nth(place).bounding_box() for place in (-2, -1)]
    first, last = (one for one in boxes if one is not None)
    return await visitor.page.screenshot(
        clip={
            "x": first["x"] - 20,
            "y": first["y"] - 16,
            "width": first["width"] + 40,
            "height": last["y"] + last["height"] - first["y"] + 32,
        }
    )


async def _as_before(visitor: Visitor) -> None:
    width, height = SIZES["wide"]
    await visitor.page.emulate_media(color_scheme="light")
    await visitor.page.set_viewport_size({"width": width, "height": height})


async def _alone(visitor: Visitor, into: Path, name: str) -> None:
    """What the README shows: of some looks the messages, of others the blog."""
    page = visitor.page
    aim = {"articles": "announcement", "thread": "thread", "question": "reply"}.get(name)
    if name == "articles":
        save(await page.screenshot(), into / "blog.png", margin=0)
    if name == "answered":
        save(await _comments(visitor), into / "reply-on-the-blog.png", margin=0)
    if aim is None:
        return
    width, height = ALONE[aim]
    await page.set_viewport_size({"width": width, "height": height})
    await page.emulate_media(color_scheme="dark")
    await page.locator("#guide").evaluate("one => one.open = false")
    if aim == "thread":
        await visitor.messages.nth(1).scroll_into_view_if_needed()
        await visitor.messages.nth(1).evaluate("one => one.scrollIntoView({block: 'start'})")
    await page.evaluate(DRAWN)
    save(await page.locator("#room").screenshot(), into / f"{aim}.png", margin=0)
    await page.locator("#guide").evaluate("one => one.open = true")
    await _as_before(visitor)
