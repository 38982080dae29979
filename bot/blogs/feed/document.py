"""RSS, Atom and JSON Feed, read into our words. Bytes in, model out; no I/O."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from bot.blogs.feed import jsonfeed, xml
from bot.blogs.feed.dates import moment
from bot.blogs.feed.encoding import text_of
from bot.blogs.feed.items import items, pages
from bot.blogs.feed.pictures import picture
from bot.blogs.feed.raw import Form, Text
from bot.blogs.feed.secrecy import carries, used_openly
from bot.blogs.feed.tree import Declares, tree
from bot.blogs.feed.uncategorized import is_uncategorized
from bot.blogs.feed.words import as_html, first_words, is_cut, title
from bot.blogs.leaving import leaving_out
from bot.blogs.plain import is_web
from bot.errors import BlogUnusable
from bot.model import Article, ArticleState, Comment, Summary
from bot.text.address import alike
from bot.text.excerpt import excerpt
from bot.text.visible import shows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.blogs.feed.items import Item
    from bot.blogs.feed.raw import RawFeed, RawItem

_LOCKED = 'class="post-password-form"'
"""What WordPress's feeds show in place of a password-protected article and its comments."""

_NUMBER = re.compile(r"\d(?:[\d.,\u00a0\u202f]*\d)?")
_LONGEST_EXCERPT = 20_000
_LONGEST_TERM = 200
MOST_PICTURES = 10
LONG = 3000
"""Characters of markup."""


@dataclass(frozen=True)
class Entry:
    """An article of a feed, and where its comments can be read."""

    item: Item
    summary: Summary
    document: Document
    comment_feed: str | None

    @property
    def dated(self) -> bool:
        """Whether the feed says when it was written."""
        return self.summary.dated

    @cached_property
    def article(self) -> Article:
        """All of it."""
        return _article(self)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed feed, and what the whole feed says about itself."""

    url: str
    title: str
    home: str
    """The site's page, as far as it may be shown; empty where the feed names none."""
    is_wordpress: bool
    openly: frozenset[str]
    """The words of its address that are no tokens (`secrecy.used_openly`)."""
    feed: RawFeed


def parse(body: bytes, url: str, content_type: str = "") -> Document:
    """Parse a feed found at `url`, sent as `content_type`.

    A large one takes tenths of a second, any of 4 MiB less than one: call it in a thread.

    Raises `BlogUnusable` if it is no feed, or declares entities of its own (a way to make a
    small feed grow without limit).
    """
    host = urlsplit(url).netloc
    text = text_of(body, content_type)
    try:
        feed = _read(text, url)
    except Declares:
        raise BlogUnusable(
            "The feed at {host} declares entities of its own, which is not safe.", host=host
        ) from None
    if feed is None:
        raise BlogUnusable("{host} answers with something that is neither RSS nor Atom.", host=host)
    called = title(feed.title)
    own = [page for raw in feed.items for page in pages(raw)]
    openly = used_openly(url, [called, *feed.authors], feed.home, own)
    known = is_web(feed.home) and not carries(feed.home, url, openly)
    return Document(
        title=called,
        url=url,
        home=feed.home if known else "",
        is_wordpress="wordpress" in feed.generator.lower(),
        openly=openly,
        feed=feed,
    )


def _read(text: str, url: str) -> RawFeed | None:
    if text.startswith("{"):
        return jsonfeed.read(text, url)
    root = tree(text)
    return xml.read(root, url) if root is not None else None


def entries(document: Document, now: datetime) -> list[Entry]:
    """Read the feed's articles, in its own order; those without a date are from `now`."""
    found = items(document.feed.items, document.url, document.home, document.openly)
    feeds = Counter(item.raw.comment_feed for item in found)
    read = []
    for item in found:
        with leaving_out(_host(document), item.name):
            # One that several share does not say whose comments it has.
            alone = feeds[item.raw.comment_feed] == 1
            comment_feed = item.raw.comment_feed if alone else ""
            shown = _summary(item, document.feed, now)
            read.append(Entry(item, shown, document, comment_feed or None))
    return read


def _summary(item: Item, feed: RawFeed, now: datetime) -> Summary:
    raw = item.raw
    written = _written(raw)
    markup = raw.content.value or raw.summary.value
    return Summary(
        remote_id=item.name,
        url=item.url,
        title=_title(item),
        published=written or now,
        version=_version(raw, author(raw, feed)),
        state=ArticleState.WITHDRAWN if _LOCKED in markup else ArticleState.PUBLISHED,
        dated=written is not None,
    )


