"""What must hold for any message at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bot.text.to_discord import to_discord
from bot.text.to_html import Attachment, Names, to_html
from tests.text.hostile import Sample, samples
from tests.text.reader import Seen, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

NOBODY = Names({}, {}, {})
MARKS = [
    *["*", "**", "***", "_", "__", "~~", "||", "`", "``", "```", "\\", "[", "]", "(", ")", "]("],
    *["<", ">", "&", '"', "'", "\n", "\n", "\n> ", "\n>>> ", "\n# ", "\n-# ", "\n- ", "\n1. "],
    *["  - ", "```py\n", "<@1>", "<@!2>", "<@&1>", "<#1>", "<:x:1>", "<t:1>", "<t:1:R>", "</x:1>"],
    *["<id:x>", "@everyone", "https://x.y", "https://x.y/a_b*c?d=e&f=g", "<https://x.y>", "://"],
    *["</b>", "<script>", "<img src=x onerror=y>", "&lt;", "&#x3c;", "<!--", "]]>", "\u200b"],
    *["[a](https://x.y)", "](https://x.y)", "](<https://x.y>)", "[a](javascript:b)", "javascript:"],
    *[
        "java\u200bscript:",
        "[a](JAVA\x01SCRIPT:b)",
        "[a](data:b)",
        "[a](//x.y)",
        "\t",
        "\x00",
        "  ",
    ],
    *["\u202e", "\u2066", "\u200e", "\u061c", "\ufeff", "\xad", "\U000e0041", "\u200d", "\u0301"],
    *["\u2028", "\r\n", "\x85", "\ud800", "👩\u200d🚀", "é", "\u00a0", "\u3000"],
]
BREAKING = ['" onclick="a', "](https://x.y/\"onclick='a)", '](https://x.y "t")', "<a href='x'>"]
ELEMENTS = {"a", "blockquote", "code", "del", "em", "strong"}
LOOKS = {"em": "italic", "strong": "bold", "del": "strike", "code": "code", "blockquote": "quote"}
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e"
    "\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
TAG = re.compile(r'</?(\w+)(?: href="(https?://[^"<>\s]+)")?>')
relaxed = settings(deadline=None, suppress_health_check=list(HealthCheck))
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*MARKS, *BREAKING, "a", "b c", " "]), max_size=25).map("".join),
)


def elements(html: str) -> Iterator[LexborNode]:
    body = LexborHTMLParser(f"<body>{html}").body
    assert body is not None
    yield from (node for node in body.traverse(include_text=False) if node.tag != "body")


def text_of(html: str) -> str:
    body = LexborHTMLParser(f"<body>{html}").body
    return body.text() if body else ""


@given(texts, texts, texts, texts)
@settings(relaxed, max_examples=500)
def test_only_these_elements_and_never_an_attribute_but_a_web_address(
    message: str, name: str, file: str, url: str
) -> None:
    names = Names(people={1: name}, roles={1: name}, channels={1: name})
    files = [Attachment(file, url), Attachment(file, f"https://x.y/{url}")]

    html = to_html(message, names, files)

    assert not re.search(r'[<>"]|&(?!(?:amp|lt|gt|quot);)', TAG.sub("", html)), html
    for element in elements(html):
        assert element.tag in ELEMENTS, html
        assert set(element.attributes) == ({"href"} if element.tag == "a" else set()), html
        assert element.tag != "a" or is_web_address(element.attributes["href"]), html


def is_web_address(href: str | None) -> bool:
    parts = urlsplit(href or "")
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and (href or "").isascii()


@given(texts)
@settings(relaxed, max_examples=500)
def test_no_tag_but_a_quotation_reaches_from_one_line_into_the_next(message: str) -> None:
    html = to_html(message, NOBODY)

    lines = re.sub(r"</?blockquote>", "", html).split("\n")
    quotations = re.findall(r"</?blockquote>", html)
    assert quotations == ["<blockquote>", "</blockquote>"] * (len(quotations) // 2)
    for line in lines:
        opened: list[str] = []
        for tag in TAG.finditer(line):
            if not tag[0].startswith("</"):
                assert tag[1] not in opened, html
                opened.append(tag[1])
            else:
                assert opened.pop() == tag[1], html
        assert not opened, html


@given(texts)
@settings(relaxed, max_examples=500)
def test_layout_is_clean_and_nothing_is_unseen(message: str) -> None:
    html = to_html(message, NOBODY)

    assert html == html.strip()
    assert "\n\n\n" not in html
    assert not re.search(r"[^\S\n](?:</\w+>)*$", html, re.MULTILINE), html
    assert not re.search(r"<(?!a)(\w+)(?: [^>]*)?>\s*</\1>", html), html
    assert not UNSEEN.search(html), html
    assert not re.search("\u0301{5}", html)
    assert html == to_html(message, NOBODY)


@given(st.lists(st.sampled_from(MARKS), max_size=20))
@settings(relaxed, max_examples=500)
def test_no_word_is_lost_and_their_order_is_kept(marks: list[str]) -> None:
    """The space after a word keeps it from being a language or an address: those do go."""
    words = [f"w{number}w" for number in range(len(marks))]
    message = "".join(f"{mark}{word} " for mark, word in zip(marks, words, strict=True))

    html = to_html(message, NOBODY)

    assert re.findall(r"w\d+w", text_of(html)) == words, html


def look(node: LexborNode, looks: frozenset[str], link: str) -> Iterator[Seen]:
    child = node.child
    while child is not None:
        tag = child.tag or ""
        if tag == "-text":
            yield from (Seen(c, looks, link) for c in child.text_content or "")
        elif tag == "a":
            yield from look(child, looks, child.attributes["href"] or "")
        else:
            yield from look(child, looks | {LOOKS[tag]}, link)
        child = child.next


def alike(seen: Seen) -> Seen:
    """Leave out what the blog can't show, and how Discord lets words be set in code."""
    looks = {"bold" if re.fullmatch(r"h\d", each) else each for each in seen.looks}
    looks = {"code" if each == "pre" else each for each in looks} & {*LOOKS.values()}
    character = seen.character.translate(str.maketrans("∖∗ˍˋ［］", "\\*_`[]"))
    if "marker" in seen.looks and character == "-":
        character = "•"
    return Seen(character, frozenset(looks & {"code", "quote"} if "code" in looks else looks))


