"""What a repair found, would do and did, in words for the owner. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase
from bot.repair.strange import strange
from bot.text.fitting import whole_lines
from bot.text.to_discord import escape

if TYPE_CHECKING:
    from bot.languages.language import Language
    from bot.repair.matching import Matched
    from bot.repair.repair import Plan

LIMIT = 4000
"""Characters; an embed's description has room for a few more."""

NAMED = 5
"""How many threads are named; the rest are counted."""

NOTHING = Phrase(
    "Nothing of mine announces an article of this blog in {channel}, so there is nothing to "
    "rebuild. `/blog follow` begins anew."
)
LOST = Phrase(
    "**Lost with the database**, to be set up again:\n"
    "- what `/blog connect`, `/blog author` and `/blog settings` were told\n"
    "- who agreed to what, under which pen name: members are asked again when they write\n"
    "- the pseudonyms by which the blog knew members: their next comment is a first one to it\n"
    "- cards of held comments: they are shown anew\n"
    "- what was removed in Discord by hand: it counts as missing, and comes again"
)
FAREWELL = {
    False: Phrase(
        "Nothing has been changed yet. To go on from here, give `/blog repair` once more, with "
        "`do_it` set to True."
    ),
    True: Phrase(
        "Done. Nothing is posted twice; what is missing follows now. `/blog status` shows how it "
        "goes."
    ),
}


def describe(plan: Plan, say: Language, *, done: bool) -> str:
    """Say what was found and what follows from it; nothing was changed unless `done`."""
    channel = f"<#{plan.channel}>"
    odd = strange(plan, say)
    if not plan.matched:
        return whole_lines([say(NOTHING.text, channel=channel), *odd], LIMIT)
    lines = [*_found(plan, channel, say), "", *_work(plan, say, done)]
    if odd:
        lines += ["", say("**What I can't make sense of**, and leave as it is:"), *odd]
    if not plan.known:
        lines += ["", say(LOST)]
    if plan.adds or done:
        farewell = say(FAREWELL[done])
    else:
        farewell = say(
            "All of it is recorded already. There is nothing to rebuild in {channel}.",
            channel=channel,
        )
    return whole_lines([*lines, "", farewell], LIMIT)


def _found(plan: Plan, channel: str, say: Language) -> list[str]:
    threads = sum(each.mirror.thread is not None for each in plan.matched)
    messages = sum(each.parts for each in plan.matched)
    comments = sum(each.comments for each in plan.matched)
    replies = sum(_published(each) for each in plan.matched)
    known = sum(each.known for each in plan.matched)
    lines = [
        say("**Found in** {channel}:", channel=channel),
        say(
            "- {announcements} and {threads} of {blog}",
            announcements=say.plural("{n} announcement", "{n} announcements", len(plan.matched)),
            threads=say.plural("{n} thread", "{n} threads", threads),
            blog=escape(plan.address.title) or plan.address.shown,
        ),
        say(
            "- {messages} of {comments}",
            messages=say.plural("{n} message", "{n} messages", messages),
            comments=say.plural("{n} comment", "{n} comments", comments),
        ),
        say.plural(
            "- {n} reply of members, on the blog", "- {n} replies of members, on the blog", replies
        ),
    ]
    if known:
        lines.append(
            say.plural(
                "- {n} discussion of these recorded already: what is bound there stays as it is, "
                "and only what is missing is added",
                "- {n} discussions of these recorded already: what is bound there stays as it is, "
                "and only what is missing is added",
                known,
            )
        )
    return lines


def _published(each: Matched) -> int:
    return sum(reply.comment is not None for reply in each.mirror.replies)


def _work(plan: Plan, say: Language, done: bool) -> list[str]:
    """What follows from it, with the threads in which there is most to do."""
    lines = [*_messages_to_do(plan, say), *_threads_to_do(plan, say), *_busiest(plan, say)]
    begin = say("**What follows**:") if done else say("**What would follow**:")
    return [begin, *(lines or [say("- nothing: all of it is as it should be")])]


def _messages_to_do(plan: Plan, say: Language) -> list[str]:
    sends = sum(each.sends for each in plan.matched)
    edits = sum(each.edits for each in plan.matched)
    removes = sum(each.removes for each in plan.matched)
    counted = [
        (
            sends,
            say.plural(
                "- {n} message missing, to be sent", "- {n} messages missing, to be sent", sends
            ),
        ),
        (
            edits,
            say.plural(
                "- {n} message changed on the blog, to be edited",
                "- {n} messages changed on the blog, to be edited",
                edits,
            ),
        ),
        (
            removes,
            say.plural(
                "- {n} message gone from the blog, to be removed",
                "- {n} messages gone from the blog, to be removed",
                removes,
            ),
        ),
    ]
    return [line for number, line in counted if number]


def _threads_to_do(plan: Plan, say: Language) -> list[str]:
    alive = [each for each in plan.matched if each.mirror.paused is None]
    stale = sum(each.mirror.hash is None and not each.known for each in alive)
    unmade = sum(each.mirror.thread is None for each in alive)
    newer = len(plan.pairing.newer)
    deleted = len(plan.matched) - len(alive)
    counted = [
        (
            stale,
            say.plural(
                "- {n} announcement to be brought up to date",
                "- {n} announcements to be brought up to date",
                stale,
            ),
        ),
        (
            unmade,
            say.plural(
                "- {n} thread missing, to be made", "- {n} threads missing, to be made", unmade
            ),
        ),
        (
            newer,
            say.plural(
                "- {n} newer article to be announced", "- {n} newer articles to be announced", newer
            ),
        ),
        (
            deleted,
            say.plural(
                "- {n} thread deleted in Discord: those discussions stay closed",
                "- {n} threads deleted in Discord: those discussions stay closed",
                deleted,
            ),
        ),
    ]
    return [line for number, line in counted if number]


def _busiest(plan: Plan, say: Language) -> list[str]:
    busy = sorted(plan.matched, key=lambda each: each.sends, reverse=True)
    return [
        say.plural(
            "  - {thread}: {n} message missing",
            "  - {thread}: {n} messages missing",
            each.sends,
            thread=f"<#{each.mirror.thread}>",
        )
        for each in busy[:NAMED]
        if each.sends and each.mirror.thread is not None
    ]
