"""What /blog status tells: how far behind Discord is, and what the blog is asked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.blogs.feed.kind import FEED
from bot.languages.phrase import Phrase
from bot.model import BlogAddress
from tests.cogs.owners.test_commands import Community, gathered

if TYPE_CHECKING:
    from pathlib import Path

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def age(community: Community) -> None:
    """Let the blog be old, and its clock be the one of the simulated Discord from now on."""
    content = community.content
    for article in list(content.articles.values()):
        content.articles[article.id] = replace(article, published=LONG_AGO, modified=LONG_AGO)
    for comment in list(content.comments.values()):
        content.comments[comment.id] = replace(comment, created=LONG_AGO)
    content.clock = lambda: community.env.now().replace(microsecond=0)


async def test_the_lag_is_that_of_what_was_written_since(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        age(community)
        await community.follow()
        assert "⏱️" not in await community.status()
        community.content.add_comment(1, "<p>Later.</p>", name="Cy", email="c@x.test")
        await community.env.advance_time(240)
        words = await community.status()
        (seconds,) = re.findall(r"⏱️ The newest comment or article came here (\d+) s after", words)
        assert 0 < int(seconds) <= 61, "one cycle at most"


async def test_it_tells_when_the_blog_is_read_again_and_how_often_it_was(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        first = await community.status()
        last, due = re.findall(r"<t:(\d+):R>, due again <t:(\d+):R>", first)[0]
        assert int(due) == int(last) + 60
        cycles = 4
        await community.pass_time(cycles)
        counts = [_requests(first), _requests(await community.status())]
        # Three for each cycle in which nothing changed; and within two seconds after an article was
        # saved each list tells another version of it, so that it is read again.
        assert 0 < counts[1] - counts[0] <= 3 * cycles + 2


async def test_reading_waits_when_the_blog_was_asked_often_enough(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        fetcher = community.env.bot.services.following._fetcher
        fetcher._budget.hourly = 1
        await community.pass_time()
        counted = _requests(await community.status())
        await community.pass_time(3)
        words = await community.status()
        assert "was asked 1 times within an hour; the bot allows itself no more. Next try" in words
        assert _requests(words) == counted


async def test_many_blogs_take_several_answers(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        store = community.env.bot.services.store
        for number in range(30):
            home = f"https://{number}.example/"
            blog = await store.blogs.add(BlogAddress(FEED, home, home, f"Blog {number}"))
            await store.follows.start(
                blog, guild=community.guild.id, channel=community.channel.id, backfill=0
            )
            await store.blogs.failed(blog, Phrase("Long. " * 100), now=0, next_read=0)
        result = await community.owner.slash(community.channel, "blog status")
        answers = [result.response, *result.followups]
        names = [field.name for each in answers for field in each.embeds[0].fields]
        assert sorted(names) == sorted(f"Blog {number}" for number in range(30))


def _requests(words: str) -> int:
    (count,) = re.findall(r"🌐 (\d+) requests", words)
    return int(count)
