"""RSS and Atom, read into our words behind a guard. Bytes in, model out; no I/O.

feedparser reads what real feeds get wrong; the guard keeps from it what a feed may do to us.
"""

from __future__ import annotations

import calendar
import codecs
import hashlib
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

import feedparser

from bot.blogs.feed.items import items
from bot.blogs.feed.secrecy import carries
from bot.blogs.leaving import leaving_out
from bot.blogs.plain import is_web, one_line, plain, resolved
from bot.errors import BlogUnusable
from bot.model import Article, ArticleState, Comment, Summary
from bot.text.address import alike

if TYPE_CHECKING:
    from bot.blogs.feed.items import Item

# No possessive groups, `(…)++`: Python 3.11.2, Debian 12's, lets them match too much.
_PROLOG = re.compile(rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = re.compile(rb"<\w")
_RUN = re.compile(rb"(?:&#?\w+;|[\w.+-])+")
_LONGEST_RUN = 300
_ADDRESS = re.compile(r"\S{1,64}@\S+")
_LOCKED = 'class="post-password-form"'
"""What WordPress's feeds show in place of a password-protected article and its comments."""

WRITTEN = ("published_parsed", "updated_parsed")
"""Where feedparser puts when something was written, the best first."""

_UTF = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of a feed, and where its comments can be read."""

    article: Article
    dated: bool
    """Whether the feed says when it was written."""
    comment_feed: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed feed, as feedparser gives it, with what the whole feed says about itself."""

    url: str
    title: str
    home: str
    """The site's page, as far as it may be shown; empty where the feed names none."""
    is_wordpress: bool
    entries: list[Any]
    updated: datetime | None


def parse(body: bytes, url: str) -> Document:
    """Parse a feed found at `url`. Takes up to seconds for a large one: call it in a thread.

    Raises `BlogUnusable` if it is no feed, or declares entities of its own (a way to make a
    small feed grow without limit).
    """
    host = urlsplit(url).netloc
    stream = io.BytesIO(_guarded(body, host))
    parsed = feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version"):
        raise BlogUnusable("{host} answers with something that is neither RSS nor Atom.", host=host)
    feed = parsed.feed
    home = resolved(feed.get("link", ""), url)
    known = is_web(home) and not carries(home, url)
    return Document(
        title=_title(feed),
        url=url,
        home=home if known else "",
        is_wordpress="wordpress" in str(feed.get("generator", "")).lower(),
        entries=list(parsed.entries),
        updated=_moment(feed, "updated_parsed", "published_parsed"),
    )


def _guarded(body: bytes, host: str) -> bytes:
    """Refuse declarations of entities, and break up what feedparser's patterns stumble over.

    Its search for an e-mail address in author fields takes quadratic time over long runs of
    letters, however they are written.
    """
    body = _as_utf8(body.lstrip())
    prolog = _PROLOG.match(body)
    start = prolog.end() if prolog else 0
    declaration = body[start : body.find(b">", start) + 1]
    root = _ROOT.search(body)
    head = body[: root.start()] if root else body
    if (
        declaration[:9].upper() == b"<!DOCTYPE" and b"[" in declaration
    ) or b"<!ENTITY" in head.upper():
        raise BlogUnusable(
            "The feed at {host} declares entities of its own, which is not safe.", host=host
        )
    return _RUN.sub(_broken_up, body)


def _as_utf8(body: bytes) -> bytes:
    for mark, encoding in _UTF:
        if body.startswith(mark):
            text = body.decode(encoding, "replace").lstrip("\ufeff")
            return re.sub(r"^<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL).encode()
    return body


def _broken_up(run: re.Match[bytes]) -> bytes:
    text = run[0]
    if len(text) <= _LONGEST_RUN:
        return text
    pieces = re.findall(rb"&#?\w++;|[\w.+-]", text)
    return b" ".join(
        b"".join(pieces[start : start + _LONGEST_RUN])
        for start in range(0, len(pieces), _LONGEST_RUN)
    )


def entries(document: Document, now: datetime) -> list[Entry]:
    """Read the feed's articles."""
    found = items(document.entries, document.url, document.home)
    feeds = Counter(_comment_feed(item.raw) for item in found)
    read = []
    for item in found:
        with leaving_out(_host(document), item.name):
            written = _moment(item.raw, *WRITTEN)
            article = _article(item, written or document.updated or now, document.url)
            comment_feed = _comment_feed(item.raw)
            # One that several share does not say whose comments it has.
            alone = feeds[comment_feed] == 1
            read.append(Entry(article, written is not None, comment_feed if alone else None))
    return read


def _article(item: Item, published: datetime, feed: str) -> Article:
    raw = item.raw
    full = next((c.get("value", "") for c in raw.get("content", [])), "")
    short = raw.get("summary", "")
    html = full or short
    hidden = _LOCKED in html
    title = _title(raw) or item.url
    # Neither name nor link: a session's number in them is no edit.
    parts = (_title(raw), html, short, str(dict.get(raw, "updated", "")))
    return Article(
        remote_id=item.name,
        url=item.url,
        title=title,
        author=author(raw),
        published=published,
        version=hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16],
        excerpt="" if hidden else plain(short) if full else "",
        html="" if hidden else html,
        image=None if hidden else _image(raw, feed),
        terms=tuple(dict.fromkeys(filter(None, (_term(tag) for tag in raw.get("tags", []))))),
        state=ArticleState.WITHDRAWN if hidden else ArticleState.PUBLISHED,
    )


def summary(entry: Entry) -> Summary:
    """Shorten an article to what a list shows."""
    article = entry.article
    return Summary(
        article.remote_id,
        article.url,
        article.title,
        article.published,
        article.version,
        article.state,
        dated=entry.dated,
    )


def comments(
    document: Document, articles: list[Article], about: Article | None = None
) -> list[Comment]:
    """Read a comment feed, about one article or many; whose article can't be told is left out.

    An answer to another comment names it in `thr:in-reply-to` (RFC 4685); plain RSS doesn't,
    and its comments stand at top level.
    """
    named = _named(articles)
    found: list[Comment] = []
    for item in items(document.entries, document.url, ""):
        with leaving_out(_host(document), item.name):
            raw, url = item.raw, item.url
            reply = raw.get("thr_in-reply-to")
            ref = str(reply.get("ref", "")) if isinstance(reply, dict) else ""
            article = about or named.get(alike(urldefrag(url).url)) or named.get(alike(ref))
            html = next(
                (c.get("value", "") for c in raw.get("content", [])), raw.get("summary", "")
            )
            if article is None or not url or _LOCKED in html:
                continue
            href = str(reply.get("href", "")) if isinstance(reply, dict) else ""
            found.append(
                Comment(
                    remote_id=item.name,
                    article_id=article.remote_id,
                    parent_id=None if not ref or alike(ref) in named else ref,
                    author=author(raw),
                    by_article_author=False,
                    created=_moment(raw, *WRITTEN) or article.published,
                    url=url,
                    html=_without_reply_line(html, href),
                )
            )
    return found


def _named(articles: list[Article]) -> dict[str, Article]:
    """Articles by what they are called, and by addresses that only one of them has."""
    pages = Counter(alike(article.url) for article in articles)
    pages_of = {alike(a.url): a for a in articles if a.url and pages[alike(a.url)] == 1}
    return pages_of | {alike(article.remote_id): article for article in articles}


def _host(document: Document) -> str:
    return urlsplit(document.url).netloc


def _title(raw: Any) -> str:
    """Read a title, which RSS may give as text or as markup without saying so."""
    title = str(raw.get("title", ""))
    detail = raw.get("title_detail") or {}
    return one_line(title) if detail.get("type") == "text/plain" else plain(title)


def author(raw: Any) -> str:
    """Return a person's name; never an e-mail address, which RSS asks authors to give.

    feedparser's own splitting into name and address leaves the ends of long domains in names.
    """
    name = one_line(_ADDRESS.sub("", str(raw.get("author", ""))))
    return name[1:-1] if name.startswith("(") and name.endswith(")") else name


def _without_reply_line(html: str, href: str) -> str:
    """Drop the line "In reply to …" that WordPress puts before an answer in its feeds."""
    first, end, rest = html.partition("</p>")
    return rest.lstrip() if end and href and f'<a href="{href}">' in first else html


def _comment_feed(raw: Any) -> str | None:
    candidates = [raw.get("wfw_commentrss", "")] + [
        link.get("href", "")
        for link in raw.get("links", [])
        if link.get("rel") == "replies" and "xml" in link.get("type", "application/atom+xml")
    ]
    return next((str(url) for url in candidates if is_web(url)), None)


def _image(raw: Any, feed: str) -> str | None:
    enclosed = [link for link in raw.get("links", []) if link.get("rel") == "enclosure"]
    for media in raw.get("media_content", []) + enclosed:
        kind = f"{media.get('medium', '')} {media.get('type', '')}"
        address = media.get("url") or media.get("href") or ""
        if "image" in kind and is_web(address) and not carries(address, feed):
            return str(address)
    for media in raw.get("media_thumbnail", []):
        address = media.get("url", "")
        if is_web(address) and not carries(address, feed):
            return str(address)
    return None


def _term(tag: Any) -> str:
    return one_line(str(tag.get("label") or tag.get("term") or ""))


def _moment(raw: Any, *names: str) -> datetime | None:
    for name in names:
        value = dict.get(raw, name)  # feedparser's own `get` warns and guesses
        if value is not None:
            try:
                return datetime.fromtimestamp(calendar.timegm(value), UTC)
            except (ValueError, OverflowError, OSError):
                continue
    return None
