"""Which announcement is of which article."""

from __future__ import annotations

from bot.repair.pairing import Pairing, pair
from bot.store.upkeep.repairs import RecordedMirror
from tests.repair.threads import announced, summary

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
