"""What WordPress's REST API answers, read into our words. Bytes in, model out; no I/O.

https://developer.wordpress.org/rest-api/reference/
"""

from __future__ import annotations

import hashlib
import html
import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.errors import BlogUnusable
from bot.model import Article, ArticleState, Comment, CommentState, Page, Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.blogs.http import Answer

logger = logging.getLogger(__name__)

SUMMARY_FIELDS = (
    "id,link,title.rendered,date_gmt,modified_gmt,status,content.protected,author,featured_media"
)
ARTICLE_FIELDS = (
    f"{SUMMARY_FIELDS},content.rendered,excerpt.rendered,"
    "_links.author,_links.wp:featuredmedia,_links.wp:term,_embedded"
)
COMMENT_FIELDS = "id,post,parent,author,author_name,date_gmt,link,content,status"
"""Never the e-mail or IP address. `content.rendered` alone would yield nothing here."""

SETTLED = timedelta(seconds=2)
"""WordPress dates to the second and saves an article in several steps; see `_version`."""

Item = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Post:
    """What decides whether an article's comments may be shown, and whose they are."""

    remote_id: str
    author: int
    state: ArticleState


def decode(answer: Answer, host: str) -> Any:
    """Read a body as JSON. Raises `BlogUnusable` with words for what came instead."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        start = answer.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if start.startswith((b"<!doctype", b"<html", b"<head", b"<!--", b"<?xml", b"<")):
            what = "a web page where its REST API should be; something there may be blocking it"
        elif start.startswith((b"[", b"{")):
            what = "JSON that is cut off or broken"
        else:
            what = "something that is not JSON where its REST API should be"
        raise BlogUnusable(f"{host} answers with {what}.") from None


def refusal(answer: Answer) -> str:
    """Return WordPress's own code for an error (`rest_forbidden`, …), or an empty text."""
    try:
        body = json.loads(answer.body)
    except (ValueError, RecursionError):
        return ""
    code = body.get("code") if isinstance(body, dict) else None
    return code if isinstance(code, str) else ""


def items(answer: Answer, host: str) -> list[Item]:
    """Read a list of objects; what is no object is left out and logged."""
    body = decode(answer, host)
    if not isinstance(body, list):
        raise BlogUnusable(f"{host} answers with something that is not a WordPress list.")
    return [entry for entry in body if isinstance(entry, dict)]


def item(answer: Answer, host: str) -> Item:
    """Read a single object."""
    body = decode(answer, host)
    if not isinstance(body, dict):
        raise BlogUnusable(f"{host} answers with something that is not a WordPress object.")
    return body


def each(entries: Iterable[Item], read: Callable[[Item], T], host: str) -> list[T]:
    """Read every entry; a malformed one is left out and logged, so that the others get through.

    Raises `BlogUnusable` if all are malformed.
    """
    good: list[T] = []
    bad = 0
    for entry in entries:
        try:
            good.append(read(entry))
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            bad += 1
            logger.warning(
                "%s: left out item %r, malformed (%s)", host, entry.get("id"), type(error).__name__
            )
    if bad and not good:
        raise BlogUnusable(f"{host} answers with a list whose items are not WordPress's.")
    return good


def page(answer: Answer, entries: tuple[T, ...], number: int) -> Page[T]:
    """Make a page; WordPress tells how many there are in its headers, pages can be short."""
    pages = _count(answer.headers.get("X-WP-TotalPages"))
    if pages is None:
        pages = number + 1 if entries else number
    return Page(entries, total(answer), max(pages, 1))


def total(answer: Answer) -> int | None:
    """Return how many things the whole list holds, if the server lets us know."""
    return _count(answer.headers.get("X-WP-Total"))


def _count(value: str | None) -> int | None:
    return int(value) if value is not None and value.isascii() and value.isdigit() else None


