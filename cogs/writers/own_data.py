"""The file behind `/profile export`: everything that is stored of the one who asks."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import discord

from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.languages.language import Language
    from bot.store.people.disclosure import Disclosed

NAME = "afterword.json"
LARGEST = 8 * 1024 * 1024
"""Bytes that Discord takes for certain; what is larger is packed."""

EXACT = 2**53
"""Beyond it programs that read JSON round numbers, and Discord's are longer: they become text."""

ABOUT = Phrase(
    "Everything that the bot stores of you, in all servers, table by table as it is stored. Times "
    "are seconds since 1970. Your messages in Discord and your comments on a blog are also there, "
    "and not the bot's."
)


def own_data(user: int, found: Sequence[Disclosed], say: Language) -> discord.File:
    """As JSON that a person can read; in an archive, where it is too large."""
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
    text = json.dumps(document, ensure_ascii=False, indent=2).encode()
    if len(text) <= LARGEST:
        return discord.File(io.BytesIO(text), NAME)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, text)
    packed.seek(0)
    return discord.File(packed, f"{NAME}.zip")


def _exact(value: Any) -> Any:
    return str(value) if isinstance(value, int) and value > EXACT else value
