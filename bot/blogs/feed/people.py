"""The names of those who write. Pure."""

from __future__ import annotations

import re

from bot.blogs.feed.raw import Form, Text
from bot.blogs.feed.words import title

LONGEST = 300
_ADDRESS = re.compile(r"(?<![@\w.+-])[^\s@]\S{0,63}@\S+")
"""Of e-mail; `@ana@social.example` is what somebody is called in the fediverse."""


def person(text: str) -> str:
    """A person's name; never an e-mail address, which RSS asks authors to give."""
    name = title(Text(_ADDRESS.sub("", text[:LONGEST]), Form.UNSAID))
    name = _ADDRESS.sub("", name).strip(" <>")
    return name[1:-1].strip() if name.startswith("(") and name.endswith(")") else name
