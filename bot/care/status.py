"""How a follow is doing, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.care.arrivals import describe as describe_rush
from bot.languages.phrase import Phrase
from bot.text.fitting import whole_lines
from bot.text.to_discord import escape, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.blogs.http.budget import Requests
    from bot.care.lag import Lag
    from bot.languages.language import Language
    from bot.store.blog.archives import Recorded
    from bot.store.blog.arrivals import Rush
    from bot.store.blog.blogs import BlogRecord
    from bot.store.discord.follows import FollowRecord
    from bot.store.discord.mirrors import Progress

FIELD_LIMIT = 1024
"""Characters of an embed's field."""

ONLY_WHAT_IS_MEANT = Phrase(
    "🙉 Discord tells the bot only words that are meant for it: replies to its messages with the "
    "ping on, messages that mention it, and the form **Reply on the blog**. For everything in the "
    "threads, whoever runs the bot switches on the Message Content intent."
)

MENTIONED = 5
"""How many articles are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """How replies reach the blog."""

    connected: bool
    possible: bool
    """Whether an account could write there, or open a way to."""
    waiting: int
    trouble: Phrase | None
    held: int | None = None
    """How many comments wait on the blog for a moderator; None where nobody asked yet."""
    reads_all: bool = True
    """Whether Discord tells the bot everybody's words."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What is known of how one follow is doing."""

    blog: BlogRecord
    follow: FollowRecord
    due: int
    """When the blog is read again, in seconds since 1970."""
    lag: Lag | None
    requests: Requests
    traffic: Traffic
    recorded: Recorded
    progress: Sequence[Progress]
    braked: Sequence[str]
    """Titles of articles whose comments disappeared at once."""
    rush: Rush | None = None
    """Articles that wait for the owner's word."""
    number: int | None = None
    """Of that rush, where there are several."""
    full: Phrase | None = None
    """That the blog has more than is held of one."""


def describe_machine(
    trouble: Phrase | None, backed_up: int | None, failure: Phrase | None, say: Language
) -> list[str]:
    """What the computer refuses, and how the backups are doing: made when, or failing why.

    `backed_up` is in seconds since 1970; None: no backup is known of.
    """
    lines = []
    if trouble is not None:
        lines.append(f"⚠️ {say(trouble)}")
    if failure is not None:
        lines.append(say("⚠️ No backup of the database is made: {reason}", reason=failure))
    if backed_up is not None:
        lines.append(say("💾 The database was backed up {time}.", time=f"<t:{backed_up}:R>"))
    return lines


def describe(doing: Doing, say: Language) -> str:
    """Say where it appears, when it was read, how far it is, and what needs attention."""
    lines = [f"<#{doing.follow.channel}> · {doing.blog.address.linked}"]
    if doing.follow.reason is not None:
        lines.append(f"⏸️ {say(doing.follow.reason)}")
    lines += _reading(doing, say)
    lines += _missing(doing, say)
    if doing.rush is not None:
        lines.append(f"🛑 {describe_rush(doing.rush, say, doing.number)}")
    if doing.lag is not None:
        lines.append(_lag(doing.lag, say))
    lines.append(_requests(doing.requests, say))
    lines.append(_replies(doing.traffic, say))
    if doing.traffic.connected and not doing.traffic.reads_all:
        lines.append(say(ONLY_WHAT_IS_MEANT))
    if doing.traffic.held:
        lines.append(_held(doing.traffic.held, say))
    if doing.recorded.of_articles:
        lines.append(_archive(doing.recorded, say))
    lines += [
        say(
            "🛑 Many comments of “{title}” disappeared at once. Nothing is removed until a second "
            "reading confirms it.",
            title=escape(title),
        )
        for title in doing.braked[:MENTIONED]
    ]
    known = _is_known(doing)
    return whole_lines([*lines, *_discussions(doing.progress, say, known=known)], FIELD_LIMIT)


