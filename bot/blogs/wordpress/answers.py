"""What WordPress's REST API answers: lists, pages and errors. Bytes in, objects out; no I/O."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urljoin, urlsplit

from bot.blogs.base import About
from bot.blogs.leaving import leaving_out
from bot.blogs.links import resolved
from bot.blogs.plain import blog_name, is_home
from bot.blogs.wordpress.accounts import not_let_in, refusal
from bot.blogs.wordpress.json_text import value_of
from bot.errors import (
    BlogRefused,
    BlogUnreachable,
    BlogUnusable,
    CommentRefused,
    CommentsOff,
    DiscussionClosed,
    DuplicateComment,
)
from bot.languages.phrase import Phrase
from bot.machine.zones import zone_called
from bot.model import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.blogs.http.answer import Answer
    from bot.blogs.wordpress.items import Item
    from bot.model import Credentials

T = TypeVar("T")

MOST_DIGITS = 9
"""Of a count of articles, comments or pages."""

FLOOD = 15.0
"""The seconds that WordPress wants between two comments of one account."""

ACCOUNT_QUERY: dict[str, str | int] = {"context": "edit", "_fields": "id,name,roles,capabilities"}
"""What to ask `users/me` for `own_account`."""

_WEB_PAGE = Phrase(
    "{host} answers with a web page where its REST API should be; something there may be blocking "
    "it."
)
_BROKEN = Phrase("{host} answers with JSON that is cut off or broken.")
_NOT_JSON = Phrase("{host} answers with something that is not JSON where its REST API should be.")
_OF_ONE = frozenset({"rest_comment_invalid_id", "rest_post_invalid_id"})
"""What WordPress answers about one thing that is not there."""
_SWITCHED_OFF = re.compile(r"comment.*(?:disab|off|closed|not_allowed)|disab.*comment")
_NO_ARTICLE = Phrase("The article is not on the blog any more.")
_TOO_LONG = Phrase("This is longer than the blog has room for.")
_CLOSED = {
    "rest_comment_closed": Phrase("Comments on this article are closed."),
    "rest_comment_trash_post": _NO_ARTICLE,
    "rest_comment_draft_post": _NO_ARTICLE,
    "rest_comment_invalid_post_id": _NO_ARTICLE,
    "rest_cannot_read_post": Phrase("The article can't be read on the blog at the moment."),
}
_REFUSALS = {
    "rest_comment_author_invalid": Phrase("Your account is not on the blog any more."),
    "rest_comment_content_invalid": Phrase("There is nothing in it that the blog could show."),
}


def decode(answer: Answer, host: str) -> Any:
    """Read a body as JSON. Raises `BlogUnusable` with words for what came instead."""
    try:
        return value_of(answer.body)
    except ValueError:
        start = answer.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if start.startswith((b"<!doctype", b"<html", b"<head", b"<!--", b"<?xml", b"<")):
            said = _WEB_PAGE
        else:
            said = _BROKEN if start.startswith((b"[", b"{")) else _NOT_JSON
        raise BlogUnusable(said.text, host=host) from None


def about(root: Item, api: str) -> About:
    """Read what a REST root says of its blog; a home page at another host is not taken."""
    home, title = root.get("home"), root.get("name")
    if not isinstance(home, str) or not is_home(home) or _host(home) != _host(api):
        home = urljoin(api, "/")
    name = blog_name(html.unescape(title)) if isinstance(title, str) else ""
    return About(name, home, _zone(root))


def _zone(root: Item) -> str | None:
    """The blog's time zone: by its name, or the one so many hours ahead, all year round."""
    name, offset = root.get("timezone_string"), root.get("gmt_offset")
    if isinstance(name, str) and (called := zone_called(name)):
        return called
    if not isinstance(offset, int | float | str) or isinstance(offset, bool):
        return None
    ahead = str(offset)  # WordPress keeps it as text, and some versions answer so
    return zone_called(ahead if ahead.startswith(("+", "-")) else f"+{ahead}")


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()


def entries(answer: Answer, host: str) -> list[Item]:
    """Read a list of objects; what is no object is left out and logged."""
    body = decode(answer, host)
    if isinstance(body, dict) and body and all(place.isdecimal() for place in body):
        # Of a list from which a plugin took something, PHP makes an object.
        body = list(body.values())
    if not isinstance(body, list):
        raise BlogUnusable("{host} answers with something that is not a WordPress list.", host=host)
    return [_linked(one, answer.url) for one in body if isinstance(one, dict)]


def entry(answer: Answer, host: str) -> Item:
    """Read a single object."""
    body = decode(answer, host)
    if not isinstance(body, dict):
        raise BlogUnusable(
            "{host} answers with something that is not a WordPress object.", host=host
        )
    return _linked(body, answer.url)


def _linked(entry: Item, url: str) -> Item:
    """With its whole address, of which some plugins leave no more than the path."""
    link = entry.get("link")
    if isinstance(link, str) and link.startswith("/"):
        return entry | {"link": resolved(url, link)}
    return entry


def each(found: Iterable[Item], read: Callable[[Item], T], host: str) -> list[T]:
    """Read every entry; a malformed one is left out and told once: the others get through.

    Raises `BlogUnusable` if all are malformed.
    """
    good: list[T] = []
    bad = 0
    for one in found:
        bad += 1
        with leaving_out(host, one.get("id")):
            good.append(read(one))
            bad -= 1
    if bad and not good:
        raise BlogUnusable("{host} answers with a list whose items are not WordPress's.", host=host)
    return good


