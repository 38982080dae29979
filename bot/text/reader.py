"""Blog HTML → blocks of text, without recursion and in linear time, whatever it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from bot.text.address import absolute
from bot.text.document import Block, Kind, Run, Style
from bot.text.escape import clean
from bot.text.tame import tame

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborNode

MAX_INDENT = 20
"""Spaces before a list item; what is nested deeper stays at this depth."""


@dataclass(slots=True)
class _List:
    ordered: bool
    number: int


@dataclass(slots=True)
class _Item:
    marker: str
    started: bool = False


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
    in_cell: bool = False


_STYLES = {
    **dict.fromkeys(["b", "strong", "summary", "th", "dt"], Style.BOLD),
    **dict.fromkeys(["i", "em", "cite", "dfn", "var"], Style.ITALIC),
    **dict.fromkeys(["u", "ins"], Style.UNDERLINE),
    **dict.fromkeys(["s", "del", "strike"], Style.STRIKE),
    **dict.fromkeys(["code", "kbd", "samp", "tt"], Style.CODE),
    "sup": Style.RAISED,
    "sub": Style.LOWERED,
}
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p",
    "pre", "search", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_INLINE_IN_CELLS = frozenset(["p", "div", "center", "section"])
_DROPPED = frozenset({
    "button", "canvas", "datalist", "head", "input", "link", "meta", "noscript", "option", "rp",
    "script", "select", "style", "svg", "template", "textarea", "title", "-comment",
})  # fmt: skip
_EMBEDS = frozenset(["audio", "embed", "iframe", "object", "video"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:^|\s)lang(?:uage)?-([a-z0-9_+.#-]{1,20})(?:\s|$)", re.IGNORECASE)


def read(html: str, *, base_url: str) -> list[Block]:
    """Read HTML; links in it become absolute."""
    body = LexborHTMLParser(f"<body>{tame(clean(html))}").body
    if body is None:
        return []
    reader = _Reader(base_url)
    reader.read(body)
    return [block for block in reader.blocks if block.runs or block.kind is Kind.RULE]


class _Reader:
    """Walks the tree with a stack of its own, and collects blocks.

    On the stack lies what is still to come: a node with its context, text to be added, or None
    for the end of a block.
    """

    def __init__(self, base_url: str) -> None:
        self.blocks: list[Block] = []
        self._base_url = base_url
        self._open = False
        self._groups = 0
        self._todo: list[tuple[LexborNode | str | None, _Context]] = []
        self._changes: dict[str, Callable[[LexborNode, _Context], _Context]] = {
            **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], self._heading),
            **dict.fromkeys(["ul", "ol", "menu"], self._list),
            **dict.fromkeys(["td", "th"], self._cell),
            **dict.fromkeys(["dl", "table"], self._grouped),
            "a": self._anchor,
            "abbr": self._abbreviation,
            "blockquote": self._quotation,
            "code": self._code,
            "li": self._list_item,
            "pre": self._preformatted,
            "q": self._quoted,
        }

    def read(self, body: LexborNode) -> None:
        self._todo.append((body, _Context()))
        while self._todo:
            item, context = self._todo.pop()
            if item is None:
                self._open = False
            elif isinstance(item, str):
                self._add(item, context)
            else:
                self._node(item, context)

    def _node(self, node: LexborNode, context: _Context) -> None:
        if node.next is not None and node.tag != "body":
            self._todo.append((node.next, context))
        tag = node.tag or ""
        if tag == "-text":
            self._add(clean(node.text_content or ""), context)
        elif tag in _DROPPED or _is_hidden(node):
            pass
        elif tag == "br":
            self._add("\n", context, breaks=True)
        elif tag == "hr":
            self.blocks.append(Block(Kind.RULE, quote=context.quote))
            self._open = False
        elif tag == "img":
            self._image(node, context)
        elif tag in _EMBEDS:
            self._embed(node, context)
        else:
            self._element(tag, node, context)

    def _element(self, tag: str, node: LexborNode, context: _Context) -> None:
        if tag in _INLINE_IN_CELLS and context.in_cell:
            self._add(" ", context)
            self._todo.append((" ", context))
        elif tag in _BLOCKS:
            self._open = False
            self._todo.append((None, context))
        style = _STYLES.get(tag)
        if style is not None and not context.style & (style | Style.CODE):
            context = replace(context, style=context.style | style)
        if tag in self._changes:
            context = self._changes[tag](node, context)
        if node.child is not None:
            self._todo.append((node.child, context))

    def _add(self, text: str, context: _Context, *, breaks: bool = False) -> None:
        if context.kind is not Kind.CODE and not breaks:
            text = re.sub(r"[ \t\n]+", " ", text)
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
            context.item.started = True
            block.marker = context.item.marker
            block.indent -= len(block.marker)
        self.blocks.append(block)
        self._open = True

    def _image(self, node: LexborNode, context: _Context) -> None:
        alt = clean(node.attributes.get("alt") or "").strip()
        if {"emoji", "wp-smiley"}.intersection((node.attributes.get("class") or "").split()):
            self._add(alt, context)
        elif {node.attributes.get("width"), node.attributes.get("height")} != {"1"}:
            self._medium(alt, node.attributes.get("src"), context)

    def _embed(self, node: LexborNode, context: _Context) -> None:
        source = node.attributes.get("src") or node.attributes.get("data")
        if not source:
            inner = node.css_first("source[src]")
            source = inner.attributes.get("src") if inner else None
        self._open = False
        self._medium(clean(node.attributes.get("title") or "").strip(), source, context)
        self._open = False

    def _medium(self, words: str, source: str | None, context: _Context) -> None:
        link = context.link or absolute(source or "", self._base_url)
        style = (context.style & ~Style.CODE) | Style.MEDIA
        self._add(words or link or "", replace(context, style=style, link=link))

    def _heading(self, node: LexborNode, context: _Context) -> _Context:
        level = int((node.tag or "h6")[1])
        if level > 3 or context.list is not None:
            return replace(context, style=context.style | Style.BOLD)
        return replace(context, kind=Kind.HEADING, level=level)

    def _list(self, node: LexborNode, context: _Context) -> _Context:
        start = _number(node.attributes.get("start"), 1)
        return replace(self._grouped(node, context), list=_List(node.tag == "ol", start), item=None)

    def _list_item(self, node: LexborNode, context: _Context) -> _Context:
        place = context.list or _List(ordered=False, number=1)
        marker = "- "
        if place.ordered:
            number = _number(node.attributes.get("value"), place.number)
            place.number = number + 1
            marker = f"{number}. "
        indent = min(context.indent, MAX_INDENT) + len(marker)
        return replace(self._grouped(node, context), list=place, item=_Item(marker), indent=indent)

    def _grouped(self, _node: LexborNode, context: _Context) -> _Context:
        return context if context.group else replace(context, group=self._next_group())

    def _next_group(self) -> int:
        self._groups += 1
        return self._groups

    def _quotation(self, _node: LexborNode, context: _Context) -> _Context:
        if context.quote:
            return context
        return replace(context, quote=self._next_group(), group=0, indent=0, list=None, item=None)

    def _cell(self, _node: LexborNode, context: _Context) -> _Context:
        if self._open:
            self._add(" | ", replace(context, style=Style.PLAIN))
        return replace(context, in_cell=True)

    def _anchor(self, node: LexborNode, context: _Context) -> _Context:
        href = node.attributes.get("href")
        link = absolute(href, self._base_url) if href else None
        return replace(context, link=link) if link else context

    def _abbreviation(self, node: LexborNode, context: _Context) -> _Context:
        if title := (node.attributes.get("title") or "").strip():
            self._todo.append((f" ({clean(title)})", context))
        return context

    def _quoted(self, _node: LexborNode, context: _Context) -> _Context:
        self._add("“", context)
        self._todo.append(("”", context))
        return context

    def _code(self, node: LexborNode, context: _Context) -> _Context:
        if context.kind is Kind.CODE and not self._open:
            return replace(context, language=_language(node) or context.language)
        return context

    def _preformatted(self, node: LexborNode, context: _Context) -> _Context:
        return replace(context, kind=Kind.CODE, language=_language(node))


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return (
        "hidden" in attributes
        or _HIDDEN.search(attributes.get("style") or "") is not None
        or "screen-reader-text" in (attributes.get("class") or "").split()
    )


def _language(node: LexborNode) -> str:
    found = _LANGUAGE.search(node.attributes.get("class") or "")
    return found[1].lower() if found else ""


def _number(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"[0-9]{1,9}", value) else default
