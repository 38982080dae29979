"""RSS and Atom, read into our words behind a guard. Bytes in, model out; no I/O.

feedparser reads what real feeds get wrong; the guard keeps from it what a feed may do to us.
"""

from __future__ import annotations

import calendar
import codecs
import hashlib
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import feedparser

from bot.blogs.leaving import leaving_out
from bot.blogs.plain import is_web, one_line, plain
from bot.errors import BlogUnusable
from bot.model import Article, ArticleState, Comment, Summary

# No possessive groups, `(…)++`: Python 3.11.2, Debian 12's, lets them match too much.
_PROLOG = re.compile(rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = re.compile(rb"<\w")
_RUN = re.compile(rb"(?:&#?\w+;|[\w.+-])+")
_LONGEST_RUN = 300
_ADDRESS = re.compile(r"\S{1,64}@\S+")
_LOCKED = 'class="post-password-form"'
"""What WordPress's feeds show in place of a password-protected article and its comments."""

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
    comment_feed: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed feed, as feedparser gives it, with what the whole feed says about itself."""

    url: str
    title: str
    home: str
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
    home = urljoin(url, feed.get("link", ""))
    return Document(
        title=_title(feed),
        url=url,
        home=home if is_web(home) else url,
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


def _named(document: Document) -> list[Any]:
    """Leave out what has neither: it could not be told from the next one like it."""
    return [raw for raw in document.entries if raw.get("link") or raw.get("id")]


def entries(document: Document, now: datetime) -> list[Entry]:
    """Read the feed's articles."""
    found: dict[str, Entry] = {}
    for raw in _named(document):
        with leaving_out(_host(document), raw.get("id") or raw.get("link")):
            url = urljoin(document.url, raw.get("link", ""))
            remote_id = str(raw.get("id") or url)
            if is_web(url) and remote_id not in found:
                article = _article(raw, remote_id, url, document.updated or now)
                found[remote_id] = Entry(article, _comment_feed(raw))
    return list(found.values())


def _article(raw: Any, remote_id: str, url: str, fallback: datetime) -> Article:
    full = next((c.get("value", "") for c in raw.get("content", [])), "")
    short = raw.get("summary", "")
    html = full or short
    hidden = _LOCKED in html
    title = _title(raw) or url
    parts = (remote_id, url, title, html, short, str(dict.get(raw, "updated", "")))
    return Article(
        remote_id=remote_id,
        url=url,
        title=title,
        author=author(raw),
        published=_moment(raw, "published_parsed", "updated_parsed") or fallback,
        version=hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16],
        excerpt="" if hidden else plain(short) if full else "",
        html="" if hidden else html,
        image=None if hidden else _image(raw),
        terms=tuple(dict.fromkeys(filter(None, (_term(tag) for tag in raw.get("tags", []))))),
        state=ArticleState.WITHDRAWN if hidden else ArticleState.PUBLISHED,
    )


def summary(article: Article) -> Summary:
    """Shorten an article to what a list shows."""
    return Summary(
        article.remote_id,
        article.url,
        article.title,
        article.published,
        article.version,
        article.state,
    )


def comments(
    document: Document, articles: list[Article], about: Article | None = None
) -> list[Comment]:
    """Read a comment feed, about one article or many; whose article can't be told is left out.

    An answer to another comment names it in `thr:in-reply-to` (RFC 4685); plain RSS doesn't,
    and its comments stand at top level.
    """
    by_name = {a.remote_id: a for a in articles} | {a.url: a for a in articles}
    found: list[Comment] = []
    for raw in _named(document):
        with leaving_out(_host(document), raw.get("id") or raw.get("link")):
            url = urljoin(document.url, raw.get("link", ""))
            remote_id = str(raw.get("id") or url)
            reply = raw.get("thr_in-reply-to")
            ref = str(reply.get("ref", "")) if isinstance(reply, dict) else ""
            article = about or by_name.get(urldefrag(url).url) or by_name.get(ref)
            html = next(
                (c.get("value", "") for c in raw.get("content", [])), raw.get("summary", "")
            )
            if article is None or not is_web(url) or _LOCKED in html:
                continue
            href = str(reply.get("href", "")) if isinstance(reply, dict) else ""
            found.append(
                Comment(
                    remote_id=remote_id,
                    article_id=article.remote_id,
                    parent_id=None if not ref or ref in by_name else ref,
                    author=author(raw),
                    by_article_author=False,
                    created=_moment(raw, "published_parsed", "updated_parsed") or article.published,
                    url=url,
                    html=_without_reply_line(html, href),
                )
            )
    return found


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


def _image(raw: Any) -> str | None:
    enclosed = [link for link in raw.get("links", []) if link.get("rel") == "enclosure"]
    for media in raw.get("media_content", []) + enclosed:
        kind = f"{media.get('medium', '')} {media.get('type', '')}"
        address = media.get("url") or media.get("href") or ""
        if "image" in kind and is_web(address):
            return str(address)
    for media in raw.get("media_thumbnail", []):
        if is_web(media.get("url", "")):
            return str(media["url"])
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
