"""Blog HTML → blocks of text, without recursion and in linear time, whatever it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from bot.text.address import absolute
from bot.text.document import Block, Kind, Run, Style
from bot.text.elements import (
    BLOCKS,
    EMBEDS,
    EMOJI,
    INLINE_IN_CELLS,
    Attributes,
    is_alone,
    is_own_mark,
    language,
    language_around,
    number,
    sides,
    sources,
)
from bot.text.escape import clean
from bot.text.looks import styled
from bot.text.tame import tame
from bot.text.unseen import DROPPED, is_unseen

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborNode

MAX_INDENT = 20
"""Spaces before a list item; what is nested deeper stays at this depth."""

MOST = 200_000
"""Characters of markup that are read: that takes less than a second, whatever they are."""

_SPACE = re.compile(r"[ \t\n]+")


@dataclass(slots=True)
class _List:
    ordered: bool
    number: int
    step: int = 1
    counted: int | None = None
    """What Discord would make the next number: it counts on from a list's first."""


@dataclass(slots=True)
class _Item:
    marker: str
    place: _List
    number: int = 0
    started: bool = False

    def begin(self) -> str:
        """The marker, once; a number that Discord would not show stands there as words."""
        self.started = True
        place = self.place
        if not place.ordered:
            return self.marker
        counts = place.step == 1 and place.counted in {None, self.number}
        place.counted = self.number + 1 if counts else -1
        return self.marker if counts else self.marker.replace(".", "\\.")


@dataclass(frozen=True, slots=True)
class _Context:
    """What an element hands down to what is in it."""

    kind: Kind = Kind.PARAGRAPH
    style: Style = Style.PLAIN
    link: str | None = None
    level: int = 0
    language: str = ""
    quote: int = 0
    group: int = 0
    indent: int = 0
    list: _List | None = None
    item: _Item | None = None
    in_row: bool = False
    """In a cell of several, which share a line."""


def read(html: str, *, base_url: str, most: int = MOST) -> list[Block]:
    """Read HTML, of which `most` characters at the most; links in it become absolute.

    What is left out of it, an ellipsis says.
    """
    html, cut = tame(html, most)
    body = LexborHTMLParser(f"<body>{clean(html)}").body
    if body is None:
        return []
    reader = _Reader(base_url)
    reader.read(body)
    found = [block for block in reader.blocks if block.runs or block.kind is Kind.RULE]
    return [*found, Block(Kind.PARAGRAPH, [Run("…")])] if cut else found


