"""What every WordPress must let us see: the sample blog and a real one, by the same tests."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.blogs.base import Comparable, Order
from bot.blogs.discover import discover
from bot.blogs.kinds import open_blog
from bot.blogs.wordpress.blog import WordPress
from bot.blogs.wordpress.kind import WORDPRESS
from bot.errors import ArticleUnreadable, BlogRefused
from bot.model import ArticleState, CommentState, Credentials
from tests.blogs.harness import Recording, eventually

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.blogs.http.fetcher import Fetcher
    from bot.model import Summary
    from tests.blogs.harness import Place

PAST = datetime(2024, 3, 9, 8, 30, tzinfo=UTC)
HIDING = ("draft", "private", "password", "trash", "deleted")


@pytest.fixture(params=["visitor", "account"])
def with_account(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "account")


@pytest.fixture
async def blog(fetcher: Fetcher, place: Place, with_account: bool) -> WordPress:
    """The blog, as a visitor and with credentials: both must see the same."""
    credentials = Credentials(place.user, place.password) if with_account else None
    opened = open_blog(fetcher, (await discover(fetcher, place.home)).address, credentials)
    assert isinstance(opened, WordPress)
    return opened


async def summary_of(blog: WordPress, article: str) -> Summary:
    page = await blog.summaries(Order.CREATED, size=100)
    return next(summary for summary in page.items if summary.remote_id == article)


@pytest.mark.parametrize("start", ["", "/", "/wp-json/", "/?rest_route=/", "/no/such/page"])
async def test_a_blog_is_found_from_anywhere(fetcher: Fetcher, place: Place, start: str) -> None:
    found = (await discover(fetcher, place.home + start)).address
    assert found.kind == WORDPRESS
    assert found.url.rstrip("/") == place.home
    assert found.api == place.api
    assert found.title in {"A real blog", "A sample blog"}
    assert isinstance(open_blog(fetcher, found), Comparable)


async def test_a_blog_is_found_from_an_article_page(
    fetcher: Fetcher, place: Place, blog: WordPress
) -> None:
    article = await place.admin.add_article("A way in")
    url = (await summary_of(blog, article)).url
    assert (await discover(fetcher, url)).address.api == place.api
    without_scheme = url.removeprefix("http://")
    assert (await discover(fetcher, without_scheme)).address.api == place.api


async def test_articles_are_listed_in_three_orders(place: Place, blog: WordPress) -> None:
    old = await place.admin.add_article("Old", date=PAST)
    older = await place.admin.add_article("Older", date=PAST - timedelta(days=1))

    async def ids(order: Order) -> list[str]:
        items = (await blog.summaries(order, size=100)).items
        return [summary.remote_id for summary in items if summary.remote_id in {old, older}]

    async def edited_comes_first() -> bool:
        await place.admin.edit_article(old, content=f"<p>Edited at {datetime.now(UTC)}</p>")
        return await ids(Order.MODIFIED) == [old, older]

    assert await ids(Order.PUBLISHED) == [old, older]
    assert await ids(Order.CREATED) == [older, old]
    await eventually(edited_comes_first)


async def test_a_list_of_articles_has_pages(place: Place, blog: WordPress) -> None:
    mine = [await place.admin.add_article(f"Page {number}") for number in range(3)]
    first = await blog.summaries(Order.CREATED, page=1, size=2)
    second = await blog.summaries(Order.CREATED, page=2, size=2)
    assert [summary.remote_id for summary in first.items] == [mine[2], mine[1]]
    assert second.items[0].remote_id == mine[0]
    assert first.total is not None
    assert first.pages == -(-first.total // 2)
    beyond = await blog.summaries(Order.CREATED, page=first.pages + 1, size=2)
    assert beyond.items == ()


async def test_an_article_in_full(place: Place, blog: WordPress) -> None:
    article = await place.admin.add_article(
        "Salt & <em>pepper</em> — 1 &lt; 2",
        "<p>First & <strong>bold</strong>.</p>\n<p>Second.</p>",
        date=PAST,
        excerpt="In <em>short</em> & sweet",
    )
    (full,) = await blog.articles([article])
    assert full.title == "Salt & pepper — 1 < 2"
    assert full.excerpt == "In short & sweet"
    assert "<strong>bold</strong>" in full.html
    assert full.published == PAST
    assert full.author
    assert full.state is ArticleState.PUBLISHED
    assert full.terms == ()
    assert full.image is None
    summary = await summary_of(blog, article)
    assert (summary.title, summary.url, summary.published) == (full.title, full.url, PAST)


async def test_every_save_shows_in_the_version(place: Place, blog: WordPress) -> None:
    article = await place.admin.add_article("Versions")
    before = (await summary_of(blog, article)).version
    await place.admin.edit_article(article, content="<p>The words alone, in the same second.</p>")

    async def another() -> bool:
        return (await summary_of(blog, article)).version != before

    async def same_in_full() -> bool:
        (full,) = await blog.articles([article])
        return full.version == (await summary_of(blog, article)).version

    await eventually(another)
    await eventually(same_in_full)


async def test_comments_have_their_words_order_and_parents(place: Place, blog: WordPress) -> None:
    article = await place.admin.add_article("A discussion")
    first = await place.admin.add_comment(article, "Zoë & Sons", "<em>Hello</em> there", date=PAST)
    answer = await place.admin.add_comment(article, "Bo", "Hi", parent=first, date=PAST)
    own = await place.admin.add_own_comment(article, "Welcome")
    page = await blog.comments([article])
    assert [comment.remote_id for comment in page.items] == [first, answer, own]
    assert (page.total, page.pages) == (3, 1)
    hello, hi, welcome = page.items
    assert (hello.author, hello.parent_id, hello.created) == ("Zoë & Sons", None, PAST)
    assert "<em>Hello</em> there" in hello.html
    assert hello.url.endswith(f"#comment-{first}")
    assert hi.parent_id == first
    assert {comment.article_id for comment in page.items} == {article}
    assert [comment.by_article_author for comment in (hello, hi, welcome)] == [False, False, True]
    assert await blog.count_comments([article]) == 3


async def test_a_comment_names_the_message_it_was_written_in(place: Place, blog: WordPress) -> None:
    article = await place.admin.add_article("Bridged")
    for author, url in [("Ada", "https://discord.com/channels/1/2/345"), ("Bo", "https://bo.test")]:
        await place.admin.add_comment(article, author, "Hello", author_url=url)
    page = await blog.comments([article])
    assert [comment.message for comment in page.items] == [345, None]
    newest = (await blog.newest_comments()).items
    assert [comment.message for comment in newest[:2]] == [None, 345]


async def test_the_articles_author_is_known_without_having_read_the_article(
    fetcher: Fetcher, place: Place
) -> None:
    article = await place.admin.add_article("By its author")
    await place.admin.add_own_comment(article, "Mine")
    unread = open_blog(fetcher, (await discover(fetcher, place.home)).address)
    (newest, *_) = (await unread.newest_comments()).items
    assert newest.by_article_author


async def test_an_edit_shows(place: Place, blog: WordPress) -> None:
    article = await place.admin.add_article("Second thoughts")
    comment = await place.admin.add_comment(article, "Ada", "First thought")
    await place.admin.edit_comment(comment, content="Second thought")
    (only,) = (await blog.comments([article])).items
    assert "Second thought" in only.html
    assert "First" not in only.html


async def test_more_than_a_hundred_comments_take_two_pages(place: Place, blog: WordPress) -> None:
    article = await place.admin.add_article("A long discussion")
    for start in range(0, 130, 10):
        await asyncio.gather(
            *(
                place.admin.add_comment(article, "Ada", f"Number {number}")
                for number in range(start, start + 10)
            )
        )
    first = await blog.comments([article])
    second = await blog.comments([article], page=2)
    assert (len(first.items), len(second.items)) == (100, 30)
    assert (first.total, first.pages) == (130, 2)
    ids = [int(comment.remote_id) for comment in first.items + second.items]
    assert ids == sorted(set(ids))
    assert await blog.count_comments([article]) == 130
    newest = await blog.newest_comments()
    assert [int(comment.remote_id) for comment in newest.items] == sorted(ids, reverse=True)[:100]
    assert (await blog.comments([article], page=3)).items == ()


async def test_comments_of_several_articles_come_together(place: Place, blog: WordPress) -> None:
    one = await place.admin.add_article("One")
    two = await place.admin.add_article("Two")
    silent = await place.admin.add_article("Silent")
    ids = [
        await place.admin.add_comment(article, author, "Hm")
        for article, author in [(one, "Ada"), (two, "Ada"), (one, "Bo")]
    ]
    page = await blog.comments([one, two, silent])
    assert [comment.remote_id for comment in page.items] == ids
    assert [comment.article_id for comment in page.items] == [one, two, one]
    assert await blog.count_comments([one, two, silent]) == 3
    assert (await blog.comments([silent])).items == ()
    assert await blog.count_comments([silent]) == 0


async def test_a_comment_approved_late_appears_in_its_old_place(
    place: Place, blog: WordPress
) -> None:
    article = await place.admin.add_article("Patience")
    last_week = datetime.now(UTC).replace(microsecond=0) - timedelta(days=7)
    held = await place.admin.add_comment(article, "Ada", "Late", status="hold", date=last_week)
    later = await place.admin.add_comment(article, "Bo", "Early")
    assert [comment.remote_id for comment in (await blog.comments([article])).items] == [later]
    assert await blog.count_comments([article]) == 1
    assert await blog.comment_state(held) is CommentState.GONE
    await place.admin.set_comment_status(held, "approved")
    items = (await blog.comments([article])).items
    assert [comment.remote_id for comment in items] == [held, later]
    assert items[0].created == last_week
    assert await blog.comment_state(held) is CommentState.VISIBLE


@pytest.mark.parametrize("fate", ["hold", "spam", "trash"])
async def test_a_removed_comment_is_gone_and_may_come_back(
    place: Place, blog: WordPress, fate: str
) -> None:
    article = await place.admin.add_article("Moderation")
    comment = await place.admin.add_comment(article, "Ada", "Buy")
    child = await place.admin.add_comment(article, "Bo", "No", parent=comment)
    assert await blog.comment_state(comment) is CommentState.VISIBLE
    await place.admin.set_comment_status(comment, fate)
    assert await blog.comment_state(comment) is CommentState.GONE
    (orphan,) = (await blog.comments([article])).items
    assert (orphan.remote_id, orphan.parent_id) == (child, comment)
    assert comment not in {c.remote_id for c in (await blog.newest_comments()).items}
    await place.admin.set_comment_status(comment, "approved")
    assert await blog.comment_state(comment) is CommentState.VISIBLE


async def test_a_deleted_comment_is_gone(place: Place, blog: WordPress) -> None:
    article = await place.admin.add_article("Deletion")
    comment = await place.admin.add_comment(article, "Ada", "Oops")
    await place.admin.delete_comment(comment)
    assert await blog.comment_state(comment) is CommentState.GONE
    assert (await blog.comments([article])).items == ()


@pytest.mark.parametrize("how", HIDING)
async def test_a_hidden_article_and_its_comments_are_unreadable(
    place: Place, blog: WordPress, with_account: bool, how: str
) -> None:
    article = await place.admin.add_article("Hidden", "<p>A secret.</p>", date=PAST)
    other = await place.admin.add_article("Open")
    comment = await place.admin.add_comment(article, "Ada", "A whisper")
    await place.admin.add_comment(other, "Ada", "Aloud")
    await place.admin.hide(article, how)

    known = with_account or how == "deleted"
    gone = known and how in {"trash", "deleted"}
    assert await blog.article_state(article) is (
        ArticleState.GONE if gone else ArticleState.WITHDRAWN
    )
    for asked in ([article], [article, other]):
        if how == "deleted" and len(asked) > 1:
            continue
        with pytest.raises(ArticleUnreadable):
            await blog.comments(asked)
        with pytest.raises(ArticleUnreadable):
            await blog.count_comments(asked)
    newest = (await blog.newest_comments()).items
    assert comment not in {one.remote_id for one in newest}
    assert all(one.html == "" and one.excerpt == "" for one in await blog.articles([article]))
    listed = (await blog.summaries(Order.CREATED, size=100)).items
    states = {one.remote_id: one.state for one in listed}
    assert states.get(article) in {None, ArticleState.WITHDRAWN}
    assert states[other] is ArticleState.PUBLISHED


@pytest.mark.parametrize("how", ["draft", "private", "password"])
async def test_a_withdrawn_article_may_come_back(place: Place, blog: WordPress, how: str) -> None:
    article = await place.admin.add_article("Back again", "<p>Here.</p>", date=PAST)
    comment = await place.admin.add_comment(article, "Ada", "Still here")
    await place.admin.hide(article, how)
    await place.admin.edit_article(article, status="publish", password="")
    assert await blog.article_state(article) is ArticleState.PUBLISHED
    assert [one.remote_id for one in (await blog.comments([article])).items] == [comment]
    (full,) = await blog.articles([article])
    assert "Here." in full.html


async def test_what_never_was_is_gone(blog: WordPress) -> None:
    assert await blog.article_state("99999999") is ArticleState.GONE
    assert await blog.comment_state("99999999") is CommentState.GONE
    assert await blog.articles(["99999999"]) == []


async def test_each_read_is_one_request(place: Place, with_account: bool) -> None:
    article = await place.admin.add_article("Cheap")
    comment = await place.admin.add_comment(article, "Ada", "Quick")
    async with Recording() as recording:
        address = (await discover(recording, place.home)).address
        credentials = Credentials(place.user, place.password) if with_account else None
        blog = WordPress(recording, address, credentials)
        reads: list[Callable[[], Awaitable[object]]] = [
            partial(blog.summaries, Order.MODIFIED),
            partial(blog.articles, [article]),
            blog.newest_comments,
            partial(blog.comments, [article]),
            partial(blog.count_comments, [article]),
            partial(blog.article_state, article),
            partial(blog.comment_state, comment),
        ]
        for read in reads:
            before = len(recording.answers)
            await read()
            assert len(recording.answers) == before + 1


async def test_the_account_is_named(fetcher: Fetcher, place: Place) -> None:
    address = (await discover(fetcher, place.home)).address
    blog = WordPress(fetcher, address, Credentials(place.user, place.password))
    assert await blog.check_credentials() in {"admin", "The Keeper"}


async def test_a_wrong_password_is_never_taken_for_absence(fetcher: Fetcher, place: Place) -> None:
    article = await place.admin.add_article("Draft", status="draft")
    open_article = await place.admin.add_article("Open")
    held = await place.admin.add_comment(open_article, "Ada", "Held", status="hold")
    address = (await discover(fetcher, place.home)).address
    blog = WordPress(fetcher, address, Credentials(place.user, "wrong wrong wrong"))
    with pytest.raises(BlogRefused, match="application password"):
        await blog.check_credentials()
    with pytest.raises(BlogRefused, match="application password"):
        await blog.summaries(Order.MODIFIED)
    with pytest.raises(BlogRefused, match="application password"):
        await blog.article_state(article)
    with pytest.raises(BlogRefused, match="application password"):
        await blog.comment_state(held)


async def test_a_visitor_has_no_credentials_to_check(fetcher: Fetcher, place: Place) -> None:
    blog = WordPress(fetcher, (await discover(fetcher, place.home)).address, None)
    with pytest.raises(BlogRefused):
        await blog.check_credentials()
