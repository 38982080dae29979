"""RSS of all versions, RDF and Atom: a tree of elements as `RawFeed`. Pure."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.blogs.feed.addresses import resolved
from bot.blogs.feed.people import person
from bot.blogs.feed.raw import Answered, Form, Link, Picture, RawFeed, RawItem, Text
from bot.blogs.feed.tree import attributes, elements, markup, name_of, words
from bot.blogs.leaving import leaving_out
from bot.text.elements import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

    Fields = dict[str, list[Element]]

MOST_ITEMS = 5000
"""Items of a document that are read; of one that goes on and on, the first."""

MOST_FIELDS = 300
"""Elements of one item that are looked at."""

MOST_TERMS = 50
MOST_AUTHORS = 10

_ITEMS = frozenset({"item", "entry"})
_PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "dcterms:created", "created")
_UPDATED = ("dc:date", "updated", "modified", "dcterms:modified", "lastbuilddate", "date")
_CONTENT = ("content:encoded", "content", "xhtml:body", "body", "fullitem")
_SUMMARY = (
    "description", "summary", "itunes:summary", "itunes:subtitle", "media:description",
    "dc:description", "abstract",
)  # fmt: skip
_AUTHORS = ("dc:creator", "author", "itunes:author", "dc:author", "media:credit", "creator")
_ORIGINS = ("feedburner:origlink", "pheedo:origlink")
"""Where services that count readers keep the page to which their own link leads."""
_MARKUP = frozenset({"html", "xhtml", "text/html", "application/xhtml+xml"})
_PLAIN = frozenset({"text", "text/plain"})
_RELATIONS = frozenset({"alternate", "self", "enclosure", "replies", "related", "via"})
_UNSHOWN = ("svg", "tif", "icon", "heic", "photoshop")
"""Types of pictures that Discord can't show."""
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")


def read(root: Element, url: str) -> RawFeed | None:
    """Read the feed that was found at `url`; None if there is none below this root."""
    atom = name_of(root) in {"atom:feed", "feed"}
    channel = root if atom else _channel(root)
    all_items = iter(_items(root, channel))
    found = list(islice(all_items, MOST_ITEMS))
    fields = _fields(channel)
    if not found and not atom and "title" not in fields and channel is root:
        return None
    if name_of(root) == "feed" and not found:
        return None
    said = _base(channel, _base(root, ""))
    links = _links(fields, resolved(said, url) or url)
    home = first(links, "alternate")
    # A feed may be served from anywhere: its own words about where it is count more.
    own = first(links, "self") if atom else ""
    start = resolved(said, url) or own or home or url
    return RawFeed(
        title=_text(fields, ("title",)),
        home=home,
        generator=" ".join([_words(fields, "generator"), *_attribute(fields, "generator", "uri")]),
        authors=_people(fields.get("author", [])) if atom else [],
        items=list(_read_items(found, start, url, based=bool(said))),
        beyond=sum(1 for _ in all_items),
    )


def _channel(root: Element) -> Element:
    return next((each for each in elements(root) if name_of(each) == "channel"), root)


def _items(root: Element, channel: Element) -> Iterable[Element]:
    yield from _below(channel)
    if root is not channel:
        yield from _below(root)


def _below(element: Element) -> Iterator[Element]:
    """Its items; where the end of one is missing, the next ones stand in it."""
    waiting = [elements(element)]
    while waiting:
        each = next(waiting[-1], None)
        if each is None:
            waiting.pop()
        elif name_of(each) in _ENTRIES:
            yield each
            waiting.append(elements(each))


_ENTRIES = _ITEMS | {f"atom:{name}" for name in _ITEMS}


def _fields(element: Element) -> Fields:
    """The elements of an item by name; of a feed, those beside the items."""
    fields: Fields = {}
    looked_at = islice(elements(element), MOST_FIELDS + MOST_ITEMS)
    others = (child for child in looked_at if name_of(child) not in _ENTRIES)
    for child in islice(others, MOST_FIELDS):
        # Inside RSS, Atom's links say what they are, too.
        fields.setdefault(name_of(child).removeprefix("atom:"), []).append(child)
    return fields