def clock(headers: Mapping[str, str]) -> datetime | None:
    """Return the server's own time, to compare with the times it gives."""
    try:
        return parsedate_to_datetime(headers["Date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return None


def summary(entry: Item, now: datetime | None) -> Summary:
    """Read an article as a list shows it; `now` is the server's time."""
    remote_id = _id(entry["id"])
    return Summary(
        remote_id=remote_id,
        url=_web(entry["link"]),
        title=plain(entry["title"]["rendered"]),
        published=_time(entry["date_gmt"]),
        version=_version(entry, now),
        state=article_state(entry),
    )


def article(entry: Item, now: datetime | None) -> Article:
    """Read an article in full; a withdrawn one comes without its words."""
    short = summary(entry, now)
    hidden = short.state is not ArticleState.PUBLISHED
    embedded = entry.get("_embedded")
    extras = embedded if isinstance(embedded, dict) else {}
    return Article(
        remote_id=short.remote_id,
        url=short.url,
        title=short.title,
        author=_author_name(extras),
        published=short.published,
        version=short.version,
        excerpt="" if hidden else plain(entry["excerpt"]["rendered"]),
        html="" if hidden else _text(entry["content"]["rendered"]),
        image=None if hidden else _image(extras),
        terms=_terms(extras),
        state=short.state,
    )


def article_state(entry: Item) -> ArticleState:
    """Judge an article by its status and whether it has a password."""
    status = _text(entry["status"])
    if status == "trash":
        return ArticleState.GONE
    if status != "publish" or entry["content"]["protected"]:
        return ArticleState.WITHDRAWN
    return ArticleState.PUBLISHED


def post(entry: Item) -> Post:
    """Read whose an article is and whether it can be read."""
    return Post(_id(entry["id"]), _number(entry["author"]), article_state(entry))


def author_and_article(entry: Item) -> tuple[int, str]:
    """Return a comment's account (0 for guests) and the id of its article."""
    return _number(entry["author"]), _id(entry["post"])


def comment(entry: Item, article_author: int | None) -> Comment:
    """Read a comment; `article_author` is the account of its article's author, if known."""
    parent = _number(entry["parent"])
    author = _number(entry["author"])
    return Comment(
        remote_id=_id(entry["id"]),
        article_id=_id(entry["post"]),
        parent_id=str(parent) if parent else None,
        author=name(entry["author_name"]),
        by_article_author=author != 0 and author == article_author,
        created=_time(entry["date_gmt"]),
        url=_web(entry["link"]),
        html=_text(entry["content"]["rendered"]),
        state=comment_state(entry),
    )


def comment_state(entry: Item) -> CommentState:
    """Judge a comment by its status: approved, or hold, spam, trash, post-trashed."""
    return CommentState.VISIBLE if entry["status"] == "approved" else CommentState.GONE


def plain(markup: object) -> str:
    """Turn rendered markup (a title, an excerpt) into one line of text."""
    body = LexborHTMLParser(f"<body>{_text(markup)}").body
    return " ".join((body.text() if body is not None else "").split())


def name(value: object) -> str:
    """Turn a person's name as WordPress stores it, entities and all, into one line of text."""
    return " ".join(html.unescape(_text(value)).split())


def _version(entry: Item, now: datetime | None) -> str:
    """Sum up what changes when an article is saved.

    A second save within the same second would go unseen, and a save takes several steps (terms
    and image last): a version read within two seconds of saving counts as another one, so that
    the article is read again.
    """
    modified = _time(entry["modified_gmt"])
    settled = now is None or now - modified >= SETTLED
    parts = (
        entry["modified_gmt"],
        entry["date_gmt"],
        entry["link"],
        entry["title"]["rendered"],
        entry["status"],
        bool(entry["content"]["protected"]),
        entry["author"],
        entry.get("featured_media"),
        settled,
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _author_name(extras: Item) -> str:
    for person in _dicts(extras.get("author")):
        if isinstance(person.get("name"), str):
            return name(person["name"])
    return ""


def _terms(extras: Item) -> tuple[str, ...]:
    groups = extras.get("wp:term")
    names = (
        name(term["name"])
        for group in (groups if isinstance(groups, list) else [])
        for term in _dicts(group)
        if isinstance(term.get("name"), str) and term.get("slug") != "uncategorized"
    )
    return tuple(dict.fromkeys(names))


def _image(extras: Item) -> str | None:
    for media in _dicts(extras.get("wp:featuredmedia")):
        address = media.get("source_url")
        if isinstance(address, str) and _is_web(address):
            return address
    return None


def _dicts(value: object) -> list[Item]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _id(value: object) -> str:
    number = _number(value)
    if number < 1:
        raise ValueError("an id is a positive number")
    return str(number)


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("not a number")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _time(value: object) -> datetime:
    return datetime.fromisoformat(_text(value)).replace(tzinfo=UTC)


def _web(value: object) -> str:
    address = _text(value)
    if not _is_web(address):
        raise ValueError("not a web address")
    return address


def _is_web(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
