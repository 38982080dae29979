"""Which message of a thread is which part whose sending was cut off. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.mirror.desired import digest
from bot.mirror.lines import read_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.store.discord.parts import PartRecord


def match(
    doubtful: Sequence[PartRecord], links: Mapping[str, str], standing: Sequence[tuple[int, str]]
) -> list[tuple[PartRecord, int]]:
    """Find a message for each part that has one, none for two.

    `links` are the comments' as their lines show them, `standing` our messages that belong to no
    part, as id and content, oldest first. What shows the very words that were sent counts before
    what has only the link and the number: several comments can have one link.
    """
    left = dict(standing)
    found: dict[int, int] = {}
    for place, part in enumerate(doubtful):
        message = next((each for each in left if digest(left[each]) == part.hash), None)
        if message is not None:
            found[place] = message
            del left[message]
    for place, part in enumerate(doubtful):
        line = links.get(part.comment, ""), part.number
        message = next((each for each in left if read_lines(left[each]) == line), None)
        if place not in found and message is not None:
            found[place] = message
            del left[message]
    return [(doubtful[place], message) for place, message in sorted(found.items())]
