"""The story of one article or comment: seen when, decided what, which message, or why not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.errors import BlogUnusable
from bot.mirror.lines import link
from bot.status import whole_lines
from bot.store.mirrors import AnnouncementState
from bot.store.parts import PartState
from bot.store.reply import message_url
from bot.text.to_discord import escape, shorten

if TYPE_CHECKING:
    from bot.store.store import Store
    from bot.store.stories import ArticleStory, CommentStory, MirrorStory, PartStory

_MESSAGE = re.compile(r"https://(?:\w+\.)?discord\.com/channels/\d+/\d+/(\d{1,20})/?")
_COMMENT = re.compile(r"(?P<article>[^#]*)#comment-(?P<comment>\d{1,18})")

LIMIT = 1900
"""Characters of a story; a message has room for 2,000."""

STATES = {
    "published": "Everyone can read it.",
    "withdrawn": "It is withdrawn: a draft, private, or behind a password.",
    "gone": "It is no longer on the blog.",
    "visible": "Everyone can read it.",
}


async def tell(store: Store, guild: int, address: str) -> str:
    """Tell the story of what this address leads to: an article, a comment or a Discord message.

    Raises BlogUnusable if it is none of a blog that the guild follows.
    """
    address = address.strip().strip("<>")
    if message := _MESSAGE.fullmatch(address):
        return await _of_message(store, guild, int(message[1]))
    if comment := _COMMENT.fullmatch(address):
        article = await store.stories.article(guild, comment["article"])
        if article is None:
            raise _unknown()
        return await _of_comment(store, guild, article.blog, comment["comment"], article)
    article = await store.stories.article(guild, address)
    if article is None:
        raise _unknown()
    return await _of_article(store, guild, article)


async def _of_message(store: Store, guild: int, message: int) -> str:
    if found := await store.stories.comment_of_message(guild, message):
        return await _of_comment(store, guild, *found, None)
    article = await store.stories.article_of_message(guild, message)
    if article is not None:
        return await _of_article(store, guild, await store.stories.article_by_id(article))
    raise BlogUnusable(
        "That message is neither an announcement, nor a mirrored comment, nor a reply on a blog. "
        '"Why?" in its menu (Apps) tells more about a member\'s message.'
    )


async def _of_article(store: Store, guild: int, article: ArticleStory) -> str:
    lines = [
        f"## {escape(shorten(article.title, 120))}",
        f"<{link(article.url)}>",
        f"Published <t:{article.published}:f>{_seen(article.seen)}. {STATES[article.state]}",
    ]
    if article.braked:
        lines.append(
            f"🛑 {article.braked:,} of its comments disappeared at once. Nothing is removed until "
            "a second reading confirms it."
        )
    mirrors = await store.stories.mirrors(guild, article.blog, article.id)
    lines += [f"- <#{mirror.channel}>: {_announced(mirror, article)}" for mirror in mirrors]
    return whole_lines(lines, LIMIT)


async def _of_comment(
    store: Store, guild: int, blog: int, remote_id: str, article: ArticleStory | None
) -> str:
    comment = await store.stories.comment(blog, remote_id)
    if comment is None:
        return (
            f"The bot has not seen comment {remote_id}. It may be held, in the spam or in the "
            "trash, or too new: `/blog sync` reads the blog now."
        )
    article = article or await store.stories.article_by_id(comment.article)
    lines = [
        f"## A comment by {escape(shorten(comment.author, 80)) or 'Anonymous'}",
        f"<{link(comment.url)}> on “{escape(shorten(article.title, 100))}”",
        f"Written <t:{comment.created}:f>{_seen(comment.seen)}. {STATES[comment.state]}",
    ]
    mirrors = await store.stories.mirrors(guild, blog, comment.article)
    lines += [
        f"- <#{mirror.channel}>: {await _shown(store, mirror, article, comment)}"
        for mirror in mirrors
    ]
    return whole_lines(lines, LIMIT)


def _announced(mirror: MirrorStory, article: ArticleStory) -> str:
    """Which message announces it, or why none does."""
    if mirror.follow_paused:
        return f"nothing is written there. {mirror.follow_paused}"
    if mirror.mirror is None:
        return "not announced: it was there before the channel followed the blog."
    if mirror.left_out:
        return "not announced: the channel's filters keep it out (`/blog settings`)."
    said = {
        AnnouncementState.SENT: "announced",
        AnnouncementState.SENDING: "being announced",
        AnnouncementState.REMOVED: "its announcement was removed in Discord",
        AnnouncementState.NONE: "not announced yet"
        + ("" if article.read else ": it is still to be read in full"),
    }[mirror.announcement or AnnouncementState.NONE]
    if mirror.announcement is AnnouncementState.SENT and mirror.announcement_id is not None:
        said = f"[{said}](<{message_url(mirror.guild, mirror.channel, mirror.announcement_id)}>)"
    if mirror.thread is not None:
        said += f", discussed in <#{mirror.thread}>"
    for trouble in (mirror.paused, None if mirror.finished else mirror.failure):
        said += f". ⚠️ {trouble}" if trouble else ""
    return f"{said}."


async def _shown(
    store: Store, mirror: MirrorStory, article: ArticleStory, comment: CommentStory
) -> str:
    """Which messages show it, or why none does."""
    if mirror.mirror is None or mirror.thread is None:
        return f"not there; the article is {_announced(mirror, article)}"
    own = await store.stories.written_here(mirror.mirror, comment.remote_id)
    if own is not None:
        return f"[a member's own message](<{message_url(mirror.guild, mirror.thread, own)}>)."
    parts = await store.stories.parts(mirror.mirror, comment.remote_id)
    if not parts:
        waits = mirror.paused or mirror.failure or "It is about to be written."
        return f"not there yet. {waits}"
    return "; ".join(_part(mirror, part, of=len(parts)) for part in parts) + "."


def _part(mirror: MirrorStory, part: PartStory, *, of: int) -> str:
    number = f" {part.number}/{of}" if of > 1 else ""
    since = f"<t:{part.since}:f>"
    match part.state:
        case PartState.SENT if part.message_id is not None and mirror.thread is not None:
            address = message_url(mirror.guild, mirror.thread, part.message_id)
            return f"[message{number}](<{address}>), written {since}"
        case PartState.REMOVED:
            return f"message{number} was removed in Discord, and is not written again"
        case PartState.REFUSED:
            return f"message{number} was refused by Discord {since}; it is tried when it changes"
        case PartState.GONE | PartState.REMOVING:
            return f"message{number} was taken away, as the comment was"
    return f"message{number} is being written since {since}"


def _seen(seen: int | None) -> str:
    return f", seen by the bot <t:{seen}:f>" if seen else ""


def _unknown() -> BlogUnusable:
    return BlogUnusable(
        "That is no article or comment of a blog that is followed here. Copy the address of its "
        "page, with `#comment-…` for a comment, or the link of a message."
    )