def _title(item: Item) -> str:
    """Its own, or the first words of the text, or its address: the first of them that shows."""
    own = title(item.raw.title)
    return own if shows(own) else first_words(_markup(item.raw)) or item.url


def _version(raw: RawItem, by: str) -> str:
    """Two digests of all that is shown, the first of them blind to numbers.

    Neither name nor link is in it, nor what follows a picture's address: a session's number or a
    signature there is no edit.
    """
    parts = (
        raw.title.value,
        raw.content.value,
        raw.summary.value,
        by,
        *sorted(raw.terms),
        *(each.href.partition("?")[0] for each in raw.pictures[:MOST_PICTURES]),
    )
    words = "\0".join(parts)
    return f"{_digest(_NUMBER.sub('0', words))}.{_digest(words)}"


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


def _article(entry: Entry) -> Article:
    raw, shown = entry.item.raw, entry.summary
    at, openly = entry.document.url, entry.document.openly
    hidden = shown.state is not ArticleState.PUBLISHED
    markup = "" if hidden else _markup(raw)
    named = [each for each in raw.pictures[:MOST_PICTURES] if not carries(each.href, at, openly)]
    found = None if hidden else picture(named, markup, raw.base)
    summed_up = "" if hidden or not raw.content.value else as_html(raw.summary)[:_LONGEST_EXCERPT]
    return Article(
        remote_id=shown.remote_id,
        url=shown.url,
        title=shown.title,
        author=author(raw, entry.document.feed),
        published=shown.published,
        version=shown.version,
        excerpt=excerpt(summed_up, url=entry.item.url, title=shown.title),
        html=markup,
        image=found if found and not carries(found, at, openly) else None,
        terms=_terms(raw),
        state=shown.state,
        whole=_is_whole(raw, markup),
        counted=entry.comment_feed is not None,
    )


def _is_whole(raw: RawItem, markup: str) -> bool:
    """Whether this is all: it is said to be, or no summary is as long; and it isn't cut short."""
    return bool(raw.content.value or len(markup) >= LONG) and not is_cut(markup)


def _markup(raw: RawItem) -> str:
    return as_html(raw.content if raw.content.value else raw.summary)


def comments(
    document: Document,
    articles: Sequence[Article | Summary],
    about: Article | Summary | None = None,
) -> list[Comment]:
    """Read a comment feed, about one article or many; whose article can't be told is left out.

    An answer to another comment names it in `thr:in-reply-to` (RFC 4685); plain RSS doesn't,
    and its comments stand at top level.
    """
    named = _named(articles)
    found: list[Comment] = []
    for item in items(document.feed.items, document.url, "", document.openly):
        with leaving_out(_host(document), item.name):
            raw, url = item.raw, item.url
            ref, href = raw.answers.ref, raw.answers.href
            article = about or named.get(alike(urldefrag(url).url)) or named.get(alike(ref))
            markup = _markup(raw)
            if article is None or not url or _LOCKED in markup:
                continue
            found.append(
                Comment(
                    remote_id=item.name,
                    article_id=article.remote_id,
                    parent_id=None if not ref or alike(ref) in named else ref,
                    author=author(raw),
                    by_article_author=False,
                    created=_written(raw) or article.published,
                    url=url,
                    html=_without_reply_line(markup, href),
                )
            )
    return found


def _named(articles: Sequence[Article | Summary]) -> dict[str, Article | Summary]:
    """Articles by what they are called, and by addresses that only one of them has."""
    pages = Counter(alike(article.url) for article in articles)
    pages_of = {alike(a.url): a for a in articles if a.url and pages[alike(a.url)] == 1}
    return pages_of | {alike(article.remote_id): article for article in articles}


def _host(document: Document) -> str:
    return urlsplit(document.url).netloc


def author(raw: RawItem, feed: RawFeed | None = None) -> str:
    """Who wrote it, all of them; else who writes the whole feed, where it says so."""
    return ", ".join(raw.authors or (feed.authors if feed else []))


def _written(raw: RawItem) -> datetime | None:
    return moment(raw.published) or moment(raw.updated)


def _without_reply_line(html: str, href: str) -> str:
    """Drop the line "In reply to …" that WordPress puts before an answer in its feeds."""
    first, end, rest = html.partition("</p>")
    return rest.lstrip() if end and href and f'<a href="{href}">' in first else html


def _terms(raw: RawItem) -> tuple[str, ...]:
    named = (title(Text(term[:_LONGEST_TERM], Form.UNSAID)) for term in raw.terms)
    shown = (each for each in named if each and not is_uncategorized(each) and not is_web(each))
    return tuple(dict.fromkeys(shown))
