"""Titles, names and texts of feeds, which may be markup without saying so. Pure."""

from __future__ import annotations

import html
import re

from bot.blogs.feed.raw import Form, Text
from bot.blogs.plain import one_line
from bot.text.to_discord import plain, shorten

LONGEST_TITLE = 1000
"""Characters of a title that are read, and of a name."""

LONGEST_TEXT = 1_000_000
"""Characters of an article's markup that are kept."""

FIRST_WORDS = 80
"""Characters of the text that stand for a title where there is none."""

_BEGINNING = 5000
"""Characters in which they are looked for."""

_SECTION, _SECTION_END = "<![CDATA[", "]]>"
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})\b[^<>]{0,2000}>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|([a-zA-Z]\w{1,31}));")
_VOID = frozenset({"br", "hr", "img", "wbr"})
_NAMES = _VOID | frozenset({
    "a", "abbr", "article", "aside", "b", "big", "blockquote", "center", "cite", "code", "dd",
    "del", "div", "dl", "dt", "em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5",
    "h6", "i", "iframe", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp",
    "section", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "th",
    "thead", "time", "tr", "tt", "u", "ul", "var", "video", "audio", "picture", "source",
})  # fmt: skip


def title(text: Text) -> str:
    """Read a title, or a name, as one line without markup."""
    value = text.value[:LONGEST_TITLE]
    if value.startswith(_SECTION):
        value = _unwrapped(value)
    if text.form is Form.TEXT:
        return one_line(value)
    if text.form is Form.HTML or is_markup(value):
        return one_line(plain(value))
    return one_line(unescaped(value))


def _unwrapped(value: str) -> str:
    """Without the marks of a section of XML that was written twice, or escaped."""
    return value.replace(_SECTION, "").replace(_SECTION_END, "")


def unescaped(value: str) -> str:
    """A short text without markup, in which characters may be escaped once too often."""
    return html.unescape(value) if _ENTITY.search(value) else value


def is_markup(value: str) -> bool:
    """Whether a text that may be either is HTML.

    It is if it ends elements or has some that need no end, and nothing in it looks like an element
    that HTML does not have: `List<T>` is text, and so is "the <b> tag".
    """
    tags = [(slash, name.lower()) for slash, name in _TAG.findall(value)]
    if any(name not in _NAMES for _, name in tags):
        return False
    return any(slash or name in _VOID for slash, name in tags)


def as_html(text: Text) -> str:
    """The markup that shows a text; what is no markup keeps its lines."""
    value = text.value[:LONGEST_TEXT]
    if text.form is Form.HTML or (text.form is Form.UNSAID and is_markup(value)):
        return _unwrapped(value) if _SECTION in value else value
    if text.form is Form.UNSAID:
        value = unescaped(value)
    paragraphs = re.split(r"\n[ \t]*\n", html.escape(value, quote=False).replace("\r\n", "\n"))
    shown = (each.strip().replace("\n", "<br>") for each in paragraphs)
    return "".join(f"<p>{each}</p>" for each in shown if each)


def first_words(markup: str) -> str:
    """What an article without a title is called."""
    return shorten(plain(markup[:_BEGINNING]), FIRST_WORDS)


def is_cut(markup: str) -> bool:
    """Whether a text ends like the beginning of a longer one."""
    end = plain(markup[-_BEGINNING:]).rstrip(" ])")
    return end.endswith(("…", "...", "→", "»"))
