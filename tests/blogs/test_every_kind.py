"""What every kind of blog gives a visitor: WordPress's REST API, and what a feed can hold of it.

The same words of the same blog, read through either; `test_contract.py` asks for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.blogs.base import Order
from bot.blogs.feed.kind import FEED
from bot.blogs.kinds import open_blog
from bot.blogs.wordpress.kind import WORDPRESS
from bot.model import ArticleState, BlogAddress
from tests.blogs.harness import eventually, real_blog, sample_blog

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from bot.blogs.base import Blog
    from bot.blogs.http.fetcher import Fetcher
    from bot.model import Article, Comment, Summary
    from tests.blogs.harness import Admin, Place


@dataclass(frozen=True, slots=True)
class Reader:
    """A blog as one kind of reading shows it."""

    fetcher: Fetcher
    place: Place
    kind: str

    @property
    def admin(self) -> Admin:
        return self.place.admin

    def begin(self) -> Blog:
        """Read as a bot that has just started, which knows nothing of before."""
        home = self.place.home
        api = self.place.api if self.kind == WORDPRESS else f"{home}/feed/"
        return open_blog(self.fetcher, BlogAddress(self.kind, home, api, "Blog"))


@pytest.fixture(
    params=[
        ("sample", WORDPRESS),
        pytest.param(("real", WORDPRESS), marks=pytest.mark.wordpress),
        pytest.param(("real", FEED), marks=pytest.mark.wordpress),
    ],
    ids=["sample", "wordpress", "feed"],
)
async def reader(
    request: pytest.FixtureRequest, fetcher: Fetcher, session: aiohttp.ClientSession
) -> AsyncIterator[Reader]:
    where, kind = request.param
    if where == "real":
        yield Reader(fetcher, real_blog(session, request.getfixturevalue("wordpress")), kind)
        return
    async with sample_blog(session) as place:
        yield Reader(fetcher, place, kind)


def ago(seconds: int) -> datetime:
    """Recent enough for a feed, which holds the newest ten; feeds date to the second."""
    return datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=seconds)


async def listed(blog: Blog, *titles: str) -> list[Summary]:
    """The newest articles of these titles, in the blog's order."""
    found: dict[str, Summary] = {}
    for summary in (await blog.summaries(Order.CREATED)).items:
        if summary.title in titles:
            found.setdefault(summary.title, summary)
    return list(found.values())


async def in_full(blog: Blog, title: str) -> Article:
    (summary,) = await listed(blog, title)
    (article,) = await blog.articles([summary.remote_id])
    return article


async def comments(blog: Blog, *ids: str) -> list[Comment]:
    """These comments, newest first, once all are there: a feed offers one discussion at a time."""
    found: list[Comment] = []

    async def all_there() -> bool:
        found[:] = [c for c in (await blog.newest_comments()).items if number(c) in ids]
        return len(found) == len(ids)

    await eventually(all_there)
    return found


def number(comment: Comment) -> str:
    """Its id in WordPress, whatever the kind of blog calls it."""
    return comment.url.rpartition("#comment-")[2]


async def test_the_newest_articles_come_first(reader: Reader) -> None:
    for seconds, title in [(3, "One of three"), (2, "Two of three"), (1, "Three of three")]:
        await reader.admin.add_article(title, date=ago(seconds))
    blog = reader.begin()
    found = await listed(blog, "One of three", "Two of three", "Three of three")
    assert [each.title for each in found] == ["Three of three", "Two of three", "One of three"]
    assert {each.state for each in found} == {ArticleState.PUBLISHED}
    pages = [(await blog.summaries(Order.CREATED, page=page, size=1)).items for page in (1, 2)]
    assert len({each.remote_id for page in pages for each in page}) == 2
    beyond = (await blog.summaries(Order.CREATED, size=1)).pages + 1
    assert (await blog.summaries(Order.CREATED, page=beyond, size=1)).items == ()


