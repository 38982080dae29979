"""Searching on a real SQLite: what is found, by whom, in which order, and what is gone for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.blogs.wordpress.kind import WORDPRESS
from bot.finding.lookup import Lookup, Mirroring
from bot.languages.phrase import Phrase
from bot.model import (
    Article,
    ArticleState,
    BlogAddress,
    Comment,
    CommentState,
    Summary,
)
from bot.store.blog.search import NEWEST, Scope
from bot.store.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NOW = 1_800_000_000
HERE, ELSEWHERE = 1, 2


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "afterword.sqlite3") as opened:
        yield opened


async def blog(store: Store, guild: int, name: str = "one") -> int:
    url = f"https://{name}.example/"
    known = await store.blogs.add(BlogAddress(WORDPRESS, url, url, name))
    await store.follows.start(known, guild=guild, channel=guild * 10 + known, backfill=0)
    await store.follows.begin(known)
    return known


async def publish(
    store: Store, on: int, number: int, title: str, html: str = "", author: str = "Olga"
) -> Article:
    article = Article(
        remote_id=str(number), url=f"https://{on}.example/{number}/", title=title, author=author,
        published=datetime.fromtimestamp(NOW, UTC) + timedelta(days=number), version="1",
        excerpt="", html=html, image=None, terms=("Sea", "Slow life"), state=ArticleState.PUBLISHED,
    )  # fmt: skip
    summary = Summary(article.remote_id, article.url, title, article.published, "1", article.state)
    await store.articles.note(on, [summary], now=NOW)
    await store.articles.read(on, article)
    entry = await store.library.by_url(HERE, [article.url])
    if entry is not None:
        await store.articles.compared(entry.id, now=NOW)
    return article


def said(number: int, article: Article, html: str, author: str = "Ada") -> Comment:
    return Comment(
        remote_id=str(number), article_id=article.remote_id, parent_id=None, author=author,
        by_article_author=False, created=article.published + timedelta(minutes=number),
        url=f"{article.url}#comment-{number}", html=html,
    )  # fmt: skip


async def urls(store: Store, words: str, *, guild: int = HERE, **more: object) -> list[str]:
    found = await Lookup(store).search(guild, words, **more)  # type: ignore[arg-type]
    return [hit.url for hit in found.hits]


async def test_titles_weigh_more_than_words_and_newer_breaks_a_tie(store: Store) -> None:
    on = await blog(store, HERE)
    await publish(store, on, 1, "Rivers", "<p>Nothing else.</p>")
    await publish(store, on, 2, "Seas", "<p>All rivers go there.</p>")
    await publish(store, on, 3, "Seas", "<p>All rivers go there.</p>")
    numbers = [url.rsplit("/", 2)[1] for url in await urls(store, "rivers")]
    assert numbers == ["1", "3", "2"]


async def test_accents_and_capitals_do_not_matter(store: Store) -> None:
    on = await blog(store, HERE)
    await publish(store, on, 1, "Café", "<p>L&#8217;été &amp; more</p>")
    for words in ("CAFE", "ete", "été", "caf", '"ete more"'):
        assert len(await urls(store, words)) == 1, words
    assert await urls(store, "amp") == []


async def test_by_author_and_scope(store: Store) -> None:
    on = await blog(store, HERE)
    article = await publish(store, on, 1, "Harbour", "<p>Boats.</p>")
    await store.comments.note(
        on, [said(1, article, "<p>Boats, boats.</p>"), said(2, article, "<p>Boats</p>", "Bo")]
    )
    assert len(await urls(store, "boats")) == 3
    assert len(await urls(store, "boats", scope=Scope.ARTICLES)) == 1
    assert len(await urls(store, "boats", scope=Scope.COMMENTS)) == 2
    assert await urls(store, "boats", author="ada") == [f"{article.url}#comment-1"]
    assert await urls(store, "boats", author="Nobody") == []


async def test_only_blogs_that_the_guild_follows(store: Store) -> None:
    one, two = await blog(store, HERE, "one"), await blog(store, ELSEWHERE, "two")
    await publish(store, one, 1, "Shared word")
    other = await publish(store, two, 1, "Shared word")
    lookup = Lookup(store)
    assert len(await urls(store, "shared")) == 1
    assert len(await urls(store, "shared", guild=ELSEWHERE)) == 1
    assert await urls(store, "shared", guild=3) == []
    assert len(await lookup.suggest(HERE, "", 25)) == 1
    assert await lookup.at(HERE, other.url) is None
    follow = (await store.follows.of_guild(HERE))[0]
    await store.follows.end(follow.id)
    assert await urls(store, "shared") == []
    assert await lookup.suggest(HERE, "", 25) == []


async def test_an_edited_comment_is_found_by_its_new_words_only(store: Store) -> None:
    on = await blog(store, HERE)
    article = await publish(store, on, 1, "Harbour")
    comment = said(1, article, "<p>First words.</p>")
    await store.comments.note(on, [comment])
    await store.comments.note(on, [replace(comment, html="<p>Second thoughts.</p>")])
    assert await urls(store, "first") == []
    assert await urls(store, "thoughts") == [comment.url]
    await store.comments.gone(on, ["1"])
    assert await urls(store, "thoughts") == []
    await store.comments.note(on, [comment])
    assert await urls(store, "first") == [comment.url]


async def test_a_comment_of_an_article_that_is_not_recorded_whole_waits(store: Store) -> None:
    on = await blog(store, HERE)
    article = await publish(store, on, 1, "Harbour")
    await store.blogs._database.write("UPDATE article SET archived = 0")
    await store.comments.note(on, [said(1, article, "<p>Early words.</p>")])
    # Nobody would notice its removal yet.
    assert await urls(store, "early") == []
    await store.articles.compared(1, now=NOW)
    assert len(await urls(store, "early")) == 1


async def test_more_places_than_are_ranked_still_page(store: Store) -> None:
    on = await blog(store, HERE)
    article = await publish(store, on, 1, "Harbour")
    await store.comments.note(
        on, [said(number, article, "<p>common</p>") for number in range(1, NEWEST + 200)]
    )
    first = await urls(store, "common")
    assert len(first) == 10
    assert f"{article.url}#comment-{NEWEST + 199}" in first
    last = await Lookup(store).search(HERE, "common", page=NEWEST // 10 - 1)
    assert (len(last.hits), last.more) == (10, False)


async def test_many_comments_of_one_second_each_have_a_place(store: Store) -> None:
    on = await blog(store, HERE)
    article = await publish(store, on, 1, "Import")
    comments = [
        replace(said(number, article, f"<p>u{number}u</p>"), created=article.published)
        for number in range(1, 4300)
    ]
    await store.comments.note(on, comments)
    for number in (1, 4096, 4097, 4299):
        assert len(await urls(store, f"u{number}u")) == 1


async def test_deleted_words_leave_the_file(store: Store, tmp_path: Path) -> None:
    on = await blog(store, HERE)
    article = await publish(store, on, 1, "Harbour")
    for number in range(1, 400):
        words = "unmistakable" if number == 7 else f"word{number} common"
        await store.comments.note(on, [said(number, article, f"<p>{words}</p>")])
    database = store.blogs._database
    follow = (await store.follows.of_guild(HERE))[0]
    await Lookup(store).mirror(HERE, (await store.library.latest(HERE, 1))[0])
    mirror = (await database.rows("SELECT id FROM mirror WHERE follow = ?", (follow.id,)))[0]["id"]
    await database.write(
        "INSERT INTO reply (message_id, mirror, user, state, forget, marked, comment) "
        "VALUES (5, ?, 6, 'withdrawn', 1, 1, '7')",
        (mirror,),
    )
    assert len(await urls(store, "unmistakable")) == 1
    assert await store.forgetting.finish() == 1
    assert await urls(store, "unmistakable") == []
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"mistakable" not in kept
    assert len(await urls(store, "word399")) == 1


async def test_withdrawn_articles_are_nowhere_until_they_return(store: Store) -> None:
    on = await blog(store, HERE)
    article = await publish(store, on, 1, "Harbour")
    await store.comments.note(on, [said(1, article, "<p>Boats.</p>")])
    lookup = Lookup(store)
    assert len(await lookup.suggest(HERE, "harb", 5)) == 1
    await store.articles.confirm(on, "1", ArticleState.WITHDRAWN, now=NOW)
    assert await urls(store, "boats") == []
    assert await urls(store, "harbour") == []
    assert await lookup.suggest(HERE, "harb", 5) == []
    assert await lookup.named(HERE, "#1") is None
    assert await lookup.at(HERE, article.url) is None
    assert await store.library.author(HERE, "Ada", 5) is None
    assert await store.library.random(HERE) is None
    assert await store.library.names(HERE, "o", 25) == []
    await store.articles.confirm(on, "1", ArticleState.PUBLISHED, now=NOW)
    assert len(await urls(store, "boats")) == 1
    assert await store.library.terms(HERE) == ["Sea", "Slow life"]
    assert len(await store.library.latest(HERE, 5, term="slow LIFE")) == 1
    assert await store.library.latest(HERE, 5, term="fast") == []


async def test_names_are_suggested(store: Store) -> None:
    on = await blog(store, HERE)
    article = await publish(store, on, 1, "Harbour", author="Olga 100%")
    people = ["Ada", "ada", "Adam", "Bo", "Ängel", "100% sure", "a_b"]
    comments = [said(place, article, "<p>x</p>", name) for place, name in enumerate(people, 1)]
    await store.comments.note(on, comments)
    assert (await store.library.names(HERE, "ad", 25))[-1] == "Adam"
    assert len(await store.library.names(HERE, "AD", 25)) == 2
    assert await store.library.names(HERE, "100%", 25) == ["Olga 100%", "100% sure"]
    assert await store.library.names(HERE, "a_", 25) == ["a_b"]
    assert await store.library.names(HERE, "", 25) == ["Olga 100%"]
    ada = await store.library.author(HERE, "ADA", 5)
    assert ada is not None
    assert (ada.articles, ada.comments) == (0, 2)
    await store.comments.gone(on, ["3"])
    assert await store.library.names(HERE, "adam", 25) == []


async def test_mirroring_on_demand_follows_the_owners_choices(store: Store) -> None:
    on = await blog(store, HERE)
    await publish(store, on, 1, "Harbour")
    lookup = Lookup(store)
    entry = await lookup.named(HERE, "harbour")
    assert entry is not None
    assert await lookup.mirror(ELSEWHERE, entry) is Mirroring.PAUSED
    assert await lookup.mirror(HERE, entry) is Mirroring.BEGUN
    assert await lookup.mirror(HERE, entry) is Mirroring.BEGUN
    assert await store.articles.mirrored(on) == ["1"]
    await store.mirrors.pause(1, Phrase("Deleted."))
    assert await lookup.mirror(HERE, entry) is Mirroring.STOPPED
    await store.follows.pause_guild(HERE, Phrase("Left."))
    assert await lookup.mirror(HERE, entry) is Mirroring.PAUSED


async def test_a_link_is_shown_once_a_day_in_each_channel(store: Store) -> None:
    on = await blog(store, HERE)
    await publish(store, on, 1, "Harbour")
    places = store.places
    assert await places.show_once(7, 1, now=NOW, pause=100)
    assert not await places.show_once(7, 1, now=NOW + 99, pause=100)
    assert await places.show_once(8, 1, now=NOW + 99, pause=100)
    assert await places.show_once(7, 1, now=NOW + 100, pause=100)


async def test_states_are_remembered_by_what_was_asked(store: Store) -> None:
    on = await blog(store, HERE)
    before = await store.library.state(HERE)
    article = await publish(store, on, 1, "Harbour")
    after = await store.library.state(HERE)
    assert after != before
    comment = replace(said(1, article, "<p>x</p>"), state=CommentState.VISIBLE)
    await store.comments.note(on, [comment])
    await store.articles.compared(1, now=NOW + 5)
    assert await store.library.state(HERE) == after
