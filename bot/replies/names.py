"""Under which name and address a member's words stand on a blog. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from itertools import dropwhile
from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase
from bot.text.escape import fold
from bot.text.graphemes import boundary_before
from bot.text.lookalikes import DOT, drawn, looks
from bot.text.visible import shows, visible, without_blanks

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMELESS = Phrase("A member")
"""Where someone's name in Discord can't stand on a blog."""

NAME_LIMIT = 60
"""Characters of a pen name; WordPress has room for 245 bytes."""

# What the bot's reactions show (✅ ⏳ 🕓 ⚠️ 🗑️ ✏️ ✒️), as Unicode names every picture of it.
_PICTURED = frozenset({
    "CHECK", "HOURGLASS", "CLOCK", "WARNING", "WASTEBASKET", "PENCIL", "NIB", "PEN",
})  # fmt: skip
# Between the facts in the first line of a comment. Names have such dots between letters only.
_SEPARATED = re.compile(rf"(?:^|\s){DOT}|{DOT}(?:\s|$)")
# Signs that stand within names; all others part a name from what is said of it.
_WITHIN = frozenset("'’.-‐‑")  # noqa: RUF001
_DASH = re.compile(r"(?<=\s)[-‐‑]+(?=\s)")  # noqa: RUF001


def pseudonym(pattern: str, salt: bytes, *, guild: int, blog: str, member: int) -> str:
    """An e-mail address that stays the same for a member, and that nobody else can compute.

    It differs from blog to blog and from server to server: blogs publish a hash of it (Gravatar),
    by which someone's names could otherwise be linked. `{hash}` in the pattern takes its place.
    """
    key = hmac.new(salt, f"{guild}/{blog}/{member}".encode(), hashlib.sha256).hexdigest()
    return pattern.replace("{hash}", key[:32])


def pen_name(text: str) -> str:
    """A name as it may stand on a blog: one line of at most NAME_LIMIT; empty if nothing shows."""
    bare = without_blanks(text.replace("<", "").replace(">", ""))
    name = "".join(dropwhile(_is_mark, fold(visible(fold(bare)))))
    name = name[: boundary_before(name, NAME_LIMIT) or NAME_LIMIT].strip()
    return name if shows(name) else ""


def is_taken(name: str, others: Iterable[str], badges: Iterable[str] = ()) -> bool:
    """Whether it reads like one of the blog's own people (`others`), or like the bot itself.

    `badges` are words by which the bot tells that someone is such a person.
    """
    if _has_mark(name) or _SEPARATED.search(drawn(name)):
        return True
    claims = frozenset().union(*map(looks, badges))
    taken = claims.union(*(looks(other) for other in others if shows(other)))
    return any(_without(each, claims) & taken for each in map(looks, _pieces(name)))


def _has_mark(name: str) -> bool:
    """Whether a sign in it could be taken for a reaction of the bot's."""
    return any(
        unicodedata.category(each) == "So" and _PICTURED & set(unicodedata.name(each, "").split())
        for each in name
    )


def _pieces(name: str) -> set[str]:
    """The name, and what signs set apart in it: of "Ada (author)" also "Ada"."""
    seen = {name, drawn(name)}
    return seen.union(*(filter(shows, _set_apart(each).split("\n")) for each in seen))


def _set_apart(name: str) -> str:
    signs = (each in _WITHIN or unicodedata.category(each)[0] not in "PS" for each in name)
    lines = "".join(each if part else "\n" for each, part in zip(name, signs, strict=True))
    return _DASH.sub("\n", lines)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _without(forms: frozenset[str], claims: frozenset[str]) -> frozenset[str]:
    """What a name looks like, and what it would without claims before and behind it."""
    before = forms.union(form.removesuffix(claim) for form in forms for claim in claims)
    return before.union(form.removeprefix(claim) for form in before for claim in claims)
