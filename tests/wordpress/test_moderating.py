"""What only a real WordPress can show of writing and deciding: rights, evidence, its own rules."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.blogs.http.fetcher import Fetcher
from bot.blogs.wordpress.desk import WordPressDesk
from bot.blogs.wordpress.kind import WORDPRESS
from bot.errors import BlogRefused, BlogUnreachable
from bot.model import Account, BlogAddress, Credentials, Verdict
from tests.blogs.harness import account, draft, guest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.wordpress.server import Server

pytestmark = pytest.mark.wordpress

ASKED = (Verdict.APPROVED, Verdict.HELD, Verdict.SPAM, Verdict.TRASHED)


@pytest_asyncio.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(allow_private=True) as opened:
        yield opened


@pytest.fixture
def article(wordpress: Server) -> str:
    return str(
        wordpress.eval("""return wp_insert_post(['post_title' => 'Open', 'post_content' => 'Words',
            'post_status' => 'publish', 'post_author' => 1]);""")
    )


def desk_of(
    fetcher: Fetcher, site: Server, name: str | None = None, rights: tuple[str, ...] = ()
) -> WordPressDesk:
    """The administrator's desk, or that of an account with exactly these rights."""
    credentials = account(site, name, *rights) if name else Credentials(site.user, site.password)
    address = BlogAddress(WORDPRESS, site.url, site.api, "A real blog")
    return WordPressDesk(fetcher, address, credentials)


def visitors_comment(site: Server, article: str, **fields: str | int) -> str:
    """What the comment form of a blog stores, of a visitor with address and browser."""
    parts = {
        "comment_post_ID": article,
        "comment_content": "Buy",
        "comment_author": "Vic",
        "comment_author_email": "vic@visitors.test",
        "comment_author_IP": "203.0.113.9",
        "comment_agent": "Mozilla/5.0 (Vic)",
        "comment_approved": 0,
    } | fields
    listed = ", ".join(f"'{name}' => '{value}'" for name, value in parts.items())
    return str(site.eval(f"return wp_insert_comment([{listed}]);"))


@contextlib.contextmanager
def option(site: Server, name: str, value: str) -> Iterator[None]:
    before = site.eval(f"return get_option('{name}');")
    site.eval(f"update_option('{name}', '{value}');")
    try:
        yield
    finally:
        site.eval(f"update_option('{name}', '{before}');")


@pytest.mark.parametrize("verdict", ASKED)
async def test_a_decision_leaves_the_visitors_traces_alone(
    wordpress: Server, fetcher: Fetcher, article: str, verdict: Verdict
) -> None:
    """WordPress would put the bot's address in their place, and spam filters learn from it."""
    before = 1 if verdict is Verdict.HELD else 0
    comment = visitors_comment(wordpress, article, comment_approved=before)
    decided = await desk_of(fetcher, wordpress).decide(comment, verdict)
    assert decided is not None
    assert decided.verdict is verdict
    traces = wordpress.eval(
        f"$c = get_comment({comment});"
        "return [$c->comment_author_IP, $c->comment_agent, $c->comment_author_email];"
    )
    assert traces == ["203.0.113.9", "Mozilla/5.0 (Vic)", "vic@visitors.test"]


@pytest.mark.parametrize("ip", ["", "unknown", "203.0.113.0", "2001:db8::7"])
async def test_a_decision_gets_through_whatever_stands_for_the_address(
    wordpress: Server, fetcher: Fetcher, article: str, ip: str
) -> None:
    comment = visitors_comment(wordpress, article, comment_author_IP=ip, comment_agent="")
    decided = await desk_of(fetcher, wordpress).decide(comment, Verdict.APPROVED)
    assert decided is not None
    assert decided.verdict is Verdict.APPROVED


async def test_three_rights_do_not_show_what_is_held(
    wordpress: Server, fetcher: Fetcher, article: str
) -> None:
    """They are enough to read a blog and to write, but absence can't be told from hiding."""
    rights = ("read", "edit_posts", "moderate_comments")
    desk = desk_of(fetcher, wordpress, "halfway", rights)
    mine = draft(article)
    written = await desk.write(mine)
    assert await desk.find(mine) == [written]
    number = written.comment.remote_id
    assert await desk.rewrite(number, "Other words") is not None
    with pytest.raises(BlogRefused, match="edit_others_posts"):
        await desk.check()
    assert await desk_of(fetcher, wordpress).decide(number, Verdict.HELD) is not None
    for attempt in (desk.find(mine), desk.look(number), desk.decide(number, Verdict.APPROVED)):
        with pytest.raises(BlogRefused, match="lacks a right"):
            await attempt
    assert (await desk.held()).items == ()


