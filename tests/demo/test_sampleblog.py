from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from bot.demo.blog_content import Author, Content
from bot.demo.blog_sample import load
from bot.demo.sampleblog import create_app

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
NOW = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
WHEN = "2027-02-20T10:00:00"


@dataclass
class Reader:
    """Asks the running blog, as anyone or as its account."""

    client: TestClient[Any, Any]
    content: Content

    async def ask(
        self, path: str, method: str = "GET", *, auth: str | None = None, **body: Any
    ) -> tuple[int, Any, dict[str, str]]:
        word = b64encode(f"orla:{auth}".encode()).decode()
        headers = {"Authorization": f"Basic {word}"} if auth else {}
        async with self.client.request(
            method, f"/wp-json{path}", json=body or None, headers=headers, allow_redirects=False
        ) as answer:
            data = await answer.json() if method != "HEAD" else await answer.read()
            return answer.status, data, dict(answer.headers)

    async def get(self, path: str, *, auth: str | None = None) -> Any:
        status, data, _ = await self.ask(path, auth=auth)
        assert status == 200, data
        return data

    async def refused(self, path: str, method: str = "GET", **asked: Any) -> tuple[int, str]:
        status, data, _ = await self.ask(path, method, **asked)
        assert data["data"]["status"] == status
        return status, data["code"]

    async def do(self, path: str, method: str = "POST", **body: Any) -> Any:
        status, data, _ = await self.ask(path, method, auth="abcd efgh", **body)
        assert status in {200, 201}, data
        return data

    async def page(self, path: str, status: int = 200) -> str:
        async with self.client.get(path) as answer:
            assert answer.status == status
            return await answer.text()

    async def send(self, path: str, **form: Any) -> tuple[int, str, str]:
        async with self.client.post(path, data=form, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location", ""), await answer.text()


def small_blog() -> Content:
    content = Content("Bread &amp; salt", "A test", Author("orla", "Orla", "orla@venn.example"))
    content.clock = lambda: NOW
    content.add_article(title="One", html="First words", published=NOW - timedelta(days=9))
    content.add_article(title="Two", html="Second words", published=NOW - timedelta(days=8))
    for name, parent in (("Ann", 0), ("Bo", 1), ("Cy", 2), ("Di", 0)):
        mail = f"{name.lower()}@readers.example"
        content.add_comment(1, f"{name} speaks", name=name, email=mail, parent_id=parent)
    return content


async def serve(content: Content, **options: Any) -> AsyncIterator[Reader]:
    app = create_app(content, user="orla", password="abcdefgh", **options)
    async with TestClient(TestServer(app)) as client:
        yield Reader(client, content)


@pytest.fixture
async def blog() -> AsyncIterator[Reader]:
    async for reader in serve(small_blog(), moderation=True):
        yield reader


@pytest.fixture
async def careful_blog() -> AsyncIterator[Reader]:
    async for reader in serve(small_blog(), hold_new=True):
        yield reader


@pytest.fixture
async def sample() -> AsyncIterator[Reader]:
    async for reader in serve(load(SAMPLE, datetime.now(UTC))):
        yield reader


def ids(records: list[dict[str, Any]]) -> list[int]:
    return [record["id"] for record in records]


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


FORM = {"author": "Eve", "email": "eve@readers.example", "comment_post_ID": "1"}


async def test_the_form_takes_text_and_never_markup(blog: Reader) -> None:
    text = "<script>x()</script> & *our*\r\n\r\n\U0001fa91 second"
    form = FORM | {"author": "Eve <b>", "comment": text, "comment_parent": "2"}
    status, location, _ = await blog.send("/wp-comments-post.php", **form)
    assert (status, location) == (302, "/2027/02/one/#comment-5")
    page = await blog.page("/2027/02/one/")
    assert "<script" not in page
    assert "Eve &lt;b&gt;" in page
    made = await blog.get("/wp/v2/comments/5")
    assert (made["parent"], made["author"]) == (2, 0)
    assert made["content"]["rendered"] == (
        "<p>&lt;script&gt;x()&lt;/script&gt; &amp; *our*</p>\n<p>\U0001fa91 second</p>\n"
    )


async def test_a_first_comment_waits_where_the_owner_wants_it(careful_blog: Reader) -> None:
    _, location, _ = await careful_blog.send("/wp-comments-post.php", **FORM, comment="first")
    assert "unapproved=5" in location
    page = await careful_blog.page(location)
    assert "awaiting moderation" in page
    assert "first" not in page.split("<h2>4 comments")[1]
    known = FORM | {"author": "Ann", "email": "ann@readers.example", "comment": "known"}
    _, location, _ = await careful_blog.send("/wp-comments-post.php", **known)
    assert location.endswith("#comment-6")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"author": ""}, 200),
        ({"email": "nowhere"}, 200),
        ({"comment": "  "}, 200),
        ({"author": "n" * 246}, 200),
        ({"comment_post_ID": "77"}, 404),
        ({"comment_post_ID": "2"}, 403),
    ],
)
async def test_what_the_form_refuses(blog: Reader, change: dict[str, str], status: int) -> None:
    await blog.do("/wp/v2/posts/2", comment_status="closed")
    form = FORM | {"comment": "hello"} | change
    answer = await blog.send("/wp-comments-post.php", **form)
    assert answer[:2] == (status, "")
    assert "Not yet" in answer[2]
    assert len(blog.content.comments) == 4