@given(samples)
@settings(relaxed, max_examples=300)
def test_the_blog_shows_what_discord_shows(sample: Sample) -> None:
    """Numbers are left out: Discord counts a list's items itself, and so do we."""
    markdown = to_discord(sample.html, base_url="https://blog.example/")

    html = to_html(markdown, NOBODY)

    body = LexborHTMLParser(f"<body>{html}").body
    assert body is not None
    shown = [alike(seen) for seen in look(body, frozenset(), "")]
    expected = [alike(seen) for seen in read(markdown)]
    assert words_of(shown) == words_of(expected), (markdown, html)


def words_of(seen: list[Seen]) -> list[Seen]:
    return [each for each in seen if not each.character.isspace() and not each.character.isdigit()]


ENDLESS = {
    "stars": "*",
    "lines": "_",
    "brackets": "[",
    "bars": "||",
    "tildes": "~~",
    "backticks": "`",
    "quotes": "> ",
    "quoted lines": "> a\n",
    "headings": "# ",
    "people": "<@",
    "commands": "</a a a",
    "every mark": "**_~~",
    "opened emphasis": "*a **b ",
    "opened lines": "_a __b ",
    "opened spoilers": "||*a ~~_**",
    "labels": "[a](",
    "targets": "[a](x(y)",
    "addresses": "https://",
    "broken addresses": "https://[",
    "closed addresses": "https://a)",
    "escapes": "\\",
    "escaped ends": "**\\*",
    "spaces": "*a" + " " * 300,
    "line breaks": "\n",
    "fences": "```a\n",
    "code of one letter": "`a",
    "accents": "\u0301",
    "joiners": "\u200d",
    "flags": "🏴\U000e0067",
    "words": "word ",
}


@pytest.mark.parametrize("fragment", ENDLESS.values(), ids=ENDLESS)
def test_endless_messages_come_to_an_end(fragment: str) -> None:
    message = "a" + (fragment * 4000)[:3998] + "z"

    html = to_html(message, NOBODY)

    assert html[0] == "a"
    assert "z" in html[-20:]


def test_lists_of_any_depth_and_backticks_of_any_number() -> None:
    stairs = "".join(" " * depth + "- a\n" for depth in range(85))
    ticks = "x".join("`" * length for length in range(88))

    lines = to_html(stairs, NOBODY).split("\n")

    assert len(lines) == 85
    assert max(line.count("\u00a0") for line in lines) == 40
    assert to_html(ticks, NOBODY).count("x") == 87
