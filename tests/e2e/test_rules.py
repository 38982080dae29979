"""An edit in Discord meets the rules of a real WordPress."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.blogs.harness import eventually
from tests.e2e.afterword import Afterword
from tests.e2e.conversation import DONE, Conversation
from tests.wire.wire import Wire
from tests.wordpress.site import Site, guests_at_once

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wordpress.server import Server

pytestmark = pytest.mark.wordpress

RULES = """update_option('comment_max_links', {links}); update_option('moderation_keys', '{held}');
    update_option('disallowed_keys', '{trashed}');"""
LINKS = "Edited: https://a.test https://b.test https://c.test"


async def test_an_edit_meets_the_rules_that_a_new_comment_meets(
    wordpress: Server, tmp_path: Path
) -> None:
    async with aiohttp.ClientSession() as session, Wire(pace=20) as wire:
        site = Site(wordpress, session)
        with guests_at_once(wordpress):
            wordpress.eval(RULES.format(links=2, held="casino", trashed="viagra"))
            try:
                article = await site.article("On rules")
                visitor = await site.comment(article, "A visitor's word.")
                guild = wire.world.create_guild("Community")
                channel = wire.world.create_channel(guild, "articles")
                bot = Afterword(
                    wire, channel, tmp_path, wordpress.url, wordpress.user, wordpress.password
                )
                talk = Conversation(bot, "On rules", guild)
                talk.join("Ada")
                async with bot.running(BLOG_BACKFILL="2", POLL_SECONDS="3"):
                    await wire.until(lambda: bot.thread("On rules"))
                    await talk.mirrored(visitor)
                    first = talk.say("Ada", "Nice article, one.")
                    await talk.answer("Ada", "always")
                    rest = [
                        talk.say("Ada", f"Nice article, {n}.") for n in ("two", "three", "four")
                    ]
                    for message in (first, *rest):
                        await talk.marked(message, DONE)
                    ids = {each.id for each in await site.from_discord(article)}
                    talk.edit(first, "Edited: visit my casino.")
                    talk.edit(rest[0], "Edited: buy viagra.")
                    talk.edit(rest[1], LINKS)
                    talk.edit(rest[2], "Edited: a slip.")
                    for message, mark in ((first, {"🕓"}), (rest[0], {"🗑️"}), (rest[1], {"🕓"})):
                        await talk.marked(message, mark)

                    async def slip() -> bool:
                        # Others are the copies on which the rules were tried.
                        found = [
                            each for each in await site.from_discord(article) if each.id in ids
                        ]
                        return any(each.words == "Edited: a slip." for each in found)

                    await eventually(slip)
                    stands = await site.from_discord(article)
            finally:
                wordpress.eval(RULES.format(links=2, held="", trashed=""))
    assert {each.words: each.status for each in stands} == {
        "Edited: visit my casino.": "hold",
        "Edited: buy viagra.": "trash",
        LINKS: "hold",
        "Edited: a slip.": "approved",
    }
    assert {each.id for each in stands} == ids, "each is the comment that it was"
