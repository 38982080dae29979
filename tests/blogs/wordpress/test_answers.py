"""WordPress's answers by example: what is read, and what is said when it can't be."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.blogs.wordpress import answers, embedded, items
from bot.blogs.wordpress.accounts import refusal
from bot.errors import BlogRefused, BlogUnusable
from bot.model import ArticleState, Credentials, Page
from tests.blogs.wordpress.bodies import answer, article, comment

HOST = "blog.example"
SAVED = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
LATER = SAVED + timedelta(hours=1)


@pytest.mark.parametrize(("said", "counted"), [("open", True), ("closed", False), (None, True)])
def test_an_article_that_takes_no_comments_is_not_waiting_for_any(
    said: str | None, counted: bool
) -> None:
    assert items.article(article(comment_status=said), None).counted is counted
    assert "comment_status" in items.ARTICLE_FIELDS.split(",")


@pytest.mark.parametrize("field", ["title", "content", "excerpt", "author", "featured_media"])
def test_a_site_may_do_without_a_field_of_its_articles(field: str) -> None:
    """`remove_post_type_support` takes it out of the API."""
    without = article()
    del without[field]
    read = items.article(without, LATER)
    assert (read.remote_id, read.state) == ("12", ArticleState.PUBLISHED)
    assert items.article_state(without) is ArticleState.PUBLISHED
    assert (read.title == "") == (field == "title")
    assert (read.html == "") == (field == "content")
    assert (read.excerpt == "") == (field == "excerpt")


def test_a_password_is_known_by_what_else_it_hides() -> None:
    hidden = article(excerpt={"rendered": "", "protected": True})
    del hidden["content"]
    assert items.article(hidden, LATER).state is ArticleState.WITHDRAWN


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        ({"id": 1, "name": "Allgemein", "slug": "allgemein", "taxonomy": "category"}, False),
        ({"id": 1, "name": "Óflokkað", "slug": "oflokkad", "taxonomy": "category"}, False),
        ({"id": 9, "name": "Allgemein", "slug": "allgemein", "taxonomy": "category"}, True),
        ({"id": 1, "name": "tea", "slug": "tea", "taxonomy": "post_tag"}, True),
        ({"name": "Uncategorized", "slug": "uncategorized"}, False),
    ],
)
def test_the_category_of_articles_without_one_is_left_out(
    term: dict[str, Any], shown: bool
) -> None:
    read = items.article(article(_embedded={"wp:term": [[term]]}), LATER)
    assert read.terms == ((term["name"],) if shown else ())


def test_without_a_picture_of_its_own_it_has_the_first_of_its_words() -> None:
    words = '<img class="wp-smiley" src="/s.png"><p><img src="/cup.jpg"></p>'
    content = {"rendered": words, "protected": False}
    without = items.article(article(content=content, _embedded={}), LATER)
    assert without.image == "https://blog.example/cup.jpg"
    locked = {"rendered": words, "protected": True}
    assert items.article(article(content=locked, _embedded={}), LATER).image is None
    assert "cup" in (items.article(article(content=content), LATER).image or "")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("//cdn.example/cup.jpg", "https://cdn.example/cup.jpg"),
        ("/files/my cup.jpg", "https://blog.example/files/my cup.jpg"),
        ("https://cdn.example/cup.jpg", "https://cdn.example/cup.jpg"),
        ("https://cdn.example/cup.jpg?a=1&#038;b=2", "https://cdn.example/cup.jpg?a=1&b=2"),
        ("javascript:alert(1)", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_a_picture_may_be_named_as_on_a_page(source: str, shown: str | None) -> None:
    media = {"wp:featuredmedia": [{"source_url": source}]}
    assert items.article(article(_embedded=media), LATER).image == shown


def test_titles_and_excerpts_are_what_their_author_wrote() -> None:
    url = article()["link"]
    read = items.article(
        article(
            title={"rendered": "Part One<br>The \ud800Beginning"},
            excerpt={
                "rendered": "<style>p{}</style><p>Steep.</p><p>Wait &hellip; "
                f'<a href="{url}#more-12">Continue reading <span>Tea</span></a></p>'
            },
        ),
        LATER,
    )
    assert (read.title, read.excerpt) == ("Part One The Beginning", "Steep. Wait …")


def test_an_article() -> None:
    read = items.article(article(), LATER)
    assert (read.remote_id, read.url) == ("12", "https://blog.example/2026/05/tea/")
    assert read.title == "Tea & time \N{EN DASH} at last"
    assert read.author == "Ira O\N{RIGHT SINGLE QUOTATION MARK}Dell"
    assert read.published == datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
    assert (read.excerpt, read.html) == ("Steep …", "<p>Steep.</p>\n")
    assert read.image == "https://blog.example/cup.jpg"
    assert read.terms == ("Q&A", "warm")
    assert read.state is ArticleState.PUBLISHED


@pytest.mark.parametrize("status", ["draft", "pending", "private", "future", "auto-draft"])
def test_what_is_not_published_is_withdrawn_and_has_no_words(status: str) -> None:
    read = items.article(article(status=status), LATER)
    assert read.state is ArticleState.WITHDRAWN
    assert (read.html, read.excerpt, read.image) == ("", "", None)


def test_a_password_hides_words_that_an_account_is_shown() -> None:
    read = items.article(article(content={"rendered": "<p>Secret</p>", "protected": True}), LATER)
    assert read.state is ArticleState.WITHDRAWN
    assert "Secret" not in repr(read)


def test_trash_is_gone() -> None:
    assert items.article_state(article(status="trash")) is ArticleState.GONE


@pytest.mark.parametrize(
    "embedded",
    [
        None,
        [],
        {},
        {"author": [{"code": "rest_user_invalid_id"}], "wp:term": None},
        {"author": "x", "wp:term": [None, [None, {"name": 3}]], "wp:featuredmedia": [{}]},
        {"wp:featuredmedia": [{"source_url": "javascript:alert(1)"}]},
    ],
)
def test_what_is_embedded_may_be_missing(embedded: object) -> None:
    read = items.article(article(_embedded=embedded), LATER)
    assert (read.author, read.terms, read.image) == ("", (), None)


@pytest.mark.parametrize(
    "change",
    [
        {"modified_gmt": "2026-05-01T10:00:01"},
        {"date_gmt": "2026-05-01T09:00:01"},
        {"title": {"rendered": "Coffee"}},
        {"link": "https://blog.example/coffee/"},
        {"status": "private"},
        {"content": {"rendered": "", "protected": True}},
        {"author": 4},
        {"featured_media": 0},
    ],
)
def test_every_change_is_another_version(change: dict[str, Any]) -> None:
    before = items.summary(article(), LATER).version
    assert items.summary(article(**change), LATER).version != before


def test_the_version_is_the_same_in_list_and_in_full_and_tomorrow() -> None:
    short = {key: value for key, value in article().items() if key not in {"excerpt", "_embedded"}}
    short["content"] = {"protected": False}
    version = items.summary(short, LATER).version
    assert version == items.article(article(), LATER).version
    assert version == items.summary(short, LATER + timedelta(days=1)).version
    assert version == items.summary(short, None).version


def test_a_version_read_while_saving_is_not_the_last() -> None:
    hot = items.summary(article(), SAVED + timedelta(seconds=1)).version
    assert hot == items.summary(article(), SAVED).version
    assert hot != items.summary(article(), SAVED + timedelta(seconds=2)).version


@pytest.mark.parametrize("gmt", [None, "", "yesterday", "0000-00-00T00:00:00", 7])
def test_what_has_no_readable_date_is_read_all_the_same(gmt: object) -> None:
    """Imported things have none; the blog's own local date is near enough."""
    local = {"date": "2026-05-01T11:00:00"}
    read = items.summary(article(date_gmt=gmt, **local), LATER)
    assert (read.published, read.dated) == (datetime(2026, 5, 1, 11, tzinfo=UTC), True)
    read = items.summary(article(date_gmt=gmt, modified_gmt=gmt), LATER)
    assert (read.published, read.dated) == (LATER, False)
    assert items.comment(comment(date_gmt=gmt, **local), None).created.hour == 11
    twice = [items.comment(comment(date_gmt=gmt), None).created for _ in range(2)]
    assert twice[0] == twice[1]


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_the_first_and_the_last_year_are_years(year: str) -> None:
    date = f"{year}-12-31T23:59:59"
    read = items.summary(article(date_gmt=date, modified_gmt=date), LATER)
    assert (read.published.year, read.dated) == (int(year), True)
    assert read.version


