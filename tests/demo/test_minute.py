"""The demo in a real browser: the guided minute, and every menu and button once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser import reason_for_none
from tests.demo.minute import minute
from tests.demo.visits import visited

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Locator


pytestmark = pytest.mark.skipif(bool(reason_for_none()), reason=reason_for_none())


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("de", 390)])
async def test_the_guided_minute(tmp_path: Path, language: str, width: int) -> None:
    async with visited(tmp_path, language, width) as visitor:

        async def look(_: str) -> None:
            fits = "document.documentElement.scrollWidth <= innerWidth"
            assert await visitor.page.evaluate(fits)

        await minute(visitor, look)
        await expect(visitor.page.locator("#guide")).to_contain_text("/latest")
        await expect(visitor.blog.locator(".comment", has_text="best reason")).to_be_attached()


async def test_every_menu_of_a_message(tmp_path: Path) -> None:
    async with visited(tmp_path) as visitor:
        page = visitor.page
        await page.locator(".thread").last.click()
        number = await visitor.message("on the blog").get_attribute("id")
        comment = page.locator(f"#{number}")
        await visitor.choose(comment, "Why?")
        answer = visitor.messages.last
        await expect(answer).to_contain_text("Only you can see this")
        await expect(answer).to_be_in_viewport()
        await answer.get_by_role("button", name=visitor.label("dismiss")).click()
        await expect(page.get_by_text("Only you can see this")).to_have_count(0)

        await visitor.choose(comment, "On the blog")
        await expect(visitor.messages.last).to_be_in_viewport()
        await visitor.choose(comment, "Reply on the blog")
        form = page.get_by_role("dialog")
        await form.get_by_role("textbox").fill("Written in a form.")
        await form.get_by_role("button", name="Send").click()
        await expect(form).to_be_hidden()
        await expect(visitor.message("Written in a form.")).to_be_visible()

        await visitor.choose(comment, "React with 👍")
        pressed = comment.get_by_role("button", name="👍 1")
        await expect(pressed).to_have_attribute("aria-pressed", "true")
        await pressed.click()
        await expect(pressed).to_have_count(0)

        await visitor.type("// for the thread alone")
        mine = visitor.message("for the thread alone")
        await visitor.choose(mine, visitor.label("edit"))
        await visitor.type("// changed, and for the thread alone")
        await expect(mine).to_contain_text("(edited)")
        await visitor.choose(mine, visitor.label("delete"))
        await expect(mine).to_have_count(0)

        await page.get_by_role("link", name="‹ #articles").click()
        await expect(page.locator("h1")).to_have_text("# articles")
        await expect(page.get_by_text("started a thread")).to_have_count(0)


async def test_commands_forms_and_menus_by_the_keyboard(tmp_path: Path) -> None:
    async with visited(tmp_path) as visitor:
        page, keys = visitor.page, visitor.page.keyboard
        await page.locator("#words").focus()
        await keys.type("/arti")
        await expect(page.get_by_role("option", name="/article")).to_have_attribute(
            "aria-selected", "true"
        )
        await keys.press("Enter")
        await expect(page.get_by_role("combobox", name="title")).to_be_focused()
        await keys.type("black")
        await expect(page.get_by_role("option", name="What the blackbird repeats")).to_be_visible()
        await keys.press("Enter")
        await keys.press("Enter")
        await expect(visitor.messages.last).to_contain_text("hearing somebody out twice")
        await expect(visitor.messages.last.locator("img")).to_be_in_viewport()

        await visitor.type("/blog settings")
        await page.get_by_role("combobox", name="channel").select_option("#articles")
        await visitor.button("Run").click()
        panel = visitor.messages.last
        await panel.get_by_role("combobox").first.select_option("brief")
        await expect(panel.get_by_role("combobox").first).to_have_value("brief")
        await panel.get_by_role("button", name="Filters").click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await keys.press("Escape")
        await expect(page.get_by_role("dialog")).to_be_hidden()
        await choose_channel(panel)

        await visitor.type("/profile show")
        await visitor.messages.last.get_by_role("button", name="Another name").click()
        await page.get_by_role("dialog").get_by_role("textbox").fill("Wren of the bus")
        await keys.press("Enter")
        await expect(visitor.message("Wren of the bus")).to_be_in_viewport()

        await page.locator("#language").select_option("de")
        await expect(page.locator("#guide")).to_contain_text("Eine Minute")
        visitor.language = "de"
        await visitor.run("/latest")
        await expect(visitor.message("Neueste Artikel")).to_be_in_viewport()


async def choose_channel(panel: Locator) -> None:
    """Held comments come to another channel, and to none."""
    channel = panel.get_by_role("combobox", name="Held comments")
    await channel.select_option("#articles")
    await expect(channel.locator("option:checked")).to_have_text("#articles")
    await channel.select_option("")
    await expect(channel.locator("option:checked")).to_have_text("Held comments: no channel")
