"""What is changed and decided on every WordPress: by the same tests, as in `test_desk`."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from bot.blogs.feed.kind import FEED
from bot.blogs.kinds import open_desk
from bot.errors import BlogRefused, BlogUnusable
from bot.model import Account, BlogAddress, CommentState, Credentials, Verdict
from tests.blogs.harness import Recording, desk_at, draft, guest, seen

if TYPE_CHECKING:
    from bot.blogs.base import Desk
    from bot.blogs.http.fetcher import Fetcher
    from tests.blogs.harness import Place

OWNER = Account(1, "whoever")
ASKED = (Verdict.APPROVED, Verdict.HELD, Verdict.SPAM, Verdict.TRASHED)


async def test_whose_account_it_is(desk: Desk, site: Place) -> None:
    own = await desk.check()
    assert own.name in {"admin", "The Keeper", "desk"}
    assert own.id > 0
    assert desk.address.api == site.api


async def test_who_has_published_something(desk: Desk, article: str) -> None:
    assert article
    names = {one.id: one.name for one in await desk.authors()}
    assert names[OWNER.id] in {"admin", "The Keeper"}
    assert "desk" not in names.values()


async def test_a_comment_gets_other_words(
    desk: Desk, fetcher: Fetcher, site: Place, article: str
) -> None:
    who = guest("O'Neil & <Co>")
    written = await desk.write(draft(article, "First", by=who))
    number = written.comment.remote_id
    for words in ("Second", "Second", "<em>Third</em> \\last"):
        changed = await desk.rewrite(number, words)
        assert changed is not None
        assert changed.verdict is Verdict.APPROVED
        assert words in changed.comment.html
        assert await seen(fetcher, site, article) == [changed.comment]
        assert (changed.comment.author, changed.comment.message) == (who.name, 3456)
    await desk.decide(number, Verdict.HELD)
    changed = await desk.rewrite(number, "Fourth")
    assert changed is not None
    assert changed.verdict is Verdict.HELD


async def test_every_decision_can_follow_every_other_and_twice(
    desk: Desk, fetcher: Fetcher, site: Place, article: str
) -> None:
    number = (await desk.write(draft(article))).comment.remote_id
    for before, after in itertools.product(ASKED, ASKED):
        for verdict in (before, after, after):
            decided = await desk.decide(number, verdict)
            assert decided is not None
            assert decided.verdict is verdict
            assert await desk.look(number) == decided
            visible = verdict is Verdict.APPROVED
            assert decided.comment.state is (CommentState.VISIBLE if visible else CommentState.GONE)
            assert await seen(fetcher, site, article) == ([decided.comment] if visible else [])


async def test_a_deleted_comment_is_told_from_all_others(
    desk: Desk, site: Place, article: str
) -> None:
    number = (await desk.write(draft(article))).comment.remote_id
    with pytest.raises(ValueError, match="deleted"):
        await desk.decide(number, Verdict.DELETED)
    assert await desk.look(number) is not None
    await site.admin.delete_comment(number)
    assert await desk.look(number) is None
    assert await desk.rewrite(number, "Again") is None
    assert [await desk.decide(number, verdict) for verdict in ASKED] == [None] * 4


async def test_an_articles_comments_go_to_the_trash_with_it(
    desk: Desk, site: Place, article: str
) -> None:
    number = (await desk.write(draft(article))).comment.remote_id
    await site.admin.set_article_status(article, "trash")
    trashed = await desk.look(number)
    assert trashed is not None
    assert trashed.verdict is Verdict.TRASHED
    assert await desk.find(draft(article)) == []
    await site.admin.delete_article(article)
    assert await desk.look(number) is None


async def test_what_is_held_comes_newest_first(desk: Desk, site: Place, article: str) -> None:
    ids = [
        await site.admin.add_comment(article, f"Visitor {number}", "Hm", status="hold")
        for number in range(3)
    ]
    await site.admin.add_comment(article, "Ada", "Open")
    spam = await site.admin.add_comment(article, "Ada", "Spam", status="spam")

    async def waiting() -> list[str]:
        found = [one for one in (await desk.held()).items if one.comment.article_id == article]
        assert all(one.verdict is Verdict.HELD for one in found)
        return [one.comment.remote_id for one in found]

    assert await waiting() == ids[::-1]
    await desk.decide(ids[1], Verdict.TRASHED)
    await desk.decide(spam, Verdict.HELD)
    assert await waiting() == [spam, ids[2], ids[0]]


async def test_a_wrong_password_is_noticed_whatever_is_asked(
    desk: Desk, fetcher: Fetcher, site: Place, article: str
) -> None:
    written = await desk.write(draft(article, by=OWNER))
    number = written.comment.remote_id
    outside = desk_at(fetcher, site, "wrong wrong wrong")
    for attempt in (
        outside.check(),
        outside.authors(),
        outside.write(draft(article, "Another", approved=False)),
        outside.write(draft(article, "Another", by=OWNER)),
        outside.find(draft(article, by=OWNER)),
        outside.rewrite(number, "Changed"),
        *(outside.decide(number, verdict) for verdict in ASKED),
        outside.look(number),
        outside.held(),
    ):
        with pytest.raises(BlogRefused, match="application password"):
            await attempt
    assert await seen(fetcher, site, article) == [written.comment]


async def test_e_mail_addresses_come_only_where_they_are_compared(
    site: Place, article: str
) -> None:
    who = guest()
    async with Recording() as recording:
        desk = desk_at(recording, site)
        written = await desk.write(draft(article, by=who, approved=False))
        number = written.comment.remote_id
        await desk.write(draft(article, by=OWNER))
        await desk.look(number)
        await desk.rewrite(number, "Changed")
        await desk.held()
        await desk.authors()
        for verdict in ASKED:
            await desk.decide(number, verdict)
        assert len(recording.answers) >= 11
        for private in (who.email, "admin@example.test", "keeper@sample.test"):
            assert all(private.encode() not in answer.body for answer in recording.answers)
        assert who.email not in repr(await desk.find(draft(article, by=who)))


async def test_a_feed_has_no_desk(fetcher: Fetcher) -> None:
    feed = BlogAddress(FEED, "https://a.example/", "https://a.example/feed/", "Feed")
    with pytest.raises(BlogUnusable, match="read only"):
        open_desk(fetcher, feed, Credentials("ada", "hush"))
