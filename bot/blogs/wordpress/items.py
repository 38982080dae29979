"""WordPress's articles and comments, read from JSON objects into our words. No I/O.

Whatever is malformed raises KeyError, TypeError, ValueError or OverflowError; see
`answers.each`.
https://developer.wordpress.org/rest-api/reference/
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from bot.blogs.feed.pictures import picture
from bot.blogs.plain import is_web
from bot.blogs.wordpress import embedded
from bot.model import (
    Account,
    Article,
    ArticleState,
    Comment,
    CommentState,
    Power,
    Reviewed,
    Summary,
    Verdict,
)
from bot.text.excerpt import excerpt, title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.model import Guest

SUMMARY_FIELDS = (
    "id,link,title.rendered,date,date_gmt,modified_gmt,status,content.protected,author,"
    "featured_media"
)
ARTICLE_FIELDS = (
    f"{SUMMARY_FIELDS},content.rendered,excerpt.rendered,comment_status,"
    "_links.author,_links.wp:featuredmedia,_links.wp:term,_embedded,"
    "authors,coauthors,guest_authors,guest_author,yoast_head_json.author"
)
COMMENT_FIELDS = (
    "id,post,parent,author,author_name,author_url,date,date_gmt,link,content,status,meta.protocol"
)
"""Never the e-mail or IP address. `content.rendered` alone would yield nothing here."""

SETTLED = timedelta(seconds=2)
"""WordPress dates to the second and saves an article in several steps; see `_version`."""

Item = dict[str, Any]

_ACTOR = re.compile(
    r"https://[^/?#]+/(?:@[^/?#]+|(?:users|u|profile|accounts|actors?|ap/users)/[^/?#]+|"
    r"(?:[\w/-]*/)?\?author=\d+)/?"
)
_MESSAGE = re.compile(r"https://discord\.com/channels/[0-9]+/[0-9]+/([0-9]{1,19})")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a comment was written that says nothing of it: the same at every reading."""
_LARGEST = 2**63 - 1
"""The largest number that the database has room for."""
_VERDICTS = {
    "approved": Verdict.APPROVED,
    "hold": Verdict.HELD,
    "spam": Verdict.SPAM,
    "trash": Verdict.TRASHED,
    "post-trashed": Verdict.TRASHED,
}


def summary(entry: Item, now: datetime | None) -> Summary:
    """Read an article as a list shows it; `now` is the server's time."""
    written = _written(entry, "date_gmt", "date", "modified_gmt")
    return Summary(
        remote_id=_id(entry["id"]),
        url=_web(entry["link"]),
        title=title(_rendered(entry, "title"))[: embedded.LINE_LIMIT],
        published=written or now or datetime.now(UTC),
        version=_version(entry, now),
        state=article_state(entry),
        dated=written is not None,
    )


def article(entry: Item, now: datetime | None, byline: str = "") -> Article:
    """Read an article in full; a withdrawn one comes without its words.

    `byline` is who wrote it, where others know that better than its author's account.
    """
    short = summary(entry, now)
    hidden = short.state is not ArticleState.PUBLISHED
    words = "" if hidden else _rendered(entry, "content")
    extras = embedded.extras(entry)
    writer = embedded.writer(extras)
    if writer is not None and byline not in {"", writer.name}:
        writer = None
    return Article(
        remote_id=short.remote_id,
        url=short.url,
        title=short.title,
        author=byline or (writer.name if writer else ""),
        published=short.published,
        version=short.version,
        excerpt="" if hidden else _excerpt(entry, short),
        html=words,
        image=None if hidden else _image(extras, words, short.url),
        terms=embedded.terms(extras),
        state=short.state,
        whole=bool(words),
        writer=writer,
        counted=entry.get("comment_status") != "closed",
    )


def _image(extras: Item, words: str, page: str) -> str | None:
    """The one that stands for it; else, as many blogs have none, the first in its words."""
    return embedded.image(extras, page) or picture([], words, page)


def _excerpt(entry: Item, short: Summary) -> str:
    return excerpt(_rendered(entry, "excerpt"), url=short.url, title=short.title)


def article_state(entry: Item) -> ArticleState:
    """Judge an article by its status and whether it has a password."""
    status = _text(entry["status"])
    if status == "trash":
        return ArticleState.GONE
    if status != "publish" or _is_protected(entry):
        return ArticleState.WITHDRAWN
    return ArticleState.PUBLISHED


def _is_protected(entry: Item) -> bool:
    """Whether a password hides its words."""
    said = (entry.get(field) for field in ("content", "excerpt"))
    told = (each["protected"] for each in said if isinstance(each, dict) and "protected" in each)
    return bool(next(told, False))


def id_and_state(entry: Item) -> tuple[str, ArticleState]:
    """Read which article this is, and whether it can be read."""
    return _id(entry["id"]), article_state(entry)


def authors(entries: Iterable[Item]) -> dict[str, int]:
    """Map articles to their authors' accounts, as far as they are told."""
    return {
        str(entry["id"]): entry["author"]
        for entry in entries
        if isinstance(entry.get("id"), int) and isinstance(entry.get("author"), int)
    }


def articles_of_accounts(entries: Iterable[Item]) -> set[str]:
    """Name the articles of those comments that were written with an account, not as a guest."""
    return {
        str(entry["post"])
        for entry in entries
        if isinstance(entry.get("post"), int) and entry.get("author")
    }