def test_a_title_and_a_name_without_end_are_cut() -> None:
    long = "word " * 2000
    assert len(items.summary(article(title={"rendered": long}), LATER).title) == embedded.LINE_LIMIT
    assert len(items.comment(comment(author_name=long), None).author) <= embedded.LINE_LIMIT


@pytest.mark.parametrize("digits", ["9" * 30, "9" * 5000, "-1", "1e3", "", "٣"])
def test_a_total_that_no_blog_has_is_none(digits: str) -> None:
    told = answer([], X_WP_Total=digits, X_WP_TotalPages=digits)
    assert answers.total(told) is None
    assert answers.page(told, (1,), 1).pages == 2


@pytest.mark.parametrize(
    "date", ["", "x", "Fri, 31 Dec 9999 23:59:59 -1200", "1", "Mon, 1 Jan 0001"]
)
def test_a_server_without_a_clock_has_none(date: str) -> None:
    assert answers.clock({"Date": date}) is None


MALFORMED = [
    {"id": None},
    {"id": "40"},
    {"id": -1},
    {"id": True},
    {"id": 2**63},
    {"id": "9" * 30},
    {"parent": 2**64},
    {"link": "javascript:alert(1)"},
    {"link": "http://[::1"},
    {"content": "text"},
    {"content": {}},
    {"content": {"rendered": None}},
    {"author_name": 7},
    {"parent": "39"},
]


