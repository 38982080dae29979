"""Members' own messages on the blog, and comments that only claim to be one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.replies.words import fingerprint
from bot.store.people.reply import ReplyState
from bot.store.upkeep.repairs import FoundReply, RecordedMirror
from tests.mirror.fake_blog import comment
from tests.repair.threads import THREAD, matched, mirrored, theirs

SAID = replace(comment(2, html="<p>I &#8220;agree&#8221;.</p>"), message=900)
WRITTEN = {900: 'I "agree".'}


def replies(*marks: str, words: str = 'I "agree".') -> tuple[FoundReply, ...]:
    found = matched([SAID], [theirs(900, words, *marks)], written=WRITTEN)
    return found.mirror.replies


def test_a_marked_message_is_its_writers_comment() -> None:
    (reply,) = replies("✅", "✒️")
    assert (reply.message, reply.user, reply.comment) == (900, 7, "2")
    assert (reply.state, reply.marks) == (ReplyState.PUBLISHED, "✅ ✒️")
    assert (reply.html, reply.words) == (SAID.html, fingerprint(theirs(900, 'I "agree".').said))


def test_it_is_not_copied() -> None:
    found = matched([SAID], [theirs(900, "…", "✅")], written=WRITTEN)
    assert (found.sends, found.claims) == (0, ())


@pytest.mark.parametrize("marks", [(), ("⏳",), ("🕓",), ("⚠️",), ("👍",)])
def test_without_our_mark_of_a_published_one_the_words_are_only_a_claim(
    marks: tuple[str, ...],
) -> None:
    """Whoever reads the message can say its words again, and name it."""
    found = matched([SAID], [theirs(900, "…", *marks)], written=WRITTEN)
    assert found.claims == ("2",)
    assert [reply.comment for reply in found.mirror.replies if reply.comment] == []
    assert found.sends == 1


def test_our_mark_speaks_for_no_other_words() -> None:
    found = matched([SAID], [theirs(900, "Never.", "✅")], written={900: "Never."})
    assert (found.mirror.replies, found.claims, found.sends) == ((), ("2",), 1)


def test_signs_without_letters_are_compared_as_well() -> None:
    one = replace(SAID, html="<p>👍</p>")
    assert matched([one], [theirs(900, "👍", "✅")], written={900: "👍"}).claims == ()
    assert matched([one], [theirs(900, "👎", "✅")], written={900: "👎"}).claims == ("2",)


@pytest.mark.parametrize("marks", [("✅",), ("🕓",), ()])
def test_what_the_account_vouches_for_is_its_writers_whatever_others_claim(
    marks: tuple[str, ...],
) -> None:
    imitated = replace(SAID, remote_id="1")
    edited = replace(SAID, remote_id="3", html="<p>Edited on the blog.</p>")
    found = matched(
        [imitated, edited], [theirs(900, "…", *marks)], written=WRITTEN, vouched={900: "3"}
    )
    assert [reply.comment for reply in found.mirror.replies] == ["3"]
    assert found.claims == ("1",)


def test_a_message_of_ours_or_of_another_thread_is_none() -> None:
    for standing in ([], mirrored([SAID], first=900)):
        found = matched([SAID], standing, written=WRITTEN)
        assert found.mirror.replies == ()


def test_of_two_comments_claiming_one_message_in_its_words_neither_counts() -> None:
    again = replace(SAID, remote_id="3")
    found = matched([SAID, again], [theirs(900, "…", "✅")], written=WRITTEN)
    assert (found.mirror.replies, found.claims) == ((), ("2", "3"))


def test_a_claim_in_other_words_hides_nothing() -> None:
    again = replace(SAID, remote_id="1", html="<p>Something else.</p>")
    found = matched([again, SAID], [theirs(900, "…", "✅")], written=WRITTEN)
    assert [reply.comment for reply in found.mirror.replies] == ["2"]
    assert found.claims == ("1",)


def test_what_was_edited_there_stays_so() -> None:
    (reply,) = replies("✅", "✏️")
    assert reply.html == ""


def test_what_was_on_its_way_is_told() -> None:
    standing = [theirs(900, "One.", "⏳"), theirs(901, "Two.", "🕓"), theirs(902, "Three.")]
    found = matched([], standing)
    assert found.lost == (900, 901)
    one, two = found.mirror.replies
    assert {one.state, two.state} == {ReplyState.WITHDRAWN}
    assert "Write it again" in str(one.reason)
    assert "moderators" in str(two.reason)


def test_what_is_recorded_is_left_alone() -> None:
    recorded = RecordedMirror(THREAD, THREAD, paused=False, replies={900: "2", 901: None})
    standing = [theirs(900, "…", "✅"), theirs(901, "…", "⏳")]
    imitated = replace(SAID, remote_id="3")
    found = matched([SAID, imitated], standing, written=WRITTEN, recorded=recorded)
    assert (found.mirror.replies, found.claims) == ((), ())
    assert found.sends == 1, "the imitation is a comment like any other"
