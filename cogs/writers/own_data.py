"""The file behind `/profile export`: everything that is stored of the one who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.discord.json_file import json_file
from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.languages.language import Language
    from bot.store.people.disclosure import Disclosed

NAME = "afterword.json"

ABOUT = Phrase(
    "Everything that the bot stores of you, in all servers, table by table as it is stored. Times "
    "are seconds since 1970. Your messages in Discord and your comments on a blog are also there, "
    "and not the bot's."
)


async def own_data(user: int, found: Sequence[Disclosed], say: Language) -> discord.File:
    """What was found, with what it is for."""
    document = {
        "about": say(ABOUT),
        "user": user,
        "stored": [
            {"table": each.table, "what": say(each.what), "rows": each.rows} for each in found
        ],
    }
    return await json_file(NAME, document)
