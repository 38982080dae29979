"""What only a real WordPress can show: rights, plugins, feeds, and what it would tell of people."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.blogs.base import Order
from bot.blogs.discover import discover
from bot.blogs.feed.blog import Feed
from bot.blogs.feed.kind import FEED
from bot.blogs.wordpress.blog import WordPress
from bot.blogs.wordpress.kind import WORDPRESS
from bot.errors import ArticleUnreadable, BlogRefused, CommentsOff
from bot.model import ArticleState, BlogAddress, CommentState, Credentials
from tests.blogs.harness import Recording, account

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot.blogs.http.fetcher import Fetcher
    from tests.wordpress.server import Server

pytestmark = pytest.mark.wordpress

EMAIL = "wanda@visitors.test"
DISCUSSION = """
$article = wp_insert_post(['post_title' => 'Discussed', 'post_content' => '<p>Words.</p>',
    'post_status' => 'publish', 'post_author' => 1]);
$say = function ($words, $parent, $approved = 1) use ($article) {
    return wp_insert_comment(['comment_post_ID' => $article, 'comment_content' => $words,
        'comment_author' => 'Wanda', 'comment_author_email' => 'wanda@visitors.test',
        'comment_author_IP' => '203.0.113.9', 'comment_parent' => $parent,
        'comment_approved' => $approved, 'comment_type' => 'comment']);
};
$top = $say('top', 0); $answer = $say('answer', $top); $leaf = $say('leaf', $answer);
$held = $say('held', 0, 0);
return array_map('strval', [$article, $top, $answer, $leaf, $held]);
"""


@pytest_asyncio.fixture
async def fetcher() -> AsyncIterator[Recording]:
    async with Recording() as recording:
        yield recording


def reader(fetcher: Fetcher, site: Server, credentials: Credentials | None = None) -> WordPress:
    address = BlogAddress(WORDPRESS, site.url, site.api, "A real blog")
    return WordPress(fetcher, address, credentials)


def administrator(site: Server) -> Credentials:
    return Credentials(site.user, site.password)


@contextlib.contextmanager
def plugin(site: Server, code: str) -> Iterator[None]:
    file = site.site / "wp-content/mu-plugins/for-a-test.php"
    file.write_text(f"<?php {code}")
    try:
        yield
    finally:
        file.unlink()


async def test_the_least_rights_are_enough(wordpress: Server, fetcher: Recording) -> None:
    article, top, _, _, held = wordpress.eval(DISCUSSION)
    credentials = account(wordpress, "bridge", "read", "edit_posts", "moderate_comments")
    blog = reader(fetcher, wordpress, credentials)
    assert await blog.check_credentials() == "bridge"
    ids = [one.remote_id for one in (await blog.summaries(Order.CREATED)).items]
    as_visitor = (await reader(fetcher, wordpress).summaries(Order.CREATED)).items
    assert ids == [one.remote_id for one in as_visitor]
    assert ids[0] == article
    assert len((await blog.comments([article])).items) == 3
    assert await blog.comment_state(top) is CommentState.VISIBLE
    assert await blog.comment_state(held) is CommentState.GONE
    wordpress.eval(f"wp_trash_post({article});")
    assert await blog.article_state(article) is ArticleState.WITHDRAWN  # it may not see the trash


@pytest.mark.parametrize("rights", [("read",), ("read", "edit_posts")])
async def test_too_few_rights_are_named(
    wordpress: Server, fetcher: Recording, rights: tuple[str, ...]
) -> None:
    blog = reader(fetcher, wordpress, account(wordpress, f"weak{len(rights)}", *rights))
    lacking = "edit_posts" if len(rights) == 1 else "moderate_comments"
    with pytest.raises(BlogRefused, match=lacking):
        await blog.check_credentials()


async def test_a_revoked_password_is_noticed_with_the_next_list(
    wordpress: Server, fetcher: Recording
) -> None:
    credentials = account(wordpress, "leaving", "read", "edit_posts", "moderate_comments")
    blog = reader(fetcher, wordpress, credentials)
    await blog.summaries(Order.MODIFIED)
    wordpress.eval(
        "WP_Application_Passwords::delete_all_application_passwords(username_exists('leaving'));"
    )
    with pytest.raises(BlogRefused, match="application password"):
        await blog.summaries(Order.MODIFIED)


async def test_that_its_answer_does_not_tell_names_from_passwords(
    wordpress: Server, fetcher: Recording
) -> None:
    """What is certain must come from elsewhere: see `bot/blogs/wordpress/accounts.py`."""
    gone = account(wordpress, "gone", "read", "edit_posts", "moderate_comments")
    wordpress.eval(
        "WP_Application_Passwords::delete_all_application_passwords(username_exists('gone'));"
    )
    refused = {}
    for name, user in (("revoked", gone.user), ("nobody", "nobody"), ("mail", "no@body.test")):
        for accepted in (False, True):
            given = Credentials(user, gone.password, accepted=accepted)
            with pytest.raises(BlogRefused) as caught:
                await reader(fetcher, wordpress, given).check_credentials()
            refused[name, accepted] = str(caught.value)
    assert len({said for (_, accepted), said in refused.items() if not accepted}) == 1
    assert "does not say which of the two is wrong" in refused["nobody", False]
    assert "any more, which it did when they were given" in refused["revoked", True]


async def test_no_address_of_a_person_ever_reaches_us(
    wordpress: Server, fetcher: Recording
) -> None:
    article, top, _, _, held = wordpress.eval(DISCUSSION)
    for credentials in (None, administrator(wordpress)):
        blog = reader(fetcher, wordpress, credentials)
        await blog.summaries(Order.MODIFIED, size=100)
        await blog.articles([article])
        await blog.newest_comments()
        await blog.comments([article])
        await blog.comment_state(top)
        await blog.comment_state(held)
    assert len(fetcher.answers) >= 12
    for answer in fetcher.answers:
        for private in (EMAIL, "admin@example.test", "203.0.113.9"):
            assert private.encode() not in answer.body


async def test_removing_a_parent_leaves_orphans_and_deleting_it_moves_them(
    wordpress: Server, fetcher: Recording
) -> None:
    article, top, answer, leaf, _ = wordpress.eval(DISCUSSION)
    blog = reader(fetcher, wordpress)
    wordpress.eval(f"wp_trash_comment({answer});")
    items = (await blog.comments([article])).items
    assert [(one.remote_id, one.parent_id) for one in items] == [(top, None), (leaf, answer)]
    wordpress.eval(f"wp_delete_comment({answer}, true);")
    items = (await blog.comments([article])).items
    assert [(one.remote_id, one.parent_id) for one in items] == [(top, None), (leaf, top)]


async def test_a_trashed_article_takes_its_comments_along(
    wordpress: Server, fetcher: Recording
) -> None:
    article, top, *_ = wordpress.eval(DISCUSSION)
    blog = reader(fetcher, wordpress, administrator(wordpress))
    wordpress.eval(f"wp_trash_post({article});")
    assert await blog.article_state(article) is ArticleState.GONE
    assert await blog.comment_state(top) is CommentState.GONE
    wordpress.eval(f"wp_untrash_post({article}); wp_publish_post({article});")
    assert await blog.article_state(article) is ArticleState.PUBLISHED
    assert await blog.comment_state(top) is CommentState.VISIBLE


async def test_author_terms_and_image_come_with_the_article(
    wordpress: Server, fetcher: Recording
) -> None:
    article = wordpress.eval("""
        $author = wp_insert_user(['user_login' => uniqid('w'), 'user_pass' => 'x',
            'display_name' => 'Zoë & Sons', 'role' => 'author']);
        $id = wp_insert_post(['post_title' => 'Full', 'post_content' => 'Words',
            'post_status' => 'publish', 'post_author' => $author]);
        wp_set_post_terms($id, ['fire', 'Q & A']);
        $image = wp_insert_attachment(['post_title' => 'Cup', 'post_mime_type' => 'image/jpeg',
            'post_status' => 'inherit', 'guid' => home_url('/cup.jpg')], '2026/05/cup.jpg', $id);
        set_post_thumbnail($id, $image);
        wp_insert_comment(['comment_post_ID' => $id, 'comment_content' => 'Mine',
            'comment_author' => 'Zoë', 'user_id' => $author, 'comment_approved' => 1]);
        return (string) $id;
    """)
    blog = reader(fetcher, wordpress)
    (full,) = await blog.articles([article])
    assert full.author == "Zoë & Sons"
    assert full.terms == ("fire", "Q & A")
    assert full.image == f"{wordpress.url}/wp-content/uploads/2026/05/cup.jpg"
    (own,) = (await blog.comments([article])).items
    assert own.by_article_author


CLOSED = """add_filter('rest_authentication_errors', function ($result) {
    return $result ?: (is_user_logged_in() ? $result
        : new WP_Error('rest_not_logged_in', 'Members only.', ['status' => 401]));
});"""


async def test_a_blog_that_is_closed_to_visitors(wordpress: Server, fetcher: Recording) -> None:
    article, top, *_ = wordpress.eval(DISCUSSION)
    hidden = wordpress.eval(DISCUSSION)[0]
    wordpress.eval(f"wp_update_post(['ID' => {hidden}, 'post_status' => 'draft']);")
    with plugin(wordpress, CLOSED):
        visitor = reader(fetcher, wordpress)
        with pytest.raises(CommentsOff, match="to no visitor"):
            await visitor.newest_comments()
        for read in (visitor.summaries(Order.CREATED), visitor.comment_state(top)):
            with pytest.raises(BlogRefused, match="application password"):
                await read
        found = (await discover(fetcher, wordpress.url, administrator(wordpress))).address
        assert found.api == wordpress.api
        assert (await discover(fetcher, wordpress.url)).address.kind == FEED
        blog = WordPress(fetcher, found, administrator(wordpress))
        assert len((await blog.comments([article])).items) == 3
        newest = (await blog.newest_comments()).items
        assert hidden not in {comment.article_id for comment in newest}
        assert article in {comment.article_id for comment in newest}
        with pytest.raises(ArticleUnreadable):
            await blog.comments([hidden])


async def test_without_pretty_links_the_api_is_found_in_the_query(
    wordpress: Server, fetcher: Recording
) -> None:
    article, *_ = wordpress.eval(DISCUSSION)
    pretty = wordpress.eval(
        "$was = get_option('permalink_structure'); update_option('permalink_structure', '');"
        "return $was;"
    )
    try:
        found = (await discover(fetcher, wordpress.url)).address
        assert "rest_route=/" in found.api
        blog = WordPress(fetcher, found, administrator(wordpress))
        assert await blog.check_credentials() == "admin"
        assert (await blog.summaries(Order.CREATED)).items[0].remote_id == article
        assert len((await blog.comments([article])).items) == 3
    finally:
        wordpress.eval(
            f"global $wp_rewrite; $wp_rewrite->set_permalink_structure('{pretty}');"
            "flush_rewrite_rules(false);"
        )


async def test_its_feeds_give_nested_comments(wordpress: Server, fetcher: Recording) -> None:
    _, top, answer, leaf, _ = wordpress.eval(DISCUSSION)
    address = BlogAddress(FEED, wordpress.url, f"{wordpress.url}/feed/", "A real blog")
    blog = Feed(fetcher, address)
    newest = next(
        one for one in (await blog.summaries(Order.CREATED)).items if one.title == "Discussed"
    )
    (full,) = await blog.articles([newest.remote_id])
    assert full.html == "<p>Words.</p>"
    assert full.author == "admin"
    links = {number: f"{newest.url}#comment-{number}" for number in (top, answer, leaf)}
    found = {one.url: one for one in (await blog.newest_comments()).items}
    assert found[links[top]].parent_id is None
    assert found[links[answer]].parent_id == found[links[top]].remote_id
    assert found[links[leaf]].parent_id == found[links[answer]].remote_id
    assert found[links[leaf]].html.strip() == "<p>leaf</p>"
    assert found[links[leaf]].author == "Wanda"
    asked = len(fetcher.answers)
    await blog.summaries(Order.CREATED)
    assert [one.status for one in fetcher.answers[asked:]] == [304]
    assert all(EMAIL.encode() not in one.body for one in fetcher.answers)
