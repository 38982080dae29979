"""What somebody sees in simcord's Discord, as JSON: Discord's own, with what a page needs beside.

Messages, embeds, buttons and commands are what Discord's API would answer, so
https://docs.discord.com/developers explains them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from simcord.backend.access import channel_accessible
from simcord.backend.serializers import message_payload
from simcord.enums import AppCommandType, ChannelType, MessageType
from simcord.interactions import command_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord.backend.models import Channel, Message

    from bot.demo.seat import Seat

Json = dict[str, Any]


def overview(seat: Seat) -> Json:
    """The server: who one is, the channels and threads, and the names that mentions stand for."""
    backend = seat.env.backend
    guild = backend.get_guild(seat.guild.id)
    rooms = list(_rooms(seat))
    return {
        "me": str(seat.person.id),
        "guild": {"id": str(guild.id), "name": guild.name},
        "rooms": [_room(seat, one) for one in rooms],
        "users": {str(one): backend.users[one].name for one in guild.members},
        "roles": {str(one.id): one.name for one in guild.roles.values() if one.id != guild.id},
    }


def conversation(seat: Seat, room_id: int) -> Json | None:
    """What stands in a channel or thread, oldest first; None if one can't see it.

    A thread begins with the message that it hangs on, as it does in Discord.
    """
    backend = seat.env.backend
    if not channel_accessible(backend, room_id, seat.person.id, history=True):
        return None
    room = backend.channels[room_id]
    allowed = discord.Permissions(
        backend.compute_permissions(seat.guild.id, seat.person.id, room_id)
    )
    start = backend.messages.get(room.parent_id or 0, {}).get(room_id)
    seen = [*([start] if start else []), *_messages(seat, room_id)]
    return {
        "id": str(room_id),
        "start": str(start.id) if start else None,
        "messages": [_message(seat, one) for one in seen],
        "may_write": allowed.send_messages_in_threads if room.is_thread else allowed.send_messages,
        "may_delete": allowed.manage_messages,
    }


def commands(seat: Seat, room_id: int) -> Json:
    """The commands one may use there: `slash` by what is typed, `apps` of a message's menu."""
    backend, who = seat.env.backend, seat.person.id
    slash = backend.visible_commands(user_id=who, channel_id=room_id)
    apps = backend.visible_commands(user_id=who, channel_id=room_id, type=AppCommandType.MESSAGE)
    return {
        "slash": [
            {**leaf, "path": " ".join(path)}
            for command in slash
            for path, leaf in command_leaves(command)
        ],
        "apps": apps,
    }


def _rooms(seat: Seat) -> Iterator[Channel]:
    backend = seat.env.backend
    guild = backend.get_guild(seat.guild.id)
    for number in (*guild.channel_ids, *guild.thread_ids):
        room = backend.channels.get(number)
        if (
            room is not None
            and (room.is_thread or room.type == ChannelType.TEXT)
            and channel_accessible(backend, number, seat.person.id, history=True)
        ):
            yield room


def _room(seat: Seat, room: Channel) -> Json:
    said = [one for one in _messages(seat, room.id) if not one.is_ephemeral]
    return {
        "id": str(room.id),
        "name": room.name,
        "type": int(room.type),
        "parent": str(room.parent_id) if room.is_thread else None,
        "archived": bool(room.thread_metadata and room.thread_metadata.archived),
        "messages": len(said),
        "last": str(said[-1].id) if said else None,
    }


def _messages(seat: Seat, room_id: int) -> list[Message]:
    stored = seat.env.backend.messages.get(room_id, {})
    return [
        one
        for _, one in sorted(stored.items())
        # Discord shows no such row below a message that a thread hangs on.
        if one.visible_to(seat.person.id) and one.type != MessageType.THREAD_CREATED
    ]


def _message(seat: Seat, message: Message) -> Json:
    payload: Json = dict(message_payload(seat.env.backend, message, for_user=seat.person.id))
    answered = payload.get("referenced_message")
    if answered is not None:
        payload["referenced_message"] = dict(answered) | {"referenced_message": None}
    return payload
