"""Tells owners when something breaks: one message, kept up to date, and a last line at the end."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING, Protocol

from bot.care.arrivals import choices
from bot.care.arrivals import describe as describe_rush
from bot.errors import ChannelGone, DiscordError, MessageGone, PermissionMissing
from bot.faults import Faults
from bot.languages.language import without_links
from bot.store.discord.follows import PAUSED_BY_OWNER
from bot.text.to_discord import escape, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.care.arrivals import Choice
    from bot.languages.catalogues import Languages
    from bot.languages.language import Language
    from bot.languages.phrase import Phrase
    from bot.store.blog.arrivals import Rush
    from bot.store.blog.blogs import BlogRecord
    from bot.store.discord.alarms import AlarmRecord
    from bot.store.discord.follows import FollowRecord
    from bot.store.discord.mirrors import Progress
    from bot.store.store import Store

log = logging.getLogger(__name__)

GRACE = 180
"""Seconds for which something must be wrong before anyone is told: blogs have hiccups."""

CLEARED = 0
"""Stands for a message that someone cleared away."""

NAMED = 8
"""Troubles that are named; the rest are counted."""

TROUBLE_LIMIT = 220
"""Characters of one trouble: all of them fit into a message."""


class Board(Protocol):
    """Where it is told. All raise the DiscordErrors of `bot.errors`; nobody is mentioned."""

    async def post(self, channel: int, words: str, choices: Sequence[Choice], *, nonce: str) -> int:
        """Write a message; answers its id. The same nonce soon again writes no second one."""

    async def find(self, channel: int, mark: str, *, since: int) -> int | None:
        """Look for a message of ours that has this mark in it, younger than that."""

    async def change(
        self, channel: int, message: int, words: str, choices: Sequence[Choice]
    ) -> None:
        """Show this instead. Raises MessageGone."""


class Alarm:
    """Compares what is wrong with what owners were told."""

    def __init__(
        self,
        store: Store,
        board: Board,
        clock: Callable[[], int],
        line_trouble: Callable[[int, int], Phrase | None],
        languages: Languages,
        *,
        backup_failure: Callable[[], Phrase | None] = lambda: None,
    ) -> None:
        self._store = store
        self._board = board
        self._clock = clock
        self._line_trouble = line_trouble
        self._languages = languages
        self._backup_failure = backup_failure
        self._faults = Faults(clock)

    async def look(self) -> None:
        """Bring every owner's message up to date."""
        alarms = {alarm.guild: alarm for alarm in await self._store.alarms.all()}
        channels = await self._store.alarms.channels()
        for guild in channels.keys() | alarms.keys():
            if not self._faults.is_due(guild):
                continue
            try:
                with self._faults.contained(guild, f"telling the owner of server {guild}"):
                    await self._look_at(guild, channels.get(guild), alarms.get(guild))
            except DiscordError as error:
                log.warning("The owner of server %s can't be told: %s", guild, error)

    async def _look_at(self, guild: int, channel: int | None, alarm: AlarmRecord | None) -> None:
        say = self._languages.of(await self._store.follows.language_of(guild))
        if channel is not None:
            await self._tell_once(guild, channel, say)
        asked = await self._asked(guild)
        troubles = await self._troubles(guild, asked, say)
        if alarm is None:
            if troubles and channel is not None:
                await self._store.alarms.begin(guild, channel, now=self._clock())
        elif troubles:
            await self._tell(alarm, troubles, choices([*asked.values()], say), say)
        else:
            await self._finish(alarm, say)

    async def _tell_once(self, guild: int, channel: int, say: Language) -> None:
        """Tell of announcements that stand without something, because Discord refused it."""
        untold = await self._store.announcements.untold(guild)
        if not untold:
            return
        lines = [say("🔸 Discord did not take everything as the blog has it.")]
        lines += [
            say(
                "“{article}”: {lack}",
                article=escape(shorten(title, 80)) or say("Untitled article"),
                lack=lack,
            )
            for _, title, lack in untold[:NAMED]
        ]
        if more := len(untold[NAMED:]):
            lines.append(say("… and {n} more; `/blog status` has them.", n=say.number(more)))
        nonce = f"lacks-{max(mirror for mirror, _, _ in untold)}"
        await self._board.post(channel, "\n- ".join(lines), (), nonce=nonce)
        await self._store.announcements.told(mirror for mirror, _, _ in untold)

    async def _tell(
        self, alarm: AlarmRecord, troubles: list[str], buttons: Sequence[Choice], say: Language
    ) -> None:
        if self._clock() - alarm.since < GRACE or alarm.message_id == CLEARED:
            return
        words = describe(troubles, alarm.since, say)
        digest = _digest(words + "".join(f"\n{each.id}" for each in buttons))
        if alarm.hash == digest:
            return
        message = alarm.message_id or await self._board.find(
            alarm.channel, _mark(alarm.since), since=alarm.since
        )
        try:
            if message is None:
                message = await self._board.post(
                    alarm.channel, words, buttons, nonce=f"alarm-{alarm.since}"
                )
            else:
                await self._board.change(alarm.channel, message, words, buttons)
        except MessageGone:
            # They know. The next trouble gets a message of its own.
            message = CLEARED
        await self._store.alarms.shows(alarm.guild, message, digest)

    async def _finish(self, alarm: AlarmRecord, say: Language) -> None:
        if alarm.message_id:
            words = all_clear(alarm.since, self._clock(), say)
            try:
                await self._board.change(alarm.channel, alarm.message_id, words, ())
            except (MessageGone, ChannelGone, PermissionMissing):
                log.info("Everything works again in server %s.", alarm.guild)
        await self._store.alarms.end(alarm.guild)

    async def _asked(self, guild: int) -> dict[int, tuple[str, Rush]]:
        """What waits for the owner's word, by follow, each with its blog's title."""
        found = {}
        for follow in await self._store.follows.of_guild(guild):
            rush = await self._store.arrivals.rush(follow.id)
            if rush is not None:
                blog = await self._store.blogs.get(follow.blog)
                found[follow.id] = blog.address.title, rush
        return found

    async def _troubles(
        self, guild: int, asked: Mapping[int, tuple[str, Rush]], say: Language
    ) -> list[str]:
        found: list[str] = []
        for follow in await self._store.follows.of_guild(guild):
            blog = await self._store.blogs.get(follow.blog)
            line = self._line_trouble(guild, follow.blog)
            progress = await self._store.mirrors.progress(follow.id)
            if follow.id in asked:
                title, rush = asked[follow.id]
                number = list(asked).index(follow.id) + 1 if len(asked) > 1 else None
                words = describe_rush(rush, say, number)
                found.append(
                    say(
                        "{blog} in {channel}: {reason}",
                        blog=f"**{escape(shorten(title, 40))}**",
                        channel=f"<#{follow.channel}>",
                        reason=words,
                    )
                )
            found += _troubles_of(follow, blog, line, progress, say)
        if (failure := self._backup_failure()) is not None:
            found.append(say("No backup of the database is made: {reason}", reason=failure))
        return list(dict.fromkeys(found))


