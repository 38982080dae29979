"""Members' own messages on the blog, and comments that only claim to be one."""

from __future__ import annotations

from dataclasses import replace

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


def test_the_same_words_show_it_as_well() -> None:
    assert [reply.comment for reply in replies()] == ["2"]


def test_a_claim_alone_is_none() -> None:
    found = matched([SAID], [theirs(900, "Something else.")], written={900: "Something else."})
    assert (found.mirror.replies, found.claims, found.sends) == ((), ("2",), 1)


def test_nobody_elses_sign_counts() -> None:
    found = matched([SAID], [theirs(900, "Never.", "👍")], written={900: "Never."})
    assert found.claims == ("2",)


def test_signs_without_letters_are_compared_as_well() -> None:
    one = replace(SAID, html="<p>👍</p>")
    assert matched([one], [theirs(900, "👍")], written={900: "👍"}).claims == ()
    assert matched([one], [theirs(900, "👎")], written={900: "👎"}).claims == ("2",)


def test_a_message_of_ours_or_of_another_thread_is_none() -> None:
    for standing in ([], mirrored([SAID], first=900)):
        found = matched([SAID], standing, written=WRITTEN)
        assert found.mirror.replies == ()


def test_of_two_comments_claiming_one_message_the_first_counts() -> None:
    again = replace(SAID, remote_id="3")
    found = matched([SAID, again], [theirs(900, "…", "✅")], written=WRITTEN)
    assert [reply.comment for reply in found.mirror.replies] == ["2"]
    assert found.claims == ("3",)


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
    recorded = RecordedMirror(THREAD, THREAD, paused=False, replies=frozenset({900, 901}))
    standing = [theirs(900, "…", "✅"), theirs(901, "…", "⏳")]
    found = matched([SAID], standing, written=WRITTEN, recorded=recorded)
    assert (found.mirror.replies, found.claims, found.sends) == ((), (), 0)