def _is_known(doing: Doing) -> bool:
    """Whether what was read last is what the blog shows, as far as anybody can tell."""
    blog, paused = doing.blog, doing.follow.reason is not None
    return not paused and blog.failure is None and blog.read_at is not None and doing.full is None


def _missing(doing: Doing, say: Language) -> list[str]:
    """What of the blog can't be shown, or is not."""
    lines = []
    if doing.follow.way.lacks is not None:
        lines.append(f"⚠️ {say(doing.follow.way.lacks)}")
    if doing.blog.comments_off is not None:
        lines.append(f"🔕 {say(doing.blog.comments_off)}")
    if doing.full is not None:
        lines.append(f"🧺 {say(doing.full)}")
    if doing.blog.beyond:
        lines.append(_beyond(doing.blog.beyond, say))
    return lines


def _beyond(articles: int, say: Language) -> str:
    return say.plural(
        "📏 {n} article at the end of the feed is left out: the feed is longer than what the bot "
        "reads of one.",
        "📏 {n} articles at the end of the feed are left out: the feed is longer than what the bot "
        "reads of one.",
        articles,
    )


def _reading(doing: Doing, say: Language) -> list[str]:
    """When it was read, and since when it can't be: what is wrong first."""
    blog = doing.blog
    read = f"<t:{blog.read_at}:R>"
    if blog.failure is not None:
        last = say("📖 Last read {time}", time=read) if blog.read_at else say("📖 Never read yet")
        return [_failing(blog, blog.failure, say), last]
    if blog.read_at is None:
        return [say("⏳ Being read for the first time.")]
    if doing.follow.reason is not None:
        return [say("📖 Last read {time}", time=read)]
    return [say("📖 Last read {time}, due again {due}", time=read, due=f"<t:{doing.due}:R>")]


def _failing(blog: BlogRecord, failure: Phrase, say: Language) -> str:
    due = f"<t:{blog.next_read}:R>"
    if blog.failing_since is None:
        return say("⚠️ It can't be read. {failure} Next try {time}.", failure=failure, time=due)
    return say(
        "⚠️ It can't be read, since {since}. {failure} Next try {time}.",
        since=f"<t:{blog.failing_since}:f>",
        failure=failure,
        time=due,
    )


def _lag(lag: Lag, say: Language) -> str:
    return say.plural(
        "⏱️ The newest comment or article came here {written} after it was written, {seen} after "
        "the bot saw it.",
        "⏱️ Half of the last {n} comments and articles came here within {written} of being "
        "written, and within {seen} of the bot seeing them.",
        lag.of,
        written=_duration(lag.since_written, say),
        seen=_duration(lag.since_seen, say),
    )


def _duration(seconds: int, say: Language) -> str:
    """One number, in the largest unit of which there are two."""
    if seconds < 120:
        return say("{n} s", n=seconds)
    if seconds < 2 * 3600:
        return say("{n} min", n=round(seconds / 60))
    if seconds < 2 * 86_400:
        return say("{n} h", n=round(seconds / 3600))
    return say("{n} d", n=say.number(round(seconds / 86_400)))


def _requests(requests: Requests, say: Language) -> str:
    allowed = say.number(requests.hourly)
    if requests.since is not None:
        return say.plural(
            "🌐 {n} request to the blog since the bot started {time}; {allowed} an hour are "
            "allowed.",
            "🌐 {n} requests to the blog since the bot started {time}; {allowed} an hour are "
            "allowed.",
            requests.count,
            time=f"<t:{requests.since}:R>",
            allowed=allowed,
        )
    return say.plural(
        "🌐 {n} request to the blog in the last hour; {allowed} are allowed.",
        "🌐 {n} requests to the blog in the last hour; {allowed} are allowed.",
        requests.count,
        allowed=allowed,
    )


