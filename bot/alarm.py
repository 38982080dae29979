"""Tells owners when something breaks: one message, kept up to date, and a last line at the end."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING, Protocol

from bot.errors import ChannelGone, DiscordError, MessageGone, PermissionMissing
from bot.store.follows import PAUSED_BY_OWNER
from bot.text.to_discord import escape, shorten

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.languages.catalogues import Languages
    from bot.phrase import Phrase
    from bot.store.alarms import AlarmRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

GRACE = 180
"""Seconds for which something must be wrong before anyone is told: blogs have hiccups."""

CLEARED = 0
"""Stands for a message that someone cleared away."""

NAMED = 8
"""Troubles that are named; the rest are counted."""


class Board(Protocol):
    """Where it is told. All raise the DiscordErrors of `bot.errors`; nobody is mentioned."""

    async def post(self, channel: int, words: str, *, nonce: str) -> int:
        """Write a message; answers its id. The same nonce soon again writes no second one."""

    async def find(self, channel: int, words: str, *, since: int) -> int | None:
        """Look for a message of ours that begins with these words, younger than that."""

    async def change(self, channel: int, message: int, words: str) -> None:
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
    ) -> None:
        self._store = store
        self._board = board
        self._clock = clock
        self._line_trouble = line_trouble
        self._languages = languages

    async def look(self) -> None:
        """Bring every owner's message up to date."""
        alarms = {alarm.guild: alarm for alarm in await self._store.alarms.all()}
        channels = await self._store.alarms.channels()
        for guild in channels.keys() | alarms.keys():
            try:
                await self._look_at(guild, channels.get(guild), alarms.get(guild))
            except DiscordError as error:
                log.warning("The owner of server %s can't be told: %s", guild, error)

    async def _look_at(self, guild: int, channel: int | None, alarm: AlarmRecord | None) -> None:
        troubles = await self._troubles(guild)
        if alarm is None:
            if troubles and channel is not None:
                await self._store.alarms.begin(guild, channel, now=self._clock())
        elif troubles:
            await self._tell(alarm, troubles)
        else:
            await self._finish(alarm)

    async def _tell(self, alarm: AlarmRecord, troubles: list[str]) -> None:
        if self._clock() - alarm.since < GRACE or alarm.message_id == CLEARED:
            return
        words = describe(troubles, alarm.since)
        if alarm.hash == _digest(words):
            return
        message = alarm.message_id or await self._board.find(
            alarm.channel, head(alarm.since), since=alarm.since
        )
        try:
            if message is None:
                message = await self._board.post(alarm.channel, words, nonce=f"alarm-{alarm.since}")
            else:
                await self._board.change(alarm.channel, message, words)
        except MessageGone:
            # They know. The next trouble gets a message of its own.
            message = CLEARED
        await self._store.alarms.shows(alarm.guild, message, _digest(words))

    async def _finish(self, alarm: AlarmRecord) -> None:
        if alarm.message_id:
            minutes = max(1, round((self._clock() - alarm.since) / 60))
            words = (
                f"✅ Everything works again <t:{self._clock()}:R>. Something was wrong since "
                f"<t:{alarm.since}:f>, for {minutes:,} min."
            )
            try:
                await self._board.change(alarm.channel, alarm.message_id, words)
            except (MessageGone, ChannelGone, PermissionMissing):
                log.info("Everything works again in server %s.", alarm.guild)
        await self._store.alarms.end(alarm.guild)

    async def _troubles(self, guild: int) -> list[str]:
        found: dict[str, None] = {}
        for follow in await self._store.follows.of_guild(guild):
            blog = await self._store.blogs.get(follow.blog)
            name = f"**{escape(shorten(blog.address.title, 80))}** in <#{follow.channel}>"
            line = self._line_trouble(guild, follow.blog)
            progress = await self._store.mirrors.progress(follow.id)
            said = [
                follow.reason != PAUSED_BY_OWNER and follow.reason and f"{name}: {follow.reason}",
                blog.failure and f"{name} can't be read: {blog.failure}",
                line and f"{name}: replies have to wait. {line}",
                *(
                    f"{name}: “{escape(shorten(mirror.title, 60))}” can't be written. "
                    f"{mirror.failure}"
                    for mirror in progress
                    if mirror.failure and not mirror.finished and not mirror.paused
                ),
            ]
            found |= dict.fromkeys(one for one in said if one)
        return list(found)


def head(since: int) -> str:
    """The line by which the message is found again."""
    return f"⚠️ Something needs attention since <t:{since}:f>. This message is kept up to date."


def describe(troubles: list[str], since: int) -> str:
    """The whole message."""
    lines = [head(since), *(f"- {trouble}" for trouble in troubles[:NAMED])]
    if len(troubles) > NAMED:
        lines.append(f"- … and {len(troubles) - NAMED:,} more; `/blog status` has them.")
    return "\n".join(shorten(line, 220) if line.startswith("- ") else line for line in lines)


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]
