"""How the file is doing that everything is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.errors import StoreDamaged
    from bot.languages.phrase import Phrase
    from bot.store.database import Database


class Health:
    """What is known of it; see `bot.store.condition`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def trouble(self) -> Phrase | None:
        """Why the last attempt to read or write failed, in words for the owner."""
        return self._database.condition.trouble

    @property
    def refusals(self) -> int:
        """How many attempts have failed."""
        return self._database.condition.refusals

    async def try_writing(self) -> None:
        """Write something that changes nothing: raises what stands in the way, if anything does."""
        await self._database.try_writing()

    async def damaged(self) -> StoreDamaged:
        """Wait until damage is found, be it for good."""
        return await self._database.condition.damaged()
