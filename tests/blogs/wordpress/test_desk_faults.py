"""Writing to a WordPress that is closed, in the way, or lies: what is concluded from it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.blogs.wordpress.desk import DESK_RIGHTS, WordPressDesk
from bot.blogs.wordpress.kind import WORDPRESS
from bot.errors import (
    BlogError,
    BlogMoved,
    BlogRefused,
    BlogTroubled,
    BlogUnreachable,
    BlogUnusable,
    CommentRefused,
)
from bot.model import Account, BlogAddress, Credentials, Verdict
from tests.blogs.harness import draft
from tests.blogs.sites import serving

if TYPE_CHECKING:
    from bot.blogs.http.fetcher import Fetcher

ACCOUNT = Credentials("keeper", "hush hush")
Reply = Callable[[web.Request], web.Response]


def error(status: int, code: str) -> web.Response:
    return web.json_response({"code": code, "message": "No.", "data": {}}, status=status)


def page(text: str, status: int) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html")


@contextlib.asynccontextmanager
async def desk_answered(fetcher: Fetcher, reply: Reply) -> AsyncIterator[WordPressDesk]:
    """A blog whose REST API answers everything with `reply`."""

    async def handle(request: web.Request) -> web.Response:
        return reply(request)

    async with serving(handle) as site:
        address = BlogAddress(WORDPRESS, site.url, f"{site.url}wp-json/", "Blog")
        yield WordPressDesk(fetcher, address, ACCOUNT)


async def every_outcome(desk: WordPressDesk) -> list[BlogError | object]:
    """Try everything; collect answers and errors."""
    outcomes: list[BlogError | object] = []
    for attempt in (
        desk.check(),
        desk.authors(),
        desk.write(draft("1")),
        desk.write(draft("1", by=Account(7, "Kit"))),
        desk.judge(draft("1")),
        desk.find(draft("1")),
        desk.rewrite("1", "Words"),
        desk.decide("1", Verdict.APPROVED),
        desk.decide("1", Verdict.TRASHED),
        desk.look("1"),
        desk.held(),
    ):
        try:
            outcomes.append(await attempt)
        except BlogError as caught:
            outcomes.append(caught)
    return outcomes


FAULTS: list[tuple[Reply, type[BlogError]]] = [
    (lambda _: error(404, "rest_no_route"), BlogUnusable),
    (lambda _: page("Not found", 404), BlogUnusable),
    (lambda _: error(400, "rest_invalid_param"), BlogUnusable),
    (lambda _: error(401, "rest_not_logged_in"), BlogRefused),
    (lambda _: error(401, "rest_comment_closed"), BlogRefused),
    (lambda _: error(401, "rest_comment_invalid_id"), BlogRefused),
    (lambda _: page("<p>Log in", 401), BlogRefused),
    (lambda _: web.Response(status=500), BlogTroubled),
    (lambda _: error(503, "rest_comment_invalid_id"), BlogTroubled),
    (lambda _: web.Response(status=302, headers={"Location": "https://b.example/"}), BlogMoved),
]


@pytest.mark.parametrize(("reply", "kind"), FAULTS)
async def test_nothing_is_concluded_from_a_fault(
    fetcher: Fetcher, reply: Reply, kind: type[BlogError]
) -> None:
    async with desk_answered(fetcher, reply) as desk:
        outcomes = await every_outcome(desk)
    assert [type(outcome) for outcome in outcomes] == [kind] * len(outcomes)
    assert all("hush" not in str(outcome) for outcome in outcomes)
    assert all("pseudonyms.test" not in str(outcome) for outcome in outcomes)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (lambda _: page("<p>Blocked", 403), BlogUnusable),
        (lambda _: error(403, "plugin_says_no"), BlogUnusable),
        (lambda _: error(403, "rest_cannot_edit"), BlogRefused),
        (lambda _: error(403, "rest_forbidden_context"), BlogRefused),
        (lambda _: error(403, "rest_comment_invalid_status"), BlogRefused),
    ],
)
async def test_lacking_rights_are_told_from_a_firewall(
    fetcher: Fetcher, reply: Reply, kind: type[BlogError]
) -> None:
    async with desk_answered(fetcher, reply) as desk:
        outcomes = (await every_outcome(desk))[2:]
    assert [type(outcome) for outcome in outcomes] == [kind] * len(outcomes)
    words = "lacks a right" if kind is BlogRefused else "security plugin"
    assert all(words in str(outcome) for outcome in outcomes)


@pytest.mark.parametrize(
    "reply",
    [
        lambda _: page('<br />Notice: something {"id": 7}', 201),
        lambda _: web.json_response({"id": 7}, status=201),
        lambda _: web.json_response([], status=201),
    ],
)
async def test_a_comment_that_was_taken_is_never_called_unusable(
    fetcher: Fetcher, reply: Reply
) -> None:
    """A plugin may write something before the JSON: the comment stands there all the same."""
    async with desk_answered(fetcher, reply) as desk:
        with pytest.raises(BlogUnreachable, match="took the comment"):
            await desk.write(draft("1"))


async def test_a_flood_is_over_after_a_while(fetcher: Fetcher) -> None:
    async with desk_answered(fetcher, lambda _: error(400, "comment_flood")) as desk:
        with pytest.raises(BlogUnreachable) as caught:
            await desk.write(draft("1"))
    assert caught.value.retry_after == 15


async def test_a_blog_without_a_trash(fetcher: Fetcher) -> None:
    async with desk_answered(fetcher, lambda _: error(501, "rest_trash_not_supported")) as desk:
        with pytest.raises(BlogUnusable, match="keeps no trash"):
            await desk.decide("1", Verdict.TRASHED)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("comment_author_column_length", "longer than the blog has room for"),
        ("rest_cannot_read_post", "can't be read"),
    ],
)
async def test_other_reasons_a_writer_is_told(fetcher: Fetcher, code: str, words: str) -> None:
    async with desk_answered(fetcher, lambda _: error(403, code)) as desk:
        with pytest.raises(CommentRefused, match=words):
            await desk.write(draft("1"))


@pytest.mark.parametrize("lacking", DESK_RIGHTS)
async def test_an_account_with_too_few_rights_is_told_which(fetcher: Fetcher, lacking: str) -> None:
    rights = dict.fromkeys(DESK_RIGHTS, True) | {lacking: False}

    def reply(_: web.Request) -> web.Response:
        return web.json_response({"id": 7, "name": "Kit &amp; Co", "capabilities": rights})

    async with desk_answered(fetcher, reply) as desk:
        with pytest.raises(BlogRefused, match=lacking):
            await desk.check()
        rights[lacking] = True
        assert await desk.check() == Account(7, "Kit & Co")


async def test_an_articles_author_is_asked_for_once(fetcher: Fetcher) -> None:
    paths: list[str] = []
    entry = {
        "id": 40,
        "post": 12,
        "parent": 0,
        "author": 5,
        "author_name": "Kit",
        "date_gmt": "2026-05-01T10:00:00",
        "link": "https://blog.example/12/#comment-40",
        "content": {"rendered": "Hm"},
        "status": "hold",
    }

    def reply(request: web.Request) -> web.Response:
        paths.append(request.path.rpartition("v2/")[2])
        assert request.query["context"] == "edit"
        if request.path.endswith("/posts"):
            return web.json_response([{"id": 12, "author": 5}])
        return web.json_response([entry] if request.path.endswith("/comments") else entry)

    async with desk_answered(fetcher, reply) as desk:
        (held,) = (await desk.held()).items
        assert held.comment.by_article_author
        assert await desk.look("40") == held
    assert paths == ["comments", "posts", "comments/40"]


async def test_ids_are_numbers(fetcher: Fetcher) -> None:
    async with desk_answered(fetcher, lambda _: error(404, "rest_comment_invalid_id")) as desk:
        for attempt in (
            desk.look("../users/1"),
            desk.rewrite("../users/1", "x"),
            desk.decide("../users/1", Verdict.TRASHED),
            desk.write(draft("x")),
        ):
            with pytest.raises(ValueError, match="invalid literal"):
                await attempt
