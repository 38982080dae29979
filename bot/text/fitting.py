"""Lists cut where it does no harm. Pure."""

from __future__ import annotations


def whole_lines(lines: list[str], limit: int) -> str:
    """As many lines as fit: a link, mention or time cut in half would show as such."""
    text = lines[0]
    for line in lines[1:]:
        if len(text) + len(line) + 3 > limit:
            return f"{text}\n…"
        text += f"\n{line}"
    return text
