"""What comes with a WordPress article: its author, its terms, its picture. No I/O."""

from __future__ import annotations

import html
import re
from typing import Any

from bot.blogs.links import resolved
from bot.blogs.plain import is_web, one_line
from bot.model import Author

Item = dict[str, Any]

BIO_LIMIT = 10_000
"""Characters; nobody reads more about an author."""

DEFAULT_CATEGORY = 1
"""WordPress's first term; its name is translated, and its id the same everywhere."""

LINE_LIMIT = 1000
"""Characters of a title or a name; no message has room for more."""

_NO_TOPICS = frozenset({
    "author", "ppma_author", "language", "post_translations", "post_format",
})  # fmt: skip
"""Taxonomies that tell who wrote an article, in which language and how it looks."""

_AND = re.compile(r"&(?:amp|#0?38);")


def extras(entry: Item) -> Item:
    """What is embedded in an article, under the names of the relations."""
    found = entry.get("_embedded")
    return found if isinstance(found, dict) else {}


def line(text: str) -> str:
    """Text as WordPress stores it, entities and all, as one line."""
    return one_line(html.unescape(text))[:LINE_LIMIT]


def has_writer(entry: Item) -> bool:
    """Whether the article comes with its author's account."""
    return writer(extras(entry)) is not None


def writer(extras: Item) -> Author | None:
    """Read who wrote an article: never more than this, their e-mail's hash least of all."""
    for person in _dicts(extras.get("author")):
        who = line(person["name"]) if isinstance(person.get("name"), str) else ""
        if who:
            return Author(
                who,
                bio=_bio(person.get("description")),
                page=_address(person.get("link")),
                website=_address(person.get("url")),
            )
    return None


def _bio(value: object) -> str:
    """Line breaks are stored as people typed them; what shows them makes them markup."""
    text = value[:BIO_LIMIT] if isinstance(value, str) else ""
    return re.sub(r"\r\n|\r|\n", "<br>", text.strip())


def _address(value: object) -> str | None:
    """A web address that WordPress stores like text, entities and all."""
    address = html.unescape(value).strip() if isinstance(value, str) else ""
    return address if is_web(address) else None


def terms(extras: Item) -> tuple[str, ...]:
    """Read what an article is about."""
    groups = extras.get("wp:term")
    names = (
        line(term["name"])
        for group in (groups if isinstance(groups, list) else [])
        for term in _dicts(group)
        if isinstance(term.get("name"), str)
        and not _is_default(term)
        and term.get("taxonomy") not in _NO_TOPICS
    )
    return tuple(dict.fromkeys(names))


def _is_default(term: Item) -> bool:
    """Whether it is the category of articles without one, in whatever language it is called so."""
    first = term.get("id") == DEFAULT_CATEGORY and term.get("taxonomy") == "category"
    return first or term.get("slug") == "uncategorized"


def image(extras: Item, page: str) -> str | None:
    """Read where the picture of the article at `page` is."""
    for media in _dicts(extras.get("wp:featuredmedia")):
        named = media.get("source_url")
        address = resolved(page, _AND.sub("&", named)) if isinstance(named, str) and named else ""
        if is_web(address):
            return address
    return None


def _dicts(value: object) -> list[Item]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
