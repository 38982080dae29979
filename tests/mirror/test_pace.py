"""How often a blog may be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.mirror.pace import hourly_requests

if TYPE_CHECKING:
    from tests.mirror.world import World


@pytest.mark.parametrize(
    ("poll", "most"),
    [
        pytest.param(60, 2 * (60 * 3 + 3600), id="every minute"),
        pytest.param(3600, 2 * (3 + 3600), id="every hour"),
    ],
)
def test_it_is_twice_what_reading_and_filling_the_archive_take(poll: int, most: int) -> None:
    assert hourly_requests(poll) == most


async def test_no_cycle_takes_more_than_three_while_nothing_changes(here: World) -> None:
    await here.follow_through(30)
    assert max([len(await here.cycle()) for _ in range(30)]) <= 3