def page(answer: Answer, found: tuple[T, ...], number: int) -> Page[T]:
    """Make a page; WordPress tells how many there are in its headers, pages can be short."""
    pages = _count(answer.headers.get("X-WP-TotalPages"))
    if pages is None:
        pages = number + 1 if found else number
    return Page(found, total(answer), max(pages, 1))


def total(answer: Answer) -> int | None:
    """Return how many things the whole list holds, if the server lets us know."""
    return _count(answer.headers.get("X-WP-Total"))


def _count(value: str | None) -> int | None:
    """A number of a header; one that no blog can have is as good as none."""
    if value is None or not (value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS):
        return None
    return int(value)


def clock(headers: Mapping[str, str]) -> datetime | None:
    """Return the server's own time, to compare with the times it gives."""
    try:
        return parsedate_to_datetime(headers["Date"]).astimezone(UTC)
    except (KeyError, ValueError, TypeError, OverflowError):
        return None


def ok(answer: Answer, host: str, account: Credentials | None) -> Answer:
    """Pass a successful answer on; say in our words what any other means."""
    if answer.status == 200:
        return answer
    if answer.status in {401, 403} and account is None:
        raise BlogRefused(
            "{host} does not let visitors use its REST API ({status}). "
            "Give the bot an account there and its application password.",
            host=host,
            status=answer.status,
        )
    if answer.status == 401 and account is not None:
        raise not_let_in(answer, host, account)
    if answer.status == 403:
        raise BlogRefused(
            "{host} does not let this account read (403). The account needs the role Editor; if it "
            "has that, a security plugin or firewall is in the way.",
            host=host,
        )
    if answer.status == 404:
        raise BlogUnusable(
            "There is no WordPress REST API at {host} any more, or it is disabled (404).", host=host
        )
    raise BlogUnusable(
        "{host} does not answer as WordPress does ({status}).", host=host, status=answer.status
    )


def comments_ok(answer: Answer, host: str, account: Credentials | None) -> Answer:
    """Pass on a successful answer about comments.

    Raises `CommentsOff` where plugins took them out of the API or answer an error of their own, and
    where visitors may not read them; what any other answer means is said as by `ok`.
    """
    code = refusal(answer)
    off = (answer.status in {404, 410} and code not in _OF_ONE) or _SWITCHED_OFF.search(code)
    if off:
        raise CommentsOff(
            "Comments are switched off at {host}: its REST API has none. Articles are announced "
            "all the same, and once a day the bot looks whether there are comments again.",
            host=host,
        )
    if answer.status in {401, 403} and code and account is None:
        raise CommentsOff(
            "{host} shows its comments to no visitor ({status}). Articles are announced all the "
            "same, and once a day the bot looks whether that has changed. With an account there, "
            "it can read the comments.",
            host=host,
            status=answer.status,
        )
    return ok(answer, host, account)


def own_account(
    answer: Answer, host: str, rights: Iterable[str], account: Credentials | None
) -> Item:
    """Read the answer to `users/me`.

    Raises `BlogRefused` if the application password or the account's rights won't do.
    """
    if account is not None and answer.status == 401:
        raise not_let_in(answer, host, account)
    if refusal(answer) == "rest_no_route":
        raise BlogUnusable(
            "{host} hides its accounts from the REST API, so that the bot can't see whose password "
            "that is (404). A security plugin does that; it has to allow `/wp/v2/users/me`.",
            host=host,
        )
    found = entry(ok(answer, host, account), host)
    granted = found.get("capabilities")
    for right in rights:
        if isinstance(granted, dict) and granted.get(right) is not True:
            raise BlogRefused(
                "The account at {host} may not do enough: it lacks the right {right}. The role "
                "Editor has it.",
                host=host,
                right=right,
            )
    return found


def done(answer: Answer, host: str, account: Credentials) -> Answer:
    """Pass on a successful answer to what an account did; say what any other means."""
    code = refusal(answer)
    if answer.status == 201:
        return answer
    if answer.status == 403 and code.startswith("rest_"):
        raise lacking_rights(host)
    if answer.status == 403:
        raise BlogUnusable(
            "{host} turns us away (403); a security plugin or firewall there is in the way.",
            host=host,
        )
    if code == "comment_flood":
        raise BlogUnreachable("{host} asks us to slow down.", retry_after=FLOOD, host=host)
    if code == "rest_trash_not_supported":
        raise BlogUnusable(
            "{host} keeps no trash, so that comments can only be held there.", host=host
        )
    return ok(answer, host, account)


def lacking_rights(host: str) -> BlogRefused:
    """Say what to do about an account that may not moderate."""
    return BlogRefused(
        "{host} does not let this account write and moderate comments: it lacks a right. "
        "The role Editor has them all.",
        host=host,
    )


def comment_refusal(answer: Answer) -> CommentRefused | None:
    """Say to a comment's writer why the blog won't take it; None if that is not the matter."""
    code = refusal(answer)
    if code == "comment_duplicate":
        return DuplicateComment("The same words are there already.")
    if answer.status not in {400, 403}:
        return None
    if code in _CLOSED:
        return DiscussionClosed(_CLOSED[code])
    words = _TOO_LONG if code.endswith("_column_length") else _REFUSALS.get(code)
    return None if words is None else CommentRefused(words)
