"""One request in, one answer out: Discord's rules about messages on top of simcord's routes.

simcord answers what isn't listed here. Refusals are raised as simcord's BackendError.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from simcord.backend import errors
from simcord.backend.access import channel_accessible
from simcord.backend.errors import BackendError
from simcord.enums import ChannelType
from simcord.http import router
from simcord.http._helpers import commit_bot_message, message_response, prepare_bot_message

from tests.wire.addresses import check_addresses
from tests.wire.threads import Threads

if TYPE_CHECKING:
    from collections.abc import Callable

    from simcord.backend.models import Message

    from tests.wire.portal import Portal
    from tests.wire.world import World

NONCE_LIMIT = 25
HOUR = 3600.0
MESSAGE = r"/channels/(?P<channel_id>\d+)/messages/(?P<message_id>\d+)"
GATEWAY_ONLY = {"members", "channels", "threads", "voice_states", "presences", "stage_instances"}
ANSWERABLE_TYPES = (0, 19, 20, 23)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a nonce was used for, and when on the monotonic clock."""

    channel_id: int
    message_id: int
    at: float


class Rules:
    """Answers requests of the bot.

    `nonce_window` is how long, in real seconds, a nonce is remembered; Discord says "the past
    few minutes". Edits of messages older than `old_after` seconds have a limit of their own.
    Other people's words are blanked out where the `portal` does not grant them.
    """

    def __init__(
        self,
        world: World,
        *,
        nonce_window: float,
        thread_cap: int,
        notice_after: float,
        portal: Portal,
        old_after: float = HOUR,
    ) -> None:
        self.world = world
        self.backend = world.backend
        self.threads = Threads(world, cap=thread_cap, notice_after=notice_after)
        self.nonce_window = nonce_window
        self.portal = portal
        self.old_after = old_after
        self._sent: dict[str, Sent] = {}
        message = MESSAGE
        self._routes: list[tuple[str, str, Callable[[router.RequestContext], Any]]] = [
            ("POST", r"/channels/(?P<channel_id>\d+)/messages", self._send),
            ("GET", r"/channels/(?P<channel_id>\d+)/messages", self._history),
            ("PATCH|DELETE", message, self._change),
            ("PUT|DELETE", message + "/reactions/.+", self._change),
            (
                "PUT|DELETE",
                r"/channels/(?P<channel_id>\d+)/thread-members/.+",
                self._change_members,
            ),
            ("POST", message + "/threads", self.threads.create_from_message),
            ("POST", r"/channels/(?P<channel_id>\d+)/threads", self.threads.create),
            ("PATCH", r"/channels/(?P<channel_id>\d+)", self._edit_channel),
            ("DELETE", r"/channels/(?P<channel_id>\d+)", self._delete_channel),
            ("GET", r"/channels/(?P<channel_id>\d+)", self._get_channel),
            (
                "GET",
                r"/channels/(?P<channel_id>\d+)/threads/archived/public",
                self.threads.list_archived,
            ),
            ("GET", r"/guilds/(?P<guild_id>\d+)/threads/active", self.threads.list_active),
            ("GET", r"/guilds/(?P<guild_id>\d+)", self._get_guild),
            ("GET", "(?:/oauth2)?/applications/@me", self._get_application),
            ("PATCH", "/applications/@me", self._edit_application),
            ("GET", "/users/@me/guilds", self._get_guilds),
        ]

    def answer(
        self, method: str, path: str, body: Any, params: dict[str, Any], files: list[Any]
    ) -> Any:
        """Carry a request out; what comes back is the JSON answer, None for 204."""
        check_addresses(body)
        for methods, pattern, handler in self._routes:
            match = re.fullmatch(pattern, path)
            if match and method in methods.split("|"):
                return handler(self._context(match.groupdict(), method, path, body, params, files))
        return self._by_simcord(self._context({}, method, path, body, params, files))

    def age_nonces(self) -> None:
        """Some minutes go by: no nonce is known any more."""
        self._sent.clear()

    def edits_old(self, method: str, path: str) -> str | None:
        """The channel in which this request edits a message that is old, if it does."""
        match = re.fullmatch(MESSAGE, path)
        if method != "PATCH" or match is None:
            return None
        written = discord.utils.snowflake_time(int(match["message_id"]))
        old = (self.backend.clock.now() - written).total_seconds() >= self.old_after
        return match["channel_id"] if old else None

    def _context(
        self,
        args: dict[str, str],
        method: str,
        path: str,
        body: Any,
        params: dict[str, Any],
        files: list[Any],
    ) -> router.RequestContext:
        return router.RequestContext(
            self.backend,
            args,
            json=body,
            params=params,
            files=files,
            method=method,
            path=path,
            message_content_access=self.portal.content_access,
        )

    def _by_simcord(self, ctx: router.RequestContext) -> Any:
        return router.dispatch(
            self.backend,
            ctx.method,
            ctx.path,
            json=ctx.json,
            params=ctx.params,
            files=ctx.files,
            message_content_access=self.portal.content_access,
        )

    def _send(self, ctx: router.RequestContext) -> dict[str, Any]:
        channel = self.backend.get_channel(ctx.int_arg("channel_id"))
        if channel.type == ChannelType.FORUM:
            raise BackendError(400, 40058, "Cannot send a message in a forum channel")
        may = "send_messages_in_threads" if channel.is_thread else "send_messages"
        ctx.require_channel_permissions(channel.id, may)
        nonce = self._nonce(ctx)
        if nonce and ctx.body().get("enforce_nonce") and (earlier := self._earlier(nonce)):
            return message_response(ctx, earlier) | {"nonce": nonce}
        self._check_reference(ctx)
        prepared = prepare_bot_message(ctx, channel.id)
        self.threads.wake(channel)
        if nonce:
            self.world.nonces[prepared[0].id] = nonce
            self._sent[nonce] = Sent(channel.id, prepared[0].id, time.monotonic())
        message = commit_bot_message(ctx, channel.id, prepared)
        return message_response(ctx, message) | {"nonce": nonce}

    def _nonce(self, ctx: router.RequestContext) -> str | None:
        nonce = ctx.body().get("nonce")
        if nonce is not None and len(str(nonce)) > NONCE_LIMIT:
            raise errors.invalid_form_body(f"nonce: Must be {NONCE_LIMIT} or fewer in length.")
        return None if nonce is None else str(nonce)

    def _earlier(self, nonce: str) -> Message | None:
        """The message that this nonce made lately; 404 if it was deleted since."""
        sent = self._sent.get(nonce)
        if sent is None or time.monotonic() - sent.at > self.nonce_window:
            return None
        return self.backend.get_message(sent.channel_id, sent.message_id)

    def _check_reference(self, ctx: router.RequestContext) -> None:
        """A reply needs a message of the same channel; without one it may become a plain one."""
        reference = ctx.body().get("message_reference")
        if not reference or reference.get("type", 0) != 0:
            return
        channel_id = ctx.int_arg("channel_id")
        if not channel_accessible(self.backend, channel_id, self.world.bot_id, history=True):
            raise BackendError(
                403, 160002, "You cannot reply without permission to read message history"
            )
        target = self.backend.messages[channel_id].get(int(reference["message_id"]))
        if target is not None and target.type not in ANSWERABLE_TYPES:
            raise _bad_reference("REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE")
        if target is None and reference.get("fail_if_not_exists", True):
            raise _bad_reference("REPLIES_UNKNOWN_MESSAGE")
        if target is None:
            del ctx.body()["message_reference"]

    def _history(self, ctx: router.RequestContext) -> list[dict[str, Any]]:
        """A page of messages, newest first; with `after` the ones that follow it directly."""
        channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"))
        if not channel_accessible(self.backend, channel.id, self.world.bot_id, history=True):
            return []
        limit = int(ctx.params.get("limit", 50))
        if not 1 <= limit <= 100:
            raise errors.invalid_form_body("limit: int value should be between 1 and 100.")
        ids = sorted(
            message.id
            for message in self.backend.messages[channel.id].values()
            if not message.is_ephemeral
        )
        if "after" in ctx.params:
            page = [each for each in ids if each > int(ctx.params["after"])][:limit]
        elif "around" in ctx.params:
            middle = sum(each < int(ctx.params["around"]) for each in ids)
            page = ids[max(middle - limit // 2, 0) :][:limit]
        else:
            before = int(ctx.params.get("before", 1 << 63))
            page = [each for each in ids if each < before][-limit:]
        stored = self.backend.messages[channel.id]
        return [
            message_response(ctx, stored[each], for_user=self.world.bot_id)
            for each in reversed(page)
        ]

    def _change(self, ctx: router.RequestContext) -> Any:
        """Edits, deletions and reactions, none of which an archived thread lets through."""
        message = ctx.require_message(ctx.int_arg("channel_id"), ctx.int_arg("message_id"))
        if ctx.method == "PATCH" and _is_emptied(message, ctx.body()):
            raise BackendError(400, 50006, "Cannot send an empty message")
        self.threads.require_open(self.backend.get_channel(message.channel_id))
        return self._by_simcord(ctx)

    def _change_members(self, ctx: router.RequestContext) -> Any:
        """Nobody joins an archived thread, or leaves it."""
        self.threads.require_awake(self.backend.get_channel(ctx.int_arg("channel_id")))
        return self._by_simcord(ctx)

    def _edit_channel(self, ctx: router.RequestContext) -> Any:
        channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"))
        return self.threads.edit(ctx, channel) if channel.is_thread else self._by_simcord(ctx)

    def _delete_channel(self, ctx: router.RequestContext) -> Any:
        channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"))
        if channel.is_thread:
            return self.threads.delete(ctx, channel)
        ctx.require_channel_permissions(channel.id, "manage_channels")
        payload = self.world.channel_payload(channel)
        self.world.delete_channel(channel.id)
        return payload

    def _get_guild(self, ctx: router.RequestContext) -> dict[str, Any]:
        """What only the gateway sends along is left out."""
        payload = self._by_simcord(ctx)
        return {key: value for key, value in payload.items() if key not in GATEWAY_ONLY}

    def _get_application(self, _ctx: router.RequestContext) -> dict[str, Any]:
        """With what the imaginary developer portal holds."""
        shown = self._by_simcord(self._context({}, "GET", "/oauth2/applications/@me", None, {}, []))
        return dict(shown) | self.portal.application()

    def _edit_application(self, ctx: router.RequestContext) -> dict[str, Any]:
        self.portal.edit(ctx.body())
        return self._get_application(ctx)

    def _get_guilds(self, ctx: router.RequestContext) -> list[dict[str, Any]]:
        """Those that the bot is in."""
        guilds = self.backend.guilds
        return [
            each
            for each in self._by_simcord(ctx)
            if self.world.bot_id in guilds[int(each["id"])].members
        ]

    def _get_channel(self, ctx: router.RequestContext) -> dict[str, Any]:
        channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"))
        return self.world.channel_payload(channel)


def _is_emptied(message: Message, body: dict[str, Any]) -> bool:
    """Whether nothing is left of a message after this change."""
    left = [body.get(key, getattr(message, key)) for key in ("content", "embeds", "components")]
    return not any(left) and not message.attachments and not message.stickers


def _bad_reference(code: str) -> BackendError:
    detail = {"message_reference": {"_errors": [{"code": code, "message": "Unknown message"}]}}
    return errors.invalid_form_body(errors=detail)
