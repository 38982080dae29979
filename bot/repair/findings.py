"""What a repair found, would do and did, in words for the owner. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text.to_discord import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.repair.matching import Matched
    from bot.repair.repair import Plan

LIMIT = 4000
"""Characters; an embed's description has room for a few more."""

NAMED = 5
"""How many messages or threads are named; the rest are counted."""

NOTHING = (
    "Nothing of mine announces an article of this blog in <#{channel}>, so there is nothing to "
    "rebuild. `/blog follow` begins anew."
)
LOST = (
    "**Lost with the database**, to be set up again:\n"
    "- what `/blog connect`, `/blog author` and `/blog settings` were told\n"
    "- who agreed to what, under which pen name: members are asked again when they write\n"
    "- by which the blog knew members: to its rules their next comment is a first one again\n"
    "- cards of held comments: they are shown anew\n"
    "- what was removed in Discord by hand: it counts as missing, and comes again"
)
FAREWELL = {
    False: "Nothing was changed. With `do_it: True` it is done.",
    True: "Done. Nothing is posted twice; what is missing follows now. `/blog status` shows how "
    "far it is.",
}


def describe(plan: Plan, *, done: bool) -> str:
    """Say what was found and what follows from it; nothing was changed unless `done`."""
    if not plan.matched:
        return _whole([NOTHING.format(channel=plan.channel), *_strange(plan)])
    lines = [*_found(plan), "", *_work(plan, done)]
    if strange := _strange(plan):
        lines += ["", "**What I can't make sense of**, and leave as it is:", *strange]
    if not plan.known:
        lines += ["", LOST]
    return _whole([*lines, "", FAREWELL[done] if plan.adds or done else _complete(plan)])


def _complete(plan: Plan) -> str:
    return f"All of it is recorded already. There is nothing to rebuild in <#{plan.channel}>."


def _found(plan: Plan) -> list[str]:
    threads = sum(each.mirror.thread is not None for each in plan.matched)
    replies = sum(_published(each) for each in plan.matched)
    lines = [
        f"**Found in** <#{plan.channel}>:",
        f"- {_count(len(plan.matched), 'announcement')} and {_count(threads, 'thread')} of "
        f"{escape(plan.address.title) or plan.address.url}",
        f"- {_count(sum(each.parts for each in plan.matched), 'message')} of "
        f"{_count(sum(each.comments for each in plan.matched), 'comment')}",
        f"- {_count(replies, 'reply', 'replies')} of members, on the blog",
    ]
    if known := [each for each in plan.matched if each.known]:
        lines.append(
            f"- {_count(len(known), 'discussion')} of these recorded already: what is bound there "
            "stays as it is, and only what is missing is added"
        )
    return lines


def _published(each: Matched) -> int:
    return sum(reply.comment is not None for reply in each.mirror.replies)


def _work(plan: Plan, done: bool) -> list[str]:
    """What follows from it, with the threads in which there is most to do."""
    deleted = sum(each.mirror.paused is not None for each in plan.matched)
    unmade = sum(each.mirror.thread is None and each.mirror.paused is None for each in plan.matched)
    work = [
        (sum(each.sends for each in plan.matched), "message", "missing, to be sent"),
        (sum(each.edits for each in plan.matched), "message", "changed on the blog, to be edited"),
        (
            sum(each.removes for each in plan.matched),
            "message",
            "gone from the blog, to be removed",
        ),
        (_to_renew(plan), "announcement", "to be brought up to date"),
        (unmade, "thread", "missing, to be made"),
        (len(plan.pairing.newer), "newer article", "to be announced"),
        (deleted, "thread", "deleted in Discord: those discussions stay closed"),
    ]
    lines = [f"- {_count(number, name)} {words}" for number, name, words in work if number]
    busy = sorted(plan.matched, key=lambda each: each.sends, reverse=True)
    lines += [
        f"  - <#{each.mirror.thread}>: {_count(each.sends, 'message')} missing"
        for each in busy[:NAMED]
        if each.sends and each.mirror.thread is not None
    ]
    begin = "**What follows**" if done else "**What would follow**"
    return [f"{begin}:", *(lines or ["- nothing: all of it is as it should be"])]


def _to_renew(plan: Plan) -> int:
    return sum(
        each.mirror.hash is None and not each.known and each.mirror.paused is None
        for each in plan.matched
    )


def _strange(plan: Plan) -> list[str]:
    """What was found and stays as it is, each with the way there."""
    pairing = plan.pairing
    matched = {each.mirror.announcement for each in plan.matched}
    unreadable = [each for _, each in pairing.pairs if each.message not in matched]
    lines = [
        _named(plan, name, words, [(plan.channel, each.message) for each in found])
        for name, words, found in (
            ("announcement", "beside another of the same article", pairing.doubles),
            (
                "announcement",
                "of articles that are withdrawn now: repair again when they are back",
                (*pairing.withdrawn, *unreadable),
            ),
            (
                "announcement",
                "of articles that the blog doesn't list; their words still stand here",
                pairing.unlisted,
            ),
            (
                "notice",
                "of withdrawn articles, no longer saying of which; their words still stand here",
                pairing.notices,
            ),
            ("announcement", "of other blogs", pairing.foreign),
        )
    ]
    lines += [
        _named(plan, "message", words, [(each.mirror.thread or 0, message)
            for each in plan.matched for message in getattr(each, kind)])
        for words, kind in (
            ("saying what an older one says already", "doubles"),
            ("of mine without a comment's name, such as questions to members", "wordless"),
            ("saying that a comment is gone, and not which", "stumps"),
            ("of comments that the blog neither lists nor calls gone", "unlisted"),
            ("of members, held or on the way then: not on the blog, as far as I can see", "lost"),
        )
    ]  # fmt: skip
    if claims := sum(len(each.claims) for each in plan.matched):
        lines.append(
            f"- {_count(claims, 'comment')} claiming to be a member's message, which nothing "
            "shows: mirrored like any other"
        )
    return [line for line in lines if line]


def _named(plan: Plan, name: str, words: str, messages: Sequence[tuple[int, int]]) -> str:
    if not messages:
        return ""
    links = [
        f"https://discord.com/channels/{plan.guild}/{place}/{message}"
        for place, message in messages[:NAMED]
    ]
    more = f" … and {len(messages) - NAMED:,} more" if len(messages) > NAMED else ""
    return f"- {_count(len(messages), name)} {words}: {' '.join(links)}{more}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _whole(lines: list[str]) -> str:
    """As many lines as fit: a link or mention cut in half would show as such."""
    text = lines[0]
    for line in lines[1:]:
        if len(text) + len(line) + 3 > LIMIT:
            return f"{text}\n…"
        text += f"\n{line}"
    return text
