"""What is read of the blog and of Discord, beside a blog and a channel in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.languages.language import ENGLISH
from bot.languages.phrase import Phrase
from bot.mirror.desired import desire
from bot.model import Page
from bot.repair.ports import Announced, Standing
from bot.repair.repair import Plan, Repair, carry_out
from bot.store.store import Store, open_store
from tests.mirror.fake_blog import FakeBlog
from tests.pseudo import MARKED
from tests.repair.threads import ours

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from bot.blogs.base import About, Blog, Order
    from bot.languages.language import Language
    from bot.mirror.desired import Announcement
    from bot.model import Article, BlogAddress, Comment, Summary
    from bot.repair.ports import Tell


class Channel:
    """A channel in which each article is announced and whole."""

    def __init__(self) -> None:
        self.announced: list[Announced] = []
        self.threads: dict[int, list[Standing]] = {}

    async def mirror(self, blog: FakeBlog, *articles: str, say: Language = ENGLISH) -> None:
        for article in await blog.articles(articles):
            thread = 1000 * int(article.remote_id)
            wish = desire(article, [], shown=set(), say=say)
            shows = self.would_show(wish.announcement, 0)
            self.announced.append(Announced(thread, article.url, shows, thread))
            ways = {
                f"https://blog.example/{other}": 1000 * int(other)
                for other in articles
                if other != article.remote_id
            }
            said = blog.visible(article.remote_id)
            parts = desire(article, said, shown=set(), ways=ways, say=say).parts or ()
            self.threads[thread] = [
                ours(number, part.content) for number, part in enumerate(parts, start=thread + 1)
            ]

    async def announcements(self, channel: int, tell: Tell) -> list[Announced]:
        await tell(Phrase("Channel {n}.", n=channel))
        return self.announced

    async def everything(self, thread: int) -> list[Standing]:
        return self.threads[thread]

    def would_show(self, announcement: Announcement, comments: int) -> str:
        return f"{announcement.title} {announcement.say('Read')} {comments}"


class FakeFeed:
    """The same blog by its feed: it lists what is new, and nothing can be asked for."""

    def __init__(self, blog: FakeBlog, newest: int) -> None:
        self._blog = blog
        self._newest = newest

    @property
    def address(self) -> BlogAddress:
        return self._blog.address

    async def about(self) -> About:
        return await self._blog.about()

    async def summaries(self, order: Order, *, page: int = 1, size: int = 10) -> Page[Summary]:
        return await self._blog.summaries(order, page=page, size=size)

    async def articles(self, ids: Sequence[str]) -> list[Article]:
        return await self._blog.articles(ids)

    async def newest_comments(self, *, page: int = 1) -> Page[Comment]:
        items = (await self._blog.newest_comments(page=page)).items[: self._newest]
        return Page(items, None, 1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "afterword.sqlite3") as opened:
        yield opened


async def look(
    store: Store, channel: Channel, blog: Blog, languages: tuple[Language, ...] = (ENGLISH,)
) -> Plan:
    async def tell(words: Phrase) -> None:
        assert str(words)

    repair = Repair(
        store, channel, blog, guild=10, channel=20, languages=languages, tell=tell
    )  # fmt: skip
    return await repair.look()


async def discussed(articles: int) -> tuple[FakeBlog, Channel]:
    """So many articles with three comments each, all of them mirrored."""
    blog, channel = FakeBlog(), Channel()
    for _ in range(articles):
        article = blog.publish()
        for _ in range(3):
            blog.say(article)
    await channel.mirror(blog, *blog.drafts)
    blog.requests.clear()
    return blog, channel


async def test_few_requests_for_many_articles(store: Store) -> None:
    blog, channel = await discussed(50)
    plan = await look(store, channel, blog)
    assert [each.comments for each in plan.matched] == [3] * 50
    assert sum(each.sends + each.edits + each.removes for each in plan.matched) == 0
    assert len(blog.requests) == 1 + 3 + 3, blog.requests


async def test_one_that_can_not_be_read_hides_none_of_the_others(store: Store) -> None:
    blog, channel = await discussed(9)
    blog.before_request = lambda what: (
        blog.save("4", status="draft") if what.startswith("comments") else None
    )
    plan = await look(store, channel, blog)
    assert [each.mirror.article.remote_id for each in plan.matched] == list("12356789")


async def test_each_missing_comment_is_asked_for(store: Store) -> None:
    blog, channel = await discussed(2)
    blog.remove("2")
    plan = await look(store, channel, blog)
    assert [(each.removes, each.unlisted) for each in plan.matched] == [(1, ()), (0, ())]
    assert [what for what in blog.requests if what.startswith("comment ")] == ["comment 2"]


async def test_what_a_feed_no_longer_lists_is_left_alone(store: Store) -> None:
    blog, channel = await discussed(1)
    plan = await look(store, channel, FakeFeed(blog, newest=1))
    (found,) = plan.matched
    assert (found.comments, len(found.unlisted)) == (1, 2)
    assert (found.sends, found.edits, found.removes) == (0, 0, 0)


async def test_links_that_lead_to_other_threads_are_right_as_they_are(store: Store) -> None:
    blog, channel = FakeBlog(), Channel()
    first, second = blog.publish(), blog.publish()
    blog.say(first, f'<p>As in <a href="https://blog.example/{second}/">the other</a>.</p>')
    await channel.mirror(blog, first, second)
    assert "<#2000>" in channel.threads[1000][0].said.words
    plan = await look(store, channel, blog)
    assert [each.edits for each in plan.matched] == [0, 0]


@pytest.mark.parametrize("comments", [0, 2])
async def test_the_language_is_found_by_what_stands_there(store: Store, comments: int) -> None:
    blog, channel = FakeBlog(), Channel()
    article = blog.publish()
    for _ in range(comments):
        blog.say(article)
    await channel.mirror(blog, article, say=MARKED)
    plan = await look(store, channel, blog, (ENGLISH, MARKED))
    assert plan.language == MARKED.code
    assert [each.edits for each in plan.matched] == [0]
    await carry_out(store, plan, now=1)
    (follow,) = await store.follows.of_channel(20)
    assert follow.language == MARKED.code


async def test_the_language_that_was_chosen_stays(store: Store) -> None:
    blog, channel = await discussed(1)
    blog_id = await store.blogs.add(blog.address)
    await store.follows.start(blog_id, guild=10, channel=20, backfill=0, language=MARKED.code)
    plan = await look(store, channel, blog, (ENGLISH, MARKED))
    assert plan.language == MARKED.code
    assert [each.edits for each in plan.matched] == [3]


@pytest.mark.parametrize("likely", [ENGLISH, MARKED])
async def test_where_nothing_stands_the_likeliest_language_will_do(
    store: Store, likely: Language
) -> None:
    plan = await look(store, Channel(), FakeBlog(), (likely, ENGLISH, MARKED))
    assert plan.language == likely.code
