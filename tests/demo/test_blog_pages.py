"""What visitors see and send: pages, the comment form, the owner's drawer."""

from __future__ import annotations

import re

import pytest

from tests.demo.blog_reader import Reader, serve, small_blog


async def test_the_author_has_a_page_with_their_words_and_articles(blog: Reader) -> None:
    blog.content.save_author(about="I write <em>little</em>.\n\nAnd read.")
    person = await blog.get("/wp/v2/users/1")
    page = await blog.page("/author/orla/")
    assert person["link"].endswith("/author/orla/")
    assert "<h1>Orla" in page
    assert "<p>I write <em>little</em>.</p>\n<p>And read.</p>" in page
    assert "/2027/02/one/" in page


FORM = {"author": "Eve", "email": "eve@readers.example", "comment_post_ID": "1"}


async def test_the_form_takes_text_and_never_markup(blog: Reader) -> None:
    text = "<script>x()</script> & *our*\r\n\r\n\U0001fa91 second"
    form = FORM | {"author": "Eve <b>", "comment": text, "comment_parent": "2"}
    status, location, _ = await blog.send("/wp-comments-post.php", **form)
    assert (status, location) == (302, "/2027/02/one/#comment-5")
    page = await blog.page("/2027/02/one/")
    assert "<script>x" not in page
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


async def test_the_front_page_shows_what_is_published(careful_blog: Reader) -> None:
    await careful_blog.do("/wp/v2/posts/1", status="draft", title="Hidden words")
    page = await careful_blog.page("/")
    assert "Hidden words" not in page
    assert "Two" in page


async def test_another_sites_page_cannot_moderate(blog: Reader) -> None:
    origin = {"Origin": "http://elsewhere.example"}
    async with blog.client.post("/demo/articles/1", data={"action": "x"}, headers=origin) as answer:
        assert answer.status == 403


async def test_moderation_is_off_unless_asked_for(careful_blog: Reader) -> None:
    page = await careful_blog.page("/2027/02/one/?edit=1")
    assert "drawer" not in page
    assert "/demo/" not in page
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
        assert 'href="http://127.0.0.1/?a=&quot;" target="_top">#articles &amp; more</a>' in page
        assert 'href="http://127.0.0.1/thread" target="_top">This discussion in Discord' in page
