"""Under which name and address a member's words stand on a blog. Pure."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from typing import TYPE_CHECKING

from bot.text.escape import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME_LIMIT = 60
"""Characters of a pen name; WordPress has room for 245 bytes."""


def pseudonym(pattern: str, salt: bytes, *, guild: int, blog: str, member: int) -> str:
    """An e-mail address that stays the same for a member, and that nobody else can compute.

    It differs from blog to blog and from server to server: blogs publish a hash of it (Gravatar),
    by which someone's names could otherwise be linked. `{hash}` in the pattern takes its place.
    """
    key = hmac.new(salt, f"{guild}/{blog}/{member}".encode(), hashlib.sha256).hexdigest()
    return pattern.replace("{hash}", key[:32])


def pen_name(text: str) -> str:
    """A name as it may stand on a blog: one line, nothing invisible, not too long; or nothing."""
    visible = "".join(c for c in fold(text) if unicodedata.category(c)[0] != "C" or c == "\u200d")
    return visible.replace("<", "").replace(">", "").strip()[:NAME_LIMIT].strip()


def is_taken(name: str, others: Iterable[str]) -> bool:
    """Whether it reads like one of the names that belong to the blog's own people."""
    key = _skeleton(name)
    return any(key == _skeleton(other) for other in others)


def _skeleton(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in decomposed if c.isalnum())
