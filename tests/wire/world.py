"""What exists on the stand-in for Discord: guilds, channels, members, messages.

simcord's in-memory backend holds it all; this adds what people do there (write, edit, remove,
archive) and reads it back as plain rows for assertions. Ids are integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import discord
from simcord._clock import Clock
from simcord.backend import Backend, serializers
from simcord.backend.access import channel_accessible
from simcord.backend.models import AllowedMentions, Channel, Member, Message, Overwrite
from simcord.enums import ChannelType, OverwriteType

if TYPE_CHECKING:
    from collections.abc import Iterable

BOT_PERMISSIONS = (
    "view_channel",
    "send_messages",
    "embed_links",
    "read_message_history",
    "manage_threads",
    "create_public_threads",
    "send_messages_in_threads",
    "add_reactions",
)
MEMBER_PERMISSIONS = (
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "read_message_history",
    "add_reactions",
    "embed_links",
    "use_application_commands",
)
KINDS = {
    "text": ChannelType.TEXT.value,
    "announcement": ChannelType.NEWS.value,
    "forum": ChannelType.FORUM.value,
}
REQUIRE_TAG = 1 << 4


class WallClock(Clock):
    """simcord's clock stands still; sockets need one that goes."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel or a thread; the last four fields have a meaning for threads only."""

    id: int
    guild_id: int | None
    type: int
    name: str
    parent_id: int | None = None
    archived: bool = False
    locked: bool = False
    tags: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as it stands; `reply_to` is the message its reference points at."""

    id: int
    channel_id: int
    author_id: int
    type: int
    content: str
    embeds: list[dict[str, Any]]
    components: list[dict[str, Any]]
    flags: int
    reply_to: int | None
    nonce: str | None
    edited: bool
    mentions: list[int]
    reactions: dict[str, list[int]]


def bits(names: Iterable[str]) -> int:
    """Permission names, as discord.py spells them, as Discord's bit field."""
    return discord.Permissions(**dict.fromkeys(names, True)).value


