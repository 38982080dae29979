"""What every form of feed says of its items, before it is read into our words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Form(Enum):
    """What a text is written in."""

    TEXT = "text"
    HTML = "html"
    UNSAID = "unsaid"
    """One of the two, as RSS leaves it."""


@dataclass(frozen=True, slots=True)
class Text:
    """A title, a summary, the whole: markup or not."""

    value: str = ""
    form: Form = Form.HTML


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an item or a feed; `href` is resolved, ASCII and of the web."""

    href: str
    rel: str = "alternate"
    type: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a feed names beside an item's text; `href` is resolved."""

    href: str
    width: int = 0
    """In pixels; 0 where the feed doesn't say."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a comment answers, and where that is."""

    ref: str = ""
    href: str = ""


@dataclass(slots=True)
class RawItem:
    """One item, as the feed gives it; whatever it leaves out is empty."""

    id: str = ""
    links: list[Link] = field(default_factory=list)
    title: Text = field(default_factory=Text)
    content: Text = field(default_factory=Text)
    """The whole of it, where the feed says that this is the whole."""
    summary: Text = field(default_factory=Text)
    authors: list[str] = field(default_factory=list)
    """People's names; never an e-mail address."""
    published: str = ""
    updated: str = ""
    terms: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    """The likeliest first."""
    base: str = ""
    """What relative addresses in its text start from."""
    comment_feed: str = ""
    answers: Answered = field(default_factory=Answered)


@dataclass(slots=True)
class RawFeed:
    """A whole feed."""

    title: Text = field(default_factory=Text)
    home: str = ""
    """The page that it names as its site; empty where it names none."""
    generator: str = ""
    authors: list[str] = field(default_factory=list)
    """Who wrote what has no author of its own."""
    items: list[RawItem] = field(default_factory=list)
    beyond: int = 0
    """How many more items follow these."""