def _base(element: Element, around: str) -> str:
    """What relative addresses in it start from, as far as it is said."""
    said = attributes(element).get("xml:base", "")
    return (resolved(said, around) or said) if said else around


def _read_items(found: list[Element], base: str, url: str, *, based: bool) -> Iterable[RawItem]:
    for place, element in enumerate(found):
        with leaving_out(urlsplit(url).netloc, place):
            yield _item(element, base, based=based)


def _item(element: Element, base: str, *, based: bool) -> RawItem:
    based = based or "xml:base" in attributes(element)
    base = _base(element, base)
    fields = _fields(element)
    links = _links(fields, base)
    if origin := resolved(_words(fields, *_ORIGINS), base):
        links = [Link(origin), *links]
    called = _words(fields, "guid") or _words(fields, "id") or attributes(element).get("rdf:about")
    if not any(link.rel == "alternate" for link in links):
        links += _permalink(fields)
    reply = attributes(fields["thr:in-reply-to"][0]) if "thr:in-reply-to" in fields else {}
    return RawItem(
        id=called or "",
        links=links,
        title=_text(fields, ("title", "media:title", "dc:title", "itunes:title")),
        content=_text(fields, _CONTENT),
        summary=_text(fields, _SUMMARY),
        authors=_authors(fields),
        published=_words(fields, *_PUBLISHED),
        updated=_words(fields, *_UPDATED),
        terms=_terms(fields),
        pictures=list(_pictures(fields, links, base)),
        base=_base_of_words(fields, base if based else first(links, "alternate") or base),
        comment_feed=_comment_feed(fields, links, base),
        answers=Answered(reply.get("ref", ""), reply.get("href", "")),
    )


def _base_of_words(fields: Fields, base: str) -> str:
    """What relative addresses in the text start from, where that says so itself."""
    texts = [each for name in (*_CONTENT, *_SUMMARY) for each in fields.get(name, [])]
    return next((_base(each, base) for each in texts if "xml:base" in attributes(each)), base)


def _links(fields: Fields, base: str) -> list[Link]:
    found = []
    for element in fields.get("link", []):
        said = attributes(element)
        href = resolved(said.get("href") or words(element), _base(element, base))
        rel = (said.get("rel") or "alternate").lower().rpartition("/")[2]
        if href and rel in _RELATIONS:
            found.append(Link(href, rel, said.get("type", "").lower()))
    for element in fields.get("enclosure", []):
        said = attributes(element)
        if href := resolved(said.get("url") or said.get("href", ""), base):
            found.append(Link(href, "enclosure", said.get("type", "").lower()))
    # A page in HTML is what people read, wherever it stands among the others.
    return sorted(found, key=lambda link: bool(link.type) and "html" not in link.type)


def _permalink(fields: Fields) -> list[Link]:
    """A GUID, or an id, that is an address, and not said to be none of its page."""
    for name in ("guid", "id"):
        for element in fields.get(name, []):
            if attributes(element).get("ispermalink", "true").lower() != "false":
                called = words(element)
                if called.lower().startswith(("http://", "https://")):
                    return [Link(href)] if (href := resolved(called, "")) else []
    return []


def first(links: list[Link], rel: str) -> str:
    """Where the first link of this relation leads; empty where there is none."""
    return next((link.href for link in links if link.rel == rel), "")


def _words(fields: Fields, *names: str) -> str:
    found = (words(element) for name in names for element in fields.get(name, []))
    return next(filter(None, found), "")


def _attribute(fields: Fields, name: str, key: str) -> list[str]:
    return [attributes(element).get(key, "") for element in fields.get(name, [])]


