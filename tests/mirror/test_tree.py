"""The order of a discussion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mirror.tree import arrange
from bot.model import Comment, CommentState
from tests.mirror.fake_blog import comment

if TYPE_CHECKING:
    from random import Random


def placed(*comments: Comment, shown: set[int] | None = None) -> list[tuple[int, int | None, bool]]:
    ids = {str(number) for number in shown or ()}
    return [
        (int(p.comment.remote_id), None if p.answers is None else int(p.answers), p.orphan)
        for p in arrange(comments, shown=ids)
    ]


def test_depth_first_with_siblings_by_age() -> None:
    found = placed(
        comment(5), comment(4, 1), comment(3, 2), comment(2, 1), comment(1), comment(6, 2)
    )
    assert found == [
        (1, None, False),
        (2, 1, False),
        (3, 2, False),
        (6, 2, False),
        (4, 1, False),
        (5, None, False),
    ]


def test_of_the_same_minute_9_comes_before_10() -> None:
    assert [p[0] for p in placed(comment(10, minute=1), comment(9, minute=1))] == [9, 10]


def test_an_older_comment_with_a_higher_id_comes_first() -> None:
    assert [p[0] for p in placed(comment(9, minute=5), comment(10, minute=1))] == [10, 9]


def test_orphans_stand_at_top_level_and_are_called_so() -> None:
    assert placed(comment(1), comment(3, 99), comment(4, 3)) == [
        (1, None, False),
        (3, None, True),
        (4, 3, False),
    ]


def test_a_comment_that_is_its_own_parent() -> None:
    assert placed(comment(1, 1), comment(2, 1)) == [(1, None, True), (2, 1, False)]


def test_a_circle_begins_at_its_oldest_and_keeps_what_hangs_below_it() -> None:
    found = placed(comment(2, 4), comment(3, 2), comment(4, 3), comment(1, 4), comment(5))
    assert found == [
        (5, None, False),
        (2, None, True),
        (3, 2, False),
        (4, 3, False),
        (1, 4, False),
    ]


def test_two_circles() -> None:
    found = placed(comment(1, 2), comment(2, 1), comment(3, 4), comment(4, 3))
    assert found == [(1, None, True), (2, 1, False), (3, None, True), (4, 3, False)]


def test_a_stump_stays_where_a_visible_reply_hangs_below_it() -> None:
    found = placed(comment(1, gone=True), comment(2, 1), shown={1, 2})
    assert found == [(1, None, False), (2, 1, False)]


def test_a_stump_goes_without_visible_replies() -> None:
    assert placed(comment(1, gone=True), comment(2, 1, gone=True), shown={1, 2}) == []


def test_a_chain_of_stumps_stays_for_one_visible_descendant_at_its_end() -> None:
    chain = [comment(1, gone=True), comment(2, 1, gone=True), comment(3, 2, gone=True)]
    found = placed(*chain, comment(4, 3), comment(5, 2, gone=True), shown={1, 2, 3, 5})
    assert [p[0] for p in found] == [1, 2, 3, 4]


def test_what_was_never_shown_leaves_no_stump() -> None:
    assert placed(comment(1, gone=True), comment(2, 1), shown={2}) == [(2, None, True)]


def test_a_stump_within_a_circle() -> None:
    found = placed(comment(1, 2, gone=True), comment(2, 1), shown={1, 2})
    assert found == [(1, None, True), (2, 1, False)]


@st.composite
def discussions(draw: st.DrawFn) -> list[Comment]:
    """Any shape at all: parents later, missing, oneself, in circles; some comments gone."""
    numbers = draw(st.lists(st.integers(1, 30), unique=True, max_size=20))
    found = [
        comment(
            number,
            draw(st.none() | st.sampled_from([*numbers, 77])),
            gone=draw(st.booleans()),
            minute=draw(st.integers(0, 5)),
        )
        for number in numbers
    ]
    return draw(st.permutations(found))


@settings(deadline=None, max_examples=300)
@given(discussions(), st.data())
def test_every_visible_comment_has_one_place_after_its_parent(
    comments: list[Comment], data: st.DataObject
) -> None:
    ids = [found.remote_id for found in comments]
    shown = data.draw(st.sets(st.sampled_from(ids))) if ids else set()
    found = arrange(comments, shown=shown)
    order = [p.comment.remote_id for p in found]
    visible = {c.remote_id for c in comments if c.state is CommentState.VISIBLE}
    assert len(order) == len(set(order))
    assert visible <= set(order)
    assert set(order) - visible <= shown
    for place in found:
        parent = place.comment.parent_id
        if place.answers is not None:
            assert place.answers == parent
            assert order.index(place.answers) < order.index(place.comment.remote_id)
        assert place.orphan == (place.answers is None and parent is not None)
    for index, place in enumerate(found):
        if place.comment.state is CommentState.GONE:
            # It supports something: what follows it is its answer.
            assert found[index + 1].answers == place.comment.remote_id


@settings(deadline=None, max_examples=100)
@given(discussions(), st.randoms())
def test_the_order_does_not_depend_on_the_order_of_reading(
    comments: list[Comment], random: Random
) -> None:
    shuffled = list(comments)
    random.shuffle(shuffled)
    everyone = {found.remote_id for found in comments}
    assert arrange(comments, shown=everyone) == arrange(shuffled, shown=everyone)


def test_a_discussion_ten_thousand_deep_is_arranged() -> None:
    deep = [comment(1), *(comment(number, number - 1) for number in range(2, 10_001))]
    assert [p[0] for p in placed(*deep)] == list(range(1, 10_001))