def _replies(traffic: Traffic, say: Language) -> str:
    if traffic.trouble is not None:
        return say.plural(
            "⚠️ {n} reply waits: {trouble} Trying again.",
            "⚠️ {n} replies wait: {trouble} Trying again.",
            traffic.waiting,
            trouble=traffic.trouble,
        )
    if not traffic.possible:
        return say("🔒 Read only: replies stay in Discord.")
    if not traffic.connected:
        return say("🔒 Read only: replies stay in Discord. `/blog connect` changes that.")
    if traffic.waiting:
        return say.plural(
            "⏳ {n} reply on its way to the blog.",
            "⏳ {n} replies on their way to the blog.",
            traffic.waiting,
        )
    return say("✉️ Replies go to the blog.")


def _held(held: int, say: Language) -> str:
    return say.plural(
        "🕓 {n} comment waits on the blog for its moderators.",
        "🕓 {n} comments wait on the blog for its moderators.",
        held,
    )


def _archive(recorded: Recorded, say: Language) -> str:
    articles, comments = say.number(recorded.articles), say.number(recorded.comments)
    if not recorded.filling:
        return say(
            "🗄️ {articles} articles and {comments} comments can be searched.",
            articles=articles,
            comments=comments,
        )
    return say(
        "🗄️ {articles} of {of_articles} articles and {comments} of {of_comments} comments can be "
        "searched.",
        articles=articles,
        of_articles=say.number(recorded.of_articles),
        comments=comments,
        of_comments=say.number(recorded.of_comments),
    )


def _discussions(progress: Sequence[Progress], say: Language, *, known: bool) -> list[str]:
    """How far they are; `known`: whether that is what the blog shows now, too."""
    if not progress:
        return [say("No article has been posted here yet.")]
    paused = [mirror for mirror in progress if mirror.paused]
    unfinished = [mirror for mirror in progress if not (mirror.finished or mirror.paused)]
    counted = {
        "done": say.number(len(progress) - len(unfinished) - len(paused)),
        "all": say.number(len(progress)),
        "messages": say.plural("{n} message", "{n} messages", sum(each.sent for each in progress)),
    }
    lines = [
        say("✅ {done} of {all} discussions are up to date: {messages}.", **counted)
        if known
        else say("🗒️ {done} of {all} discussions are as they were last read: {messages}.", **counted)
    ]
    if refused := sum(mirror.refused for mirror in progress):
        lines.append(
            say.plural(
                "🚫 Discord refuses the words of {n} message; they are tried again when they "
                "change.",
                "🚫 Discord refuses the words of {n} messages; they are tried again when they "
                "change.",
                refused,
            )
        )
    lines += [
        say("🔸 {discussion}: {lack}", discussion=_name(mirror, say), lack=mirror.reduced)
        for mirror in progress
        if mirror.reduced is not None
    ][:MENTIONED]
    lines += [_unfinished(mirror, say) for mirror in unfinished[:MENTIONED]]
    if len(unfinished) > MENTIONED:
        lines.append(say("… and {n} more", n=say.number(len(unfinished) - MENTIONED)))
    lines += [
        say("⏸️ {discussion}: {reason}", discussion=_name(mirror, say), reason=mirror.paused)
        for mirror in paused[:MENTIONED]
        if mirror.paused is not None
    ]
    return lines


def _unfinished(mirror: Progress, say: Language) -> str:
    name = _name(mirror, say)
    if mirror.failure is not None:
        return say(
            "⚠️ {discussion}: {failure} Trying again.", discussion=name, failure=mirror.failure
        )
    if mirror.parts:
        return say(
            "⏳ {discussion}: {sent} of {parts} messages",
            discussion=name,
            sent=say.number(mirror.sent),
            parts=say.number(mirror.parts),
        )
    return say("⏳ {discussion}: waiting", discussion=name)


def _name(mirror: Progress, say: Language) -> str:
    if mirror.thread_id is not None:
        return f"<#{mirror.thread_id}>"
    return say("“{title}”", title=escape(shorten(mirror.title, 80)) or say("Untitled article"))
