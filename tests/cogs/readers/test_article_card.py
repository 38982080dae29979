"""An article's card holds whatever people wrote, and shows it as they wrote it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from simcord.components import COMPONENTS_V2_FLAG, validate_components, walk_components

from bot.languages.language import ENGLISH, Language
from bot.model import Article, ArticleState
from bot.store.blog.library import Entry
from cogs.readers.article_card import article_card
from tests.pseudo import MARKED, unmarked
from tests.text.hostile import WORDS
from tests.text.reader import read

GUILD = 9
ARTICLE = Article(
    remote_id="1", url="https://blog.example/salt/", title="Salt & *rope*", author="Olga_Owner",
    published=datetime(2027, 3, 1, 12, tzinfo=UTC), version="1", excerpt="# The sea, @everyone.",
    html="<p>The sea.</p>", image="https://blog.example/sea.png", terms=("Sea", "||Rope||"),
    state=ArticleState.PUBLISHED,
)  # fmt: skip
CONTAINER, TEXT, GALLERY, BUTTON = 17, 10, 12, 2

texts = st.one_of(
    st.text(max_size=700),
    st.lists(st.sampled_from([*WORDS, " "]), max_size=200).map("".join),
)


def drawn(
    article: Article = ARTICLE, *, thread: int | None = 77, say: Language = ENGLISH
) -> list[dict[str, Any]]:
    """The card's components, if Discord would take them."""
    entry = Entry(1, 1, article, comments=2, thread=thread, whole=True)
    view = article_card(entry, GUILD, say)
    components = view.to_components()  # type: ignore[no-untyped-call]
    return validate_components(components, flags=COMPONENTS_V2_FLAG)


def of_kind(components: list[dict[str, Any]], kind: int) -> list[dict[str, Any]]:
    return [each for each in walk_components(components) if each["type"] == kind]


def words(components: list[dict[str, Any]]) -> list[str]:
    return [each["content"] for each in of_kind(components, TEXT)]


def test_a_card_has_everything_in_its_place() -> None:
    (box,) = drawn()
    assert box["type"] == CONTAINER
    head, excerpt = words([box])
    title, facts = head.split("\n")
    assert title == "### [Salt & ∗rope∗](<https://blog.example/salt/>)"
    assert facts == (
        r"-# Olga\_Owner · <t:1803902400:D> · 1 min read · 2 comments · Sea · \|\|Rope\|\|"
    )
    assert excerpt == "\\# The sea, @\u200beveryone."
    (gallery,) = of_kind([box], GALLERY)
    assert [item["media"]["url"] for item in gallery["items"]] == ["https://blog.example/sea.png"]
    assert [(each["label"], each["url"]) for each in of_kind([box], BUTTON)] == [
        ("Read", "https://blog.example/salt/"),
        ("Discuss", "https://discord.com/channels/9/77"),
    ]


def test_what_is_missing_leaves_no_gap() -> None:
    bare = replace(ARTICLE, title="", author="", excerpt="", html="", image=None, terms=())
    components = drawn(bare, thread=None)
    assert words(components) == [
        "### [Untitled article](<https://blog.example/salt/>)\n"
        "-# <t:1803902400:D> · 1 min read · 2 comments"
    ]
    assert of_kind(components, GALLERY) == []
    assert [each["label"] for each in of_kind(components, BUTTON)] == ["Read"]


def test_an_address_that_discord_would_refuse_costs_the_picture_only() -> None:
    components = drawn(replace(ARTICLE, image="https://blog.example/" + "x" * 2048))
    assert of_kind(components, GALLERY) == []
    assert len(words(components)) == 2


def test_it_speaks_the_language_of_whoever_asks() -> None:
    components = drawn(say=MARKED)
    facts = unmarked(words(components)[0].split("\n")[1])
    assert facts == r"-# Olga\_Owner · <t:1803902400:D> ·  ·  · Sea · \|\|Rope\|\|"
    assert [unmarked(each["label"]) for each in of_kind(components, BUTTON)] == ["", ""]


def test_an_address_is_whole_or_not_there() -> None:
    for length in (400, 511, 512, 513, 2048, 3000):
        url = "https://blog.example/".ljust(length, "x")
        components = drawn(replace(ARTICLE, url=url))
        heading = words(components)[0].split("\n")[0]
        links = {seen.link for seen in read(heading)}
        buttons = [
            each["url"] for each in of_kind(components, BUTTON) if "blog.example" in each["url"]
        ]
        assert links == ({url} if length <= 512 else {""})
        assert buttons == ([url] if length <= 512 else [])


@given(texts, texts, texts, st.lists(texts, max_size=5))
@example("<" * 700, "<" * 700, "<" * 700, ["<" * 700])
@example("[a](https://evil.example)", "@everyone", "> quote\n# heading", ["<t:1:R>", "<#5>"])
@settings(deadline=None)
def test_whatever_people_wrote_fits_and_does_nothing(
    title: str, author: str, excerpt: str, terms: list[str]
) -> None:
    url = "https://blog.example/" + "x" * 490
    article = replace(
        ARTICLE, url=url, title=title, author=author, excerpt=excerpt, terms=tuple(terms)
    )
    head, *rest = words(drawn(article))
    heading, facts = head.split("\n")
    assert {(seen.link, seen.looks) for seen in read(heading)} <= {(url, frozenset({"h3"}))}
    active = [seen.character for seen in read(facts) if "active" in seen.looks]
    assert "".join(active) == "<t:1803902400:D>"
    assert {seen.looks - {"active"} for seen in read(facts)} == {frozenset({"subtext"})}
    for text in rest:
        assert all(seen.looks == frozenset() and not seen.link for seen in read(text))
