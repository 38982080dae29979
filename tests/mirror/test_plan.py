"""The work between what a thread should hold and what it holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mirror.desired import DesiredPart
from bot.mirror.plan import Edit, Remove, Send, Step, nonce, plan
from bot.store.discord.parts import PartRecord, PartState

if TYPE_CHECKING:
    import random


def part(
    comment: str, number: int = 1, words: str = "a", *, tombstone: bool = False
) -> DesiredPart:
    return DesiredPart(comment, number, words, tombstone=tombstone)


def record(
    comment: str,
    number: int = 1,
    words: str = "a",
    *,
    state: PartState = PartState.SENT,
    generation: int = 0,
) -> PartRecord:
    there = state in {PartState.SENT, PartState.REMOVING}
    return PartRecord(
        comment,
        number,
        generation,
        nonce(1, comment, number, generation),
        part(comment, number, words).hash,
        state,
        0,
        message_of(comment, number) if there else None,
    )


def message_of(comment: str, number: int) -> int:
    return int(comment) * 100 + number


def test_nothing_to_do() -> None:
    assert plan([part("1"), part("2")], [record("2"), record("1")]) == []


def test_what_is_missing_is_sent_in_order() -> None:
    steps = plan([part("1"), part("1", 2), part("2"), part("10")], [record("2")])
    assert steps == [
        Send(part("1"), 0, continues=False),
        Send(part("1", 2), 0, continues=False),
        Send(part("10"), 0, continues=False),
    ]


def test_grown_longer_edits_and_appends_as_a_reply_to_its_first_part() -> None:
    recorded = [record("1"), record("1", 2), record("2")]
    desired = [part("1", words="b"), part("1", 2), part("1", 3), part("1", 4), part("2")]
    assert plan(desired, recorded) == [
        Edit(part("1", words="b"), 101),
        Send(part("1", 3), 0, continues=True),
        Send(part("1", 4), 0, continues=False),
    ]


def test_grown_shorter_deletes_the_surplus_from_its_end() -> None:
    recorded = [record("1"), record("1", 2), record("1", 3)]
    assert plan([part("1", words="b")], recorded) == [
        Remove("1", 3, 103),
        Remove("1", 2, 102),
        Edit(part("1", words="b"), 101),
    ]


def test_removals_come_first() -> None:
    assert plan([part("1"), part("3")], [record("2"), record("3", words="x")]) == [
        Remove("2", 1, 201),
        Send(part("1"), 0, continues=False),
        Edit(part("3"), 301),
    ]


def test_what_people_removed_is_never_sent_again_nor_removed() -> None:
    assert plan([part("1", words="new")], [record("1", state=PartState.REMOVED)]) == []
    assert plan([], [record("1", state=PartState.REMOVED)]) == []


def test_what_we_removed_comes_back_as_a_new_generation() -> None:
    recorded = [record("1", state=PartState.GONE, generation=4)]
    assert plan([part("1")], recorded) == [Send(part("1"), 5, continues=False)]


def test_what_is_in_doubt_is_sent_under_the_same_generation() -> None:
    recorded = [record("1", state=PartState.SENDING, generation=2)]
    assert plan([part("1", words="b")], recorded) == [
        Send(part("1", words="b"), 2, continues=False)
    ]


def test_what_is_in_doubt_but_not_wanted_any_more_is_given_up() -> None:
    assert plan([], [record("1", state=PartState.SENDING)]) == [Remove("1", 1, None)]


def test_a_removal_cut_off_half_way_is_finished() -> None:
    assert plan([], [record("1", state=PartState.REMOVING)]) == [Remove("1", 1, 101)]


def test_a_removal_cut_off_half_way_of_what_came_back_is_finished_and_sent_anew() -> None:
    assert plan([part("1")], [record("1", state=PartState.REMOVING)]) == [
        Remove("1", 1, 101),
        Send(part("1"), 1, continues=False),
    ]


def test_refused_words_are_tried_again_only_when_they_change() -> None:
    recorded = [replace(record("1", state=PartState.REFUSED), refused=part("1").hash)]
    assert plan([part("1")], recorded) == []
    assert plan([part("1", words="b")], recorded) == [
        Send(part("1", words="b"), 0, continues=False)
    ]


def test_a_message_whose_new_words_were_refused_is_left_until_they_change() -> None:
    recorded = [replace(record("1"), refused=part("1", words="b").hash)]
    assert plan([part("1", words="b")], recorded) == []
    assert plan([part("1")], recorded) == []
    assert plan([part("1", words="c")], recorded) == [Edit(part("1", words="c"), 101)]


def test_what_was_not_taken_for_another_reason_is_sent() -> None:
    recorded = [record("1", state=PartState.REFUSED)]
    assert plan([part("1")], recorded) == [Send(part("1"), 0, continues=False)]


def test_a_tombstone_is_an_edit_and_never_sent() -> None:
    stump = part("1", words="gone", tombstone=True)
    assert plan([stump], [record("1"), record("1", 2)]) == [Remove("1", 2, 102), Edit(stump, 101)]
    for state in (PartState.GONE, PartState.REFUSED):
        assert plan([stump], [record("1", state=state)]) == []


def test_nonces_differ_by_everything_that_names_a_message_and_fit() -> None:
    names = [(1, "2", 3, 4), (2, "2", 3, 4), (1, "3", 3, 4), (1, "2", 4, 4), (1, "2", 3, 5)]
    found = {nonce(*name) for name in names}
    assert len(found) == len(names)
    assert {len(key) for key in found} == {25}
    assert nonce(1, "2", 3, 4) == nonce(1, "2", 3, 4)


def carried_out(steps: list[Step], recorded: list[PartRecord]) -> list[PartRecord]:
    """What is recorded once every step went through."""
    known = {(found.comment, found.number): found for found in recorded}
    for step in steps:
        match step:
            case Send():
                key = (step.part.comment, step.part.number)
                before = known.get(key)
                assert before is None or before.message_id is None
                if before is not None and before.state is PartState.GONE:
                    assert step.generation > before.generation
                known[key] = record(*key, words=step.part.content, generation=step.generation)
            case Edit():
                key = (step.part.comment, step.part.number)
                assert known[key].message_id == step.message_id
                known[key] = replace(known[key], hash=step.part.hash)
            case Remove():
                key = (step.comment, step.number)
                assert known[key].message_id == step.message_id
                known[key] = replace(known[key], state=PartState.GONE, message_id=None)
    return list(known.values())


NAMES = st.tuples(st.sampled_from("123456"), st.integers(1, 3))
WORDS = st.sampled_from("abc")


@settings(deadline=None, max_examples=500)
@given(
    st.dictionaries(NAMES, st.tuples(WORDS, st.booleans())),
    st.dictionaries(NAMES, st.tuples(WORDS, st.sampled_from(PartState), st.integers(0, 3))),
    st.randoms(),
)
def test_once_carried_out_nothing_is_left_to_do(
    wanted: dict[tuple[str, int], tuple[str, bool]],
    there: dict[tuple[str, int], tuple[str, PartState, int]],
    chance: random.Random,
) -> None:
    desired = [part(*name, words=words, tombstone=stump) for name, (words, stump) in wanted.items()]
    recorded = [
        replace(
            record(*name, words=words, state=state, generation=generation),
            refused=part(*name, words=words).hash if state is PartState.REFUSED else None,
        )
        for name, (words, state, generation) in there.items()
    ]
    chance.shuffle(recorded)
    steps = plan(desired, recorded)
    after = carried_out(steps, recorded)
    assert plan(desired, after) == []
    # Whatever was planned: what people removed is as they left it.
    removed = {name for name, (_, state, _) in there.items() if state is PartState.REMOVED}
    assert not removed & {
        (s.comment, s.number) if isinstance(s, Remove) else (s.part.comment, s.part.number)
        for s in steps
    }
    # What should be there is: words that are wanted, and nothing else.
    shown = {(r.comment, r.number): r.hash for r in after if r.state is PartState.SENT}
    for name, (words, stump) in wanted.items():
        state = there.get(name, ("", None, 0))[1]
        if state is PartState.REMOVED or (stump and state is not PartState.SENT):
            continue
        refused = state is PartState.REFUSED and there[name][0] == words
        assert refused or shown.pop(name) == part(*name, words=words).hash
    assert not shown
