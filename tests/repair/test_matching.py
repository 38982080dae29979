"""Which message shows what: by examples, and for any discussion."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.languages.language import ENGLISH
from bot.mirror.desired import digest
from bot.mirror.lines import BEFORE, tombstone
from bot.mirror.room import THREAD_DELETED
from bot.model import Comment, CommentState
from bot.repair.matching import not_listed
from bot.store.discord.parts import PartRecord, PartState
from bot.store.upkeep.repairs import RecordedMirror
from tests.mirror.fake_blog import comment
from tests.repair.threads import (
    THREAD,
    announced,
    matched,
    mirrored,
    ours,
    theirs,
    wanted,
)

if TYPE_CHECKING:
    from bot.repair.ports import Standing

LONG = "<p>" + ("Room" * 20 + " ") * 30 + "</p>"
"""Of two messages, in few words: each is a place where it could be cut."""


@st.composite
def discussions(draw: st.DrawFn) -> list[Comment]:
    """A tree of comments, some of them long."""
    found = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        parent = draw(st.sampled_from([None, *range(1, number)]))
        html = draw(st.sampled_from([None, LONG]))
        found.append(comment(number, parent, html=html))
    return found


def parts(standing: list[Standing], comments: list[Comment]) -> dict[int, tuple[str, int]]:
    """What each message of a whole mirror shows."""
    keys = [(part.comment, part.number) for part in wanted(comments)]
    return {message.said.id: key for message, key in zip(standing, keys, strict=True)}


@settings(deadline=None)
@given(discussions(), st.data())
def test_what_stands_is_bound_and_the_rest_is_sent(
    comments: list[Comment], data: st.DataObject
) -> None:
    whole = mirrored(comments)
    shows = parts(whole, comments)
    there = [message for message in whole if data.draw(st.booleans())]
    found = matched(comments, there)
    bound = {part.message: (part.comment, part.number) for part in found.mirror.parts}
    assert bound == {message.said.id: shows[message.said.id] for message in there}
    assert (found.sends, found.edits, found.removes) == (len(whole) - len(there), 0, 0)
    hashes = {part.message: part.hash for part in found.mirror.parts}
    assert hashes == {message.said.id: digest(message.said.words) for message in there}


@settings(deadline=None)
@given(discussions(), st.data())
def test_what_stands_as_the_first_versions_wrote_it_keeps_that_form(
    comments: list[Comment], data: st.DataObject
) -> None:
    whole = mirrored(comments, form=BEFORE)
    changed = data.draw(st.sets(st.sampled_from([each.remote_id for each in comments])))
    now = [replace(each, html="Other.") if each.remote_id in changed else each for each in comments]
    found = matched(now, whole)
    assert len(found.mirror.parts) == len(whole)
    assert (found.sends, found.edits) == (0, len(changed))
    assert {part.comment for part in found.mirror.parts if not part.words} == changed


@settings(deadline=None, max_examples=60)
@given(discussions(), st.data())
def test_nothing_of_ours_is_passed_over_or_taken_twice(
    comments: list[Comment], data: st.DataObject
) -> None:
    whole = mirrored(comments)
    odd = [ours(0, tombstone(ENGLISH)), ours(0, "May this stand on the blog?"), theirs(0, "Hello.")]
    picked = data.draw(st.lists(st.sampled_from([*whole, *odd]), max_size=20))
    standing = [
        replace(message, said=replace(message.said, id=number))
        for number, message in enumerate(picked, start=THREAD + 1)
    ]
    lacking = data.draw(st.sets(st.sampled_from([each.remote_id for each in comments])))
    gone = data.draw(st.sets(st.sampled_from(sorted(lacking)))) if lacking else set()
    listed = [each for each in comments if each.remote_id not in lacking]
    found = matched(listed, standing, gone=frozenset(gone))
    sorted_out = [
        *(part.message for part in found.mirror.parts),
        *found.wordless, *found.stumps, *found.unlisted, *found.doubles,
    ]  # fmt: skip
    assert sorted(sorted_out) == [each.said.id for each in standing if each.ours]
    keys = [(part.comment, part.number) for part in found.mirror.parts]
    assert len(set(keys)) == len(keys)


@settings(deadline=None)
@given(discussions(), st.data())
def test_what_the_blog_removed_goes_unless_something_answers_it(
    comments: list[Comment], data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.sampled_from([each.remote_id for each in comments])))
    standing = mirrored(comments)
    now = [each for each in comments if each.remote_id not in gone]
    assert set(not_listed(standing, now)) == gone
    found = matched(now, standing, gone=frozenset(gone))
    records = {each.remote_id: each for each in found.mirror.comments}
    assert {key for key, each in records.items() if each.state is CommentState.GONE} == gone
    answered = {each.parent_id for each in now} & gone
    messages = len([part for part in wanted(comments) if part.comment in gone])
    assert found.removes == messages - len(answered)
    assert (found.sends, found.edits) == (0, len(answered))


def test_the_oldest_of_two_counts() -> None:
    comments = [comment(1)]
    (message,) = mirrored(comments)
    again = ours(THREAD + 9, message.said.words)
    found = matched(comments, [message, again])
    assert [part.message for part in found.mirror.parts] == [message.said.id]
    assert found.doubles == (again.said.id,)


def test_a_stump_is_known_by_what_answers_it() -> None:
    child = comment(2, 1)
    _, below = mirrored([comment(1), child])
    found = matched([child], [ours(THREAD + 1, tombstone(ENGLISH)), below])
    bound = {part.message: part.comment for part in found.mirror.parts}
    assert bound == {THREAD + 1: "1", THREAD + 2: "2"}
    assert (found.sends, found.edits, found.removes, found.stumps) == (0, 0, 0, ())


def test_a_stump_that_nothing_names_is_left_alone() -> None:
    found = matched(
        [comment(2)], [ours(THREAD + 1, tombstone(ENGLISH)), *mirrored([comment(2)], 700)]
    )
    assert found.stumps == (THREAD + 1,)
    assert [part.comment for part in found.mirror.parts] == ["2"]


def test_not_listed_is_not_gone() -> None:
    standing = mirrored([comment(1), comment(2)])
    assert not_listed(standing, [comment(1)]) == ["2"]
    found = matched([comment(1)], standing)
    assert found.unlisted == (standing[1].said.id,)
    assert found.removes == 0


def test_the_same_comment_under_another_address() -> None:
    """The site has moved to https, or the article to another address."""
    (message,) = mirrored([comment(1)])
    moved = replace(comment(1), url="https://www.blog.example/new/#comment-1")
    found = matched([moved], [message])
    assert [part.comment for part in found.mirror.parts] == ["1"]
    assert found.edits == 1


def test_a_feeds_comment_without_a_fragment() -> None:
    one = replace(comment("7"), remote_id="tag:7", url="https://blog.example/comments/7")
    found = matched([one], mirrored([one]))
    assert [part.comment for part in found.mirror.parts] == ["tag:7"]


def test_everything_up_to_now_was_seen() -> None:
    standing = [*mirrored([comment(1)]), theirs(900, "Hello."), ours(901, "A question?")]
    assert matched([comment(1)], standing).mirror.seen == 901
    assert matched([comment(1)], []).mirror.seen == THREAD


def test_what_is_recorded_is_only_counted_in() -> None:
    comments = [comment(1), comment(2), comment(3)]
    one, two, three = mirrored(comments)
    record = PartRecord("1", 1, 0, "n", digest(one.said.words), PartState.SENT, 0, one.said.id)
    removed = PartRecord("3", 1, 0, "m", "h", PartState.REMOVED, 0, None)
    recorded = RecordedMirror(THREAD, THREAD, False, (record, removed))
    found = matched(comments, [one, two, three], recorded=recorded)
    assert found.known
    assert [part.comment for part in found.mirror.parts] == ["2"]
    assert (found.sends, found.edits, found.removes) == (0, 0, 0)


def test_a_recorded_stump_is_not_to_be_removed() -> None:
    child = comment(2, 1)
    _, below = mirrored([comment(1), child])
    standing = [ours(THREAD + 1, tombstone(ENGLISH)), below]
    records = tuple(
        PartRecord(
            remote_id, 1, 0, remote_id, digest(each.said.words), PartState.SENT, 0, each.said.id
        )
        for remote_id, each in zip("12", standing, strict=True)
    )
    found = matched([child], standing, recorded=RecordedMirror(THREAD, THREAD, False, records))
    assert (found.sends, found.edits, found.removes) == (0, 0, 0)
    assert (found.mirror.parts, found.mirror.comments) == ((), (child,))


def test_a_deleted_thread_ends_its_mirror() -> None:
    found = matched([comment(1)], [], found=announced(thread=None, thread_deleted=True))
    assert (found.mirror.paused, found.sends) == (THREAD_DELETED, 0)


def test_a_thread_that_was_never_made_is_to_be_made() -> None:
    found = matched([comment(1)], [], found=announced(thread=None, shows=""))
    assert (found.mirror.paused, found.mirror.hash, found.sends) == (None, None, 1)


def test_an_announcement_that_is_right_is_known_to_be() -> None:
    assert matched([comment(1)], []).mirror.hash is not None
    named = announced(shows="as it should be, of Sample")
    assert matched([comment(1)], [], found=named).mirror.hash is not None
    assert matched([comment(1)], [], found=announced(shows="older")).mirror.hash is None