@pytest.mark.parametrize("change", MALFORMED)
def test_one_malformed_item_does_not_lose_the_others(
    change: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    found = [comment(id=39, parent=0), comment(**change), comment(id=41)]
    with caplog.at_level(logging.WARNING):
        read = answers.each(found, lambda one: items.comment(one, None), HOST)
    assert [one.remote_id for one in read] == ["39", "41"]
    assert "blog.example: left out item" in caplog.text
    assert "Green?" not in caplog.text


@pytest.mark.parametrize(
    ("title", "read"),
    [("Tea", "Tea"), ({"rendered": 1984}, "1984"), ({"raw": "x"}, ""), (None, ""), ([], "")],
)
def test_a_title_in_another_form_costs_no_article(title: object, read: str) -> None:
    assert items.article(article(title=title), LATER).title == read


@pytest.mark.parametrize("content", [None, {}, {"protected": False}, {"rendered": None}, "", 7])
def test_words_in_another_form_are_not_said_to_be_all(content: object) -> None:
    found = items.article(article(content=content), LATER)
    assert (found.state, found.whole) == (ArticleState.PUBLISHED, content == 7)


def test_who_wrote_a_comment_may_be_kept_from_everybody() -> None:
    hidden = ("author", "author_name", "parent")
    told = {key: value for key, value in comment().items() if key not in hidden}
    for one in (told, comment(author=None, author_name=None, parent=None)):
        read = items.comment(one, 3)
        assert (read.author, read.parent_id, read.by_article_author) == ("", None, False)


@pytest.mark.parametrize("link", ["/tea/", "//blog.example/tea/", "https://blog.example/tea/"])
def test_links_are_whole_whatever_a_plugin_leaves_of_them(link: str) -> None:
    (one,) = answers.entries(answer([article(link=link)]), HOST)
    assert items.article(one, LATER).url == "https://blog.example/tea/"
    assert answers.entry(answer(article(link=link)), HOST)["link"] == "https://blog.example/tea/"


def test_a_list_from_which_something_was_taken_is_a_list() -> None:
    assert answers.entries(answer({"0": {"id": 1}, "2": {"id": 3}}), HOST) == [{"id": 1}, {"id": 3}]


def test_a_list_of_nothing_but_malformed_items_is_no_list() -> None:
    with pytest.raises(BlogUnusable, match=r"blog\.example"):
        answers.each([{"id": 1}, {"id": 2}], lambda one: items.comment(one, None), HOST)
    assert answers.each([], lambda one: items.comment(one, None), HOST) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><title>Checking your browser</title>", "a web page where"),
        (b"\xef\xbb\xbf\n<html>", "a web page where"),
        (b'[{"id": 1}, {"id"', "cut off or broken"),
        (b'{"a": ' * 100_000, "cut off or broken"),
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"Database error", "not JSON"),
    ],
)
def test_what_is_not_json_is_named(body: bytes, words: str) -> None:
    with pytest.raises(BlogUnusable, match=words) as caught:
        answers.entries(answer(body), HOST)
    assert HOST in str(caught.value)


