"""Every command, menu and button that the bot offers, used in the demo in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser import reason_for_none
from tests.cogs.owners.test_commands import running
from tests.demo.offer import offered
from tests.demo.visits import visited
from tests.demo.walker import Walker

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Locator

pytestmark = pytest.mark.skipif(bool(reason_for_none()), reason=reason_for_none())

OUT_OF_REACH = {
    "ArrivalsButton post": "the demo's blog has no rush of articles: nobody can publish there",
    "ArrivalsButton old": "the same",
    "GuideButton again": "the bot has every permission in both channels, and nobody can take one",
    "GuideButton whole": "the demo's blog has no feed of one category",
}
"""What no visitor of the demo ever sees."""

CHAIR = "The chair that wasn’t worth mending"


async def test_everything_that_the_bot_offers(tmp_path: Path) -> None:
    (folder := tmp_path / "bot").mkdir()
    async with running(folder) as env:
        offer = offered(env.bot)
    # A card of a held comment still stands when they take the bot's account away.
    async with visited(tmp_path, warned="The blog is not connected") as visitor:
        walker = Walker(visitor, offer)
        await readers(walker)
        await owners(walker)
        await settings(walker)
        await moderators(walker)
        await members(walker)
        await what_is_theirs(walker)
        await beginnings(walker)
        await walker.look()
        assert walker.left() == OUT_OF_REACH.keys()


async def readers(walker: Walker) -> None:
    """What everyone uses to find something."""
    for command in ("help", "latest", "random"):
        await walker.command(command)
    await walker.command("article", title="chair")
    await walker.command("author", name="Orla")
    await walker.command("thread", article="chair")
    comments = await walker.command("comments", article="chair")
    await walker.press(comments, "More")
    await expect(comments).to_contain_text("Page 2 of 3")
    found = await walker.command("search", words="the")
    await walker.press(found, "More")
    await expect(found).to_contain_text("Page 2")


async def owners(walker: Walker) -> None:
    """What those use who manage the server."""
    await expect(await walker.command("blog status")).to_contain_text("Replies go to the blog")
    await walker.command("blog sync")
    blog = (await walker.page.locator("#page").get_attribute("src")) or ""
    await walker.command("blog why", link=blog)
    await walker.command("blog consents", message="")
    await walker.command("blog repair", url=blog, channel="#articles")
    for words in ("appears on the blog as", "is a member like the others again"):
        linked = await walker.command("blog author", member="you")
        await expect(linked).to_contain_text(words)
    await walker.command("blog connect", blog="Mend")
    refused = await walker.send(user="orla", password="x" * 24)
    await expect(refused).to_contain_text("does not accept")


async def settings(walker: Walker) -> None:
    """Each menu and button of the panel, and what asks back."""
    panel = await walker.command("blog settings", channel="#articles")
    await walker.choose(panel, "Brief announcements")
    await walker.choose(panel, "Keeper", menu="Nobody")
    await walker.choose(panel, "English")
    await walker.choose(panel, "Replies appear at once")
    await walker.choose(panel, "No attachments")
    await walker.choose(panel, "The comment stays on the blog")
    await walker.choose(panel, "#moderation", menu="Trouble: no channel")
    await walker.choose(panel, "#articles", menu="Held comments: no channel")
    await walker.press(panel, "Pause")
    await walker.press(panel, "Go on")
    await walker.press(panel, "Quiet hours …")
    await walker.send(hours="03:00-03:30")
    await expect(panel).to_contain_text("Quiet from 03:00")
    for answer in ("Take the nearest", "Keep as typed", "Change nothing"):
        await walker.press(panel, "Filters …")
        await walker.send(terms="Repiar")
        await walker.press(panel, answer)
    await walker.press(panel, "Filters …")
    await walker.send(terms="")
    await expect(panel).to_contain_text("Every article is announced.")


async def moderators(walker: Walker) -> None:
    """Hold three comments back on the blog, and decide each in another way."""
    visitor = walker.visitor
    await visitor.follow("to article")
    decided = {"Approve": "Approved by", "Spam": "Called spam by", "Trash": "trash by"}
    for verdict, words in decided.items():
        comment = visitor.blog.locator(".comment").last
        await comment.get_by_role("link", name="Edit").click()
        await visitor.blog.get_by_role("button", name="Hold back").click()
        card = visitor.messages.filter(has=walker.page.get_by_role("button", name=verdict)).last
        await walker.press(card, verdict)
        await expect(walker.message(words)).to_be_visible()


async def members(walker: Walker) -> None:
    """A message's menu, and each answer to the question whether words may go to the blog."""
    await walker.page.locator(".thread").last.click()
    await expect(walker.page.locator("h1")).to_have_text(CHAIR)
    comment = walker.visitor.messages.nth(1)
    for entry in ("Why?", "On the blog", "Reply on the blog"):
        await walker.apps(comment, entry)
    await walker.send(words="Written in a form.")
    await expect(walker.message("Written in a form.")).to_be_visible()
    question = await asked(walker, "Under which name?")
    await walker.press(question, "Another name …")
    await walker.send(name="Wren of the bus")
    await walker.press(question, "Not this one")
    await walker.press(await asked(walker, "This one, please."), "This one")
    await walker.press(await asked(walker, "None of mine."), "Never")
    profile = await walker.command("profile show")
    await walker.press(profile, "Another name …")
    await walker.send(name="Wren of the hill")
    await walker.choose(profile, "Ask me each time")
    await walker.press(await asked(walker, "All of mine."), "Always")


async def asked(walker: Walker, words: str) -> Locator:
    """Write something; answers the question below it."""
    await walker.visitor.type(words)
    await expect(walker.message(words)).to_be_visible()
    question = walker.message("May this appear on")
    await expect(question).to_be_visible()
    return question


async def what_is_theirs(walker: Walker) -> None:
    """Everything of theirs on the blog, page by page; then they take it back, and are forgotten."""
    for number in range(9):
        await walker.visitor.type(f"And this, for the {number}th time.")
    await expect(walker.message("for the 8th time")).to_contain_text("✅")
    await walker.command("profile export")
    profile = await walker.command("profile show")
    await walker.press(profile, "Older")
    await walker.choose(profile, "Written in a form.")
    await walker.press(profile, "Take everything back")
    for way in ("Forget me, and take it off the blog", "Forget me, and leave it there"):
        await walker.press(await walker.command("profile forget"), way)


async def beginnings(walker: Walker) -> None:
    """Another channel follows the blog; it moves, stops, and the bot loses its account."""
    blog = (await walker.page.locator("#page").get_attribute("src")) or ""
    moved = blog.replace("127.0.0.1", "localhost")
    panel = await walker.command("blog settings", channel="#articles")
    await walker.choose(panel, "Held comments: no channel")
    await walker.press(await guide(walker, blog, "#moderation"), "Not now")
    await walker.press(await guide(walker, blog, "#moderation"), "Only new articles")
    await walker.press(await guide(walker, moved, "#moderation"), "It has moved")
    await walker.command("blog adopt", thread=CHAIR, article="chair")
    await walker.command("blog unfollow", channel="#moderation")
    await walker.command("blog disconnect", blog="Mend")


async def guide(walker: Walker, blog: str, channel: str) -> Locator:
    return await walker.command("blog follow", url=blog, channel=channel)
