"""The checker finds each thing that can be wrong, and nothing where all is well."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tests.e2e.afterword import Seen
from tests.torture import checker
from tests.torture.checker import Checker, Finding
from tests.torture.ledger import ALWAYS, MEMBERS, NEVER, Ledger, Utterance
from tests.torture.sides import APPROVED, HELD, Comment, Discord, Thread
from tests.wire.world import MessageRow
from tests.wordpress.trouble import Passage

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT, FORUM = 10, 20
ARTICLE, TITLE = 5, "On oaks"
SAID = 300
"""The message that the member wrote in the text channel."""

ME = 1
WRITTEN = 1_420_070_400.0
"""When Discord's time begins."""


def native(words: str, marks: set[str]) -> MessageRow:
    reactions = {mark: [ME] for mark in marks}
    return MessageRow(
        SAID, 11, 7, 19, words, [], [], 0, 201, None, edited=False, mentions=[],
        reactions=reactions,
    )  # fmt: skip


@dataclass
class Both:
    """A comment, a member's answer to it, and both in both channels, as they should be."""

    text: Thread = field(default_factory=lambda: Thread(11))
    forum: Thread = field(default_factory=lambda: Thread(21))
    comments: dict[int, Comment] = field(default_factory=dict)
    cards: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    mentioning: list[int] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    def __post_init__(self) -> None:
        url = f"https://discord.com/channels/1/11/{SAID}"
        self.comments[1] = Comment(1, ARTICLE, 0, APPROVED, "Wanda", "", "w1 Hello.", WRITTEN - 500)
        self.comments[2] = Comment(
            2, ARTICLE, 1, APPROVED, ALWAYS, url, "<p>m1 I agree.</p>", WRITTEN
        )
        self.text.copies[1] = [Seen(201, 1, 1, None, "w1 Hello.")]
        self.text.natives[SAID] = native("m1 I agree.", {"✅"})
        self.forum.copies[1] = [Seen(401, 1, 1, None, "w1 Hello.")]
        self.forum.copies[2] = [Seen(402, 2, 1, 401, "m1 I agree.")]
        self.ledger.people = {name: number for number, name in enumerate(MEMBERS, start=7)}
        self.ledger.said["m1"] = Utterance(
            "m1", ALWAYS, 11, SAID, answers=201, under=1, allowed=True, due=True
        )

    def findings(self) -> list[Finding]:
        threads = {(TEXT, TITLE): [self.text], (FORUM, TITLE): [self.forum]}
        discord = Discord(threads, {TEXT: 1, FORUM: 0}, self.cards, self.mentioning)
        channels = {"text": TEXT, "forum": FORUM}
        return Checker(discord, self.comments, self.ledger, {TITLE: ARTICLE}, channels).findings()

    def kinds(self) -> set[str]:
        return {each.kind for each in self.findings()}


def test_where_all_is_well_nothing_is_found() -> None:
    assert Both().findings() == []


def lost_copy(both: Both) -> None:
    del both.forum.copies[2]


def lost_message(both: Both) -> None:
    del both.comments[2]
    both.forum.copies.pop(2)


def doubled_copy(both: Both) -> None:
    both.forum.copies[2].append(Seen(403, 2, 1, 401, "m1 I agree."))


def doubled_beside_the_message(both: Both) -> None:
    both.text.copies[2] = [Seen(202, 2, 1, 201, "m1 I agree.")]


def doubled_comment(both: Both) -> None:
    both.comments[3] = replace(both.comments[2], id=3, status=HELD)
    both.cards[3] = 1


def doubled_question(both: Both) -> None:
    user = both.ledger.people[NEVER]
    both.text.questions += [(user, 500), (user, 501)]


def doubled_card(both: Both) -> None:
    both.comments[3] = Comment(3, ARTICLE, 0, HELD, "Xaver", "", "w2", WRITTEN)
    both.cards[3] = 2


def misplaced_copy(both: Both) -> None:
    both.forum.copies[2] = [Seen(402, 2, 1, None, "m1 I agree.")]


def misplaced_comment(both: Both) -> None:
    both.comments[2] = replace(both.comments[2], parent=0)
    both.forum.copies[2] = [Seen(402, 2, 1, None, "m1 I agree.")]


def old_words_in_discord(both: Both) -> None:
    both.comments[1] = replace(both.comments[1], html="w1 Hello, all.")


def old_words_on_the_blog(both: Both) -> None:
    both.text.natives[SAID] = native("m1 I do not agree.", {"✅"})


def other_name(both: Both) -> None:
    both.comments[2] = replace(both.comments[2], name="Someone")


