"""What became of comments on a blog is known of that blog's replies, and of no other's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.model import BlogAddress
from bot.store.people.reply import ReplyState
from tests.store.landed import snowflake

if TYPE_CHECKING:
    from bot.store.store import Store

PUBLISHED = snowflake(2100, 1)


@pytest.mark.parametrize(("state", "html"), [("gone", ""), ("visible", "<p>Another's.</p>")])
async def test_another_blog_that_numbers_its_comments_alike(
    store: Store, state: str, html: str
) -> None:
    before = await store.replies.get(PUBLISHED)
    assert before is not None
    assert (before.state, before.comment) == (ReplyState.PUBLISHED, "14")
    other = await store.blogs.add(
        BlogAddress("wordpress", "https://o.example/", "https://o.example/wp-json/", "Other")
    )
    database = store.blogs._database
    await database.write(
        "INSERT INTO article (id, blog, remote_id, url, title, published, version, state, listed) "
        "VALUES (900, ?, '1', 'u', 't', 1, 'v', 'published', 1)",
        (other,),
    )
    await database.write(
        "INSERT INTO comment (blog, remote_id, article, author, by_article_author, created, url, "
        "html, state) VALUES (?, '14', 900, '', 0, 1, 'u', ?, ?)",
        (other, html, state),
    )
    await store.replies.settle(other)
    assert await store.replies.get(PUBLISHED) == before
