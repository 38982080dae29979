"""Which lists one cycle reads."""

from __future__ import annotations

import pytest

from bot.mirror.rota import ROUND, Duty, duties

ARTICLES, LIVELY, QUIET = Duty.ARTICLES, Duty.LIVELY, Duty.QUIET


@pytest.mark.parametrize("turn", range(ROUND))
@pytest.mark.parametrize("pages", range(15))
@pytest.mark.parametrize(("due", "overdue"), [(False, False), (True, False), (True, True)])
def test_two_requests_at_most_beside_the_newest_comments(
    turn: int, pages: int, due: bool, overdue: bool
) -> None:
    assert len(duties(turn, lively_pages=pages, quiet_due=due, quiet_overdue=overdue)) <= 2


@pytest.mark.parametrize("pages", range(1, 10))
@pytest.mark.parametrize("due", [False, True])
def test_nine_lively_pages_are_read_within_one_round(pages: int, due: bool) -> None:
    left = pages
    read_articles = 0
    for turn in range(ROUND):
        wanted = duties(turn, lively_pages=left, quiet_due=due, quiet_overdue=False)
        left -= wanted.count(LIVELY)
        read_articles += wanted.count(ARTICLES)
    assert left <= 0
    assert read_articles >= 1


@pytest.mark.parametrize("pages", range(20))
@pytest.mark.parametrize("overdue", [False, True])
def test_every_round_begins_with_the_articles(pages: int, overdue: bool) -> None:
    wanted = duties(0, lively_pages=pages, quiet_due=overdue, quiet_overdue=overdue)
    assert wanted[0] is ARTICLES


@pytest.mark.parametrize("turn", range(ROUND))
@pytest.mark.parametrize("pages", range(20))
def test_what_is_overdue_is_never_put_off(turn: int, pages: int) -> None:
    assert QUIET in duties(turn, lively_pages=pages, quiet_due=True, quiet_overdue=True)


def test_spare_requests_go_to_what_is_due() -> None:
    assert duties(0, lively_pages=0, quiet_due=True, quiet_overdue=False) == [ARTICLES, QUIET]
    assert duties(2, lively_pages=0, quiet_due=True, quiet_overdue=False) == [ARTICLES, QUIET]
    assert duties(2, lively_pages=1, quiet_due=True, quiet_overdue=False) == [LIVELY, ARTICLES]


def test_with_nothing_to_compare_only_the_articles_are_read() -> None:
    for turn in range(ROUND):
        assert duties(turn, lively_pages=0, quiet_due=False, quiet_overdue=False) == [ARTICLES]