def never_agreed(both: Both) -> None:
    both.ledger.said["m1"] = replace(both.ledger.said["m1"], who=NEVER, allowed=False, due=False)


def leaked(both: Both) -> None:
    both.ledger.leaks.append("m9 in POST /wp-json/wp/v2/comments")


def gone_on_the_blog(both: Both) -> None:
    both.comments[1] = replace(both.comments[1], status="trash")


def deleted_in_discord(both: Both) -> None:
    both.text.natives.clear()
    both.text.copies[2] = [Seen(202, 2, 1, 201, "m1 I agree.")]


def wrong_mark(both: Both) -> None:
    both.text.natives[SAID] = native("m1 I agree.", {"⏳"})


def notifies(both: Both) -> None:
    both.mentioning.append(402)


WRONG: dict[Callable[[Both], None], str] = {
    lost_copy: checker.LOST,
    lost_message: checker.LOST,
    doubled_copy: checker.DOUBLED,
    doubled_beside_the_message: checker.DOUBLED,
    doubled_comment: checker.DOUBLED,
    doubled_question: checker.DOUBLED,
    doubled_card: checker.DOUBLED,
    misplaced_copy: checker.MISPLACED,
    misplaced_comment: checker.MISPLACED,
    old_words_in_discord: checker.WORDS,
    old_words_on_the_blog: checker.WORDS,
    other_name: checker.WORDS,
    never_agreed: checker.UNCONSENTED,
    leaked: checker.UNCONSENTED,
    gone_on_the_blog: checker.STALE,
    deleted_in_discord: checker.STALE,
    wrong_mark: checker.MARKS,
    notifies: checker.MENTION,
}


def test_each_thing_that_is_wrong_is_found_for_what_it_is() -> None:
    found = {}
    for spoil in WRONG:
        both = Both()
        spoil(both)
        found[spoil] = both.kinds()
    assert found == {spoil: {kind} for spoil, kind in WRONG.items()}
    assert set(WRONG.values()) == set(checker.KINDS)


def test_what_answered_something_that_was_hidden_may_stand_above_it() -> None:
    both = Both()
    both.ledger.sights[1] = [(WRITTEN - 30, False), (WRITTEN - 20, True)]
    both.comments[2] = replace(both.comments[2], parent=0)
    both.forum.copies[2] = [Seen(402, 2, 1, None, "m1 I agree.")]
    assert both.findings() == []


def test_what_was_hidden_once_is_answered_all_the_same() -> None:
    both = Both()
    both.ledger.sights[1] = [(WRITTEN - 400, False), (WRITTEN - 300, True)]
    assert both.findings() == []
    misplaced_comment(both)
    assert both.kinds() == {checker.MISPLACED}


def test_whether_a_press_was_carried_out_is_known_from_the_blog() -> None:
    both = Both()
    both.ledger.sights[1] = [(WRITTEN - 400, False), (WRITTEN - 300, None)]
    misplaced_comment(both)
    assert both.findings() == []
    both.ledger.became(1, visible=True)
    assert both.kinds() == {checker.MISPLACED}


def test_what_answered_something_deleted_for_good_may_stand_there_still() -> None:
    both = Both()
    del both.comments[1]
    both.ledger.deleted[1] = 0
    both.text.copies.clear()
    del both.forum.copies[1]
    both.forum.others.add(401)
    assert both.findings() == []


def test_small_print_is_not_the_writers() -> None:
    both = Both()
    note = "-# What this answers is gone."
    for words in (f"{note}\nw1 Hello.", f"w1 Hello.\n{note}"):
        both.forum.copies[1] = [Seen(401, 1, 1, None, words)]
        assert both.findings() == []


def test_what_the_bot_has_not_heard_of_need_not_be_there_but_may() -> None:
    both = Both()
    both.ledger.said["m1"] = replace(both.ledger.said["m1"], due=False)
    assert both.findings() == []
    lost_message(both)
    assert both.findings() == []


def test_requests_are_looked_into_when_they_arrive() -> None:
    ledger = Ledger(people={name: 7_000_000 + number for number, name in enumerate(MEMBERS)})
    ledger.said["m1"] = Utterance("m1", ALWAYS, 11, 1_000_300)
    ledger.said["m2"] = Utterance("m2", ALWAYS, 11, 1_000_301, allowed=True)
    for raw in (b"m2 and 1000301", b"say m1", b"/1000300", NEVER.encode(), b"7000002"):
        ledger.watch("received", Passage("POST", "/comments", raw))
        ledger.watch("answered", Passage("POST", "/comments", raw))
    assert [each.split()[0] for each in ledger.leaks] == ["m1", "1000300", NEVER, "7000002"]
