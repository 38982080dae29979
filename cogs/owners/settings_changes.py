"""What a choice in /blog settings does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.discord.permissions import CARD_NEEDS, missing_permissions
from bot.errors import ChannelGone, PermissionMissing
from bot.store.discord.follows import PAUSED_BY_OWNER, FollowState
from bot.store.people.exchanges import Attachments, Moderated

if TYPE_CHECKING:
    import discord

    from bot.services import Services
    from bot.store.discord.follows import FollowRecord


async def change(
    services: Services, guild: discord.Guild, follow: FollowRecord, name: str, value: str | None
) -> None:
    """Let it take effect; `value` is the option, or the id of a role or channel, None for none.

    Raises PermissionMissing where the bot can't write in the channel that was chosen.
    """
    match name, value:
        case "style", str():
            await choose(services, follow, brief=value == "brief")
        case "language", str():
            await choose(services, follow, language=value)
        case "publish", str():
            await choose(services, follow, publish=value == "on")
        case "role", _:
            await choose(services, follow, role=int(value) if value else None)
        case "pause", _:
            await _pause(services, follow)
        case "held", _:
            await services.store.exchanges.moderate_in(guild.id, follow.blog, _room(guild, value))
            services.replies.retry(guild.id, follow.blog)
        case "trouble", _:
            await services.store.alarms.tell_in(guild.id, _room(guild, value))
        case _, str():
            await _exchange(services, guild.id, follow.blog, name, value)


async def choose(services: Services, follow: FollowRecord, **changes: Any) -> None:
    """Keep other choices for the channel."""
    now = {
        "brief": follow.brief,
        "role": follow.role,
        "filters": follow.filters,
        "quiet": follow.quiet,
        "language": follow.language,
        "publish": follow.publish,
    }
    await services.store.follows.choose(follow.id, **(now | changes))
    await services.engine.soon()


async def _exchange(services: Services, guild: int, blog: int, name: str, value: str) -> None:
    exchanges = services.store.exchanges
    match name:
        case "replies":
            at_once = value == "at_once"
            await exchanges.choose(guild, blog, replies=value != "off", at_once=at_once)
        case "attachments":
            await exchanges.choose(guild, blog, attachments=Attachments(value))
        case "moderated":
            await exchanges.choose(guild, blog, moderated=Moderated(value))


async def _pause(services: Services, follow: FollowRecord) -> None:
    if follow.state is FollowState.PAUSED:
        await services.store.follows.resume(follow.id)
        await services.engine.soon()
    else:
        await services.store.follows.pause(follow.id, PAUSED_BY_OWNER)


def _room(guild: discord.Guild, value: str | None) -> int | None:
    """The channel that was chosen, if the bot can write there."""
    if value is None:
        return None
    channel = guild.get_channel(int(value))
    if channel is None:
        raise ChannelGone("The channel or thread is not there any more.")
    if missing := missing_permissions(channel, CARD_NEEDS):
        raise PermissionMissing(
            "In {channel} I still need: **{permissions}**.",
            channel=channel.mention,
            permissions=tuple(missing),
        )
    return channel.id
