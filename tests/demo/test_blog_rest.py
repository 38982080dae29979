"""What the REST API answers, as WordPress was seen to answer."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest

from tests.demo.blog_reader import NOW, WHEN, Reader, ids


async def test_the_blog_can_be_discovered(blog: Reader) -> None:
    async with blog.client.get("/2027/02/one/") as answer:
        link = answer.headers["Link"]
        page = await answer.text()
    assert link == f'<{blog.client.make_url("/wp-json/")}>; rel="https://api.w.org/"'
    assert '<link rel="https://api.w.org/" href="/wp-json/">' in page
    root = await blog.get("/")
    assert (root["name"], root["timezone_string"], root["gmt_offset"]) == (
        "Bread &amp; salt",
        "UTC",
        0,
    )
    assert "authorization" in root["authentication"]["application-passwords"]["endpoints"]
    async with blog.client.get("/", params={"rest_route": "/wp/v2/posts/1"}) as answer:
        assert (await answer.json())["id"] == 1


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/wp/v2/nothing", (404, "rest_no_route")),
        ("/wp/v2/posts/99", (404, "rest_post_invalid_id")),
        ("/wp/v2/comments/99", (404, "rest_comment_invalid_id")),
        ("/wp/v2/posts?per_page=101", (400, "rest_invalid_param")),
        ("/wp/v2/posts?orderby=colour", (400, "rest_invalid_param")),
        ("/wp/v2/posts?page=2", (400, "rest_post_invalid_page_number")),
        ("/wp/v2/posts?status=draft", (400, "rest_invalid_param")),
        ("/wp/v2/posts?context=edit", (401, "rest_forbidden_context")),
        ("/wp/v2/comments?per_page=0", (400, "rest_invalid_param")),
        ("/wp/v2/comments?post=x", (400, "rest_invalid_param")),
        ("/wp/v2/comments?status=hold", (401, "rest_forbidden_param")),
        ("/wp/v2/comments?status=all", (401, "rest_forbidden_param")),
        ("/wp/v2/comments?context=edit", (401, "rest_forbidden_context")),
        ("/wp/v2/comments/1?context=edit", (401, "rest_forbidden_context")),
        ("/wp/v2/users/me", (401, "rest_not_logged_in")),
    ],
)
async def test_what_anyone_is_refused(blog: Reader, path: str, expected: tuple[int, str]) -> None:
    assert await blog.refused(path) == expected
    if expected[0] == 401:
        assert await blog.refused(path, auth="wrong") == expected
        assert (await blog.ask(path, auth="abcd efgh"))[0] == 200


async def test_a_wrong_password_reads_as_anyone(blog: Reader) -> None:
    assert ids(await blog.get("/wp/v2/posts", auth="wrong")) == [2, 1]


async def test_the_password_is_the_accounts_alone(blog: Reader) -> None:
    word = b64encode(b"somebody:abcdefgh").decode()
    headers = {"Authorization": f"Basic {word}"}
    async with blog.client.get("/wp-json/wp/v2/users/me", headers=headers) as answer:
        assert answer.status == 401


async def test_what_was_trashed_may_be_said_again(blog: Reader) -> None:
    who = {"author_name": "Eve", "author_email": "eve@readers.example"}
    made = await blog.do("/wp/v2/comments", post=1, content="hello", **who)
    await blog.do(f"/wp/v2/comments/{made['id']}", "DELETE")
    await blog.do("/wp/v2/comments", post=1, content="hello", **who)


async def test_articles_are_listed_in_three_orders(blog: Reader) -> None:
    await blog.do("/wp/v2/posts/1", title="One, again")
    late = await blog.do("/wp/v2/posts", title="Old", status="publish", date_gmt=WHEN)
    assert (late["id"], late["date_gmt"], late["modified_gmt"]) == (3, WHEN, WHEN)
    orders = {
        name: ids(await blog.get(f"/wp/v2/posts?orderby={name}&_fields=id"))
        for name in ("date", "modified", "id")
    }
    assert orders == {"date": [2, 1, 3], "modified": [1, 2, 3], "id": [3, 2, 1]}
    assert ids(await blog.get("/wp/v2/posts?include=1,3,77&orderby=id&order=asc")) == [1, 3]


async def test_totals_come_with_lists_and_with_head(blog: Reader) -> None:
    for method in ("GET", "HEAD"):
        for path in ("/wp/v2/comments?post=1&per_page=3", "/wp/v2/comments?per_page=3&page=9"):
            status, data, headers = await blog.ask(path, method)
            assert (status, headers["X-WP-Total"], headers["X-WP-TotalPages"]) == (200, "4", "2")
            assert len(data) == (3 if method == "GET" and "post=1" in path else 0)


async def test_fields(blog: Reader) -> None:
    article = await blog.get("/wp/v2/posts/1?_fields=id,content.rendered,title")
    assert article == {
        "id": 1,
        "title": {"rendered": "One"},
        "content": {"rendered": "<p>First words</p>\n"},
    }
    assert await blog.get("/wp/v2/comments/1?_fields=id,content.rendered") == {"id": 1}
    comment = await blog.get("/wp/v2/comments/2?_fields=id,parent,content")
    assert comment == {"id": 2, "parent": 1, "content": {"rendered": "<p>Bo speaks</p>\n"}}


@pytest.mark.parametrize("status", ["draft", "private", "pending", "future", "trash"])
async def test_an_article_out_of_sight(blog: Reader, status: str) -> None:
    if status == "trash":
        await blog.do("/wp/v2/posts/1", "DELETE")
    else:
        date = {"date_gmt": "2031-01-01T00:00:00"} if status == "future" else {}
        await blog.do("/wp/v2/posts/1", status=status, **date)
    assert await blog.refused("/wp/v2/posts/1") == (401, "rest_forbidden")
    assert await blog.refused("/wp/v2/comments?post=2,1") == (401, "rest_cannot_read_post")
    assert await blog.refused("/wp/v2/comments/1") == (401, "rest_cannot_read")
    assert ids(await blog.get("/wp/v2/posts")) == [2]
    assert await blog.get("/wp/v2/comments") == []
    await blog.page("/2027/02/one/", 404)
    seen = await blog.get("/wp/v2/posts/1?context=edit&_fields=status", auth="abcdefgh")
    assert seen == {"status": status}
    comments = await blog.get("/wp/v2/comments?post=1&context=edit", auth="abcdefgh")
    assert len(comments) == (0 if status == "trash" else 4)
    if status == "trash":
        one = await blog.get("/wp/v2/comments/1?context=edit", auth="abcdefgh")
        assert one["status"] == "post-trashed"


async def test_a_password_hides_the_words_and_the_comments(blog: Reader) -> None:
    await blog.do("/wp/v2/posts/1", password="open sesame")
    article = await blog.get("/wp/v2/posts/1")
    assert article["content"] == {"rendered": "", "protected": True}
    assert ids(await blog.get("/wp/v2/posts")) == [2, 1]
    assert await blog.refused("/wp/v2/comments?post=1") == (401, "rest_cannot_read_post")
    assert "First words" not in await blog.page("/2027/02/one/") + await blog.page("/")


async def test_a_deleted_article_is_unknown(blog: Reader) -> None:
    assert (await blog.do("/wp/v2/posts/1?force=true", "DELETE"))["deleted"] is True
    assert await blog.refused("/wp/v2/posts/1") == (404, "rest_post_invalid_id")
    assert await blog.refused("/wp/v2/comments/1") == (404, "rest_comment_invalid_id")
    assert await blog.get("/wp/v2/comments?post=1") == []


async def test_a_scheduled_article_appears_without_being_modified(blog: Reader) -> None:
    later = (NOW + timedelta(hours=1)).isoformat()
    await blog.do("/wp/v2/posts", title="Soon")
    await blog.do("/wp/v2/posts/3", status="publish", date_gmt=later)
    assert await blog.refused("/wp/v2/posts/3") == (401, "rest_forbidden")
    blog.content.clock = lambda: NOW + timedelta(hours=2)
    article = await blog.get("/wp/v2/posts/3")
    assert (article["modified_gmt"], article["date_gmt"]) == (
        "2027-03-05T12:00:00",
        "2027-03-05T13:00:00",
    )


async def test_a_late_approval_keeps_id_and_date(careful_blog: Reader) -> None:
    held = await careful_blog.do(
        "/wp/v2/comments",
        post=1,
        parent=1,
        content="late",
        author_name="Eve",
        author_email="eve@readers.example",
        date_gmt=WHEN,
    )
    one = f"/wp/v2/comments/{held['id']}"
    assert held["status"] == "hold"
    assert await careful_blog.refused(one) == (401, "rest_cannot_read")
    assert ids(await careful_blog.get("/wp/v2/comments?status=hold", auth="abcdefgh")) == [5]
    await careful_blog.do(one, status="approved")
    shown = await careful_blog.get(one)
    assert (shown["id"], shown["date_gmt"], shown["status"]) == (5, WHEN, "approved")
    assert ids(await careful_blog.get("/wp/v2/comments?orderby=date_gmt"))[-1] == 5
    assert ids(await careful_blog.get("/wp/v2/comments?orderby=id"))[0] == 5


async def test_trashing_leaves_orphans_and_deleting_reparents(blog: Reader) -> None:
    await blog.do("/wp/v2/comments/2", "DELETE")
    assert await blog.refused("/wp/v2/comments/2") == (401, "rest_cannot_read")
    again = await blog.refused("/wp/v2/comments/2", "DELETE", auth="abcdefgh")
    assert again == (410, "rest_already_trashed")
    orphan = await blog.get("/wp/v2/comments/3")
    assert orphan["parent"] == 2
    page = await blog.page("/2027/02/one/")
    assert "Bo speaks" not in page.split("drawer")[0]
    assert "to a comment that is no longer here" in page
    await blog.do("/wp/v2/comments/2", status="untrash")
    assert (await blog.get("/wp/v2/comments/2"))["status"] == "approved"
    await blog.do("/wp/v2/comments/2?force=true", "DELETE")
    assert await blog.refused("/wp/v2/comments/2") == (404, "rest_comment_invalid_id")
    assert (await blog.get("/wp/v2/comments/3"))["parent"] == 1


async def test_an_edit_changes_the_words_only(blog: Reader) -> None:
    before = await blog.get("/wp/v2/comments/1")
    await blog.do("/wp/v2/comments/1", "PUT", content="Ann speaks & speaks")
    after = await blog.get("/wp/v2/comments/1")
    assert after.pop("content")["rendered"] == "<p>Ann speaks &#038; speaks</p>\n"
    before.pop("content")
    assert after == before


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"content": "x"}, (403, "rest_comment_invalid_post_id")),
        ({"post": 1, "content": " "}, (400, "rest_comment_content_invalid")),
        ({"post": 1, "content": "x", "author": 0}, (400, "rest_comment_author_invalid")),
        (
            {"post": 1, "content": "x", "author_name": "Eve"},
            (400, "rest_comment_author_data_required"),
        ),
        (
            {
                "post": 1,
                "content": "Ann speaks",
                "author_name": "Ann",
                "author_email": "ann@r.example",
            },
            (201, ""),
        ),
        (
            {
                "post": 1,
                "content": "Ann speaks",
                "author_name": "Ann",
                "author_email": "ann@readers.example",
            },
            (409, "comment_duplicate"),
        ),
        ({"post": 1, "content": "é" * 32_763}, (400, "comment_content_column_length")),
        ({"post": 1, "content": "é" * 32_762}, (201, "")),
        ({"post": 1, "parent": 999, "content": "x"}, (201, "")),
    ],
)
async def test_writing_a_comment(
    blog: Reader, body: dict[str, Any], expected: tuple[int, str]
) -> None:
    status, data, _ = await blog.ask("/wp/v2/comments", "POST", auth="abcdefgh", **body)
    assert (status, data.get("code", "")) == expected
    anyone = await blog.refused("/wp/v2/comments", "POST", **body)
    assert anyone == (401, "rest_comment_login_required")


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("path", ["/wp/v2/posts/1", "/wp/v2/comments/1"])
async def test_only_the_account_changes_things(blog: Reader, method: str, path: str) -> None:
    code = {"POST": "rest_cannot_edit", "DELETE": "rest_cannot_delete"}[method]
    assert await blog.refused(path, method, auth="wrong", content="mine") == (401, code)
    assert await blog.refused("/wp/v2/comments", "PUT", auth="abcdefgh") == (404, "rest_no_route")


async def test_a_marker_in_the_url_is_found_again(blog: Reader) -> None:
    mark = "https://discord.com/channels/1/2/345678"
    who = {"author_name": "Eve", "author_email": "eve@readers.example", "author_url": mark}
    made = await blog.do("/wp/v2/comments", post=1, content="hello", **who)
    path = "/wp/v2/comments?search=345678&context=edit"
    assert ids(await blog.get(f"{path}&status=all", auth="abcdefgh")) == [made["id"]]
    await blog.do(f"/wp/v2/comments/{made['id']}", "DELETE")
    assert await blog.get(f"{path}&status=all", auth="abcdefgh") == []
    assert ids(await blog.get(f"{path}&status=trash", auth="abcdefgh")) == [made["id"]]
