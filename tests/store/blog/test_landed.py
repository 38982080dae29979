"""What the landed version knew of blogs is found as it was: see tests/store/landed.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase
from bot.model import ArticleState, Author, BlogAddress, CommentState
from bot.store.blog.search import Scope
from tests.store.landed import (
    BEGUN,
    BOAT,
    BREAD,
    CRUMBS,
    FOG,
    HARBOUR,
    MOON,
    MOOR,
    NETS,
    QUAY,
    RYE,
    TEXT,
    TIDES,
    snowflake,
)

if TYPE_CHECKING:
    from bot.store.store import Store


async def test_blogs_and_how_reading_them_went(store: Store) -> None:
    harbour, bread = (await store.blogs.get(HARBOUR), await store.blogs.get(BREAD))
    assert harbour.address == BlogAddress(
        "wordpress", "https://harbour.example/", "https://harbour.example/wp-json/",
        "The Harbour Log",
    )  # fmt: skip
    assert bread.address == BlogAddress(
        "feed", "https://bread.example/", "https://bread.example/feed.xml", "Slow Bread"
    )
    assert (harbour.listed, harbour.comment_total, harbour.newest_comment) == (True, 8, 16)
    assert (harbour.recount, harbour.drift, harbour.read_at) == (True, 1, BEGUN + 6000)
    assert (bread.failures, bread.next_read) == (1, BEGUN + 6600)
    assert bread.failure == Phrase("{host} does not answer.", host="bread.example")


async def test_articles(store: Store) -> None:
    found = {number: (await store.articles.get(number)).article for number in range(1, 8)}
    assert [each.title for each in found.values()] == [
        "The tide tables", "Mending nets", "What the fog hides", "A boat, sold", "Rye, slowly",
        "New moon, again", "On crumbs",
    ]  # fmt: skip
    tides = found[TIDES]
    assert (tides.author, tides.terms) == ("Nell Carver", ("Tides", "Boats"))
    assert tides.html == "<p>High water comes <b>later</b> each day.</p>"
    assert tides.excerpt == "High water comes later each day."
    assert tides.image == "https://harbour.example/tide.jpg"
    assert found[FOG].state is ArticleState.WITHDRAWN
    assert found[BOAT].state is ArticleState.GONE
    assert await store.articles.unread(HARBOUR) == [found[MOON].remote_id]
    assert await store.articles.unread(BREAD) == [found[CRUMBS].remote_id]
    assert await store.articles.braked(HARBOUR) == ["Mending nets"]
    assert await store.articles.listed(HARBOUR) == {"1", "2", "5"}
    story = await store.stories.article_by_id(MOON)
    assert (story.seen, story.read) == (BEGUN + 4010, False)


async def test_comments(store: Store) -> None:
    tides = {each.remote_id: each for each in await store.comments.of(TIDES)}
    assert {number: each.parent_id for number, each in tides.items()} == {
        "10": None, "11": "10", "12": "11", "13": None, "14": "10", "16": "10", "22": None,
        "23": None, "24": None,
    }  # fmt: skip
    gone = {number for number, each in tides.items() if each.state is CommentState.GONE}
    assert gone == {"13", "23"}
    assert (tides["12"].author, tides["12"].by_article_author) == ("Nell Carver", True)
    assert (tides["14"].author, tides["14"].message) == ("Marn", snowflake(2100, 1))
    assert [each.remote_id for each in await store.comments.of(NETS)] == ["20"]
    (rye,) = await store.comments.of(RYE)
    assert (rye.remote_id, rye.html) == ("https://bread.example/rye#c1", "<p>Mine took three.</p>")
    story = await store.stories.comment(HARBOUR, "10")
    assert story is not None
    assert (story.created, story.seen) == (BEGUN + 100, BEGUN + 130)


async def test_what_people_look_up(store: Store) -> None:
    async def places(words: str) -> list[str]:
        found = await store.search.find(QUAY, words, Scope.BOTH, page=0, size=9)
        return [hit.url for hit in found.hits]

    assert await places("largest") == ["https://harbour.example/2/"]
    assert await places("fifty minutes") == ["https://harbour.example/1/#comment-10"]
    assert await places("gulls OR almanac OR noon") == [], "it was withdrawn, or removed"
    recorded = await store.archives.recorded(HARBOUR)
    assert (recorded.articles, recorded.comments) == (3, 8)
    assert [each.article.title for each in await store.library.latest(MOOR, 9)] == [
        "New moon, again", "Mending nets", "The tide tables",
    ]  # fmt: skip
    assert await store.library.state(QUAY) == ((HARBOUR, 8), (BREAD, 2))
    person = await store.library.author(QUAY, "nell carver", 9)
    assert person is not None
    assert (person.name, person.articles, person.comments) == ("Nell Carver", 3, 1)
    assert person.introductions == [
        Author(
            "Nell Carver", "<p>Mends nets, <em>and</em> writes about it.</p>",
            "https://harbour.example/author/nell/", "https://nell.example/",
        )
    ]  # fmt: skip
    assert not await store.places.show_once(TEXT, TIDES, now=BEGUN + 6001, pause=86_400)
