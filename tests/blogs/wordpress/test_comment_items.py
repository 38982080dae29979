"""A comment as WordPress's REST API tells of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.blogs.wordpress import items
from bot.model import CommentState
from tests.blogs.wordpress.bodies import comment

ACTORS = {
    "https://social.example/@ada": True,
    "https://social.example/users/ada": True,
    "https://social.example/ap/users/116": True,
    "https://forum.example/u/ada/": True,
    "https://blog.example/?author=2": True,
    "https://ada.example/": False,
    "https://ada.example/blog/users/": False,
    "http://[/@ada": False,
    "": False,
}


def test_a_comment() -> None:
    read = items.comment(comment(), 3)
    assert (read.remote_id, read.article_id, read.parent_id) == ("40", "12", "39")
    assert read.author == "Mo & Jo"
    assert read.created == datetime(2026, 5, 2, 8, 15, 30, tzinfo=UTC)
    assert read.url == "https://blog.example/2026/05/tea/#comment-40"
    assert read.html == "<p>Green?</p>\n"
    assert read.state is CommentState.VISIBLE
    assert items.comment(comment(parent=0), 3).parent_id is None


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("https://discord.com/channels/1/22/333", 333),
        (f"https://discord.com/channels/1/22/{2**63 - 1}", 2**63 - 1),
        (f"https://discord.com/channels/1/22/{2**63}", None),
        ("https://discord.com/channels/1/22/" + "3" * 100, None),
        ("https://ptb.discord.com/channels/1/22/333", None),
        ("https://canary.discord.com/channels/1/22/333", None),
        ("http://discord.com/channels/1/22/333", None),
        ("https://discord.com/channels/1/22/333/", None),
        ("https://discord.com/channels/1/22/333?x=1", None),
        ("https://discord.com/channels/1/22/333\n", None),
        ("https://discord.com/channels/@me/22/333", None),
        ("https://discord.com/channels/22/333", None),
        ("https://discord.com/channels/1/22/٣", None),
        ("https://discord.com.example/channels/1/22/333", None),
        ("https://discordxcom/channels/1/22/333", None),
        ("https://wanda.example/", None),
        ("", None),
        (None, None),
        (333, None),
        (["https://discord.com/channels/1/22/333"], None),
    ],
)
def test_only_the_exact_address_of_a_message_names_it(address: object, message: int | None) -> None:
    assert items.comment(comment(author_url=address), None).message == message


def test_a_comment_without_an_address_comes_from_no_message() -> None:
    assert items.comment(comment(), None).message is None


@pytest.mark.parametrize(
    ("account", "article_author", "by_author"),
    [(3, 3, True), (4, 3, False), (0, 3, False), (0, 0, False), (3, None, False)],
)
def test_only_the_articles_own_author_is_its_author(
    account: int, article_author: int | None, by_author: bool
) -> None:
    read = items.comment(comment(author=account, author_name="Ira"), article_author)
    assert read.by_article_author is by_author


@pytest.mark.parametrize("status", ["hold", "spam", "trash", "post-trashed", "", None])
def test_only_approved_is_visible(status: str | None) -> None:
    assert items.comment_state(comment(status=status)) is CommentState.GONE


@pytest.mark.parametrize("address", ACTORS)
def test_who_may_be_from_the_fediverse(address: str) -> None:
    one = comment(author_url=address)
    assert items.comment(one, None, federates=True).from_fediverse == ACTORS[address]
    assert not items.comment(one, None).from_fediverse


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        ({"protocol": "activitypub"}, True),
        ({"protocol": ["activitypub"]}, True),
        ({"protocol": "webmention"}, False),
        ([], False),
        (None, False),
    ],
)
def test_a_comment_can_say_that_it_is_from_the_fediverse(meta: object, said: bool) -> None:
    assert items.comment(comment(meta=meta), None).from_fediverse == said
