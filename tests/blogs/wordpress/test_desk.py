"""What is written for others on every WordPress, and found again: by the same tests.

They run against the sample blog, and against a real WordPress twice: as its administrator, and
with an account that has the fewest rights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.blogs.http.fetcher import Fetcher
from bot.errors import BlogUnreachable, CommentRefused, DuplicateComment
from bot.model import Account, CommentState, Credentials, Guest, Verdict
from tests.blogs.harness import desk_at, draft, guest, seen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.blogs.base import Desk
    from bot.blogs.http.answer import Answer
    from tests.blogs.harness import Place

OWNER = Account(1, "whoever")
TAGS = (
    '<a href="https://a.example/?x=1&amp;y=2"',
    "<code>a &lt; b</code>",
    "<del>old</del>",
    "<em>soft</em>",
    "<strong>loud</strong>",
)
HTML = " and ".join(TAGS).replace('2"', '2">there</a>') + "<blockquote>said</blockquote>"


async def test_an_approved_guest_appears_at_once(
    desk: Desk, fetcher: Fetcher, site: Place, article: str
) -> None:
    top = await site.admin.add_comment(article, "Bo", "Hm")
    who = guest("Zoë & <Sons>")
    written = await desk.write(draft(article, by=who, parent=top))
    assert written.verdict is Verdict.APPROVED
    (_, comment) = await seen(fetcher, site, article)
    assert comment == written.comment
    assert (comment.author, comment.parent_id, comment.message) == (who.name, top, 3456)
    assert not comment.by_article_author
    assert await desk.look(comment.remote_id) == written


async def test_the_blogs_rules_hold_a_guest_until_one_comment_was_approved(
    desk: Desk, fetcher: Fetcher, site: Place, article: str
) -> None:
    who = guest()
    first = await desk.write(draft(article, by=who, approved=False))
    assert (first.verdict, first.comment.state) == (Verdict.HELD, CommentState.GONE)
    assert await seen(fetcher, site, article) == []
    assert first in (await desk.held()).items
    approved = await desk.decide(first.comment.remote_id, Verdict.APPROVED)
    assert approved is not None
    assert await seen(fetcher, site, article) == [approved.comment]
    second = await desk.write(draft(article, "More", by=who, approved=False))
    assert second.verdict is Verdict.APPROVED


async def test_an_account_is_written_for_under_its_own_name(
    desk: Desk, fetcher: Fetcher, site: Place, article: str
) -> None:
    written = await desk.write(draft(article, by=OWNER))
    (comment,) = await seen(fetcher, site, article)
    assert comment == written.comment
    assert (comment.author in {"admin", "The Keeper"}, comment.message) == (True, 3456)
    assert comment.by_article_author


async def test_our_own_tags_come_back_whole(desk: Desk, article: str) -> None:
    written = await desk.write(draft(article, HTML))
    changed = await desk.rewrite(written.comment.remote_id, f"{HTML} twice")
    assert changed is not None
    for shown in (written.comment.html, changed.comment.html):
        assert all(tag in shown for tag in TAGS)
        assert "said" in shown.partition("<blockquote>")[2].partition("</blockquote>")[0]


@pytest.mark.parametrize(
    ("fate", "words"),
    [
        ("closed", "Comments on this article are closed."),
        ("trash", "The article is not on the blog any more."),
        ("draft", "The article is not on the blog any more."),
        ("deleted", "The article is not on the blog any more."),
    ],
)
async def test_an_article_that_takes_no_comments(
    desk: Desk, site: Place, article: str, fate: str, words: str
) -> None:
    if fate == "closed":
        await site.admin.edit_article(article, comment_status="closed")
    elif fate == "deleted":
        await site.admin.delete_article(article)
    else:
        await site.admin.set_article_status(article, fate)
    with pytest.raises(CommentRefused) as caught:
        await desk.write(draft(article))
    assert str(caught.value) == words


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("é" * 32_763, "This is longer than the blog has room for."),
        (" \n", "There is nothing in it that the blog could show."),
    ],
)
async def test_words_that_the_blog_does_not_take(
    desk: Desk, fetcher: Fetcher, site: Place, article: str, html: str, words: str
) -> None:
    written = await desk.write(draft(article))
    for attempt in (
        desk.write(draft(article, html)),
        desk.rewrite(written.comment.remote_id, html),
    ):
        with pytest.raises(CommentRefused) as caught:
            await attempt
        assert str(caught.value) == words
    assert await seen(fetcher, site, article) == [written.comment]


async def test_an_account_that_is_gone(desk: Desk, article: str) -> None:
    with pytest.raises(CommentRefused, match="Your account is not on the blog any more"):
        await desk.write(draft(article, by=Account(99999, "Nobody")))


@pytest.mark.parametrize("account", [True, False])
async def test_the_same_words_are_not_taken_twice(desk: Desk, article: str, account: bool) -> None:
    once = draft(article, by=OWNER if account else guest())
    written = await desk.write(once)
    with pytest.raises(DuplicateComment) as caught:
        await desk.write(once)
    assert str(caught.value) == "The same words are there already."
    assert await desk.find(once) == [written]


@pytest.mark.parametrize("verdict", [one for one in Verdict if one is not Verdict.DELETED])
@pytest.mark.parametrize("account", [True, False])
async def test_a_comment_is_found_whatever_was_decided(
    desk: Desk, article: str, verdict: Verdict, account: bool
) -> None:
    mine = draft(article, by=OWNER if account else guest(), approved=True)
    assert await desk.find(mine) == []
    written = await desk.write(mine)
    now = await desk.decide(written.comment.remote_id, verdict)
    assert now is not None
    assert now.verdict is verdict
    assert await desk.find(mine) == [now]


async def test_all_of_a_message_are_found_oldest_first(desk: Desk, article: str) -> None:
    who = guest()
    ids = [
        (await desk.write(draft(article, words, by=who))).comment.remote_id
        for words in ("One", "Two", "Three")
    ]
    await desk.decide(ids[0], Verdict.SPAM)
    louder = Guest(who.name, who.email.upper())
    for by in (who, louder):
        found = await desk.find(draft(article, by=by))
        assert [one.comment.remote_id for one in found] == ids


async def test_what_only_claims_to_come_from_a_message_is_not_found(
    desk: Desk, site: Place, article: str
) -> None:
    mine = draft(article, message=777)
    assert isinstance(mine.by, Guest)
    elsewhere = await site.admin.add_article("Elsewhere")
    link = mine.message_url
    await site.admin.add_comment(article, mine.by.name, "Forged", author_url=link)
    await desk.write(draft(article, "Longer", by=mine.by, message=1777))
    await desk.write(draft(article, f"I mean {link}", by=mine.by, message=8))
    await desk.write(draft(elsewhere, by=mine.by, message=777))
    await desk.write(draft(article, "An account", by=OWNER, message=777))
    assert await desk.find(mine) == []
    assert await desk.find(draft(article, by=Account(2, "Another"), message=777)) == []
    (by_owner,) = await desk.find(draft(article, by=OWNER, message=777))
    assert by_owner.comment.by_article_author


class Losing(Fetcher):
    """A session that loses the answers to what it sends."""

    async def send(
        self,
        url: str,
        *,
        method: str,
        auth: Credentials | None,
        json: Mapping[str, object] | None,
        max_bytes: int | None = None,
    ) -> Answer:
        await super().send(url, method=method, auth=auth, json=json, max_bytes=max_bytes)
        raise BlogUnreachable("The connection failed.")


async def test_what_was_written_before_the_connection_failed_is_found(
    desk: Desk, site: Place, article: str
) -> None:
    mine = draft(article, approved=False)
    async with Losing(allow_private=True) as losing:
        with pytest.raises(BlogUnreachable):
            await desk_at(losing, site).write(mine)
    (found,) = await desk.find(mine)
    assert found.verdict is Verdict.HELD
    with pytest.raises(DuplicateComment):
        await desk.write(mine)