class _Reader:
    """Walks the tree with a stack of its own, and collects blocks.

    On the stack lies what is still to come: a node with its context, text to be added, or None
    for the end of a block.
    """

    def __init__(self, base_url: str) -> None:
        self.blocks: list[Block] = []
        self._base_url = base_url
        self._open = False
        self._groups = 1
        """The first is that of items without a list."""
        self._todo: list[tuple[LexborNode | str | None, _Context]] = []
        self._changes: dict[str, Callable[[LexborNode, Attributes, _Context], _Context]] = {
            **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], self._heading),
            **dict.fromkeys(["ul", "ol", "menu"], self._list),
            **dict.fromkeys(["td", "th"], self._cell),
            **dict.fromkeys(["dl", "table"], self._grouped),
            **dict.fromkeys(["listing", "pre", "xmp"], self._preformatted),
            "a": self._anchor,
            "abbr": self._abbreviation,
            "blockquote": self._quotation,
            "code": self._code,
            "li": self._list_item,
            "q": self._quoted,
            "rt": self._reading,
        }

    def read(self, body: LexborNode) -> None:
        self._todo.append((body, _Context()))
        while self._todo:
            item, context = self._todo.pop()
            if item is None:
                self._end(context)
            elif isinstance(item, str):
                self._add(item, context)
            else:
                self._node(item, context)

    def _node(self, node: LexborNode, context: _Context) -> None:
        tag = node.tag or ""
        following = node.next
        if following is not None and tag != "body":
            self._todo.append((following, context))
        if tag == "-text":
            self._add(clean(node.text_content or ""), context)
            return
        if tag in DROPPED:
            return
        attributes = node.attributes
        if is_unseen(tag, attributes) or (tag == "a" and is_own_mark(node, attributes)):
            pass
        elif tag == "br":
            self._add(" " if context.in_row else "\n", context, breaks=True)
        elif tag == "hr":
            self.blocks.append(Block(Kind.RULE, quote=context.quote))
            self._open = False
        elif tag == "img":
            self._image(attributes, context)
        elif tag == "input":
            self._box(attributes, context)
        elif tag in EMBEDS:
            self._embed(node, attributes, context)
        else:
            self._element(tag, node, attributes, context)

    def _element(
        self, tag: str, node: LexborNode, attributes: Attributes, context: _Context
    ) -> None:
        if tag in INLINE_IN_CELLS and context.in_row:
            self._add(" ", context)
            self._todo.append((" ", context))
        elif tag in BLOCKS:
            self._end(context)
            self._todo.append((None, context))
        style = styled(context.style, tag, attributes)
        if style is not context.style and style != context.style:
            context = replace(context, style=style)
        if tag in self._changes:
            context = self._changes[tag](node, attributes, context)
        inner = node.child
        if inner is not None:
            self._todo.append((inner, context))

    def _end(self, context: _Context) -> None:
        """Here a block begins or ends; within code that is a line."""
        if context.kind is not Kind.CODE:
            self._open = False
        elif self._open and not self.blocks[-1].runs[-1].text.endswith("\n"):
            self.blocks[-1].runs.append(Run("\n"))

    def _add(self, text: str, context: _Context, *, breaks: bool = False) -> None:
        if context.kind is not Kind.CODE and not breaks:
            text = _SPACE.sub(" ", text)
        if not text or (not self._open and text.isspace() and context.kind is not Kind.CODE):
            return
        if not self._open:
            self._begin(context)
        self.blocks[-1].runs.append(Run(text, context.style, context.link))

    def _begin(self, context: _Context) -> None:
        block = Block(
            context.kind,
            level=context.level,
            language=context.language,
            quote=context.quote,
            group=context.group,
            indent=context.indent,
        )
        if context.item is not None and not context.item.started:
            block.indent -= len(context.item.marker)
            block.marker = context.item.begin()
        self.blocks.append(block)
        self._open = True

    def _image(self, attributes: Attributes, context: _Context) -> None:
        alt = clean(attributes.get("alt") or "").strip()
        if EMOJI.intersection((attributes.get("class") or "").split()):
            self._add(alt, context)
        elif not set(sides(attributes)) <= {0, 1}:
            links = (absolute(each, self._base_url) for each in sources(attributes))
            self._medium(alt, next(filter(None, links), None), context)

    def _box(self, attributes: Attributes, context: _Context) -> None:
        if context.item is not None and attributes.get("type") == "checkbox":
            self._add("☑ " if "checked" in attributes else "☐ ", context)

    def _embed(self, node: LexborNode, attributes: Attributes, context: _Context) -> None:
        inner = node.css_first("source[src]")
        within = inner.attributes.get("src") if inner is not None else None
        named = [*sources(attributes), attributes.get("data"), within]
        links = (absolute(each, self._base_url) for each in named if each)
        self._open = False
        link = next(filter(None, links), None)
        self._medium(clean(attributes.get("title") or "").strip(), link, context)
        self._open = False

    def _medium(self, words: str, source: str | None, context: _Context) -> None:
        link = context.link or source
        style = (context.style & ~Style.CODE) | Style.MEDIA
        if self._open and Style.MEDIA in self.blocks[-1].runs[-1].style:
            self._add(" ", context)
        self._add(words or link or "", replace(context, style=style, link=link))

    def _heading(self, node: LexborNode, _: Attributes, context: _Context) -> _Context:
        level = int((node.tag or "h6")[1])
        if level > 3 or context.list is not None:
            return replace(context, style=context.style | Style.BOLD)
        # A summary's own look is bold.
        style = context.style & ~Style.BOLD
        return replace(context, kind=Kind.HEADING, level=level, style=style)

    def _list(self, node: LexborNode, attributes: Attributes, context: _Context) -> _Context:
        step = -1 if "reversed" in attributes else 1
        start = 1 if step == 1 else sum(each.tag == "li" for each in node.iter())
        made = _List(node.tag == "ol", number(attributes.get("start"), start), step)
        if context.list is not None and context.item is None:
            # A list that stands in another one instead of in an item of it.
            context = replace(context, indent=min(context.indent, MAX_INDENT) + len("- "))
        return replace(self._grouped(node, attributes, context), list=made, item=None)

    def _list_item(self, _: LexborNode, attributes: Attributes, context: _Context) -> _Context:
        place = context.list or _List(ordered=False, number=1)
        turn, marker = 0, "- "
        if place.ordered:
            turn = number(attributes.get("value"), place.number)
            place.number = turn + place.step
            marker = f"{turn}. "
        indent = min(context.indent, MAX_INDENT) + len(marker)
        item = _Item(marker, place, turn)
        return replace(context, group=context.group or 1, list=place, item=item, indent=indent)

    def _grouped(self, _node: LexborNode, _: Attributes, context: _Context) -> _Context:
        return context if context.group else replace(context, group=self._next_group())

    def _next_group(self) -> int:
        self._groups += 1
        return self._groups

    def _quotation(self, _node: LexborNode, _: Attributes, context: _Context) -> _Context:
        if context.quote:
            return context
        return replace(context, quote=self._next_group(), group=0, indent=0, list=None, item=None)

    def _cell(self, node: LexborNode, _: Attributes, context: _Context) -> _Context:
        if self._open:
            self._add(" | ", replace(context, style=Style.PLAIN))
        return replace(context, in_row=context.in_row or not is_alone(node))

    def _anchor(self, _: LexborNode, attributes: Attributes, context: _Context) -> _Context:
        href = attributes.get("href")
        link = absolute(href, self._base_url) if href else None
        return replace(context, link=link) if link else context

    def _abbreviation(
        self, node: LexborNode, attributes: Attributes, context: _Context
    ) -> _Context:
        title = clean(attributes.get("title") or "").strip()
        inner = node.child
        if title and (inner is None or title != (inner.text_content or "").strip()):
            self._todo.append((f" ({title})", context))
        return context

    def _quoted(self, _node: LexborNode, _: Attributes, context: _Context) -> _Context:
        self._add("“", context)
        self._todo.append(("”", context))
        return context

    def _reading(self, _node: LexborNode, _: Attributes, context: _Context) -> _Context:
        self._add("(", context)
        self._todo.append((")", context))
        return context

    def _code(self, _: LexborNode, attributes: Attributes, context: _Context) -> _Context:
        if context.kind is Kind.CODE and not self._open:
            return replace(context, language=language(attributes) or context.language)
        return context

    def _preformatted(self, node: LexborNode, _: Attributes, context: _Context) -> _Context:
        return replace(context, kind=Kind.CODE, language=language_around(node))
