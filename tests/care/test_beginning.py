"""What beginning to follow a blog posts: real numbers, and nothing that can't be known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.blogs.base import Found
from bot.blogs.wordpress.kind import WORDPRESS
from bot.care.beginning import choices, what_comes
from bot.care.survey import Survey
from bot.languages.language import ENGLISH
from bot.languages.phrase import Phrase
from bot.model import BlogAddress

FOUND = Found(BlogAddress(WORDPRESS, "https://b.example/", "https://b.example/wp-json/", "B"))


def blog(articles: int | None, *comments: int | None) -> Survey:
    return Survey(FOUND, articles, None, None, comments_of=comments)


@pytest.mark.parametrize(
    ("articles", "usual", "offered"),
    [
        (200, 3, [3, 10, 0]),
        (200, 0, [0, 10, 3]),
        (200, 25, [25, 10, 3, 0]),
        (5, 3, [3, 5, 0]),
        (2, 10, [2, 0]),
        (0, 3, [0]),
        (None, 3, [2, 0]),
    ],
)
def test_no_more_is_offered_than_there_is(
    articles: int | None, usual: int, offered: list[int]
) -> None:
    assert choices(blog(articles, 4, 4), usual) == offered


@pytest.mark.parametrize(
    ("comments", "said"),
    [
        ((30, 30, 11), "3 articles and 71 comments, less than a minute"),
        ((0, 65, 6), "3 articles and 71 comments, about 2 minutes"),
        ((7081, 0, 1), "3 articles and 7,082 comments, about 119 minutes"),
        ((1,), "1 article and 1 comment, less than a minute"),
        ((2, None, 2), "3 articles, and the comments that can be read there"),
        ((), "nothing now, only what appears from now on"),
    ],
)
def test_the_slowest_thread_says_how_long_it_takes(
    comments: tuple[int | None, ...], said: str
) -> None:
    """Threads are filled beside each other, each with a message a second."""
    assert what_comes(blog(100, *comments), len(comments), ENGLISH) == said


def test_what_was_not_counted_is_not_claimed() -> None:
    assert what_comes(blog(100, *[1] * 10), 25, ENGLISH).startswith("25 articles, and")
    assert what_comes(blog(100, *[100] * 10), 10, ENGLISH) == (
        "10 articles and 1,000 comments, about 2 minutes"
    )


def test_where_comments_are_off_none_are_promised() -> None:
    off = replace(blog(3, None, None, None), comments_off=Phrase("They are off."))
    assert what_comes(off, 3, ENGLISH) == "3 articles"
