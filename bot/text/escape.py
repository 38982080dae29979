"""Plain text → text that Discord shows literally: no formatting, no mention, no emoji, no link.

Two ways are needed. In running text a backslash makes a character literal. In the label of a
masked link Discord shows such a backslash, so there the character is replaced by a look-alike or
set apart by a zero-width space.
"""

from __future__ import annotations

import re

APART = "\u200b"
"""Zero-width space: keeps two things apart that Discord would read as one."""

# Controls, soft hyphens, overrides and isolates of writing direction, and what is no character.
# Marks of direction (LRM, RLM, ALM), joiners and variation selectors are part of people's words.
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad"
    "\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
)
_ODD_SPACES = "\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029"
_TO_CLEAN = re.compile(f"[{_UNSEEN}{_ODD_SPACES}]")
_TO_TAKE_OUT = re.compile(f"[{_UNSEEN}]")
_TO_BREAK = re.compile(f"[{_ODD_SPACES}]")
_SUSPECT = re.compile(r"[\\*_~`|<\[\]#>+:@-]|\d\.")
"""What any of the following begins with."""
_MARK = re.compile(r"[\\*_~`|<\[\]]")
_DOUBLED = re.compile(r"([~|])(?=\1)")
_FREE_STANDING = re.compile(r"(?<!\S)(?=[#>]|[-+](?:[\s#]|$))")
_NUMBER = re.compile(r"(?<!\S)(\d+)\.(?=\s|$)")
_SHORTCODE = re.compile(r":(?=[\w+\\-]+:)")
_BEGUN_SHORTCODE = re.compile(r":[\w+\\-]*\Z")
_REFERENCE = re.compile(r"<(?!\s)|@(?=everyone|here)|:(?=/)|\](?=\()", re.IGNORECASE)
_MERGING = frozenset({"**", "__", "~~", "``", "||", "~_"})
_LOOK_ALIKE = str.maketrans(
    {"\\": "∖", "*": "∗", "_": "ˍ", "`": "ˋ", "[": "［", "]": "］"}  # noqa: RUF001
)


def clean(text: str) -> str:
    """Take out what is unseen and could break the layout; line and page breaks become `\\n`."""
    # Most text is clean: one look at it is enough.
    if not _TO_CLEAN.search(text):
        return text
    return _TO_TAKE_OUT.sub("", _TO_BREAK.sub("\n", text))


def fold(text: str) -> str:
    """Make every stretch of white space one space, none at the ends."""
    return " ".join(text.split())


def set_apart(text: str) -> str:
    """Break mentions, custom emoji, timestamps and links with a zero-width space.

    This is what holds where a backslash would be shown, as in code, and before Discord's servers,
    which look for mentions without regard to backslashes.
    """
    return _REFERENCE.sub(rf"\g<0>{APART}", text)


def beside(left: str, right: str) -> str:
    """Return what must stand between two pieces of Markdown so that their marks don't merge."""
    merges = left[-1:] + right[:1] in _MERGING or (
        right.startswith("_") and _BEGUN_SHORTCODE.search(left)
    )
    return APART if merges else ""


def escape_words(text: str) -> str:
    """Escape text whose white space is already in order and shall stay as it is."""
    if not _SUSPECT.search(text):
        return text
    text = _MARK.sub(r"\\\g<0>", text)
    text = _FREE_STANDING.sub(r"\\", text)
    text = _NUMBER.sub(r"\1\\.", text)
    text = _SHORTCODE.sub(r"\\:", text)
    return set_apart(text)


def label_words(text: str) -> str:
    """Like `escape_words`, for use inside a masked link's label."""
    text = text.translate(_LOOK_ALIKE)
    text = _DOUBLED.sub(rf"\1{APART}", text)
    text = _FREE_STANDING.sub(APART, text)
    text = _NUMBER.sub(rf"\1{APART}.", text)
    text = _SHORTCODE.sub(f":{APART}", text)
    return set_apart(text)


def escape(text: str) -> str:
    """Make any plain text (a name, a title) literal and inert in Discord Markdown, on one line."""
    return escape_words(fold(clean(text)))


def label(text: str) -> str:
    """Make any plain text literal and inert inside the label of a masked link, on one line."""
    return label_words(fold(clean(text)))
