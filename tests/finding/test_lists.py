"""Lists fit into an embed, whatever people wrote, and what travels in a button fits as well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.finding import lists
from bot.finding.lookup import addresses
from bot.languages.language import ENGLISH
from bot.model import Author
from bot.store.blog.library import Entry, Person, Said
from bot.store.blog.search import Hit, Scope
from bot.text.snippets import BEGIN, END
from cogs.readers.comments import CUSTOM_ID as COMMENTS_ID
from cogs.readers.comments import CommentsPage
from cogs.readers.search import CUSTOM_ID as SEARCH_ID
from cogs.readers.search import Question, SearchPage
from tests.mirror.fake_blog import comment
from tests.pseudo import MARKED, unmarked
from tests.repair.threads import ARTICLE
from tests.text.hostile import samples
from tests.text.reader import read

if TYPE_CHECKING:
    from tests.text.hostile import Sample

DESCRIPTION = 4096


def hit(number: int, words: str, *, title: str = "Title", url: str = "") -> Hit:
    return Hit(
        title=title, author="Ada", written=1_800_000_000 + number,
        url=url or f"https://blog.example/{number}/", words=words,
        is_comment=bool(number % 2), thread=10**18, message=None,
    )  # fmt: skip


@given(st.lists(st.tuples(st.text(max_size=400), st.text(max_size=200)), max_size=10))
def test_any_ten_hits_fit(texts: list[tuple[str, str]]) -> None:
    found = [
        hit(number, f"{words}{BEGIN}hit{END}{words}", title=title)
        for number, (words, title) in enumerate(texts)
    ]
    text = lists.hits(found, ENGLISH, guild=9)
    assert len(text) <= DESCRIPTION
    assert sum(line.startswith(("[", "💬")) for line in text.splitlines()) == len(texts)


def test_ten_long_hits_all_fit() -> None:
    found = [
        hit(number, "*_" * 300, title="_*" * 200, url="https://blog.example/" + "x" * 170)
        for number in range(10)
    ]
    text = lists.hits(found, ENGLISH, guild=9)
    assert len(text) <= DESCRIPTION
    assert text.count("blog.example") == 10


def test_an_address_without_end_is_left_out() -> None:
    text = lists.hits([hit(0, "words", url="https://blog.example/" + "x" * 3000)], ENGLISH, guild=9)
    assert text.startswith("Title · ")


def test_no_title_is_said_twice_in_a_row() -> None:
    """Neither by comments on one article, nor by the name of the thread, which is the title."""
    page = "https://blog.example/1/"
    said = [hit(n, "words", url=f"{page}#comment-{n}") for n in (1, 3)]
    text = lists.hits([*said, hit(5, "words"), hit(7, "words")], ENGLISH, guild=9)
    first, second, third, fourth = (line for line in text.splitlines() if line[0] != ">")
    assert second.startswith(f"💬 **Ada** on [the same article](<{page}#comment-3>) · ")
    assert all("[Title](<" in line for line in (first, third, fourth))
    assert "<#" not in text
    assert first.endswith(f"[thread](<https://discord.com/channels/9/{10**18}>)")


def test_a_card_has_one_form_of_dates() -> None:
    latest = Entry(1, 1, ARTICLE, 0, 10**18, whole=True)
    said = Said("Title", "https://blog.example/1/#comment-1", 1_800_000_000, "<p>Words.</p>")
    text = lists.author(Person("Olga", [], 1, 1, [latest], [said]), ENGLISH, guild=9)
    assert set(re.findall(r"<t:\d+:(\w)>", text)) == {"D"}
    found = lists.hits([hit(1, "words"), hit(2, "words")], ENGLISH, guild=9)
    assert set(re.findall(r"<t:\d+:(\w)>", found)) == {"D"}


def test_a_discussion_is_indented_and_has_pages() -> None:
    said = [comment(1), comment(2, 1), comment(3, 2), comment(4, gone=True), comment(5, 4)]
    text, pages = lists.discussion(said, {"2": (7, 8)}, ENGLISH, guild=9, page=0)
    lines = [line for line in text.splitlines() if not line.startswith(">")]
    assert [line.partition("**")[0] for line in lines] == ["", "↳ ", "\u2003↳ ", ""]
    assert "[here](<https://discord.com/channels/9/7/8>)" in lines[1]
    assert "words of 4" not in text
    assert pages == 1
    many = [comment(number, number - 1 if number > 1 else None) for number in range(1, 36)]
    for page in range(4):
        text, pages = lists.discussion(many, {}, ENGLISH, guild=9, page=page)
        assert pages == 4
        assert text.count("**Orla**") == (5 if page == 3 else 10)
        assert "\u2003" * lists.DEEPEST not in text, "phones are narrow"
    assert lists.discussion(many, {}, ENGLISH, guild=9, page=9) == ("", 4)


def person(*introductions: Author) -> Person:
    return Person("Olga", list(introductions), 3, 0, [], [])


def test_an_author_is_introduced_in_their_own_words() -> None:
    olga = Author(
        "Olga", "Salt &amp; <em>rope</em>.<br><br>#The sea, @everyone.",
        "https://blog.example/author/olga/", "https://olga.example/",
    )  # fmt: skip
    assert lists.author(person(olga), ENGLISH, guild=9) == (
        "Salt & *rope*.\n\n\\#The sea, @\u200beveryone.\n"
        "[More on the blog](<https://blog.example/author/olga/>) · "
        "[Their website](<https://olga.example/>)\n\n"
        "3 articles"
    )
    assert lists.author(person(Author("Olga")), ENGLISH, guild=9) == "3 articles"
    spoken = unmarked(
        lists.author(person(Author("Olga", "", olga.page, olga.website)), MARKED, guild=9)
    )
    assert spoken == "[](<https://blog.example/author/olga/>) · [](<https://olga.example/>)\n\n"


def test_a_long_bio_ends_at_the_end_of_a_sentence() -> None:
    sentence = "<b>Salt and rope</b>, and nothing but the sea behind them. "
    text = lists.author(person(Author("Olga", sentence * 30)), ENGLISH, guild=9)
    words = text.partition("\n")[0]
    assert words.endswith("behind them. …")
    assert 300 < len(words) <= lists.BIO_LIMIT + 2


@given(samples, st.text(max_size=300))
@settings(deadline=None)
def test_whatever_authors_say_of_themselves_fits_and_does_nothing(
    sample: Sample, path: str
) -> None:
    url = f"https://blog.example/{path}"
    author = Author("Olga", sample.html * 3, url, url)
    text = lists.author(person(author, author), ENGLISH, guild=9)
    assert len(text) <= DESCRIPTION
    assert not any("active" in seen.looks for seen in read(text)), text


@given(st.text(max_size=100), st.text(max_size=60), st.sampled_from(Scope), st.integers(0, 9999))
def test_a_question_survives_its_button(words: str, author: str, scope: Scope, page: int) -> None:
    question = Question(words, author, scope)
    if not question.words:
        return
    button = SearchPage.of(question, page, "More").item
    assert button.custom_id is not None
    assert len(button.custom_id) <= 100
    read = re.fullmatch(SEARCH_ID, button.custom_id)
    assert read is not None
    again = Question(read["words"], read["author"], Scope(read["scope"]))
    assert (again.words, again.author, again.scope) == (question.words, question.author, scope)
    assert int(read["page"]) == page


def test_a_page_of_comments_survives_its_button() -> None:
    button = CommentsPage.of(10**17, 12345, "More").item
    assert button.custom_id is not None
    assert re.fullmatch(COMMENTS_ID, button.custom_id)


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("https://blog.example/a/?utm_source=x&fbclid=1#comment-2", "https://blog.example/a/"),
        ("http://www.blog.example/a", "https://blog.example/a/"),
        ("https://blog.example/?p=12", "https://blog.example/?p=12"),
        ("https://Blog.Example/a/", "https://www.blog.example/a"),
        ("http://127.0.0.1:80/a", "http://127.0.0.1:80/a/"),
    ],
)
def test_addresses_are_known_in_all_their_ways(typed: str, known: str) -> None:
    assert known in addresses(typed)


@given(st.text())
def test_any_address_is_answered(url: str) -> None:
    assert addresses("https://" + url)
