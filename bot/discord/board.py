"""The alarm's port onto Discord, on discord.py; its errors become ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.discord.calls import NOBODY, translated
from bot.discord.choices import view_of
from bot.discord.history import begun, own_messages

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
        place, me = self._client.get_partial_messageable(channel), self._client.user
        with translated():
            async for found in own_messages(place, me, first=begun(since), limit=SEARCH_LIMIT):
                if mark in found.content:
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
