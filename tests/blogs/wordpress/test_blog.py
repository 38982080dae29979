"""Reading a WordPress that is closed, in the way, or lies: what is concluded from it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.blogs.base import Order
from bot.blogs.wordpress.blog import WordPress
from bot.blogs.wordpress.kind import WORDPRESS
from bot.blogs.wordpress.root import route_url
from bot.errors import (
    ArticleUnreadable,
    BlogError,
    BlogRefused,
    BlogTroubled,
    BlogUnusable,
    CommentsOff,
)
from bot.model import ArticleState, BlogAddress, CommentState, Credentials
from tests.blogs.wordpress.bodies import comment

if TYPE_CHECKING:
    from bot.blogs.http.fetcher import Fetcher

ACCOUNT = Credentials("keeper", "hush hush")
Reply = Callable[[web.Request], web.Response]


def error(status: int, code: str) -> web.Response:
    return web.json_response({"code": code, "message": "No.", "data": {}}, status=status)


@contextlib.asynccontextmanager
async def blog_answering(
    fetcher: Fetcher, reply: Reply, credentials: Credentials | None = None
) -> AsyncIterator[WordPress]:
    """A blog whose REST API answers everything with `reply`."""

    async def handle(request: web.Request) -> web.Response:
        return reply(request)

    app = web.Application()
    app.router.add_route("*", "/wp-json/{route:.*}", handle)
    async with TestServer(app) as server:
        home = str(server.make_url("/"))
        address = BlogAddress(WORDPRESS, home, f"{home}wp-json/", "Blog")
        yield WordPress(fetcher, address, credentials)


async def every_read(blog: WordPress) -> list[BlogError | object]:
    """Try everything; collect answers and errors."""
    outcomes: list[BlogError | object] = []
    for attempt in (
        blog.summaries(Order.MODIFIED),
        blog.articles(["1"]),
        blog.newest_comments(),
        blog.comments(["1"]),
        blog.count_comments(["1"]),
        blog.article_state("1"),
        blog.comment_state("1"),
    ):
        try:
            outcomes.append(await attempt)
        except BlogError as caught:
            outcomes.append(caught)
    return outcomes


FAULTS: list[tuple[Reply, type[BlogError]]] = [
    (lambda _: web.Response(text="<!DOCTYPE html><p>Hi", content_type="text/html"), BlogUnusable),
    (lambda _: web.Response(text='[{"id": 1', content_type="application/json"), BlogUnusable),
    (lambda _: web.Response(text="Not found", status=404), BlogUnusable),
    (lambda _: error(404, "rest_no_route"), BlogUnusable),
    (lambda _: error(403, "plugin_blocks_rest"), BlogRefused),
    (lambda _: error(401, "rest_not_logged_in"), BlogRefused),
    (lambda _: web.Response(text="<p>Blocked", status=403), BlogRefused),
    (lambda _: web.Response(status=500), BlogTroubled),
    (lambda _: error(503, "rest_cannot_read"), BlogTroubled),
]


@pytest.mark.parametrize("credentials", [None, ACCOUNT], ids=["visitor", "account"])
@pytest.mark.parametrize(("reply", "kind"), FAULTS)
async def test_nothing_is_concluded_from_a_fault(
    fetcher: Fetcher, credentials: Credentials | None, reply: Reply, kind: type[BlogError]
) -> None:
    async with blog_answering(fetcher, reply, credentials) as blog:
        outcomes = await every_read(blog)
    lists_of_comments = outcomes[2:5]
    assert {type(outcome) for outcome in lists_of_comments} <= {kind, CommentsOff}
    assert {type(each) for each in outcomes if each not in lists_of_comments} == {kind}
    assert all("hush" not in str(outcome) for outcome in outcomes)


OFF: list[tuple[Reply, bool]] = [
    (lambda _: error(404, "rest_no_route"), True),
    (lambda _: web.Response(text="Not found", status=404), True),
    (lambda _: web.Response(text="<p>Gone", status=410), True),
    (lambda _: error(403, "rest_comment_disabled"), True),
    (lambda _: error(403, "comments_disabled"), True),
    (lambda _: error(400, "rest_comments_closed"), True),
    (lambda _: error(401, "rest_disable_comments"), True),
    (lambda _: error(401, "rest_forbidden"), False),
    (lambda _: error(403, "rest_cannot_access"), False),
]


@pytest.mark.parametrize("credentials", [None, ACCOUNT], ids=["visitor", "account"])
@pytest.mark.parametrize(("reply", "whoever_asks"), OFF)
async def test_comments_that_are_off_are_said_to_be(
    fetcher: Fetcher, credentials: Credentials | None, reply: Reply, whoever_asks: bool
) -> None:
    """As plugins do it: the route is taken away, or answers an error of its own."""

    def answered(request: web.Request) -> web.Response:
        if "/comments" in request.path:
            return reply(request)
        shown = {"id": 1, "author": 1, "status": "publish", "content": {"protected": False}}
        return web.json_response([shown], headers={"Allow": "GET, POST"})

    async with blog_answering(fetcher, answered, credentials) as blog:
        for attempt in (blog.newest_comments(), blog.comments(["1"]), blog.count_comments(["1"])):
            with pytest.raises(BlogError) as caught:
                await attempt
            off = isinstance(caught.value, CommentsOff)
            assert off == (whoever_asks or credentials is None), caught.value


@pytest.mark.parametrize(
    ("status", "code", "as_visitor", "with_account"),
    [
        (404, "rest_post_invalid_id", ArticleState.GONE, ArticleState.GONE),
        (401, "rest_forbidden", ArticleState.WITHDRAWN, BlogRefused),
        (403, "rest_forbidden", ArticleState.WITHDRAWN, ArticleState.WITHDRAWN),
        (404, "rest_comment_invalid_id", BlogUnusable, BlogUnusable),
    ],
)
async def test_an_article_is_absent_only_in_wordpresss_own_words(
    fetcher: Fetcher, status: int, code: str, as_visitor: Any, with_account: Any
) -> None:
    for credentials, expected in ((None, as_visitor), (ACCOUNT, with_account)):
        async with blog_answering(fetcher, lambda _: error(status, code), credentials) as blog:
            if isinstance(expected, ArticleState):
                assert await blog.article_state("7") is expected
            else:
                with pytest.raises(expected):
                    await blog.article_state("7")


@pytest.mark.parametrize(
    ("status", "code", "as_visitor", "with_account"),
    [
        (404, "rest_comment_invalid_id", CommentState.GONE, CommentState.GONE),
        (401, "rest_cannot_read", CommentState.GONE, BlogRefused),
        (401, "rest_cannot_read_post", CommentState.GONE, BlogRefused),
        (403, "rest_cannot_read", CommentState.GONE, CommentState.GONE),
        (404, "rest_post_invalid_id", BlogUnusable, BlogUnusable),
        (403, "rest_forbidden", BlogRefused, BlogRefused),
    ],
)
async def test_a_comment_is_absent_only_in_wordpresss_own_words(
    fetcher: Fetcher, status: int, code: str, as_visitor: Any, with_account: Any
) -> None:
    for credentials, expected in ((None, as_visitor), (ACCOUNT, with_account)):
        async with blog_answering(fetcher, lambda _: error(status, code), credentials) as blog:
            if isinstance(expected, CommentState):
                assert await blog.comment_state("7") is expected
            else:
                with pytest.raises(expected):
                    await blog.comment_state("7")


async def test_requests_never_ask_for_what_is_private(fetcher: Fetcher) -> None:
    asked: list[web.Request] = []

    def reply(request: web.Request) -> web.Response:
        asked.append(request)
        single = request.path.rsplit("/", 1)[1].isdigit()
        return web.json_response(
            {"id": 1, "status": "publish", "content": {"protected": False}} if single else [],
            headers={"X-WP-Total": "0", "X-WP-TotalPages": "0", "Allow": "GET, POST"},
        )

    async with blog_answering(fetcher, reply, ACCOUNT) as blog:
        await every_read(blog)
    assert len(asked) >= 7
    for request in asked:
        fields = request.query["_fields"].split(",")
        assert not {"author_email", "author_ip", "author_avatar_urls", "meta"} & set(fields)
        assert "context" not in request.query  # edit shows addresses and drafts
        is_comment_list = request.path.endswith("/comments")
        assert ("Authorization" in request.headers) is not is_comment_list


async def test_a_closed_blog_is_read_with_the_account_and_shows_no_draft(fetcher: Fetcher) -> None:
    """Where visitors are turned away, lists come with the account, which sees too much."""
    posts: list[dict[str, object]] = [
        {"id": 1, "author": 5, "status": "publish", "content": {"protected": False}},
        {"id": 2, "author": 5, "status": "publish", "content": {"protected": True}},
        {"id": 3, "author": 5, "status": "draft", "content": {"protected": False}},
    ]
    comments: list[dict[str, object]] = [
        {
            "id": 10 + post,
            "post": post,
            "parent": 0,
            "author": 5,
            "author_name": "Kit",
            "date_gmt": "2026-05-01T10:00:00",
            "link": f"https://blog.example/{post}/#comment",
            "content": {"rendered": "Hm"},
            "status": "approved",
        }
        for post in (1, 2, 3)
    ]

    def reply(request: web.Request) -> web.Response:
        if "Authorization" not in request.headers:
            return error(401, "rest_login_required")
        found = posts if request.path.endswith("/posts") else comments
        only = request.query.get("post") or request.query.get("include")
        if only:
            found = [one for one in found if str(one.get("post", one["id"])) in only.split(",")]
        pages = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": "1"}
        return web.json_response(found, headers=pages)

    async with blog_answering(fetcher, reply, ACCOUNT) as blog:
        assert [one.article_id for one in (await blog.newest_comments()).items] == ["1"]
        (only,) = (await blog.comments(["1"])).items
        assert only.by_article_author
        assert await blog.count_comments(["1"]) == 1
        for hidden in (["2"], ["3"], ["1", "3"], ["1", "4"]):
            with pytest.raises(ArticleUnreadable):
                await blog.comments(hidden)
            with pytest.raises(ArticleUnreadable):
                await blog.count_comments(hidden)


async def test_a_total_that_is_not_told_is_not_guessed(fetcher: Fetcher) -> None:
    async with blog_answering(fetcher, lambda _: web.json_response([])) as blog:
        with pytest.raises(BlogUnusable, match="how many"):
            await blog.count_comments(["1"])


async def test_an_allow_header_that_got_lost_costs_a_request_and_no_more(fetcher: Fetcher) -> None:
    paths: list[str] = []

    def reply(request: web.Request) -> web.Response:
        paths.append(request.path)
        if request.path.endswith("/users/me"):
            rights = {"edit_posts": True, "moderate_comments": True}
            return web.json_response({"name": "Kit", "capabilities": rights})
        return web.json_response([], headers={"X-WP-Total": "0", "X-WP-TotalPages": "0"})

    async with blog_answering(fetcher, reply, ACCOUNT) as blog:
        assert (await blog.summaries(Order.MODIFIED)).items == ()
    assert [path.rsplit("/", 1)[1] for path in paths] == ["posts", "me"]


@pytest.mark.parametrize("lacking", ["edit_posts", "moderate_comments"])
async def test_an_account_with_too_few_rights_is_told_which(fetcher: Fetcher, lacking: str) -> None:
    rights = {"edit_posts": True, "moderate_comments": True, lacking: False}

    def reply(_: web.Request) -> web.Response:
        return web.json_response({"name": "Kit", "capabilities": rights})

    async with blog_answering(fetcher, reply, ACCOUNT) as blog:
        with pytest.raises(BlogRefused, match=lacking):
            await blog.check_credentials()


async def test_ids_are_numbers(fetcher: Fetcher) -> None:
    async with blog_answering(fetcher, lambda _: error(404, "rest_post_invalid_id")) as blog:
        with pytest.raises(ValueError, match="invalid literal"):
            await blog.article_state("../users/1")


@pytest.mark.parametrize(
    ("api", "expected"),
    [
        ("https://a.example/wp-json/", "https://a.example/wp-json/wp/v2/posts?page=2"),
        ("https://a.example/wp-json", "https://a.example/wp-json/wp/v2/posts?page=2"),
        ("https://a.example/?rest_route=/", "https://a.example/?rest_route=/wp/v2/posts&page=2"),
    ],
)
def test_both_forms_of_rest_roots_lead_somewhere(api: str, expected: str) -> None:
    assert route_url(api, "wp/v2/posts", {"page": 2}) == expected


@pytest.mark.parametrize(
    ("names", "marked"), [(["wp/v2", "activitypub/1.0"], True), (["wp/v2"], False)]
)
async def test_whether_it_federates_is_asked_once_and_only_if_it_matters(
    fetcher: Fetcher, names: list[str], marked: bool
) -> None:
    asked: list[str] = []
    written = [comment(id=1, parent=0, author_url="https://ada.example/")]

    def answered(request: web.Request) -> web.Response:
        asked.append(request.path)
        listed = request.path.endswith("/comments")
        return web.json_response(written if listed else {"namespaces": names})

    async with blog_answering(fetcher, answered) as blog:
        await blog.newest_comments()
        assert len(asked) == 1
        written.append(comment(id=2, parent=1, author_url="https://social.example/@ada"))
        for _ in range(3):
            found = (await blog.newest_comments()).items
            assert [each.from_fediverse for each in found] == [False, marked]
        assert len([path for path in asked if not path.endswith("/comments")]) == 1
