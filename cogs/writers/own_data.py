"""The file behind `/profile export`: everything that is stored of the one who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.discord.json_file import json_file
from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.languages.language import Language
    from bot.store.people.disclosure import Disclosed

NAME = "afterword.json"
EXACT = 2**53
"""Beyond it programs that read JSON round numbers, and Discord's are longer: they become text."""

ABOUT = Phrase(
    "Everything that the bot stores of you, in all servers, table by table as it is stored. Times "
    "are seconds since 1970. Your messages in Discord and your comments on a blog are also there, "
    "and not the bot's."
)


async def own_data(user: int, found: Sequence[Disclosed], say: Language) -> discord.File:
    """What was found, with what it is for."""
    document = {
        "about": say(ABOUT),
        "user": str(user),
        "stored": [
            {
                "table": each.table,
                "what": say(each.what),
                "rows": [{name: _exact(value) for name, value in row.items()} for row in each.rows],
            }
            for each in found
        ],
    }
    return await json_file(NAME, document)


def _exact(value: Any) -> Any:
    return str(value) if isinstance(value, int) and value > EXACT else value
