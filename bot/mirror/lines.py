"""The line that each mirrored message begins with: who speaks, and where on the blog. Pure.

It is also how a message is found again after a crash: its link and number name one part.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.text.to_discord import escape, label, shorten

if TYPE_CHECKING:
    from bot.model import Comment

NAME_LIMIT = 80
URL_LIMIT = 500
"""Longer addresses are cut: the line must leave the message its room."""

NOTE_ORPHAN = "-# What this answers is not on the blog any more."
TOMBSTONE = "*This comment is no longer on the blog.*"

_FIRST = re.compile(r"^\*\*.*\(<(?P<url>[^<>\s]+)>\)$")
_FURTHER = re.compile(r"^-# (?P<number>\d+)/\d+ .*\(<(?P<url>[^<>\s]+)>\)$")


def first_line(comment: Comment, *, orphan: bool) -> str:
    """Who wrote the comment, when, and the link to its place."""
    facts = [f"**{_name(comment)}**"]
    if comment.by_article_author:
        facts.append("✒️ author")
    facts.append(f"<t:{int(comment.created.timestamp())}:R>")
    facts.append(f"[on the blog](<{link(comment.url)}>)")
    line = " · ".join(facts)
    return f"{line}\n{NOTE_ORPHAN}" if orphan else line


def further_line(comment: Comment, number: int, of: int) -> str:
    """A small line for the parts after the first."""
    name = label(shorten(comment.author, NAME_LIMIT)) or "on the blog"
    return f"-# {number}/{of} · [{name}](<{link(comment.url)}>)"


def read_line(content: str) -> tuple[str, int] | None:
    """The link and part number in a message's first line; None if it has no such line."""
    line = content.partition("\n")[0].rstrip()
    if match := _FURTHER.match(line):
        return match["url"], int(match["number"])
    if match := _FIRST.match(line):
        return match["url"], 1
    return None


def link(url: str) -> str:
    """An address that can stand inside `<…>` without ending it."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")[:URL_LIMIT]


def _name(comment: Comment) -> str:
    return escape(shorten(comment.author, NAME_LIMIT)) or "Anonymous"