async def test_an_article_is_what_its_line_in_the_list_says(reader: Reader) -> None:
    moment = ago(1)
    await reader.admin.add_article(
        "Salt & <em>pepper</em> — 1 &lt; 2", "<p>First & <strong>bold</strong>.</p>", date=moment
    )
    blog = reader.begin()
    (line,) = await listed(blog, "Salt & pepper — 1 < 2")
    (article,) = await blog.articles([line.remote_id])
    assert (article.remote_id, article.url, article.title) == (line.remote_id, line.url, line.title)
    (later,) = await listed(blog, "Salt & pepper — 1 < 2")
    assert article.version in {line.version, later.version}, "it settles two seconds after saving"
    assert (article.published, line.published) == (moment, moment)
    assert "<strong>bold</strong>" in article.html
    assert article.author
    assert "@" not in article.author
    assert await blog.articles(["99999999"]) == []


async def test_an_edit_makes_another_version(reader: Reader) -> None:
    article = await reader.admin.add_article("Second thoughts on salt", date=ago(1))
    before = await in_full(reader.begin(), "Second thoughts on salt")
    await reader.admin.edit_article(article, content="<p>Pepper, rather.</p>")
    after = await in_full(reader.begin(), "Second thoughts on salt")
    assert after.remote_id == before.remote_id
    assert "Pepper" in after.html
    assert after.version != before.version


async def test_comments_name_their_writer_their_article_and_what_they_answer(
    reader: Reader,
) -> None:
    article = await reader.admin.add_article("Talked about", date=ago(1))
    first = await reader.admin.add_comment(
        article, "Zoë & Sons", "<em>Hello</em> there", date=ago(3)
    )
    answer = await reader.admin.add_comment(article, "Bo", "Hi", parent=first, date=ago(2))
    last = await reader.admin.add_comment(article, "Ada", "1 &lt; 2", date=ago(1))
    blog = reader.begin()
    (line,) = await listed(blog, "Talked about")
    found = await comments(blog, first, answer, last)
    assert [number(each) for each in found] == [last, answer, first]
    other, hi, hello = found
    assert [each.author for each in found] == ["Ada", "Bo", "Zoë & Sons"]
    assert {each.article_id for each in found} == {line.remote_id}
    assert [each.parent_id for each in found] == [None, hello.remote_id, None]
    assert hello.url.startswith(line.url)
    assert "<em>Hello</em> there" in hello.html
    assert "1 &lt; 2" in other.html
    assert hi.html.strip() == "<p>Hi</p>"
    assert len({each.remote_id for each in found}) == 3


@pytest.mark.parametrize("fate", ["hold", "spam", "trash", "deleted"])
async def test_what_is_not_approved_is_not_listed(reader: Reader, fate: str) -> None:
    article = await reader.admin.add_article("Watched over", date=ago(1))
    bad = await reader.admin.add_comment(article, "Mallory", "Buy", date=ago(2))
    good = await reader.admin.add_comment(article, "Ada", "No", date=ago(1))
    await comments(reader.begin(), bad, good)
    if fate == "deleted":
        await reader.admin.delete_comment(bad)
    else:
        await reader.admin.set_comment_status(bad, fate)
    blog = reader.begin()
    await comments(blog, good)
    assert bad not in [number(each) for each in (await blog.newest_comments()).items]


@pytest.mark.parametrize("how", ["draft", "private", "password", "trash", "deleted"])
async def test_a_hidden_article_and_its_comments_say_nothing(reader: Reader, how: str) -> None:
    article = await reader.admin.add_article("Hush", "<p>A secret.</p>", date=ago(2))
    other = await reader.admin.add_article("Aloud", date=ago(1))
    whisper = await reader.admin.add_comment(article, "Ada", "A whisper", date=ago(2))
    heard = await reader.admin.add_comment(other, "Ada", "Heard by all", date=ago(1))
    before = await in_full(reader.begin(), "Hush")
    assert before.state is ArticleState.PUBLISHED
    assert "secret" in before.html
    await reader.admin.hide(article, how)
    blog = reader.begin()
    lines = (await blog.summaries(Order.CREATED)).items
    states = {each.remote_id: each.state for each in lines}
    assert states.get(before.remote_id) in {None, ArticleState.WITHDRAWN}
    assert ArticleState.PUBLISHED in states.values()
    for each in await blog.articles([before.remote_id]):
        assert "secret" not in each.html + each.excerpt
    await comments(blog, heard)
    newest = (await blog.newest_comments()).items
    assert whisper not in [number(each) for each in newest]
    assert not [each for each in newest if "whisper" in each.html]
