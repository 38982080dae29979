"""The story of one article or comment: seen when, decided what, which message, or why not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.errors import BlogUnusable
from bot.languages.phrase import Phrase
from bot.mirror.lines import link
from bot.store.discord.mirror import AnnouncementState
from bot.store.discord.parts import PartState
from bot.store.people.reply import message_url
from bot.text.fitting import whole_lines
from bot.text.to_discord import escape, shorten

if TYPE_CHECKING:
    from bot.languages.language import Language
    from bot.store.store import Store
    from bot.store.upkeep.stories import ArticleStory, CommentStory, MirrorStory, PartStory

_MESSAGE = re.compile(r"https://(?:\w+\.)?discord\.com/channels/\d+/\d+/(\d{1,20})/?")
_COMMENT = re.compile(r"(?P<article>[^#]*)#comment-(?P<comment>\d{1,18})")

LIMIT = 1900
"""Characters of a story; a message has room for 2,000."""

STATES = {
    "published": Phrase("Everyone can read it."),
    "withdrawn": Phrase("It is withdrawn: a draft, private, or behind a password."),
    "gone": Phrase("It is no longer on the blog."),
    "visible": Phrase("Everyone can read it."),
}


async def tell(store: Store, guild: int, address: str, say: Language) -> str:
    """Tell the story of what this address leads to: an article, a comment or a Discord message.

    Raises BlogUnusable if it is none of a blog that the guild follows.
    """
    return await _Teller(store, guild, say).tell(address.strip().strip("<>"))


class _Teller:
    def __init__(self, store: Store, guild: int, say: Language) -> None:
        self._store = store
        self._guild = guild
        self._say = say

    async def tell(self, address: str) -> str:
        if message := _MESSAGE.fullmatch(address):
            return await self._of_message(int(message[1]))
        comment = _COMMENT.fullmatch(address)
        article = await self._store.stories.article(
            self._guild, comment["article"] if comment else address
        )
        if article is None:
            raise BlogUnusable(
                "That is no article or comment of a blog that is followed here. Copy the address "
                "of its page, with `#comment-…` for a comment, or the link of a message."
            )
        if comment:
            return await self._of_comment(article.blog, comment["comment"], article)
        return await self._of_article(article)

    async def _of_message(self, message: int) -> str:
        if found := await self._store.stories.comment_of_message(self._guild, message):
            return await self._of_comment(*found, None)
        article = await self._store.stories.article_of_message(self._guild, message)
        if article is None:
            raise BlogUnusable(
                "That message is neither an announcement, nor a mirrored comment, nor a reply on a "
                'blog. "Why?" in its menu (Apps) tells more about a member\'s message.'
            )
        return await self._of_article(await self._store.stories.article_by_id(article))

    async def _of_article(self, article: ArticleStory) -> str:
        say = self._say
        lines = [
            f"## {_title(article, 120, say)}",
            *([f"<{link(article.url)}>"] if link(article.url) else []),
            f"{_published(article, say)} {say(STATES[article.state])}",
        ]
        if article.braked:
            lines.append(
                say(
                    "🛑 {n} of its comments disappeared at once. Nothing is removed until a second "
                    "reading confirms it.",
                    n=say.number(article.braked),
                )
            )
        mirrors = await self._store.stories.mirrors(self._guild, article.blog, article.id)
        lines += [f"- <#{each.channel}>: {announced(each, article, say)}" for each in mirrors]
        return whole_lines(lines, LIMIT)

    async def _of_comment(self, blog: int, remote_id: str, article: ArticleStory | None) -> str:
        say = self._say
        comment = await self._store.stories.comment(blog, remote_id)
        if comment is None:
            return say(
                "The bot has not seen comment {number}. It may be held, in the spam or in the "
                "trash, or too new: `/blog sync` reads the blog now.",
                number=remote_id,
            )
        article = article or await self._store.stories.article_by_id(comment.article)
        author = escape(shorten(comment.author, 80)) or Phrase("Anonymous")
        lines = [
            f"## {say('A comment by {author}', author=author)}",
            say(
                "{address} on “{title}”",
                address=f"<{link(comment.url)}>" if link(comment.url) else "…",
                title=_title(article, 100, say),
            ),
            f"{_written(comment, say)} {say(STATES[comment.state])}",
        ]
        mirrors = await self._store.stories.mirrors(self._guild, blog, comment.article)
        lines += [
            f"- <#{each.channel}>: {await self._shown(each, article, comment)}" for each in mirrors
        ]
        return whole_lines(lines, LIMIT)

    async def _shown(
        self, mirror: MirrorStory, article: ArticleStory, comment: CommentStory
    ) -> str:
        """Which messages show it, or why none does."""
        say = self._say
        if mirror.mirror is None or mirror.thread is None:
            return f"{say('It has no thread there.')} {announced(mirror, article, say)}"
        own = await self._store.stories.written_here(mirror.mirror, comment.remote_id)
        if own is not None:
            address = message_url(mirror.guild, mirror.thread, own)
            return say("It is [a member's own message](<{address}>).", address=address)
        parts = await self._store.stories.parts(mirror.mirror, comment.remote_id)
        if not parts:
            waits = mirror.paused or mirror.failure or Phrase("It is about to be written.")
            return f"{say('It is not there yet.')} {say(waits)}"
        return " ".join(_part(mirror, part, say, of=len(parts)) for part in parts)


def announced(mirror: MirrorStory, article: ArticleStory, say: Language) -> str:
    """Which message announces an article, or why none does."""
    if mirror.follow_paused:
        return f"{say('Nothing is written there.')} {say(mirror.follow_paused)}"
    if mirror.waits:
        return say(
            "The article came with far more than usual, and waits for a decision (`/blog status`)."
        )
    if mirror.mirror is None:
        return say(
            "The article is not announced: it was there before the channel followed the blog."
        )
    if mirror.left_out:
        return say(
            "The article is not announced: the channel's filters keep it out (`/blog settings`)."
        )
    sentences = [_announcement(mirror, article, say)]
    if mirror.thread is not None:
        sentences.append(say("It is discussed in {thread}.", thread=f"<#{mirror.thread}>"))
    troubles = (mirror.paused, None if mirror.finished else mirror.failure)
    return " ".join([*sentences, *(f"⚠️ {say(trouble)}" for trouble in troubles if trouble)])


def _title(article: ArticleStory, limit: int, say: Language) -> str:
    return escape(shorten(article.title, limit)) or say("Untitled article")


def _announcement(mirror: MirrorStory, article: ArticleStory, say: Language) -> str:
    match mirror.announcement:
        case AnnouncementState.SENT if mirror.announcement_id is not None:
            address = message_url(mirror.guild, mirror.channel, mirror.announcement_id)
            return say("The article is [announced](<{address}>).", address=address)
        case AnnouncementState.SENT | AnnouncementState.SENDING:
            return say("The article is being announced.")
        case AnnouncementState.REMOVED:
            return say("The article's announcement was removed in Discord.")
    if article.read:
        return say("The article is not announced yet.")
    return say("The article is not announced yet: it is still to be read in full.")


def _part(mirror: MirrorStory, part: PartStory, say: Language, *, of: int) -> str:
    number = f"{part.number}/{of}: " if of > 1 else ""
    return number + _message(mirror, part, say)


def _message(mirror: MirrorStory, part: PartStory, say: Language) -> str:
    since = f"<t:{part.since}:f>"
    match part.state:
        case PartState.SENT if part.message_id is not None and mirror.thread is not None:
            address = message_url(mirror.guild, mirror.thread, part.message_id)
            written = say(
                "[The message](<{address}>) was written on {time}.", address=address, time=since
            )
            refused = say("Discord refuses its words as they are now.") if part.refused else ""
            return f"{written} {refused}".rstrip()
        case PartState.REMOVED:
            return say("The message was removed in Discord, and is not written again.")
        case PartState.REFUSED if part.refused:
            return say(
                "Discord refused the message {time}; it is tried when it changes.", time=since
            )
        case PartState.GONE | PartState.REMOVING:
            return say("The message was taken away, as the comment was.")
    return say("The message is being written since {time}.", time=since)


def _published(article: ArticleStory, say: Language) -> str:
    published, seen = f"<t:{article.published}:f>", f"<t:{article.seen}:f>"
    if article.seen:
        return say("Published {time}, seen by the bot {seen}.", time=published, seen=seen)
    return say("Published {time}.", time=published)


def _written(comment: CommentStory, say: Language) -> str:
    written, seen = f"<t:{comment.created}:f>", f"<t:{comment.seen}:f>"
    if comment.seen:
        return say("Written on {time}, seen by the bot on {seen}.", time=written, seen=seen)
    return say("Written on {time}.", time=written)
