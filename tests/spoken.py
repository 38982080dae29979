"""What a mirrored message says between our own lines."""

from __future__ import annotations

from bot.mirror.lines import read_lines


def spoken(content: str) -> str:
    """The words without the line above them, and without that of the place below the first part."""
    above, _, words = content.partition("\n")
    named = read_lines(content)
    if named is not None and named[1] == 1 and not above.endswith(">)"):
        words = words.rpartition("\n")[0]
    return words
