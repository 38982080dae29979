"""Feeds that nobody would write, read one after another: `python -m tests.blogs.fuzz feed 100000`.

Whatever it is, reading it raises nothing but our own errors, and takes less than a second of CPU.
What breaks that is shown, smallest first, and belongs into `tests/blogs/feed/test_bounds.py`.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.blogs.feed import document as answers
from bot.errors import BlogError
from tests.pace import slowness

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2027, 3, 1, tzinfo=UTC)
URL = "https://harbour.example/feed?auth=s3cr3tword"
MOST = 1.0
"""Seconds of CPU."""

_NAMES = (
    "rss", "feed", "rdf:RDF", "channel", "item", "entry", "title", "link", "guid", "id",
    "description", "summary", "content", "content:encoded", "pubDate", "published", "updated",
    "dc:date", "dc:creator", "author", "name", "category", "enclosure", "media:content",
    "media:group", "media:thumbnail", "itunes:image", "image", "url", "source", "thr:in-reply-to",
    "wfw:commentRss", "x:y", "p", "div", "b", "br", "script",
)  # fmt: skip
_VALUES = (
    "", "html", "xhtml", "text", "alternate", "self", "enclosure", "replies", "false", "image/png",
    "https://h.example/1", "http://[", "//h.example", "../x y", "mailto:a@b", "\U0001f600",
    "0" * 40,
    "https://bücher.example/ß", "javascript:x", "a" * 300, "http://h.example:99999/",
    "2026-11-13T10:00:00Z", "9999-12-31", "0000-00-00", "Fri, 13 Nov 2026 24:00:00 CET",
    "1794564000",
)  # fmt: skip
_PIECES = (
    "<![CDATA[", "]]>", "<!--", "-->", "<?xml", "?>", "<!DOCTYPE", "<!ENTITY", "&", "&amp;", "&#0;",
    "&#xD800;", "&nbsp;", "&lt;p&gt;", "&lt;img src=", "<", ">", "</", "\x00", "\ufeff", "\ufffe",
    "<ul><li>", "&lt;ul&gt;&lt;li&gt;", "<b", "=", "'", '"', "a@b ", "13 ", "Nov ", "…",
)  # fmt: skip
_SPACES = (
    "xmlns='http://www.w3.org/2005/Atom'",
    "xmlns='http://purl.org/rss/1.0/'",
    "xmlns:media='http://search.yahoo.com/mrss/' xmlns:content="
    "'http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/'",
    "version='2.0'",
    "xml:base='http://['",
)

_ATTRIBUTES = ("href", "url", "rel", "type", "src", "isPermaLink", "xml:base", "term", "ref")
_KEYS = (
    "id", "url", "title", "content_html", "content_text", "summary", "image", "date_published",
    "date_modified", "authors", "author", "tags", "attachments", "external_url",
)  # fmt: skip
_CODECS = ("utf-8", "utf-8", "utf-16", "utf-8-sig", "cp1251", "latin-1")
_QUOTES = ("'", "'", "'", '"', "")

words = st.one_of(st.text(max_size=40), st.sampled_from(_VALUES), st.sampled_from(_PIECES))
attribute = st.builds("{}='{}'".format, st.sampled_from(_ATTRIBUTES), words)
inner = st.recursive(
    words,
    lambda within: st.builds(
        lambda name, said, parts, closed: (
            f"<{name} {' '.join(said)}>{''.join(parts)}" + (f"</{name}>" if closed else "")
        ),
        st.sampled_from(_NAMES),
        st.lists(attribute, max_size=3),
        st.lists(within, max_size=5),
        st.booleans() | st.just(True),
    ),
    max_leaves=25,
)
xml = st.builds(
    lambda before, root, spaces, parts, times: (
        f"{before}<{root} {' '.join(spaces)}>{''.join(part * times for part in parts)}</{root}>"
    ),
    st.sampled_from(["", "<?xml version='1.0'?>", "<!-- x -->", "\ufeff", "junk"]),
    st.sampled_from(["rss", "feed", "rdf:RDF"]),
    st.lists(st.sampled_from(_SPACES), max_size=3, unique=True),
    st.lists(
        st.builds("<item>{}</item>".format, inner)
        | st.builds("<entry>{}</entry>".format, inner)
        | inner,
        max_size=4,
    ),
    st.sampled_from([1, 1, 1, 2, 50]),
)
value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words | st.just("\ud800"),
    lambda within: (
        st.lists(within, max_size=4)
        | st.dictionaries(st.sampled_from(["name", "url", "mime_type"]) | words, within, max_size=4)
    ),
    max_leaves=12,
)
json_item = st.dictionaries(
    st.sampled_from(_KEYS),
    value,
    max_size=8,
)
json_feed = st.builds(
    lambda feed, items: json.dumps(
        {"version": "https://jsonfeed.org/version/1.1"} | feed | {"items": items}
    ),
    st.dictionaries(st.sampled_from(["title", "home_page_url", "feed_url", "authors"]), value),
    st.lists(json_item | value, max_size=4),
)

bodies: dict[str, st.SearchStrategy[bytes]] = {
    "feed": xml.flatmap(
        lambda text: st.sampled_from(_CODECS).map(
            lambda codec: text.encode(codec, "replace")
        )
    )
    | xml.flatmap(
        lambda text: st.tuples(st.integers(0, len(text)), st.binary(max_size=4)).map(
            lambda cut: text[: cut[0]].encode("utf-8", "replace")
            + cut[1]
            + text[cut[0] :].encode("utf-8", "replace")
        )
    )
    | st.binary(max_size=200),
    "json": json_feed.map(str.encode) | st.builds("{{{}".format, st.text()).map(
        lambda text: text.encode("utf-8", "replace")
    ),
}  # fmt: skip
content_types = st.sampled_from(["", "text/xml; charset=utf-16", "text/xml; charset=big5", "\x00"])


def read(body: bytes, content_type: str = "") -> float:
    """Read it as the bot does, articles, comments and all; answers the seconds of CPU it took."""
    begun = time.process_time()
    try:
        document = answers.parse(body, URL, content_type)
    except BlogError:
        return time.process_time() - begun
    entries = answers.entries(document, NOW)
    articles = [entry.article for entry in entries]
    answers.comments(document, articles)
    spent = time.process_time() - begun
    for article in articles:
        repr(article).encode()
        assert article.remote_id
        assert not article.url or article.url.isascii()
        assert "s3cr3tword" not in f"{article.remote_id}{article.url}{article.image}"
    return spent


def within_bounds(body: bytes, content_type: str = "") -> None:
    """Read it, and again if that took long: others may have taken the processor's time."""
    if read(body, content_type) > MOST:
        pace = slowness()
        assert min(read(body, content_type) for _ in range(4)) <= MOST * pace