class World:
    """Everything that exists, and everything people can do to it."""

    def __init__(self, backend: Backend | None = None) -> None:
        self.backend = backend or Backend(clock=WallClock())
        self.nonces: dict[int, str] = {}
        self.flags: dict[int, int] = {}
        self._member_roles: dict[int, int] = {}
        self._thrown_out: dict[int, Member] = {}

    @property
    def bot_id(self) -> int:
        return self.backend.bot_user.id

    def create_guild(self, name: str, permissions: Iterable[str] = BOT_PERMISSIONS) -> int:
        """A guild in which @everyone may do nothing, the bot `permissions`, people the usual."""
        guild = self.backend.create_guild(name)
        (bot_role_id,) = guild.members[self.bot_id].role_ids
        self.backend.edit_role(guild.id, guild.id, {"permissions": 0})
        self.backend.edit_role(guild.id, bot_role_id, {"permissions": bits(permissions)})
        people = self.backend.create_role(guild.id, "Member", permissions=bits(MEMBER_PERMISSIONS))
        self._member_roles[guild.id] = people.id
        return guild.id

    def create_channel(
        self,
        guild_id: int,
        name: str,
        kind: str = "text",
        tags: Iterable[str] = (),
        require_tag: bool = False,
    ) -> int:
        """A "text", "announcement" or "forum" channel; `tags` are a forum's."""
        available = [
            {"id": str(self.backend.snowflake()), "name": tag, "moderated": False}
            | {"emoji_id": None, "emoji_name": None}
            for tag in tags
        ]
        channel = self.backend.create_channel(
            guild_id, name, type=KINDS[kind], available_tags=available, announce=False
        )
        if require_tag:
            self.flags[channel.id] = REQUIRE_TAG
        self.backend.emit("CHANNEL_CREATE", self.channel_payload(channel))
        return channel.id

    def create_member(self, guild_id: int, name: str, permissions: Iterable[str] = ()) -> int:
        """A person; `permissions` come on top of what members may do anyway."""
        user = self.backend.make_user(name)
        roles = [self._member_roles[guild_id]]
        if extra := bits(permissions):
            role = self.backend.create_role(guild_id, f"{name}'s role", permissions=extra)
            roles.append(role.id)
        self.backend.add_member(guild_id, user.id, roles=roles, announce=True)
        return user.id

    def set_bot_permissions(self, channel_id: int, permissions: Iterable[str]) -> None:
        """From now on the bot has exactly these permissions in this channel."""
        self._allow(channel_id, bits(permissions))

    def take_permission(self, channel_id: int, name: str) -> None:
        """The bot loses one permission in this channel, and none of the others."""
        self._allow(channel_id, self._allowed(channel_id) & ~bits([name]))

    def give_permission(self, channel_id: int, name: str) -> None:
        """The bot gains one permission in this channel.

        If it sees the channel again, it is told which threads are active there, and no more.
        """
        self._allow(channel_id, self._allowed(channel_id) | bits([name]))

    def _allowed(self, channel_id: int) -> int:
        channel = self.backend.get_channel(channel_id)
        for overwrite in channel.overwrites:
            if overwrite.target_id == self.bot_id:
                return overwrite.allow
        return self.backend.compute_permissions(channel.guild_id or 0, self.bot_id, channel_id)

    def _allow(self, channel_id: int, allowed: int) -> None:
        denied = discord.Permissions.all().value & ~allowed
        overwrite = Overwrite(self.bot_id, OverwriteType.MEMBER, allowed, denied)
        seen = channel_accessible(self.backend, channel_id, self.bot_id)
        self.backend.set_overwrite(channel_id, overwrite)
        if not seen and channel_accessible(self.backend, channel_id, self.bot_id):
            self._tell_of_threads(channel_id)

    def _tell_of_threads(self, channel_id: int) -> None:
        guild_id = self.backend.get_channel(channel_id).guild_id or 0
        active = [
            dict(serializers.thread_payload(self.backend, thread))
            for thread in self.backend.active_threads(guild_id)
            if thread.parent_id == channel_id
        ]
        self.backend.emit(
            "THREAD_LIST_SYNC",
            {
                "guild_id": str(guild_id),
                "channel_ids": [str(channel_id)],
                "threads": active,
                "members": [],
            },
        )

    def throw_out(self, guild_id: int) -> None:
        """The bot is removed from the guild; what happens there it does not learn."""
        guild = self.backend.get_guild(guild_id)
        self._thrown_out[guild_id] = guild.members.pop(self.bot_id)
        self.backend.emit("GUILD_DELETE", {"id": str(guild_id)})

    def ask_back(self, guild_id: int) -> None:
        """The bot is invited again, with the permissions that it had."""
        guild = self.backend.get_guild(guild_id)
        guild.members[self.bot_id] = self._thrown_out.pop(guild_id)
        self.backend.emit("GUILD_CREATE", serializers.guild_create_payload(self.backend, guild))

    def send(
        self,
        member_id: int,
        channel_id: int,
        content: str,
        reply_to: int | None = None,
        *,
        ping: bool = True,
    ) -> int:
        """Write a message as a person; a reply pings whom it answers, unless that is taken off."""
        reference = None if reply_to is None else {"message_id": str(reply_to)}
        channel = self.backend.get_channel(channel_id)
        if channel.thread_metadata is not None and channel.thread_metadata.archived:
            self.edit_thread(channel_id, archived=False)
        return self.backend.create_message(
            channel_id,
            member_id,
            content,
            reference=reference,
            allowed_mentions=AllowedMentions(replied_user=ping),
        ).id

    def edit(self, channel_id: int, message_id: int, content: str) -> None:
        """Edit a message as its author."""
        self.backend.edit_message(channel_id, message_id, {"content": content})

    def delete_message(self, channel_id: int, message_id: int) -> None:
        """Remove any message, as its author or a moderator: Discord's event is the same."""
        self.backend.delete_message(channel_id, message_id)

    def delete_messages(self, channel_id: int, message_ids: Iterable[int]) -> None:
        """Remove many at once, as moderators' tools do: one event that holds ids only."""
        self.backend.bulk_delete_messages(channel_id, message_ids)

    def delete_channel(self, channel_id: int) -> None:
        """Remove a channel or thread; a channel takes its threads along without a word."""
        for thread in self.threads(parent_id=channel_id):
            guild = self.backend.get_guild(thread.guild_id or 0)
            guild.thread_ids.remove(thread.id)
            del self.backend.channels[thread.id]
            self.backend.messages.pop(thread.id, None)
        self.backend.delete_channel(channel_id)

    def edit_thread(
        self,
        thread_id: int,
        *,
        archived: bool | None = None,
        locked: bool | None = None,
        name: str | None = None,
    ) -> None:
        """Archive, lock or rename a thread, as a moderator."""
        metadata: dict[str, Any] = {}
        if archived is not None:
            metadata = {"archived": archived, "archive_timestamp": self.backend.now_iso()}
        if locked is not None:
            metadata["locked"] = locked
        changes = {} if name is None else {"name": name}
        self.backend.edit_channel(thread_id, changes, thread_metadata=metadata)

    def channels(self) -> list[ChannelRow]:
        """Every channel that is not a thread, oldest first."""
        return [
            ChannelRow(channel.id, channel.guild_id, channel.type, channel.name or "")
            for channel in sorted(self.backend.channels.values(), key=lambda each: each.id)
            if not channel.is_thread
        ]

    def threads(self, parent_id: int | None = None) -> list[ChannelRow]:
        """Every thread, or those of one channel, oldest first."""
        return [
            ChannelRow(
                id=thread.id,
                guild_id=thread.guild_id,
                type=thread.type,
                name=thread.name or "",
                parent_id=thread.parent_id,
                archived=thread.thread_metadata.archived,
                locked=thread.thread_metadata.locked,
                tags=tuple(thread.applied_tags),
            )
            for thread in sorted(self.backend.channels.values(), key=lambda each: each.id)
            if thread.thread_metadata is not None and parent_id in (None, thread.parent_id)
        ]

    def messages(self, channel_id: int) -> list[MessageRow]:
        """What stands in a channel or thread, oldest first, system messages included."""
        stored = self.backend.messages.get(channel_id, {})
        return [self._row(stored[message_id]) for message_id in sorted(stored)]

    def _row(self, message: Message) -> MessageRow:
        return MessageRow(
            id=message.id,
            channel_id=message.channel_id,
            author_id=message.author_id,
            type=message.type,
            content=message.content,
            embeds=message.embeds,
            components=message.components,
            flags=message.flags,
            reply_to=int(message.reference["message_id"]) if message.reference else None,
            nonce=self.nonces.get(message.id),
            edited=message.edited_timestamp is not None,
            mentions=[*message.ping_user_ids, *message.ping_role_ids],
            reactions={each.emoji: list(each.user_ids) for each in message.reactions},
        )

    def channel_payload(self, channel: Channel) -> dict[str, Any]:
        """A channel as Discord sends it, with the flags that simcord leaves out."""
        payload = dict(serializers.channel_payload(self.backend, channel))
        payload["flags"] = self.flags.get(channel.id, 0)
        return payload
