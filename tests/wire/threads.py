"""Threads and forum posts as Discord keeps them, where simcord is more lenient.

A thread made from a message has that message's id, once; a forum post has its first message's id.
Archived threads wake up when someone writes, unless locked; there is a cap on active ones.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord
from simcord.backend import errors, permissions, serializers
from simcord.backend.access import channel_accessible
from simcord.backend.errors import BackendError
from simcord.backend.models import Channel, Message, SystemMessageMetadata
from simcord.enums import ChannelType, MessageType
from simcord.http._helpers import commit_bot_message, message_response, prepare_bot_message

from tests.wire.world import REQUIRE_TAG

if TYPE_CHECKING:
    from simcord.http.router import RequestContext

    from tests.wire.world import World

ANNOUNCEMENT_THREAD = 10
PUBLIC_THREAD = 11
HAS_THREAD = 1 << 5
NAME_LIMIT = 100
METADATA = ("archived", "locked", "auto_archive_duration", "invitable")


class AnnouncementThread(Channel):
    """A thread in an announcement channel, a type that simcord doesn't know."""

    @property
    def is_thread(self) -> bool:
        return True


class Threads:
    """The routes under which threads are made, changed and listed.

    `cap` is how many threads of a guild may be active (1,000 on Discord, as users report);
    `notice_after` the age in seconds from which a message's new thread is announced in the
    parent channel ("a very small value", says Discord).
    """

    def __init__(self, world: World, *, cap: int, notice_after: float) -> None:
        self.world = world
        self.backend = world.backend
        self.cap = cap
        self.notice_after = notice_after

    def create_from_message(self, ctx: RequestContext) -> dict[str, Any]:
        """POST /channels/{channel_id}/messages/{message_id}/threads."""
        channel = ctx.require_channel_permissions(
            ctx.int_arg("channel_id"), "create_public_threads", "read_message_history"
        )
        if channel.type not in (ChannelType.TEXT, ChannelType.NEWS):
            raise errors.cannot_execute_on_channel_type()
        message = ctx.require_message(channel.id, ctx.int_arg("message_id"))
        if message.id in self.backend.channels:
            raise BackendError(400, 160004, "A thread has already been created for this message")
        body = ctx.fields("name", "auto_archive_duration", ignore=("rate_limit_per_user",))
        kind = ANNOUNCEMENT_THREAD if channel.type == ChannelType.NEWS else PUBLIC_THREAD
        thread = self._create(channel, body, kind=kind, thread_id=message.id)
        self.backend.announce_thread_create(thread)
        message.flags |= HAS_THREAD
        update = dict(serializers.message_payload(self.backend, message))
        self.backend.emit("MESSAGE_UPDATE", update)
        self._write_starter(thread, message)
        self._announce_in_parent(thread, message)
        return dict(serializers.thread_payload(self.backend, thread))

    def create(self, ctx: RequestContext) -> dict[str, Any]:
        """POST /channels/{channel_id}/threads: a forum post, or a thread without a message."""
        channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"))
        if channel.type == ChannelType.FORUM:
            return self._create_post(ctx, channel)
        ignored = ("invitable", "rate_limit_per_user")
        body = ctx.fields("name", "type", "auto_archive_duration", ignore=ignored)
        kind = int(body.get("type", ChannelType.PRIVATE_THREAD))
        private = kind == ChannelType.PRIVATE_THREAD
        needed = "create_private_threads" if private else "create_public_threads"
        ctx.require_channel_permissions(channel.id, needed)
        thread = self._create(channel, body, kind=kind)
        self.backend.announce_thread_create(thread)
        return dict(serializers.thread_payload(self.backend, thread))

    def _create_post(self, ctx: RequestContext, forum: Channel) -> dict[str, Any]:
        """No nonce here: asked twice, Discord makes two posts."""
        ctx.require_channel_permissions(forum.id, "send_messages")
        body = ctx.fields(
            "name",
            "message",
            "applied_tags",
            "auto_archive_duration",
            ignore=("type", "rate_limit_per_user"),
        )
        tags = [int(tag) for tag in body.get("applied_tags") or ()]
        self._check_tags(forum, tags)
        starter, uploads = prepare_bot_message(ctx, forum.id, body=body.get("message") or {})
        thread = self._create(forum, body, kind=PUBLIC_THREAD, thread_id=starter.id)
        thread.applied_tags = tags
        starter.channel_id = thread.id
        forum.last_message_id = thread.id
        self.backend.announce_thread_create(thread)
        commit_bot_message(ctx, thread.id, (starter, uploads))
        thread.message_count = 0
        payload: dict[str, Any] = dict(serializers.thread_payload(self.backend, thread))
        payload["message"] = message_response(ctx, starter)
        return payload

    def _check_tags(self, forum: Channel, tags: list[int]) -> None:
        known = {int(tag["id"]) for tag in forum.available_tags}
        if len(tags) > 5 or not known.issuperset(tags):
            raise errors.invalid_form_body("applied_tags: unknown, or more than five")
        if not tags and self.world.flags.get(forum.id, 0) & REQUIRE_TAG:
            raise BackendError(400, 40067, "A tag is required to create a forum post here")

    def _create(
        self, parent: Channel, body: dict[str, Any], *, kind: int, thread_id: int | None = None
    ) -> Channel:
        check_name(body.get("name"))
        self._check_cap(parent, kind)
        thread = self.backend.create_thread(
            parent.id,
            body["name"],
            self.world.bot_id,
            type=kind,
            auto_archive_duration=int(body.get("auto_archive_duration") or 1440),
            message_id=thread_id,
            broadcast=False,
        )
        if kind == ANNOUNCEMENT_THREAD:
            thread = AnnouncementThread(**vars(thread))
            self.backend.channels[thread.id] = thread
        return thread

    def _check_cap(self, parent: Channel, kind: int) -> None:
        active = self.backend.active_threads(parent.guild_id or 0)
        announcement = kind == ANNOUNCEMENT_THREAD
        same = [each for each in active if (each.type == ANNOUNCEMENT_THREAD) == announcement]
        if len(same) >= self.cap:
            what = "announcement threads" if announcement else "threads"
            code = 160007 if announcement else 160006
            raise BackendError(400, code, f"Maximum number of active {what} reached")

    def _write_starter(self, thread: Channel, source: Message) -> None:
        """A thread's first message: no words, only a pointer to the parent channel's message."""
        starter = Message(
            id=self.backend.snowflake(),
            channel_id=thread.id,
            author_id=source.author_id,
            type=MessageType.THREAD_STARTER_MESSAGE,
            timestamp=self.backend.now_iso(),
            system_metadata=SystemMessageMetadata(
                referenced_channel_id=source.channel_id, referenced_message_id=source.id
            ),
        )
        self.backend.commit_message(starter)
        thread.message_count = 0

    def _announce_in_parent(self, thread: Channel, source: Message) -> None:
        age = self.backend.clock.now() - discord.utils.snowflake_time(source.id)
        if age.total_seconds() >= self.notice_after:
            self.backend.create_system_message(
                source.channel_id,
                MessageType.THREAD_CREATED,
                self.world.bot_id,
                target_channel_id=thread.id,
            )

    def edit(self, ctx: RequestContext, thread: Channel) -> dict[str, Any]:
        """PATCH /channels/{channel_id} of a thread; what is archived must be woken with it."""
        body = ctx.fields(*METADATA, "name", "rate_limit_per_user", "applied_tags", "flags")
        assert thread.thread_metadata is not None
        wakes = thread.thread_metadata.archived and body.get("archived") is False
        if thread.thread_metadata.archived and not wakes:
            raise archived()
        only_wakes = wakes and set(body) == {"archived"} and not thread.thread_metadata.locked
        ctx.require_channel_permissions(
            thread.id, "send_messages_in_threads" if only_wakes else "manage_threads"
        )
        if wakes:
            self._check_cap(thread, thread.type)
        if "name" in body:
            check_name(body["name"])
        if "flags" in body:
            self.world.flags[thread.id] = int(body.pop("flags"))
        if "applied_tags" in body:
            body["applied_tags"] = [int(tag) for tag in body["applied_tags"]]
        renamed = "name" in body and body["name"] != thread.name
        self._apply(thread, body)
        if renamed:
            self.backend.create_system_message(
                thread.id, MessageType.CHANNEL_NAME_CHANGE, self.world.bot_id
            )
        return dict(serializers.thread_payload(self.backend, thread))

    def _apply(self, thread: Channel, body: dict[str, Any]) -> None:
        metadata = {key: body.pop(key) for key in METADATA if key in body}
        if "archived" in metadata:
            metadata["archive_timestamp"] = self.backend.now_iso()
        self.backend.edit_channel(thread.id, body, thread_metadata=metadata)

    def delete(self, ctx: RequestContext, thread: Channel) -> dict[str, Any]:
        """DELETE /channels/{channel_id} of a thread."""
        ctx.require_channel_permissions(thread.id, "manage_threads")
        payload = dict(serializers.thread_payload(self.backend, thread))
        self.world.delete_channel(thread.id)
        return payload

    def list_archived(self, ctx: RequestContext) -> dict[str, Any]:
        """GET /channels/{channel_id}/threads/archived/public: latest archived first."""
        parent = ctx.require_channel_permissions(ctx.int_arg("channel_id"), "read_message_history")
        found = [
            (datetime.fromisoformat(each.thread_metadata.archive_timestamp), each)
            for each in self.backend.channels.values()
            if each.parent_id == parent.id
            and each.type != ChannelType.PRIVATE_THREAD
            and each.thread_metadata is not None
            and each.thread_metadata.archived
        ]
        if before := ctx.params.get("before"):
            found = [pair for pair in found if pair[0] < datetime.fromisoformat(before)]
        found.sort(key=lambda pair: pair[0], reverse=True)
        limit = int(ctx.params.get("limit", 50))
        page = [thread for _, thread in found[:limit]]
        more = len(found) > limit
        return serializers.thread_list_payload(self.backend, page, has_more=more)

    def list_active(self, ctx: RequestContext) -> dict[str, Any]:
        """GET /guilds/{guild_id}/threads/active: those that the bot can see."""
        threads = [
            thread
            for thread in self.backend.active_threads(ctx.int_arg("guild_id"))
            if channel_accessible(self.backend, thread.id, self.world.bot_id)
        ]
        return serializers.thread_list_payload(self.backend, threads)

    def require_open(self, channel: Channel) -> None:
        """Nothing in an archived thread changes; in a locked one only with Manage Threads."""
        if channel.thread_metadata is None:
            return
        if channel.thread_metadata.locked and not self._may_manage(channel):
            raise locked()
        self.require_awake(channel)

    def require_awake(self, channel: Channel) -> None:
        """Nobody joins an archived thread."""
        if channel.thread_metadata is not None and channel.thread_metadata.archived:
            raise archived()

    def wake(self, channel: Channel) -> None:
        """Make a thread ready for a new message: an archived one opens unless it is locked."""
        metadata = channel.thread_metadata
        if metadata is None:
            return
        if metadata.locked and (metadata.archived or not self._may_manage(channel)):
            raise locked()
        if metadata.archived:
            self._check_cap(channel, channel.type)
            self._apply(channel, {"archived": False})

    def _may_manage(self, thread: Channel) -> bool:
        granted = self.backend.compute_permissions(
            thread.guild_id or 0, self.world.bot_id, thread.id
        )
        return bool(granted & permissions.flag("manage_threads"))


def check_name(name: object) -> None:
    """Thread names have 1 to 100 characters."""
    if not isinstance(name, str) or not 1 <= len(name) <= NAME_LIMIT:
        raise errors.invalid_form_body(f"name: Must be between 1 and {NAME_LIMIT} in length.")


def locked() -> BackendError:
    """What Discord says to a message in a thread that moderators locked."""
    return BackendError(403, 160005, "Thread is locked")


def archived() -> BackendError:
    """What Discord says to a change in an archived thread."""
    return BackendError(400, 50083, "Thread is archived")