def fuzzed(kind: str, count: int) -> Callable[[], None]:
    """A test of so many inputs of this kind."""

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(bodies[kind], content_types)
    def run(body: bytes, content_type: str) -> None:
        within_bounds(body, content_type)

    return run


def written(kind: str, chance: Random) -> bytes:
    """One body, by lot: the same parts as above, put together fast."""
    if kind == "json":
        items = [{key: _value(chance, 3) for key in chance.choices(_KEYS, k=6)} for _ in range(3)]
        head = {key: _value(chance, 2) for key in ("title", "home_page_url", "authors")}
        version = {"version": "https://jsonfeed.org/version/1.1"}
        text = json.dumps(version | head | {"items": [*items, _value(chance, 3)]})
    else:
        root = chance.choice(["rss", "feed", "rdf:RDF"])
        spaces = " ".join(chance.sample(_SPACES, chance.randrange(4)))
        inner = "".join(
            f"<{name}>{''.join(_element(chance, 4) for _ in range(chance.randrange(8)))}</{name}>"
            for name in chance.choices(["item", "entry", "channel"], k=chance.randrange(5))
        )
        text = f"{chance.choice(['', *_PIECES])}<{root} {spaces}>{inner}</{root}>"
    body = text.encode(chance.choice(_CODECS), "replace")
    if chance.random() < 0.3:  # broken off, or a few bytes of something else
        place = chance.randrange(len(body) + 1)
        between = chance.randbytes(chance.randrange(4))
        body = body[:place] + between + body[place:] * chance.randrange(2)
    return body


def _words(chance: Random) -> str:
    letter = chr(chance.randrange(chance.choice([128, 0x3000, 0x11_0000])))
    return chance.choice([*_VALUES, *_PIECES, letter]) * chance.choice([1, 1, 1, 1, 2, 40])


def _element(chance: Random, depth: int) -> str:
    if not depth or chance.random() < 0.3:
        return _words(chance)
    name = chance.choice(_NAMES)
    said = "".join(
        f" {key}={chance.choice(_QUOTES)}{_words(chance)}{chance.choice(_QUOTES)}"
        for key in chance.choices(_ATTRIBUTES, k=chance.randrange(3))
    )
    inner = "".join(_element(chance, depth - 1) for _ in range(chance.randrange(4)))
    return f"<{name}{said}>{inner}" + (f"</{name}>" if chance.random() < 0.9 else "")


def _value(chance: Random, depth: int) -> object:
    if not depth or chance.random() < 0.5:
        plain = [None, True, -1, 10**40, 1e400, "\ud800", _words(chance), _words(chance)]
        return chance.choice(plain)
    if chance.random() < 0.5:
        return [_value(chance, depth - 1) for _ in range(chance.randrange(4))]
    keys = chance.choices(["name", "url", "mime_type", *_KEYS], k=chance.randrange(4))
    return {key: _value(chance, depth - 1) for key in keys}


def main() -> None:
    kind, count = sys.argv[1], int(sys.argv[2])
    begun, longest = time.monotonic(), 0.0
    for seed in range(count):
        body = written(kind, Random(seed))
        try:
            spent = read(body)
            if spent > MOST:
                within_bounds(body)
        except Exception:
            print(f"seed {seed}: {body!r}")
            raise
        longest = max(longest, spent)
    print(
        f"{count} inputs of kind {kind}, {time.monotonic() - begun:.0f} s: nothing raised; the "
        f"longest took {longest:.2f} s of CPU"
    )


if __name__ == "__main__":
    main()
