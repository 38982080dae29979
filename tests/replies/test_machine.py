"""A disk that takes nothing for an hour: then what people did is on the blog, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ailing import Refusing
from tests.breaking import listening
from tests.replies.test_faults import MOST, end, life, set_up
from tests.replies.world import GUILD, world

if TYPE_CHECKING:
    from pathlib import Path

INSTANTS = 8
"""At how many of its transactions the bot is struck, one after the other."""


async def test_whenever_writing_is_refused_it_goes_on_by_itself(tmp_path: Path) -> None:
    async with world(tmp_path / "well") as well:
        await set_up(well)
        refusing = Refusing(well.store)
        await life(well)
        transactions = refusing.begun
        expected = await end(well)
    assert transactions > 2 * INSTANTS
    for first in range(0, transactions, transactions // INSTANTS):
        async with world(tmp_path / str(first)) as ill:
            await set_up(ill)
            refusing = Refusing(ill.store)
            refusing.from_(first)
            with listening() as log:
                await life(ill)
            assert 1 <= len(log.records) <= 2 * MOST
            assert log.tracebacks == 0, "no fault of ours"
            await refusing.over()
            assert await end(ill) == expected, f"from transaction {first} on"
            assert ill.replies.trouble(GUILD, ill.blog_id) is None
