"""The alarm's port onto Discord, on discord.py; its errors become ours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import discord

from bot.discord.calls import CLOCK_DOUBT, NOBODY, translated
from bot.discord.choices import view_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.care.arrivals import Choice

SEARCH_LIMIT = 200
"""Messages looked through for one whose sending was cut off."""


class DiscordBoard:
    """Implements `bot.care.alarm.Board`."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def post(self, channel: int, words: str, choices: Sequence[Choice], *, nonce: str) -> int:
        """Write a message."""
        with translated():
            place = self._client.get_partial_messageable(channel)
            view = view_of(choices) or discord.utils.MISSING
            sent = await place.send(
                words, nonce=nonce, allowed_mentions=NOBODY, suppress_embeds=True, view=view
            )
            return sent.id

    async def find(self, channel: int, mark: str, *, since: int) -> int | None:
        """Look through what we wrote since then."""
        begun = datetime.fromtimestamp(since, UTC) - CLOCK_DOUBT
        with translated():
            async for found in self._client.get_partial_messageable(channel).history(
                after=begun, oldest_first=True, limit=SEARCH_LIMIT
            ):
                if found.author == self._client.user and mark in found.content:
                    return found.id
        return None

    async def change(
        self, channel: int, message: int, words: str, choices: Sequence[Choice]
    ) -> None:
        """Show this instead."""
        with translated():
            place = self._client.get_partial_messageable(channel)
            await place.get_partial_message(message).edit(
                content=words, allowed_mentions=NOBODY, view=view_of(choices)
            )
