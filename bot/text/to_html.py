"""A member's message in Discord → HTML for a WordPress comment.

Of the elements that WordPress keeps in anybody's comment, six are used. Paragraphs and line breaks
it makes itself, out of lines; so only a quotation may reach from one line into the next.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.text.address import absolute
from bot.text.escape import fold
from bot.text.markdown import read
from bot.text.references import Names
from bot.text.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.languages.language import Language
    from bot.text.page import Span, Tag

__all__ = ["Attachment", "Names", "to_html"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside a message; untrusted."""

    name: str
    url: str


def to_html(content: str, names: Names, attachments: Sequence[Attachment] = ()) -> str:
    """Write a message as a comment, or "" if there is nothing to say.

    Whatever the message holds, these are its elements: a (with an http or https href), blockquote,
    code, del, em, strong. Everything else is text.
    """
    parts: list[str] = []
    for quoted, lines in groupby(read(content, names), key=lambda line: line.quoted):
        written = [_line(line.spans) for line in lines]
        if not quoted:
            parts += written
        elif any(written):
            parts.append(f"<blockquote>{_joined(written)}</blockquote>")
    return _joined([*parts, "", *(_attachment(each, names.say) for each in attachments)])


def _joined(lines: Iterable[str]) -> str:
    """Join lines, with one empty line where there are several, and none at the ends."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).removesuffix("\n")


def _line(spans: Iterable[Span]) -> str:
    written: list[str] = []
    opened: tuple[Tag, ...] = ()
    for text, around in spans:
        shared = _shared(opened, around)
        wanted = around if text.strip() else around[:shared]
        written += [f"</{tag.name}>" for tag in reversed(opened[shared:])]
        written += [_opening(tag) for tag in wanted[shared:]]
        written.append(_text(text))
        opened = wanted
    written += [f"</{tag.name}>" for tag in reversed(opened)]
    return "".join(written)


def _shared(left: Sequence[Tag], right: Sequence[Tag]) -> int:
    count = 0
    while count < min(len(left), len(right)) and left[count] == right[count]:
        count += 1
    return count


def _opening(tag: Tag) -> str:
    return f'<{tag.name} href="{_text(tag.href)}">' if tag.href else f"<{tag.name}>"


def _text(text: str) -> str:
    return html.escape(text, quote=False).replace('"', "&quot;")


def _attachment(attachment: Attachment, say: Language) -> str:
    name = _text(fold(visible(attachment.name)) or say("attachment"))
    url = absolute(attachment.url, "")
    if not url:
        return name
    file = f'<a href="{_text(url)}">{name}</a>'
    return say("{file} (attachment; this link expires)", file=file)
