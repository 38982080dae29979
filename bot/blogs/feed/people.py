"""The names of those who write. Pure."""

from __future__ import annotations

import re

from bot.blogs.feed.raw import Form, Text
from bot.blogs.feed.words import title

LONGEST = 300
_ADDRESS = re.compile(r"(?<!\S)(?!@[\w.-]+@[\w.-]+[,;]?(?!\S))\S+@\S+")
"""A word with an e-mail address; `@ana@social.example` is a name, of somebody in the fediverse."""


def person(text: str) -> str:
    """A person's name; never an e-mail address, which RSS asks authors to give."""
    name = title(Text(_ADDRESS.sub("", text[:LONGEST]), Form.UNSAID))
    name = _ADDRESS.sub("", name).strip(" <>")
    return name[1:-1].strip() if name.startswith("(") and name.endswith(")") else name
