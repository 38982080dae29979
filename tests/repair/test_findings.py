"""What the owner reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.blogs.wordpress.kind import WORDPRESS
from bot.languages.language import ENGLISH
from bot.mirror.lines import tombstone
from bot.model import BlogAddress
from bot.repair.findings import LIMIT, describe
from bot.repair.pairing import Pairing
from bot.repair.repair import Plan
from tests.mirror.fake_blog import comment
from tests.pseudo import MARKED, unmarked
from tests.repair.threads import THREAD, announced, matched, mirrored, ours, summary, theirs

if TYPE_CHECKING:
    from bot.repair.matching import Matched

ADDRESS = BlogAddress(WORDPRESS, "https://blog.example/", "https://blog.example/", "Blog")


def plan(*found: Matched, pairing: Pairing | None = None, known: int = 0) -> Plan:
    return Plan(ADDRESS, 10, 20, pairing or Pairing(), found, (), known, "en")


def test_nothing_found_leads_to_follow() -> None:
    words = describe(plan(), ENGLISH, done=False)
    assert "`/blog\xa0follow`" in words
    assert "Lost" not in words


def test_figures_and_what_is_lost() -> None:
    comments = [comment(1), comment(2), comment(3)]
    found = matched(comments, [*mirrored(comments)[:2], theirs(900, "Hm.", "⏳")])
    words = describe(plan(found), ENGLISH, done=False)
    assert "- 1 announcement and 1 thread of Blog" in words
    assert "- 2 messages of 2 comments" in words
    assert "- 1 message missing, to be sent" in words
    assert f"<#{THREAD}>: 1 message missing" in words
    assert f"on the way then: not on the blog, as far as I can see: {link(900)}" in words
    assert "Lost with the database" in words
    assert "\n\nNothing has been changed yet." in words
    assert words.endswith("once more, with `do_it` set to True.")


def test_all_is_well() -> None:
    found = matched([comment(1)], mirrored([comment(1)]))
    assert "nothing: all of it is as it should be" in describe(plan(found), ENGLISH, done=False)
    assert "Done." in describe(plan(found), ENGLISH, done=True)


def test_what_was_recorded_is_said_and_nothing_is_called_lost() -> None:
    words = describe(plan(matched([], []), known=1), ENGLISH, done=False)
    assert "Lost" not in words


def test_everything_strange_is_named() -> None:
    standing = [
        *mirrored([comment(1)]),
        ours(801, mirrored([comment(1)])[0].said.words),
        ours(802, tombstone(ENGLISH)),
        ours(803, "A question?"),
        *mirrored([comment(5)], 804),
    ]
    pairing = Pairing(
        withdrawn=(announced(1),), doubles=(announced(2),), unlisted=(announced(3),),
        foreign=(announced(4),), notices=(announced(5),), newer=(summary("9"),),
    )  # fmt: skip
    words = describe(plan(matched([comment(1)], standing), pairing=pairing), ENGLISH, done=False)
    for message in (801, 802, 803, 804):
        assert link(message) in words
    for message in (1, 2, 3, 4, 5):
        assert f"https://discord.com/channels/10/20/{message}" in words
    assert "- 1 newer article to be announced" in words


def test_it_fits_however_much_there_is() -> None:
    standing = [ours(900 + number, "What?") for number in range(500)]
    found = matched([comment(1)], standing)
    words = describe(
        plan(*[found] * 50, pairing=Pairing(doubles=(announced(),) * 900)), ENGLISH, done=True
    )
    assert len(words) <= LIMIT + 2
    assert "… and 895 more" in words


def test_all_of_it_is_said_in_the_askers_language() -> None:
    comments = [comment(1), comment(2)]
    standing = [*mirrored(comments)[:1], ours(801, "What?"), theirs(900, "Hm.", "⏳")]
    found = matched(comments, standing)
    pairing = Pairing(doubles=(announced(),) * 9, foreign=(announced(),), newer=(summary("9"),))
    for said in (plan(found, pairing=pairing), plan(pairing=pairing), plan(found, known=1)):
        for done in (False, True):
            left = unmarked(describe(said, MARKED, done=done))
            assert re.sub(r"[-*\s]|https?://\S+", "", left) == "", left


def link(message: int) -> str:
    return f"https://discord.com/channels/10/{THREAD}/{message}"
