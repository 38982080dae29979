"""Requests, counted by the hour: never more than may be, whenever one looks."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from bot.blogs.http.budget import HOUR, MINUTE, Budget

PAUSES = st.lists(st.integers(0, HOUR // 2), max_size=40)


def test_every_host_has_its_own() -> None:
    budget = Budget(10)
    budget.spend("a.example", 5)
    budget.spend("a.example", 70)
    budget.spend("b.example", 70)
    assert [budget.spent(host, 80) for host in ("a.example", "b.example", "c.example")] == [2, 1, 0]


def test_an_hour_later_it_is_forgotten() -> None:
    budget = Budget(10)
    budget.spend("a.example", 30)
    assert budget.spent("a.example", 30 + HOUR) == 1
    assert budget.spent("a.example", 30 + HOUR + MINUTE) == 0


def test_nothing_has_to_wait_until_all_are_spent() -> None:
    budget = Budget(3)
    for second in (10, 130, 140):
        assert budget.wait("a.example", second) == 0
        budget.spend("a.example", second)
    wait = budget.wait("a.example", 150)
    assert 150 + wait == HOUR + MINUTE
    assert budget.wait("a.example", 150 + wait) == 0
    assert budget.wait("b.example", 150) == 0


@given(PAUSES, st.integers(1, 6))
def test_no_hour_holds_more_than_may_be(pauses: list[float], hourly: int) -> None:
    budget, now, sent = Budget(hourly), 0.0, list[float]()
    for pause in pauses:
        now += pause
        now += budget.wait("a.example", now)
        assert budget.wait("a.example", now) == 0, "the wait was too short"
        budget.spend("a.example", now)
        sent.append(now)
    assert all(later - earlier >= HOUR for earlier, later in zip(sent, sent[hourly:], strict=False))


@given(PAUSES)
def test_it_never_holds_more_than_an_hour(pauses: list[float]) -> None:
    budget, now = Budget(1000), 0.0
    asked: defaultdict[str, list[float]] = defaultdict(list)
    for number, pause in enumerate(pauses):
        now += pause
        host = f"{number % 7}.example"
        budget.spend(host, now)
        asked[host].append(now)
    lately = {host for host, times in asked.items() if times[-1] > now - HOUR - MINUTE}
    assert set(budget._hosts) <= lately
    assert all(len(minutes) <= HOUR / MINUTE + 1 for minutes in budget._hosts.values())


class Counting(Budget):
    """Counts how often it looks at what a host was asked."""

    looks = 0

    def _recent(self, host: str, now: float) -> dict[int, int]:
        self.looks += 1
        return super()._recent(host, now)


def looks(hosts: int) -> int:
    """How many of them an hour takes in which so many hosts are asked once a minute."""
    budget = Counting(10)
    for minute in range(60):
        for host in range(hosts):
            budget.spend(str(host), minute * MINUTE)
    return budget.looks


def test_ten_times_the_hosts_are_ten_times_the_work() -> None:
    assert looks(100) <= 10 * looks(10)
