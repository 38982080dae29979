"""The same hand on the stand-in for tests in another process: POST /control/NAME, JSON in and out.

The body holds the named arguments; dataclasses come back as objects. 400 with {"error"} says what
was wrong with a call.
"""

from __future__ import annotations

import dataclasses
import inspect
from typing import TYPE_CHECKING, Any

from aiohttp import web
from simcord.backend.errors import BackendError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.wire import Wire


class Control:
    """Names that may be called from outside, and what they do."""

    def __init__(self, wire: Wire) -> None:
        world, people = wire.world, wire.people
        self._calls: dict[str, Callable[..., Any]] = {
            "create_guild": world.create_guild,
            "create_channel": world.create_channel,
            "create_member": world.create_member,
            "set_bot_permissions": world.set_bot_permissions,
            "take_permission": world.take_permission,
            "give_permission": world.give_permission,
            "throw_out": world.throw_out,
            "ask_back": world.ask_back,
            "send": world.send,
            "edit": world.edit,
            "delete_message": world.delete_message,
            "delete_messages": world.delete_messages,
            "delete_channel": world.delete_channel,
            "edit_thread": world.edit_thread,
            "channels": world.channels,
            "threads": world.threads,
            "messages": world.messages,
            "commands": people.commands,
            "slash": people.slash,
            "click": people.click,
            "on_message": people.on_message,
            "submit": people.submit,
            "interaction": people.interaction,
            "fault": wire.fault,
            "faults": lambda: wire.faults.waiting,
            "clear_faults": wire.faults.waiting.clear,
            "kick": wire.gateway.kick,
            "approve": wire.approve,
            "lose_session": wire.gateway.lose_session,
            "begin_outage": wire.gateway.begin_outage,
            "end_outage": wire.gateway.end_outage,
            "ask_to_reconnect": wire.gateway.ask_to_reconnect,
            "requests": lambda: wire.rest.requests,
            "violations": lambda: wire.rest.violations,
            "gaps": lambda: wire.rest.gaps,
        }

    async def answer(self, request: web.Request) -> web.Response:
        """Call what the path names with the body's arguments."""
        call = self._calls.get(request.match_info["name"])
        if call is None:
            return web.json_response({"error": f"one of {sorted(self._calls)}"}, status=404)
        arguments = await request.json() if request.can_read_body else {}
        try:
            result = call(**arguments)
            if inspect.isawaitable(result):
                result = await result
        except (BackendError, KeyError, TypeError, ValueError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
        return web.json_response(_plain(result))


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return value
