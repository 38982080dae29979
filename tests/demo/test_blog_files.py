"""The sample blog itself: its articles, discussion, pictures and links."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from yarl import URL

from bot.demo.blog_files import load
from tests.demo.blog_reader import Reader, serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture
async def sample() -> AsyncIterator[Reader]:
    async for reader in serve(load(SAMPLE, datetime.now(UTC))):
        yield reader


async def test_embedding(sample: Reader) -> None:
    one = (await sample.get("/wp/v2/posts?_embed&per_page=1"))[0]["_embedded"]
    assert one["author"][0]["name"] == "Orla Venn"
    assert [term["name"] for term in one["wp:term"][0]] == ["Repair", "Listening"]
    image = one["wp:featuredmedia"][0]["source_url"]
    async with sample.client.get(URL(image).relative()) as picture:
        assert (await picture.read()).startswith(b"\x89PNG")
    assert "_embedded" not in await sample.get("/wp/v2/posts/1?_embed&_fields=id")
    fields = "_fields=id,_links,_embedded"
    only = await sample.get(f"/wp/v2/posts/1?_embed=author&{fields}")
    assert list(only["_embedded"]) == ["author"]


async def test_the_sample_is_what_the_demo_needs(sample: Reader) -> None:
    comments = sample.content.comments_on(4)
    parents = {one.id: one.parent_id for one in comments}

    def depth(number: int) -> int:
        return 1 + depth(parents[number]) if parents[number] else 0

    assert [one.slug for one in sample.content.articles.values()][-1] == "the-chair"
    assert sorted(one.status for one in comments if one.status != "approved") == ["hold", "trash"]
    assert len(comments) == 32
    assert max(map(depth, parents)) >= 4
    assert sum(len(one.html) > 2000 for one in comments) == 2
    assert any(re.search("[\u0600-\u06ff]", one.html) for one in comments)
    assert any("*our*" in one.html and "\U0001fa91" in one.html for one in comments)
    assert sum(one.user_id == 1 for one in comments) > 5
    trashed = next(one.id for one in comments if one.status == "trash")
    assert list(parents.values()).count(trashed) == 2
    newest = max(one.created for one in comments)
    assert timedelta(0) <= datetime.now(UTC) - newest < timedelta(days=1, minutes=1)


async def test_every_link_of_the_sample_leads_somewhere(sample: Reader) -> None:
    waiting, seen = ["/"], {"/"}
    while waiting:
        page = await sample.page(waiting.pop())
        for found in re.findall(r'(?:href|src|action)="(/[^"#?]*)', page):
            if found in seen or found.startswith("/wp-"):
                continue
            seen.add(found)
            if found.endswith("/"):
                waiting.append(found)
    assert len(seen) == 7
    article = await sample.get("/wp/v2/posts/4")
    inside = re.findall(r'(?:href|src)="(\S+?)"', article["content"]["rendered"])
    assert len(inside) == 2
    for url in inside:
        assert url.startswith(str(sample.client.make_url("/")))
        async with sample.client.get(URL(url).relative()) as answer:
            assert answer.status == 200, url


async def test_no_address_is_ever_shown(sample: Reader) -> None:
    everything = await sample.page("/")
    for article in sample.content.articles.values():
        everything += await sample.page(f"/{article.published:%Y/%m}/{article.slug}/")
    for path in ("/", "/wp/v2/posts?_embed", "/wp/v2/comments?per_page=100", "/wp/v2/users/1"):
        everything += str(await sample.get(path))
    everything += str(await sample.get("/wp/v2/comments?per_page=100", auth="abcdefgh"))
    assert not re.findall(r"[\w.-]+@[\w-]+\.\w+", everything)
    private = await sample.get("/wp/v2/comments?context=edit", auth="abcdefgh")
    assert all("@" in one["author_email"] for one in private)
