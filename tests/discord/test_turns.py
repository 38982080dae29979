"""Whose turn it is."""

from __future__ import annotations

from bot.discord.turns import Turns


def test_each_member_has_so_many_turns_in_so_many_seconds() -> None:
    now = 100.0
    turns = Turns(2, 10, lambda: now)
    assert [turns.take(1, 5), turns.take(1, 5)] == [0, 0]
    now = 104.0
    assert turns.take(1, 5) == 6
    assert [turns.take(1, 6), turns.take(2, 5)] == [0, 0], "others have their own"
    now = 110.0
    assert turns.take(1, 5) == 0, "asking in vain costs nothing"
    assert turns.take(1, 5) == 0
    assert turns.take(1, 5) == 10


def test_whoever_asks_no_more_is_not_remembered() -> None:
    now = 100.0
    turns = Turns(2, 10, lambda: now)
    for member in range(50):
        turns.take(1, member)
    now = 200.0
    turns.take(1, 99)
    assert len(turns._taken) == 1
