"""An answer that takes its time: it says how far it is, and comes even if Discord stops waiting."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

import discord

from bot.discord.cards import ACCENT
from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.languages.language import Language

log = logging.getLogger(__name__)

PAUSE = 4
"""Seconds between two changes of the answer."""

PATIENCE = 840
"""Seconds for which the answer can be changed; Discord allows 15 minutes."""

LATE = Phrase(
    "This takes longer than Discord lets me answer here. I go on; the result comes to you as a "
    "direct message, and is in my log."
)


class Progress:
    """One deferred answer, in the language of the one who asked."""

    def __init__(
        self,
        interaction: discord.Interaction[Any],
        say: Language,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._interaction = interaction
        self._say = say
        self._clock = clock
        self._begun = clock()
        self._told = self._begun
        self._said_so = False

    @property
    def is_late(self) -> bool:
        """Whether the answer can't be changed any more."""
        return self._clock() - self._begun >= PATIENCE

    async def tell(self, words: Phrase) -> None:
        """Say how far it is, at most every few seconds."""
        if self.is_late:
            if not self._said_so:
                self._said_so = True
                await self._show(content=self._say(LATE))
        elif self._clock() - self._told >= PAUSE:
            self._told = self._clock()
            await self._show(content=f"⏳ {self._say(words)}")

    async def finish(self, words: str) -> None:
        """Say what came of it."""
        embed = discord.Embed(description=words, colour=ACCENT)
        if not self.is_late:
            await self._show(content=None, embed=embed)
            return
        log.info("The answer that came late:\n%s", words)
        try:
            await self._interaction.user.send(embed=embed)
        except discord.HTTPException as error:
            log.warning("It could not be sent as a direct message: %s", error)

    async def _show(self, **changes: Any) -> None:
        try:
            await self._interaction.edit_original_response(
                **changes, allowed_mentions=discord.AllowedMentions.none()
            )
        except discord.HTTPException as error:
            # The work goes on; the next answer may get through.
            log.warning("An answer could not be changed: %s", error)
