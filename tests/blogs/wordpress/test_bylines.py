"""Bylines where the list of accounts is closed, and where plugins have guests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from bot.blogs.wordpress.blog import WordPress
from bot.blogs.wordpress.kind import WORDPRESS
from bot.model import BlogAddress
from tests.blogs.test_discover import site
from tests.blogs.wordpress.bodies import article

if TYPE_CHECKING:
    from bot.blogs.http.fetcher import Fetcher

CLOSED = {"author": [{"code": "rest_user_cannot_view", "message": "No.", "data": {"status": 401}}]}
POSTS = "/wp-json/wp/v2/posts"
EMBED = "/wp-json/oembed/1.0/embed"
FEED = (
    "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>B</title>"
    "<link>HOME</link><item><title>Tea</title><link>https://blog.example/2026/05/tea/</link>"
    "<dc:creator>Ida of the feed</dc:creator></item></channel></rss>"
)


def closed(**more: Any) -> dict[str, Any]:
    return article(_embedded=CLOSED, **more)


async def read(fetcher: Fetcher, pages: dict[str, Any], *ids: str) -> tuple[list[str], list[str]]:
    """The bylines, and what was asked for beside the articles."""
    async with site(pages) as (home, requests):
        blog = WordPress(fetcher, BlogAddress(WORDPRESS, home, f"{home}/wp-json/", "B"), None)
        found = await blog.articles(ids or ["12"])
        again = await blog.articles(ids or ["12"])
    assert [each.author for each in again] == [each.author for each in found]
    return [each.author for each in found], [r.path for r in requests if r.path != POSTS]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        (
            {"authors": [{"display_name": "Gus", "is_guest": True}, {"display_name": "Amy"}]},
            "Gus, Amy",
        ),
        ({"guest_author": "Gus &amp; Amy"}, "Gus & Amy"),
        ({"coauthors": [{"display_name": "Gus"}, {"name": "Gus"}]}, "Gus"),
        ({"authors": [], "yoast_head_json": {"author": "Not she"}}, "Ira O’Dell"),
        ({"authors": None, "coauthors": {"x": 1}, "guest_author": ["", 7]}, "Ira O’Dell"),
    ],
)
async def test_guests_go_before_the_account(
    fetcher: Fetcher, fields: dict[str, Any], name: str
) -> None:
    names, asked = await read(fetcher, {POSTS: [article(**fields)]})
    assert (names, asked) == ([name], [])


async def test_a_guest_is_not_given_the_accounts_page(fetcher: Fetcher) -> None:
    account = {"author": [{"name": "Office", "link": "https://blog.example/office/"}]}
    pages = {POSTS: [article(_embedded=account, guest_author="Gus")]}
    async with site(pages) as (home, _):
        blog = WordPress(fetcher, BlogAddress(WORDPRESS, home, f"{home}/wp-json/", "B"), None)
        (found,) = await blog.articles(["12"])
    assert (found.author, found.writer) == ("Gus", None)


async def test_guests_by_their_numbers_are_asked_for_once(fetcher: Fetcher) -> None:
    people = [{"display_name": "Gus"}, {"display_name": "Amy"}]
    posts = [article(id=number, coauthors=[4, 9]) for number in range(1, 9)]
    pages = {POSTS: posts, "/wp-json/coauthors/v1/coauthors": people}
    names, asked = await read(fetcher, pages)
    assert names == ["Gus, Amy"] * 8
    assert asked == ["/wp-json/coauthors/v1/coauthors"]


@pytest.mark.parametrize("other", ["author", "language", "post_format"])
async def test_taxonomies_of_people_and_looks_are_no_topics(fetcher: Fetcher, other: str) -> None:
    terms = [[{"name": "gus", "taxonomy": other}, {"name": "Tea", "taxonomy": "category"}]]
    async with site({POSTS: [article(_embedded={"wp:term": terms})]}) as (home, _):
        blog = WordPress(fetcher, BlogAddress(WORDPRESS, home, f"{home}/wp-json/", "B"), None)
        assert (await blog.articles(["12"]))[0].terms == ("Tea",)


async def test_a_closed_list_of_accounts_leaves_the_names_in_the_head(fetcher: Fetcher) -> None:
    pages = {POSTS: [closed(yoast_head_json={"author": "Ida &amp; Co"})]}
    assert await read(fetcher, pages) == (["Ida & Co"], [])


async def test_or_what_is_embedded_elsewhere_asked_for_once_for_each_account(
    fetcher: Fetcher,
) -> None:
    posts = [closed(id=number, author=3) for number in range(1, 40)]
    names, asked = await read(fetcher, {POSTS: posts, EMBED: {"author_name": "Ida"}})
    assert names == ["Ida"] * 39
    assert asked == [EMBED]


@pytest.mark.parametrize(
    "embed",
    [
        web.json_response({"code": "rest_no_route"}, status=404),
        {"author_name": "B"},  # the blog's own name, where there is none
        {"author_name": None},
        [],
        "<p>Hello",
        web.Response(status=500),
    ],
)
async def test_or_the_feed(fetcher: Fetcher, embed: object) -> None:
    posts = [closed(), closed(id=13, link="https://blog.example/2026/04/older/")]
    names, asked = await read(fetcher, {POSTS: posts, EMBED: embed, "/": FEED})
    assert names == ["Ida of the feed", ""]
    assert asked == [EMBED, "/"]


async def test_where_nobody_says_it_there_is_none(fetcher: Fetcher) -> None:
    names, asked = await read(fetcher, {POSTS: [closed(), closed(id=13)]})
    assert names == ["", ""]
    assert asked == [EMBED, "/"]