@pytest.mark.parametrize("rights", [("read",), ("read", "edit_posts")])
async def test_an_account_that_may_not_moderate(
    wordpress: Server, fetcher: Fetcher, article: str, rights: tuple[str, ...]
) -> None:
    comment = visitors_comment(wordpress, article, comment_approved=1)
    desk = desk_of(fetcher, wordpress, f"powerless{len(rights)}", rights)
    for attempt in (
        desk.check(),
        desk.authors(),
        desk.write(draft(article)),
        desk.write(draft(article, by=Account(1, "admin"), approved=False)),
        desk.find(draft(article)),
        desk.rewrite(comment, "Mine"),
        *(desk.decide(comment, verdict) for verdict in ASKED),
        desk.look(comment),
        desk.held(),
    ):
        with pytest.raises(BlogRefused, match="lacks"):
            await attempt
    approved, words = wordpress.eval(
        f"$c = get_comment({comment}); return [$c->comment_approved, $c->comment_content];"
    )
    assert (approved, words) == ("1", "Buy")


async def test_who_may_not_moderate_is_asked_to_wait(
    wordpress: Server, fetcher: Fetcher, article: str
) -> None:
    desk = desk_of(fetcher, wordpress, "hasty", ("read", "edit_posts"))
    who = guest()
    await desk.write(draft(article, "One", by=who, approved=False))
    with pytest.raises(BlogUnreachable, match="slow down") as caught:
        await desk.write(draft(article, "Two", by=who, approved=False))
    assert caught.value.retry_after == 15


async def test_disallowed_words_go_to_the_trash_unless_approved(
    wordpress: Server, fetcher: Fetcher, article: str
) -> None:
    desk = desk_of(fetcher, wordpress)
    with option(wordpress, "disallowed_keys", "zebra"):
        by_rules = await desk.write(draft(article, "A zebra", approved=False))
        approved = await desk.write(draft(article, "Two zebras", approved=True))
    assert by_rules.verdict is Verdict.TRASHED
    assert approved.verdict is Verdict.APPROVED


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("Fine", Verdict.APPROVED),
        ("A casino", Verdict.HELD),
        ("https://a.test https://b.test https://c.test", Verdict.HELD),
        ("A zebra", Verdict.TRASHED),
    ],
)
async def test_words_are_tried_without_a_trace(
    wordpress: Server, fetcher: Fetcher, article: str, words: str, verdict: Verdict
) -> None:
    desk, who = desk_of(fetcher, wordpress), guest()
    known = await desk.write(draft(article, "Known here", by=who))
    with (
        option(wordpress, "disallowed_keys", "zebra"),
        option(wordpress, "moderation_keys", "casino"),
    ):
        tried = draft(article, words, by=who, approved=False)
        assert await desk.judge(tried) is verdict
        assert await desk.judge(tried) is verdict, "it left no double"
        new = await desk.write(tried)
    assert new.verdict is verdict, "as if it had come anew"
    assert await desk.find(tried) == [known, new]


async def test_words_can_be_put_into_a_comment_in_the_trash(
    wordpress: Server, fetcher: Fetcher, article: str
) -> None:
    desk = desk_of(fetcher, wordpress)
    number = (await desk.write(draft(article, "Before"))).comment.remote_id
    for verdict in (Verdict.HELD, Verdict.SPAM, Verdict.TRASHED):
        await desk.decide(number, verdict)
        changed = await desk.rewrite(number, f"After {verdict}")
        assert changed is not None
        assert (changed.verdict, f"After {verdict}" in changed.comment.html) == (verdict, True)


async def test_an_account_is_written_for_with_its_own_address_but_our_link(
    wordpress: Server, fetcher: Fetcher, article: str
) -> None:
    somebody = wordpress.eval("""
        return wp_insert_user(['user_login' => uniqid('s'), 'user_pass' => 'x',
            'display_name' => 'Some & Body', 'user_email' => uniqid() . '@blog.test',
            'user_url' => 'https://somebody.test', 'role' => 'subscriber']);
    """)
    mine = draft(article, by=Account(somebody, "Some & Body"), approved=False)
    written = await desk_of(fetcher, wordpress).write(mine)
    assert (written.verdict, written.comment.author) == (Verdict.HELD, "Some & Body")
    user, url, same = wordpress.eval(
        f"$c = get_comment({written.comment.remote_id}); $u = get_userdata({somebody});"
        "return [(int) $c->user_id, $c->comment_author_url,"
        "$c->comment_author_email === $u->user_email];"
    )
    assert (user, url, same) == (somebody, mine.message_url, True)


async def test_more_claims_than_a_page_holds_do_not_hide_the_first(
    wordpress: Server, fetcher: Fetcher, article: str
) -> None:
    desk = desk_of(fetcher, wordpress)
    mine = draft(article)
    written = await desk.write(mine)
    wordpress.eval(f"""for ($n = 0; $n < 105; $n++) wp_insert_comment([
        'comment_post_ID' => {article}, 'comment_content' => "Claim $n", 'comment_author' => 'Eve',
        'comment_author_email' => 'eve@visitors.test', 'comment_approved' => 1,
        'comment_author_url' => '{mine.message_url}']);""")
    assert await desk.find(mine) == [written]
