"""The guided minute as a visitor lives through it: a real page, clicked and typed into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.demo.process import PATIENCE
from tests.speech import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Browser, FrameLocator, Locator, Page

    from tests.demo.process import Demo

LABELS = {
    "en": {
        "reply": "Reply",
        "edit": "Edit",
        "delete": "Delete",
        "more": "What one can do with this message",
        "to article": "To the article",
        "to thread": "To the thread",
        "to moderation": "To #moderation",
        "run": "Run",
        "cancel": "Cancel",
        "send": "Send",
        "dismiss": "Dismiss message",
    },
    "de": {
        "reply": "Antworten",
        "edit": "Bearbeiten",
        "delete": "Löschen",
        "more": "Was man mit dieser Nachricht tun kann",
        "to article": "Zum Artikel",
        "to thread": "Zum Thread",
        "to moderation": "Zu #moderation",
        "run": "Ausführen",
        "cancel": "Abbrechen",
        "send": "Senden",
        "dismiss": "Nachricht verwerfen",
    },
}
"""What stands on the page's own buttons; words.js has it."""


@dataclass
class Visitor:
    """Somebody with the demo open, in one language, who notes what the browser complains of."""

    page: Page
    language: str = "en"
    complaints: list[str] = field(default_factory=list)

    @property
    def blog(self) -> FrameLocator:
        return self.page.frame_locator("#page")

    @property
    def messages(self) -> Locator:
        return self.page.locator("#messages > li")

    def label(self, name: str) -> str:
        return LABELS[self.language][name]

    def say(self, sentence: str) -> str:
        """What the bot says for this sentence."""
        return LANGUAGES.of(self.language)(sentence)

    def message(self, words: str) -> Locator:
        return self.messages.filter(has_text=words).last

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True).last

    async def turn_to(self, side: str) -> None:
        """Where there is room for one side only: show the chat, or the blog."""
        button = self.page.locator(f"#show-{side}")
        if await button.is_visible():
            await button.click()

    async def follow(self, name: str) -> None:
        """Click a link of the guide."""
        await self.turn_to("chat")
        await self.page.locator("#guide").get_by_role("link", name=self.label(name)).click()

    async def choose(self, message: Locator, item: str) -> None:
        """Open a message's menu, and choose from it."""
        await message.hover()
        await message.get_by_role("button", name=self.label("more")).click()
        await self.page.get_by_role("menuitem", name=item, exact=True).click()

    async def type(self, words: str) -> None:
        """Type into the message field, and send it."""
        field = self.page.locator("#words")
        await field.fill(words)
        await field.press("Enter")

    async def run(self, command: str) -> None:
        """Use a command that has options, as it stands."""
        await self.type(command)
        await self.button(self.label("run")).click()

    async def ticked(self, steps: int) -> None:
        """Wait until so many steps of the guide are ticked off."""
        await expect(self.page.locator("#guide li.done")).to_have_count(steps)

    # ---------------------------------------------------------------- the four steps

    async def comment(self, words: str) -> None:
        await self.follow("to article")
        form = self.blog.locator("#respond form")
        await form.get_by_label("Name").fill("Wren")
        await form.get_by_label("E-mail").fill("wren@readers.example")
        await form.get_by_label("Comment").fill(words)
        await form.get_by_role("button", name="Post comment").click()
        await expect(self.blog.locator(".comment", has_text=words)).to_be_visible()
        await self.ticked(1)

    async def answer(self, to: str, words: str) -> None:
        """Answer in the thread, and wait for the question whether it may stand on the blog."""
        await self.follow("to thread")
        await self.choose(self.message(to), self.label("reply"))
        await self.type(words)
        await expect(self.button(self.say("Always"))).to_be_visible()

    async def say_yes(self, words: str) -> None:
        await self.button(self.say("Always")).click()
        await self.ticked(2)
        await expect(self.message(words)).to_contain_text("✅")

    async def change(self, before: str, after: str) -> None:
        await self.choose(self.message(before), self.label("edit"))
        await self.type(after)
        await self.ticked(3)
        await expect(self.blog.locator(".comment", has_text=after)).to_be_attached()

    async def hold(self, words: str) -> None:
        """Hold a comment back on the blog, and go to where it can be approved."""
        await self.turn_to("blog")
        comment = self.blog.locator(".comment", has_text=words).last
        await comment.get_by_role("link", name="Edit").click()
        await self.blog.get_by_role("button", name="Hold back").click()
        await self.follow("to moderation")
        await expect(self.page.locator("h1")).to_have_text("# moderation")
        await expect(self.message(words)).to_be_visible()

    async def approve(self, words: str) -> None:
        await self.message(words).get_by_role("button", name=self.say("Approve")).click()
        await self.ticked(4)


async def visit(
    browser: Browser, demo: Demo, language: str = "en", *, width: int = 1280, height: int = 800
) -> Visitor:
    """Open the demo's page."""
    context = await browser.new_context(
        viewport={"width": width, "height": height}, locale="de-DE" if language == "de" else "en-GB"
    )
    context.set_default_timeout(PATIENCE * 1000)
    page = await context.new_page()
    visitor = Visitor(page, language)
    page.on(
        "console",
        lambda said: visitor.complaints.append(said.text) if said.type == "error" else None,
    )
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    expect.set_options(timeout=PATIENCE * 1000)
    await page.goto(demo.discord)
    await expect(page.locator(".thread").last).to_contain_text("32")
    return visitor


async def nothing(_: str) -> None:
    """Let the minute go by without a look."""


async def minute(visitor: Visitor, look: Callable[[str], Awaitable[None]] = nothing) -> None:
    """The whole minute, with a look at what is worth one."""
    await look("articles")
    await visitor.comment("I read this on the bus, and missed my stop.")
    await visitor.follow("to thread")
    await expect(visitor.message("missed my stop")).to_be_visible()
    await look("thread")
    await visitor.answer("missed my stop", "A **good** reason to be late.")
    await look("question")
    await visitor.say_yes("reason to be late")
    await look("answered")
    await visitor.change("reason to be late", "The best reason to be late.")
    await visitor.hold("best reason to be late")
    await look("held")
    await visitor.approve("best reason to be late")
    await look("approved")
