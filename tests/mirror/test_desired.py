"""What Discord should show of one article."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.languages.language import ENGLISH
from bot.mirror.desired import desire
from bot.mirror.lines import orphan_note, read_lines, tombstone, unsaid
from bot.model import Article, ArticleState, Comment
from bot.text.to_discord import to_discord
from tests.mirror.fake_blog import EPOCH, comment
from tests.mirror.test_tree import discussions
from tests.spoken import spoken

ARTICLE = Article(
    remote_id="1",
    url="https://blog.example/1/",
    title="On bread",
    author="Orla",
    published=EPOCH,
    version="1",
    excerpt="A few words […]",
    html="<p>" + "word " * 660 + "</p>",
    image=None,
    terms=("Kitchen",),
    state=ArticleState.PUBLISHED,
)


def parts(*comments: Comment, shown: set[str] | None = None) -> list[tuple[str, int, str | None]]:
    wish = desire(ARTICLE, comments, shown=shown or set())
    assert wish.parts is not None
    return [(part.comment, part.number, part.answers) for part in wish.parts]


def test_the_announcement_of_an_article() -> None:
    wish = desire(ARTICLE, [comment(1), comment(2, gone=True)], shown=set())
    announcement = wish.announcement
    assert (announcement.title, announcement.url) == ("On bread", "https://blog.example/1/")
    assert announcement.excerpt == "A few words …"
    assert announcement.minutes == 3
    assert announcement.terms == ("Kitchen",)
    assert (wish.comments, wish.thread_name, wish.closed) == (1, "On bread", False)


def beside(title: str, excerpt: str, html: str = "") -> str:
    article = replace(ARTICLE, title=title, excerpt=excerpt, html=html)
    return desire(article, [], shown=set()).announcement.excerpt


@pytest.mark.parametrize("dots", ["…", "...", " ..."])
def test_a_title_that_is_cut_short_is_not_said_again(dots: str) -> None:
    assert beside(f"It rained all{dots}", "It rained all night.") == "… night."
    assert beside(f"It rained all{dots}", "Wet.") == "Wet."


def test_of_a_title_with_more_words_than_are_seen_the_others_are_said() -> None:
    words = " ".join(f"w{number}" for number in range(90))
    said = beside(words, words)
    assert said.startswith("… w")
    assert said.endswith(" w89")
    assert f"w{int(said.split()[1][1:]) - 1}" in words[:256]


def test_an_excerpt_that_is_the_title_leaves_it_to_the_words() -> None:
    assert beside("Rain", "Rain", "<h1>Rain</h1><p>It rains.</p>") == "It rains."
    assert beside("Rain", "Rain") == ""


def test_without_an_excerpt_the_words_themselves_begin() -> None:
    wish = desire(replace(ARTICLE, excerpt=""), [], shown=set())
    assert wish.announcement.excerpt.startswith("word word")
    assert wish.announcement.excerpt.endswith("…")
    assert len(wish.announcement.excerpt) <= 400


@pytest.mark.parametrize(
    "change",
    [
        {"title": "On salt"},
        {"url": "https://blog.example/2/"},
        {"excerpt": "Others"},
        {"image": "https://blog.example/i.png"},
        {"terms": ()},
        {"author": "Bo"},
    ],
)
def test_the_announcements_hash_changes_with_what_people_see(change: dict[str, str]) -> None:
    before = desire(ARTICLE, [], shown=set()).announcement.hash
    after = desire(replace(ARTICLE, **change), [], shown=set()).announcement.hash  # type: ignore[arg-type]
    assert before != after


def test_the_announcements_hash_is_blind_to_comments_and_versions() -> None:
    before = desire(ARTICLE, [], shown=set()).announcement.hash
    after = desire(replace(ARTICLE, version="2"), [comment(1)], shown=set()).announcement.hash
    assert before == after


def test_a_title_longer_than_a_threads_name_or_none_at_all() -> None:
    assert len(desire(replace(ARTICLE, title="x" * 300), [], shown=set()).thread_name) == 100
    assert desire(replace(ARTICLE, title=""), [], shown=set()).thread_name == "Untitled article"


@pytest.mark.parametrize(
    "title", ["", "\u3164", "\u2800 \u2800", "\u034f\u0301", "\u200b\u200c\u200d"], ids=ascii
)
def test_a_title_and_a_name_that_show_nothing_are_none(title: str) -> None:
    shown = desire(replace(ARTICLE, title=title, author=title), [], shown=set())
    assert shown.thread_name == shown.announcement.title == "Untitled article"
    assert shown.announcement.author == ""


def test_replies_name_what_they_answer_and_long_comments_take_more_parts() -> None:
    long = "<p>" + "A sentence of a few words. " * 150 + "</p>"
    assert parts(comment(1, html=long), comment(2, 1, html=long), comment(3)) == [
        ("1", 1, None),
        ("1", 2, None),
        ("1", 3, None),
        ("2", 1, "1"),
        ("2", 2, None),
        ("2", 3, None),
        ("3", 1, None),
    ]


def test_a_comment_without_words_still_has_its_lines() -> None:
    wish = desire(ARTICLE, [comment(1, html="<p></p>")], shown=set())
    assert wish.parts is not None
    assert [part.content.count("\n") for part in wish.parts] == [1]


def test_an_orphan_says_that_what_it_answers_is_not_there() -> None:
    wish = desire(ARTICLE, [comment(2, 1)], shown=set())
    assert wish.parts is not None
    assert wish.parts[0].content.split("\n")[1:-1] == ["words of 2", orphan_note(ENGLISH)]


def test_a_tombstone_keeps_no_word_and_no_name() -> None:
    wish = desire(ARTICLE, [comment(1, gone=True), comment(2, 1)], shown={"1"})
    assert wish.parts is not None
    assert wish.parts[0].content == tombstone(ENGLISH)
    assert wish.parts[0].tombstone
    assert wish.parts[1].answers == "1"


def test_withdrawn_says_so_and_leaves_the_messages_as_they_are() -> None:
    wish = desire(replace(ARTICLE, state=ArticleState.WITHDRAWN), [comment(1)], shown={"1"})
    assert (wish.parts, wish.closed, wish.comments) == (None, True, 0)
    assert wish.announcement.url is None
    assert "bread" not in repr(wish.announcement)


def test_gone_takes_the_words_and_the_title() -> None:
    wish = desire(replace(ARTICLE, state=ArticleState.GONE), [comment(1)], shown={"1"})
    assert (wish.parts, wish.closed) == ((), True)
    assert "bread" not in repr(wish)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200), st.text(min_size=0, max_size=6000), st.text(max_size=600))
def test_no_message_is_too_long_and_each_is_found_again(name: str, words: str, tail: str) -> None:
    spoken = replace(
        comment(1, 9, author=name, html=f"<p>{words}</p>"), url=f"https://blog.example/{tail}"
    )
    wish = desire(ARTICLE, [spoken], shown=set())
    assert wish.parts is not None
    for number, part in enumerate(wish.parts, start=1):
        assert 0 < len(part.content) <= 2000
        found = read_lines(part.content)
        assert found is not None
        assert found[1] == number


@settings(deadline=None, max_examples=60)
@given(discussions())
def test_every_visible_comment_appears_once(comments: list[Comment]) -> None:
    wish = desire(ARTICLE, comments, shown=set())
    assert wish.parts is not None
    visible = sorted(found.remote_id for found in comments if found.state == "visible")
    assert sorted(part.comment for part in wish.parts) == visible
    assert wish.comments == len(visible)


def test_what_a_member_wrote_in_the_thread_is_not_copied_there() -> None:
    comments = [comment(1), comment(2, 1), comment(3, 2)]
    wish = desire(ARTICLE, comments, shown=set(), natives={"2"})
    assert wish.parts is not None
    assert [(part.comment, part.answers) for part in wish.parts] == [("1", None), ("3", "2")]
    assert wish.comments == 3


def test_a_members_own_words_leave_no_stump_when_they_are_removed() -> None:
    comments = [comment(1), comment(2, 1, gone=True), comment(3, 2)]
    wish = desire(ARTICLE, comments, shown=set(), natives={"2"})
    assert wish.parts is not None
    assert [(part.comment, part.answers) for part in wish.parts] == [("1", None), ("3", "2")]


def test_a_comment_that_can_not_be_shown_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(html: str, **more: Any) -> str:
        if "poison" in html:
            raise RuntimeError("nobody expected this")
        return to_discord(html, **more)

    monkeypatch.setattr("bot.mirror.desired.to_discord", broken)
    wish = desire(ARTICLE, [comment(1, html="poison"), comment(2, 1)], shown=set())
    assert wish.parts is not None
    bad, good = wish.parts
    assert read_lines(bad.content) == ("https://blog.example/1/#comment-1", 1)
    assert spoken(bad.content) == unsaid(ENGLISH)
    assert (spoken(good.content), good.answers) == ("words of 2", "1")
    assert "poison" not in caplog.text


def test_an_update_edits_nothing_that_shows_what_it_should() -> None:
    """As the first version recorded them."""
    assert desire(ARTICLE, [], shown=set()).announcement.hash == "ed0217c31c6a7967"
    gone = replace(ARTICLE, state=ArticleState.GONE)
    assert desire(gone, [], shown=set()).announcement.hash == "6d2c527ecd2f869e"
