"""Which announcement is of which article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.repair.pairing import Pairing, pair
from bot.store.upkeep.repairs import RecordedMirror
from tests.repair.threads import announced, summary

if TYPE_CHECKING:
    from bot.model import Summary

SITE = "https://blog.example/"
SECOND = "https://blog.example/2/"


def paired(pairing: Pairing) -> dict[str, int]:
    return {article.remote_id: each.message for article, each in pairing.pairs}


def test_by_its_address_however_it_is_written() -> None:
    found = [announced(500), announced(501, "http://www.blog.example/2")]
    assert paired(pair(found, [summary(), summary("2")], {}, SITE)) == {"1": 500, "2": 501}


def test_another_question_is_another_page() -> None:
    found = pair([announced(url="https://blog.example/1/?p=2")], [summary()], {}, SITE)
    assert (found.pairs, len(found.unlisted)) == ((), 1)


def test_the_oldest_of_two_counts() -> None:
    found = pair([announced(500), announced(400)], [summary()], {}, SITE)
    assert paired(found) == {"1": 400}
    assert [each.message for each in found.doubles] == [500]


def test_the_recorded_one_counts() -> None:
    recorded = {"1": RecordedMirror(500, 500, paused=False)}
    found = pair([announced(400), announced(500)], [summary()], recorded, SITE)
    assert paired(found) == {"1": 500}
    assert [each.message for each in found.doubles] == [400]


def test_what_is_bound_elsewhere_is_left_alone() -> None:
    """The article's thread is one that was adopted, or its announcement another one."""
    for recorded in (RecordedMirror(None, 900, paused=False), RecordedMirror(9, 9, paused=False)):
        found = pair([announced(400)], [summary()], {"1": recorded}, SITE)
        assert (found.pairs, len(found.doubles)) == ((), 1)


def test_a_mirror_that_was_only_chosen_takes_what_is_found() -> None:
    recorded = {"1": RecordedMirror(None, None, paused=False)}
    assert paired(pair([announced(400)], [summary()], recorded, SITE)) == {"1": 400}


def test_what_is_not_of_a_listed_article_is_told_apart() -> None:
    found = pair(
        [announced(1, "https://blog.example/9/"), announced(2, "https://other.example/1/"),
         announced(3, "")],
        [summary()], {}, SITE,
    )  # fmt: skip
    assert [each.message for each in found.unlisted] == [1]
    assert [each.message for each in found.foreign] == [2]
    assert [each.message for each in found.notices] == [3]


def test_a_withdrawn_article_waits() -> None:
    found = pair([announced()], [summary(withdrawn=True)], {}, SITE)
    assert (found.pairs, len(found.withdrawn)) == ((), 1)


def test_only_what_is_newer_than_the_newest_is_announced() -> None:
    articles = [summary("1", days=0), summary("2", days=1), summary("3", days=2),
                summary("4", days=3, withdrawn=True), summary("5", days=4)]  # fmt: skip
    recorded = {"5": RecordedMirror(None, None, paused=False)}
    found = pair([announced(url=SECOND)], articles, recorded, SITE)
    assert [each.remote_id for each in found.newer] == ["3"]


def test_without_any_announcement_nothing_is_new() -> None:
    assert pair([], [summary()], {}, SITE) == Pairing()


def titled(remote_id: str, title: str, url: str = SITE) -> Summary:
    return replace(summary(remote_id, days=int(remote_id)), title=title, url=url)


@pytest.mark.parametrize("url", [SITE, ""])
def test_of_several_with_one_link_each_is_known_by_its_title(url: str) -> None:
    articles = [titled(str(number), f"Note *{number}*", url) for number in (1, 10, 2)]
    found = [announced(500 + number, url, title=f"Note \\*{number}\\*") for number in (2, 10, 1)]
    assert paired(pair(found, articles, {}, SITE)) == {"1": 501, "10": 510, "2": 502}


def test_of_several_that_look_the_same_each_gets_one() -> None:
    articles = [titled("2", "Note"), titled("1", "Note")]
    found = [announced(number, SITE, title="Note") for number in (500, 501, 502)]
    pairing = pair(found, articles, {}, SITE)
    assert paired(pairing) == {"1": 500, "2": 501}
    assert [each.message for each in pairing.doubles] == [502]


def test_a_title_that_was_cut_is_known_by_its_beginning() -> None:
    articles = [titled("1", "A long title"), titled("2", "A long story")]
    found = [announced(500, SITE, title="A long st…")]
    assert paired(pair(found, articles, {}, SITE)) == {"2": 500}


def test_of_several_none_of_which_is_titled_so_none_is_meant() -> None:
    found = pair(
        [announced(500, SITE, title="Three")], [titled("1", "One"), titled("2", "Two")], {}, SITE
    )
    assert (found.pairs, [each.message for each in found.unlisted]) == ((), [500])
