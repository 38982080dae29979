"""JSON Feed, a feed in JSON, as `RawFeed`. Pure."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.blogs.feed.addresses import resolved
from bot.blogs.feed.people import person
from bot.blogs.feed.raw import Form, Link, Picture, RawFeed, RawItem, Text
from bot.blogs.feed.xml import MOST_AUTHORS, MOST_ITEMS, MOST_TERMS

VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/\d", re.IGNORECASE)

_LONGEST_NUMBER = 30
_SURROGATES = re.compile("[\ud800-\udfff]")


def read(text: str, url: str) -> RawFeed | None:
    """Read the feed that was found at `url`; None if this is none."""
    try:
        feed = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_number,
            parse_float=_number,
            parse_constant=_number,
            strict=False,  # lines may break within texts
        )
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not VERSION.match(_string(feed.get("version"))):
        return None
    home = resolved(_string(feed.get("home_page_url")), url)
    base = home or resolved(_string(feed.get("feed_url")), url) or url
    listed = _list(feed.get("items"))
    items = [each for each in listed[:MOST_ITEMS] if isinstance(each, dict)]
    return RawFeed(
        title=Text(_string(feed.get("title")), Form.TEXT),
        home=home,
        authors=_people(feed),
        items=[_item(each, base) for each in items],
        beyond=max(0, len(listed) - MOST_ITEMS),
    )


def _item(item: dict[str, Any], base: str) -> RawItem:
    page = resolved(_string(item.get("url")) or _string(item.get("external_url")), base)
    named = _string(item.get("id"))
    content = _string(item.get("content_html"))
    attached = [each for each in _list(item.get("attachments")) if isinstance(each, dict)]
    files = [
        Link(href, "enclosure", _string(each.get("mime_type")).lower())
        for each in attached
        if (href := resolved(_string(each.get("url")), base))
    ]
    links = [Link(page)] if page else []
    if not page and named.lower().startswith(("http://", "https://")):
        links = [Link(href)] if (href := resolved(named, base)) else []
    pictures = [resolved(_string(item.get(key)), base) for key in ("image", "banner_image")]
    attached_pictures = [file.href for file in files if file.type.startswith("image/")]
    return RawItem(
        id=named,
        links=links + files,
        title=Text(_string(item.get("title")), Form.TEXT),
        content=Text(content) if content else Text(_string(item.get("content_text")), Form.TEXT),
        summary=Text(_string(item.get("summary")), Form.TEXT),
        authors=_people(item),
        published=_string(item.get("date_published")),
        updated=_string(item.get("date_modified")),
        terms=[term for each in _list(item.get("tags"))[:MOST_TERMS] if (term := _string(each))],
        pictures=[Picture(each) for each in [*pictures, *attached_pictures]],
        base=page or base,
    )


def _people(said: dict[str, Any]) -> list[str]:
    authors = [*_list(said.get("authors")), said.get("author")]
    named = [each for each in authors[:MOST_AUTHORS] if isinstance(each, dict)]
    return list(dict.fromkeys(filter(None, (person(_string(each.get("name"))) for each in named))))


def _string(value: object) -> str:
    return _SURROGATES.sub("�", value).strip() if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # In Python, so that a document of a million objects lets other threads have their turn.
    return dict(pairs)


def _number(digits: str) -> str | None:
    """A number as it is written: ids may be any, and none is computed with."""
    return digits if len(digits) <= _LONGEST_NUMBER else None