def test_json_of_another_shape_is_refused() -> None:
    with pytest.raises(BlogUnusable):
        answers.entries(answer({"id": 1}), HOST)
    with pytest.raises(BlogUnusable):
        answers.entry(answer([1]), HOST)
    assert answers.entries(answer([{"id": 1}, None, 3]), HOST) == [{"id": 1}]


def test_the_headers_tell_how_long_a_list_is() -> None:
    page = answers.page(answer([], X_WP_Total="230", X_WP_TotalPages="3"), ("a",), 1)
    assert (page.total, page.pages) == (230, 3)
    nothing: Page[str] = answers.page(answer([], X_WP_Total="0", X_WP_TotalPages="0"), (), 1)
    assert (nothing.total, nothing.pages) == (0, 1)


def test_without_headers_a_list_goes_on_until_a_page_is_empty() -> None:
    assert answers.page(answer([]), ("a",), 2).pages == 3
    for bare in (answer([]), answer([], X_WP_Total="many")):
        last: Page[str] = answers.page(bare, (), 3)
        assert (last.total, last.pages) == (None, 3)


@pytest.mark.parametrize(
    ("status", "with_account", "error", "words"),
    [
        (401, False, BlogRefused, "does not let visitors"),
        (403, False, BlogRefused, "does not let visitors"),
        (401, True, BlogRefused, "a new application password is made"),
        (403, True, BlogRefused, "role Editor"),
        (404, False, BlogUnusable, "no WordPress REST API"),
        (400, True, BlogUnusable, "400"),
        (304, False, BlogUnusable, "304"),
    ],
)
def test_what_went_wrong_is_said(
    status: int, with_account: bool, error: type[Exception], words: str
) -> None:
    account = Credentials("bridge", "abcd " * 6) if with_account else None
    with pytest.raises(error, match=words):
        answers.ok(answer({}, status), HOST, account)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"code": "rest_forbidden"}, "rest_forbidden"),
        ({"code": 7}, ""),
        ([], ""),
        (b"<html>", ""),
        (b"", ""),
    ],
)
def test_only_wordpress_has_codes(body: object, code: str) -> None:
    assert refusal(answer(body, 401)) == code


def test_the_servers_clock() -> None:
    assert answers.clock({"Date": "Fri, 01 May 2026 10:00:00 GMT"}) == SAVED
    assert answers.clock({}) is None
    assert answers.clock({"Date": "now"}) is None