def _text(fields: Fields, names: tuple[str, ...]) -> Text:
    """The first of these that holds anything."""
    for name in names:
        for element in fields.get(name, []):
            said = attributes(element)
            value = markup(element)
            if value and not said.get("src"):
                return Text(value, _form(element, name, said))
    return Text()


def _form(element: Element, name: str, said: dict[str, str]) -> Form:
    kind, mode = said.get("type", "").lower(), said.get("mode", "").lower()
    if len(element) or kind in _MARKUP or mode == "escaped":
        return Form.HTML
    if kind in _PLAIN or name.startswith("media:"):
        return Form.TEXT if kind in _PLAIN or not kind else Form.HTML
    return Form.HTML if name in {"content:encoded", "description"} else Form.UNSAID


def _authors(fields: Fields) -> list[str]:
    """Who wrote an item; of one taken from another feed, else who writes that."""
    own = (_people(fields.get(name, [])) for name in _AUTHORS)
    inner = [each for source in fields.get("source", []) for each in elements(source)]
    elsewhere = [each for each in inner if name_of(each).removeprefix("atom:") == "author"]
    return next(filter(None, own), []) or _people(elsewhere)


def _people(found: list[Element]) -> list[str]:
    names = []
    for element in found[:MOST_AUTHORS]:
        if name_of(element) == "media:credit" and attributes(element).get("role") != "author":
            continue
        inner = {name_of(child).removeprefix("atom:"): child for child in elements(element)}
        if inner:
            named = next((inner[key] for key in ("name", "foaf:name") if key in inner), None)
            names.append(person(words(named)) if named is not None else "")
        else:
            names.append(person(words(element)))
    return list(dict.fromkeys(filter(None, names)))


def _terms(fields: Fields) -> list[str]:
    found = []
    for name in ("category", "dc:subject", "media:category"):
        for element in fields.get(name, [])[:MOST_TERMS]:
            said = attributes(element)
            found.append(said.get("label") or said.get("term") or words(element))
    return list(dict.fromkeys(filter(None, found)))[:MOST_TERMS]


def _pictures(fields: Fields, links: list[Link], base: str) -> Iterable[Picture]:
    media = [*fields.get("media:content", [])]
    thumbnails = [*fields.get("media:thumbnail", [])]
    for group in fields.get("media:group", []):
        for child in islice(elements(group), MOST_FIELDS):
            named = name_of(child)
            if named in {"media:content", "media:thumbnail"}:
                (media if named == "media:content" else thumbnails).append(child)
    for element in media:
        said = attributes(element)
        thumbnails += [each for each in elements(element) if name_of(each) == "media:thumbnail"]
        if _is_picture(f"{said.get('medium', '')} {said.get('type', '')}", said.get("url", "")):
            yield Picture(resolved(said.get("url", ""), base), number(said.get("width"), 0))
    yield from (
        Picture(link.href) for link in links
        if link.rel == "enclosure" and _is_picture(link.type, link.href)
    )  # fmt: skip
    for element in [*thumbnails, *fields.get("itunes:image", []), *fields.get("image", [])]:
        said = attributes(element)
        inner = next((words(each) for each in elements(element) if name_of(each) == "url"), "")
        address = said.get("url") or said.get("href") or inner or words(element)
        yield Picture(resolved(address, base), number(said.get("width"), 0))


def _is_picture(kind: str, address: str) -> bool:
    kind = kind.strip().lower()
    path = address.partition("?")[0].lower()
    if kind and kind != "application/octet-stream":
        return "image" in kind and not any(each in kind for each in _UNSHOWN)
    return path.endswith(_PICTURES)


def _comment_feed(fields: Fields, links: list[Link], base: str) -> str:
    named = resolved(_words(fields, "wfw:commentrss"), base)
    replies = (
        link.href for link in links
        if link.rel == "replies" and "xml" in (link.type or "application/atom+xml")
    )  # fmt: skip
    return named or next(replies, "")
