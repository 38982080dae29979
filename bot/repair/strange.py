"""What a repair found and leaves as it is, each with the way there. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.people.reply import message_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.languages.language import Language
    from bot.repair.matching import Matched
    from bot.repair.ports import Announced
    from bot.repair.repair import Plan

NAMED = 5
"""How many messages are named; the rest are counted."""


def strange(plan: Plan, say: Language) -> list[str]:
    """Say what makes no sense, a line for each kind."""
    return [*_in_channel(plan, say), *_in_threads(plan, say)]


def _in_channel(plan: Plan, say: Language) -> list[str]:
    def links(found: Iterable[Announced]) -> str:
        return _links(plan.guild, [(plan.channel, each.message) for each in found], say)

    pairing = plan.pairing
    matched = {each.mirror.announcement for each in plan.matched}
    unreadable = [each for _, each in pairing.pairs if each.message not in matched]
    withdrawn = [*pairing.withdrawn, *unreadable]
    counted = [
        (
            pairing.doubles,
            say.plural(
                "- {n} announcement beside another of the same article: {links}",
                "- {n} announcements beside another of the same article: {links}",
                len(pairing.doubles),
                links=links(pairing.doubles),
            ),
        ),
        (
            withdrawn,
            say.plural(
                "- {n} announcement of an article that is withdrawn now: repair again when it is "
                "back: {links}",
                "- {n} announcements of articles that are withdrawn now: repair again when they "
                "are back: {links}",
                len(withdrawn),
                links=links(withdrawn),
            ),
        ),
        (
            pairing.unlisted,
            say.plural(
                "- {n} announcement of an article that the blog doesn't list; its words are "
                "still here: {links}",
                "- {n} announcements of articles that the blog doesn't list; their words are "
                "still here: {links}",
                len(pairing.unlisted),
                links=links(pairing.unlisted),
            ),
        ),
        (
            pairing.notices,
            say.plural(
                "- {n} notice of a withdrawn article, no longer saying of which; its words are "
                "still here: {links}",
                "- {n} notices of withdrawn articles, no longer saying of which; their words are "
                "still here: {links}",
                len(pairing.notices),
                links=links(pairing.notices),
            ),
        ),
        (
            pairing.foreign,
            say.plural(
                "- {n} announcement of another blog: {links}",
                "- {n} announcements of other blogs: {links}",
                len(pairing.foreign),
                links=links(pairing.foreign),
            ),
        ),
    ]
    return [line for found, line in counted if found]


def _in_threads(plan: Plan, say: Language) -> list[str]:
    def links(found: Sequence[tuple[int, int]]) -> str:
        return _links(plan.guild, found, say)

    doubles = _of(plan, lambda each: each.doubles)
    wordless = _of(plan, lambda each: each.wordless)
    stumps = _of(plan, lambda each: each.stumps)
    unlisted = _of(plan, lambda each: each.unlisted)
    lost = _of(plan, lambda each: each.lost)
    claims = [claim for each in plan.matched for claim in each.claims]
    counted = [
        (
            doubles,
            say.plural(
                "- {n} message saying what an older one says already: {links}",
                "- {n} messages saying what an older one says already: {links}",
                len(doubles),
                links=links(doubles),
            ),
        ),
        (
            wordless,
            say.plural(
                "- {n} message of mine without a comment's name, such as questions to members: "
                "{links}",
                "- {n} messages of mine without a comment's name, such as questions to members: "
                "{links}",
                len(wordless),
                links=links(wordless),
            ),
        ),
        (
            stumps,
            say.plural(
                "- {n} message saying that a comment is gone, and not which: {links}",
                "- {n} messages saying that a comment is gone, and not which: {links}",
                len(stumps),
                links=links(stumps),
            ),
        ),
        (
            unlisted,
            say.plural(
                "- {n} message of a comment that the blog neither lists nor calls gone: {links}",
                "- {n} messages of comments that the blog neither lists nor calls gone: {links}",
                len(unlisted),
                links=links(unlisted),
            ),
        ),
        (
            lost,
            say.plural(
                "- {n} message of a member, held or on the way then: not on the blog, as far as I "
                "can see: {links}",
                "- {n} messages of members, held or on the way then: not on the blog, as far as I "
                "can see: {links}",
                len(lost),
                links=links(lost),
            ),
        ),
        (
            claims,
            say.plural(
                "- {n} comment claiming to be a member's message, which nothing shows: mirrored "
                "like any other",
                "- {n} comments claiming to be a member's message, which nothing shows: mirrored "
                "like any other",
                len(claims),
            ),
        ),
    ]
    return [line for found, line in counted if found]


def _of(plan: Plan, messages: Callable[[Matched], tuple[int, ...]]) -> list[tuple[int, int]]:
    """These messages of all threads, each with its thread."""
    return [
        (each.mirror.thread or 0, message) for each in plan.matched for message in messages(each)
    ]


def _links(guild: int, messages: Sequence[tuple[int, int]], say: Language) -> str:
    links = " ".join(message_url(guild, *each) for each in messages[:NAMED])
    if len(messages) <= NAMED:
        return links
    return say("{links} … and {n} more", links=links, n=say.number(len(messages) - NAMED))