def _troubles_of(
    follow: FollowRecord,
    blog: BlogRecord,
    line: Phrase | None,
    progress: list[Progress],
    say: Language,
) -> list[str]:
    name = f"**{escape(shorten(blog.address.title, 80))}**"
    where = {"blog": name, "channel": f"<#{follow.channel}>"}
    found = []
    if follow.reason and follow.reason != PAUSED_BY_OWNER:
        found.append(say("{blog} in {channel}: {reason}", **where, reason=follow.reason))
    if blog.failure:
        found.append(
            say("{blog} in {channel} can't be read: {reason}", **where, reason=blog.failure)
        )
    if line:
        found.append(
            say("{blog} in {channel}: replies have to wait. {reason}", **where, reason=line)
        )
    return found + [
        say(
            "{blog} in {channel}: “{article}” can't be written. {reason}",
            **where,
            article=escape(shorten(mirror.title, 60)) or say("Untitled article"),
            reason=mirror.failure,
        )
        for mirror in progress
        if mirror.failure and not mirror.finished and not mirror.paused
    ]


def describe(troubles: list[str], since: int, say: Language) -> str:
    """The whole message."""
    head = say(
        "⚠️ Something needs attention since {since}. This message is kept up to date.",
        since=_mark(since),
    )
    lines = [head, *(f"- {shorten(trouble, TROUBLE_LIMIT)}" for trouble in troubles[:NAMED])]
    if more := len(troubles[NAMED:]):
        said = say("… and {n} more; `/blog status` has them.", n=say.number(more))
        lines.append(f"- {said}")
    return "\n".join(lines)


def all_clear(since: int, now: int, say: Language) -> str:
    """What a message about trouble says in the end."""
    return say(
        "✅ Everything works again. Something was wrong from {since} to {now}.",
        since=_mark(since),
        now=f"<t:{now}:f>",
    )


def _mark(since: int) -> str:
    """The time as it stands in the message, which is found again by it in any language."""
    return f"<t:{since}:f>"


def _digest(words: str) -> str:
    return hashlib.sha256(without_links(words).encode()).hexdigest()[:16]
