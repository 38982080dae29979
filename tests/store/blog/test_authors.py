"""What blogs say about their authors is kept with their articles, and seen by who follows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.model import ArticleState, Author
from bot.store.store import Store, open_store
from tests.store.blog.test_search import ELSEWHERE, HERE, NOW, blog, publish, said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.model import Article

OLGA = Author("Olga", "Salt &amp; rope.", "https://one.example/author/olga/", "https://o.example/")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "afterword.sqlite3") as opened:
        yield opened


async def write(store: Store, on: int, number: int, writer: Author = OLGA) -> Article:
    article = await publish(store, on, number, f"Number {number}", author=writer.name)
    introduced = replace(article, writer=writer)
    await store.articles.read(on, introduced)
    return introduced


async def introductions(store: Store, name: str = "Olga", guild: int = HERE) -> list[Author]:
    found = await store.library.author(guild, name, 5)
    return found.introductions if found else []


async def kept(store: Store) -> int:
    rows = await store.authors._database.rows("SELECT count(*) AS n FROM introduction")
    return int(rows[0]["n"])


async def test_it_comes_with_an_article_and_the_newest_words_count(store: Store) -> None:
    on = await blog(store, HERE)
    await write(store, on, 1)
    assert await introductions(store, "oLGA") == [OLGA]
    changed = replace(OLGA, bio="Rope alone.", website=None)
    await write(store, on, 2, changed)
    assert await introductions(store) == [changed]
    await store.authors.put(on, OLGA)
    assert await introductions(store) == [OLGA]
    assert await kept(store) == 1


async def test_only_blogs_that_the_guild_follows_are_quoted(store: Store) -> None:
    one, two = await blog(store, HERE, "one"), await blog(store, ELSEWHERE, "two")
    await write(store, one, 1)
    await write(store, two, 1, replace(OLGA, bio="Elsewhere."))
    assert [each.bio for each in await introductions(store)] == ["Salt &amp; rope."]
    assert [each.bio for each in await introductions(store, guild=ELSEWHERE)] == ["Elsewhere."]
    await store.follows.start(two, guild=HERE, channel=99, backfill=0)
    assert len(await introductions(store)) == 2


async def test_a_commenter_has_none(store: Store) -> None:
    on = await blog(store, HERE)
    article = await write(store, on, 1)
    await store.comments.note(on, [said(1, article, "<p>Hm.</p>", "Ada")])
    assert await introductions(store, "Ada") == []
    # Nobody but the blog's authors is written down, whoever else has such a page there.
    assert await kept(store) == 1


async def test_the_blog_itself_is_not_their_website(store: Store) -> None:
    on = await blog(store, HERE)
    for url in ("https://one.example", "http://www.ONE.example/"):
        await write(store, on, 1, replace(OLGA, website=url))
        assert [each.website for each in await introductions(store)] == [None]
    await write(store, on, 1, replace(OLGA, website="https://one.example/olga/"))
    assert [each.website for each in await introductions(store)] == ["https://one.example/olga/"]


async def test_it_is_hidden_with_their_last_article_and_goes_with_it(store: Store) -> None:
    on = await blog(store, HERE)
    for number in (1, 2):
        await write(store, on, number)
    await store.articles.confirm(on, "1", ArticleState.GONE, now=NOW)
    assert await introductions(store) == [OLGA]
    await store.articles.confirm(on, "2", ArticleState.WITHDRAWN, now=NOW)
    assert await introductions(store) == []
    await store.articles.confirm(on, "2", ArticleState.PUBLISHED, now=NOW)
    assert await introductions(store) == [OLGA]
    await store.articles.confirm(on, "2", ArticleState.WITHDRAWN, now=NOW)
    await store.articles.expire(on, withdrawn_before=NOW + 1)
    assert await kept(store) == 0


async def test_who_goes_by_another_name_is_not_kept_under_the_old_one(store: Store) -> None:
    on = await blog(store, HERE)
    await write(store, on, 1)
    await write(store, on, 1, replace(OLGA, name="Olga Owner"))
    assert await introductions(store) == []
    assert await introductions(store, "Olga Owner") == [replace(OLGA, name="Olga Owner")]
    assert await kept(store) == 1


async def test_the_newest_article_of_each_author(store: Store) -> None:
    on = await blog(store, HERE)
    other = await blog(store, HERE, "other")
    await write(store, on, 1)
    await write(store, on, 2)
    await write(store, on, 3, Author("Bo"))
    await publish(store, on, 4, "Nobody's", author="")
    await write(store, other, 5)
    assert await store.authors.latest_articles(on) == {"Bo": "3", "Olga": "2"}
    await store.articles.confirm(on, "2", ArticleState.WITHDRAWN, now=NOW)
    assert await store.authors.latest_articles(on) == {"Bo": "3", "Olga": "1"}
