"""How far Discord is behind, in one figure that one odd comment can't move."""

from __future__ import annotations

from bot.care.lag import Lag, lag
from bot.store.discord.lags import Arrival


def test_nothing_came_yet() -> None:
    assert lag([]) is None


def test_a_few_that_waited_for_approval_do_not_count() -> None:
    usual = [Arrival(each, each + 40, each + 48.4) for each in range(7)]
    waited = [Arrival(0, 90_000, 90_003), Arrival(0, 200_000, 200_009)]
    assert lag(usual + waited) == Lag(48, 8, 9)


def test_where_all_wait_the_bot_s_share_is_apart() -> None:
    assert lag([Arrival(0, 90_000 + each, 90_004 + each) for each in range(3)]) == Lag(90_005, 4, 3)


def test_a_clock_that_is_ahead_makes_nothing_early() -> None:
    assert lag([Arrival(100, 110, 90)]) == Lag(0, 0, 1)
