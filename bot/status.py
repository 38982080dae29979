"""How a follow is doing, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.text.to_discord import escape, shorten

if TYPE_CHECKING:
    from bot.phrase import Phrase
    from bot.store.archives import Recorded
    from bot.store.blogs import BlogRecord
    from bot.store.follows import FollowRecord
    from bot.store.mirrors import Progress

FIELD_LIMIT = 1024
"""Characters of an embed's field."""

MENTIONED = 5
"""How many articles are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """How replies reach the blog."""

    connected: bool
    waiting: int
    trouble: Phrase | None


def describe(
    blog: BlogRecord,
    follow: FollowRecord,
    progress: list[Progress],
    braked: list[str],
    traffic: Traffic,
    *,
    recorded: Recorded | None = None,
) -> str:
    """Say where it appears, when it was read, how far it is, and what needs attention."""
    lines = [f"<#{follow.channel}> · <{blog.address.url}>"]
    if follow.reason is not None:
        lines.append(f"⏸️ {follow.reason}")
    lines += [_reading(blog), _replies(traffic)]
    if recorded is not None and recorded.of_articles:
        lines.append(_archive(recorded))
    lines += [
        f"🛑 Many comments of “{escape(title)}” disappeared at once. Nothing is removed until a "
        "second reading confirms it."
        for title in braked[:MENTIONED]
    ]
    unfinished = [mirror for mirror in progress if not (mirror.finished or mirror.paused)]
    paused = [mirror for mirror in progress if mirror.paused]
    lines.append(
        f"✅ {len(progress) - len(unfinished) - len(paused)} of {len(progress)} discussions are up "
        "to date."
        if progress
        else "No article has been posted here yet."
    )
    lines += [_unfinished(mirror) for mirror in unfinished[:MENTIONED]]
    if len(unfinished) > MENTIONED:
        lines.append(f"… and {len(unfinished) - MENTIONED} more")
    lines += [f"⏸️ {_name(mirror)}: {mirror.paused}" for mirror in paused[:MENTIONED]]
    return whole_lines(lines, FIELD_LIMIT)


def whole_lines(lines: list[str], limit: int) -> str:
    """As many lines as fit: a mention or a time cut in half would show as such."""
    text = lines[0]
    for line in lines[1:]:
        if len(text) + len(line) + 3 > limit:
            return f"{text}\n…"
        text += f"\n{line}"
    return text


def _reading(blog: BlogRecord) -> str:
    if blog.failure is not None:
        return f"⚠️ {blog.failure} Next try <t:{blog.next_read}:R>."
    if blog.read_at is None:
        return "⏳ Being read for the first time."
    return f"📖 Last read <t:{blog.read_at}:R>"


def _archive(recorded: Recorded) -> str:
    articles, comments = f"{recorded.articles:,}", f"{recorded.comments:,}"
    if recorded.filling:
        articles += f" of {recorded.of_articles:,}"
        comments += f" of {recorded.of_comments:,}"
    return f"🗄️ {articles} articles and {comments} comments can be searched."


def _replies(traffic: Traffic) -> str:
    if traffic.trouble is not None:
        return f"⚠️ {traffic.waiting:,} replies wait: {traffic.trouble} Trying again."
    if not traffic.connected:
        return "🔒 Read only: replies stay in Discord. `/blog connect` changes that."
    if traffic.waiting:
        return f"⏳ {traffic.waiting:,} replies on their way to the blog."
    return "✉️ Replies go to the blog."


def _unfinished(mirror: Progress) -> str:
    if mirror.failure is not None:
        return f"⚠️ {_name(mirror)}: {mirror.failure} Trying again."
    if mirror.parts:
        return f"⏳ {_name(mirror)}: {mirror.sent:,} of {mirror.parts:,} messages"
    return f"⏳ {_name(mirror)}: waiting"


def _name(mirror: Progress) -> str:
    if mirror.thread_id is not None:
        return f"<#{mirror.thread_id}>"
    return f"“{escape(shorten(mirror.title, 80))}”"