async def test_saying_the_same_twice_is_noticed(blog: Reader) -> None:
    form = FORM | {"comment": "hello"}
    assert (await blog.send("/wp-comments-post.php", **form))[0] == 302
    assert (await blog.send("/wp-comments-post.php", **form))[0] == 409


async def test_the_owners_drawer(blog: Reader) -> None:
    await blog.send("/demo/comments/1", action="save", text="Ann whispers")
    await blog.send("/demo/comments/4", action="hold")
    page = await blog.page("/2027/02/one/")
    assert "Ann whispers" in page
    assert "3 comments" in page
    await blog.send("/demo/comments/4", action="approve")
    assert "4 comments" in await blog.page("/2027/02/one/")
    await blog.send("/demo/articles/1", action="unpublish")
    assert await blog.refused("/wp/v2/posts/1") == (401, "rest_forbidden")
    await blog.do("/wp/v2/posts/1", "DELETE")
    await blog.send("/demo/articles/1", action="publish")
    assert "4 comments" in await blog.page("/2027/02/one/")


async def test_another_sites_page_cannot_moderate(blog: Reader) -> None:
    origin = {"Origin": "http://elsewhere.example"}
    async with blog.client.post("/demo/articles/1", data={"action": "x"}, headers=origin) as answer:
        assert answer.status == 403


async def test_moderation_is_off_unless_asked_for(careful_blog: Reader) -> None:
    assert "drawer" not in await careful_blog.page("/2027/02/one/?edit=1")
    assert (await careful_blog.send("/demo/comments/1", action="trash"))[0] == 404


async def test_circles_and_depth_have_a_place(blog: Reader) -> None:
    blog.content.save_comment(1, parent_id=2)
    blog.content.save_comment(4, parent_id=4)
    for parent in range(4, 2004):
        blog.content.add_comment(
            1, f"depth {parent}", name="x", email="x@y.example", parent_id=parent
        )
    page = await blog.page("/2027/02/one/")
    found = [int(number) for number in re.findall(r'id="comment-(\d+)"', page)]
    assert sorted(found) == list(range(1, 2005))


async def test_links_lead_to_discord_and_may_come_later() -> None:
    links: dict[str, str] = {}
    threads: dict[int, str] = {}
    async for reader in serve(small_blog(), links=links, thread_link=threads.get):
        assert "<nav>" not in await reader.page("/")
        links["#articles & more"] = 'http://127.0.0.1/?a="'
        threads[1] = "http://127.0.0.1/thread"
        page = await reader.page("/2027/02/one/")
        assert '<a href="http://127.0.0.1/?a=&quot;">#articles &amp; more</a>' in page
        assert 'href="http://127.0.0.1/thread">This discussion in Discord' in page


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
    assert len(seen) == 6
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