def comment(entry: Item, article_author: int | None, *, federates: bool = False) -> Comment:
    """Read a comment; `article_author` is the account of its article's author, if known.

    Plugins keep who wrote it from everybody.

    `federates` is whether the blog takes comments from the fediverse: then one whose writer's
    address is that of an account there is one of them.
    """
    parent = _number(entry.get("parent") or 0)
    author = _number(entry.get("author") or 0)
    called = entry.get("author_name")
    return Comment(
        remote_id=_id(entry["id"]),
        article_id=_id(entry["post"]),
        parent_id=_id(parent) if parent else None,
        author="" if called is None else name(called),
        by_article_author=author != 0 and author == article_author,
        created=_written(entry, "date_gmt", "date") or _NEVER,
        url=_web(entry["link"]),
        html=_text(entry["content"]["rendered"]),
        state=comment_state(entry),
        message=message(entry.get("author_url")),
        from_fediverse=_says_fediverse(entry) or (federates and may_be_from_fediverse(entry)),
    )


def may_be_from_fediverse(entry: Item) -> bool:
    """Whether a comment's writer has an address as accounts of the fediverse have them."""
    address = entry.get("author_url")
    return isinstance(address, str) and _ACTOR.fullmatch(address) is not None


def _says_fediverse(entry: Item) -> bool:
    meta = entry.get("meta")
    said = meta.get("protocol") if isinstance(meta, dict) else None
    return "activitypub" in (said if isinstance(said, list) else [said])


def message(address: object) -> int | None:
    """Read the Discord message that a comment's author gives as their address, if it is one."""
    found = _MESSAGE.fullmatch(address) if isinstance(address, str) else None
    number = int(found[1]) if found else None
    return number if number is not None and number <= _LARGEST else None


def reviewed(entry: Item, article_author: int | None) -> Reviewed:
    """Read a comment and what was decided about it."""
    return Reviewed(comment(entry, article_author), _VERDICTS[_text(entry["status"])])


def is_by(entry: Item, person: Guest | Account) -> bool:
    """Whether a comment is this person's: of this account, or with this e-mail address."""
    if isinstance(person, Account):
        return bool(entry.get("author") == person.id)
    email = entry.get("author_email")
    return isinstance(email, str) and email.casefold() == person.email.casefold()


def origin(entry: Item) -> dict[str, str]:
    """Name the IP address and browser of a comment, as far as WordPress would take them back."""
    ip, browser = entry.get("author_ip"), entry.get("author_user_agent")
    found = {"author_ip": ip} if isinstance(ip, str) and _is_ip(ip) else {}
    return found | ({"author_user_agent": browser} if isinstance(browser, str) else {})


_POWERS = {
    Power.SETTINGS: {"manage_options"},
    Power.PLUGINS: {"install_plugins", "activate_plugins", "install_themes"},
    Power.USERS: {"create_users", "edit_users", "promote_users", "delete_users"},
    Power.CODE: {"edit_plugins", "edit_themes", "edit_files"},
}
"""What WordPress grants administrators, by what it amounts to."""


def account(entry: Item) -> Account:
    """Read an account; its roles and rights are there only where it was asked about itself."""
    roles, rights = entry.get("roles"), entry.get("capabilities")
    held = rights.items() if isinstance(rights, dict) else ()
    granted = {right for right, has in held if has is True}
    return Account(
        int(_id(entry["id"])),
        name(entry["name"]),
        tuple(each for each in roles if isinstance(each, str)) if isinstance(roles, list) else (),
        tuple(power for power, means in _POWERS.items() if granted & means),
    )


def comment_state(entry: Item) -> CommentState:
    """Judge a comment by its status: approved, or hold, spam, trash, post-trashed."""
    return CommentState.VISIBLE if entry["status"] == "approved" else CommentState.GONE


def name(value: object) -> str:
    """Turn a person's name as WordPress stores it, entities and all, into one line of text."""
    return embedded.line(_text(value))


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def _version(entry: Item, now: datetime | None) -> str:
    """Sum up what changes when an article is saved.

    A second save within the same second would go unseen, and a save takes several steps (terms
    and image last): a version read within two seconds of saving counts as another one, so that
    the article is read again.
    """
    modified = _written(entry, "modified_gmt")
    settled = now is None or modified is None or now - modified >= SETTLED
    parts = (
        entry.get("modified_gmt"),
        entry.get("date_gmt"),
        entry["link"],
        _rendered(entry, "title"),
        entry["status"],
        _is_protected(entry),
        entry.get("author"),
        entry.get("featured_media"),
        settled,
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _id(value: object) -> str:
    number = _number(value)
    if not 1 <= number <= _LARGEST:
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


def _rendered(entry: Item, field: str) -> str:
    """Text of an article; a site may do without a field, or plugins leave it as they like."""
    said = entry.get(field)
    text = said.get("rendered") if isinstance(said, dict) else said
    # What looks like a number may have been made one: a title such as 1984.
    number = isinstance(text, int | float) and not isinstance(text, bool)
    return str(text) if number or isinstance(text, str) else ""


def _written(entry: Item, *fields: str) -> datetime | None:
    """The first of these dates that is one: imported things may have none, or that of year 0."""
    for field in fields:
        try:
            return datetime.fromisoformat(_text(entry.get(field))).replace(tzinfo=UTC)
        except (TypeError, ValueError):
            continue
    return None


def _web(value: object) -> str:
    address = _text(value)
    if not is_web(address):
        raise ValueError("not a web address")
    return address
