"""Discord's gateway over a WebSocket: identify, heartbeat, events, resume and its failures.

Every event goes into the session's record as it is, so that a client which lost its connection
gets exactly what it missed. What a session may see depends on its intents, as on Discord.
"""

from __future__ import annotations

import asyncio
import copy
import json
import secrets
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import discord
from aiohttp import WSMsgType, web
from simcord import intents as rules
from simcord.backend import serializers
from simcord.backend.access import channel_accessible

from tests.wire.faults import drop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from simcord.backend.models import Guild

    from tests.wire.faults import Faults
    from tests.wire.portal import Portal
    from tests.wire.world import World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME = 0, 1, 2, 6
DEAF_SECONDS = 60
RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 8, 9, 10, 11
ABOUT_A_GUILD = ("GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE")
ABOUT_A_THREAD = ("THREAD_CREATE", "THREAD_UPDATE", "THREAD_DELETE")
NOT_AUTHENTICATED, AUTHENTICATION_FAILED, DISALLOWED_INTENTS = 4003, 4004, 4014


@dataclass(eq=False, slots=True)
class Connection:
    """One open WebSocket and what waits to be sent on it."""

    socket: web.WebSocketResponse
    request: web.Request
    compressor: Any
    waiting: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    session: Session | None = None

    async def send_all(self) -> None:
        """Send what waits, for as long as the connection lives."""
        while True:
            text = await self.waiting.get()
            if self.compressor is None:
                await self.socket.send_str(text)
                continue
            packed = self.compressor.compress(text.encode())
            await self.socket.send_bytes(packed + self.compressor.flush(zlib.Z_SYNC_FLUSH))

    def put(self, op: int, data: Any = None) -> None:
        self.waiting.put_nowait(json.dumps({"op": op, "d": data, "s": None, "t": None}))


@dataclass(eq=False, slots=True)
class Session:
    """What one IDENTIFY began: its intents and every event sent so far, by sequence number."""

    id: str
    intents: discord.Intents
    events: list[str] = field(default_factory=list)
    connection: Connection | None = None

    def add(self, event: str, payload: Mapping[str, Any]) -> None:
        number = len(self.events) + 1
        frame = {"op": DISPATCH, "t": event, "s": number, "d": payload}
        text = json.dumps(frame)
        self.events.append(text)
        if self.connection is not None:
            self.connection.waiting.put_nowait(text)


class Gateway:
    """Lets clients in, keeps their sessions, passes the world's events on."""

    def __init__(
        self,
        world: World,
        token: str,
        portal: Portal,
        heartbeat_seconds: float,
        faults: Faults,
        changed: Callable[[], None],
    ) -> None:
        self.world = world
        self.token = token
        self.portal = portal
        self.heartbeat_seconds = heartbeat_seconds
        self.faults = faults
        self.changed = changed
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.connections: set[Connection] = set()
        self.received: list[dict[str, Any]] = []
        self.deaf = False
        """Whether a client that says goodbye gets no answer, as where the line is dead."""
        self.unavailable: set[int] = set()
        """Guilds in an outage."""
        world.backend.subscribers.append(self._publish)

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """Serve one client until either side ends it; a fault keeps it out."""
        fault = self.faults.draw("GET", "/gateway/connect")
        if fault is not None:
            await asyncio.sleep(fault.delay)
            if fault.status is None:
                drop(request, fault.drop)
            if fault.status != 0:
                return web.Response(status=fault.status or 500)
        socket = web.WebSocketResponse(max_msg_size=0, autoclose=not self.deaf)
        await socket.prepare(request)
        packs = request.query.get("compress") == "zlib-stream"
        connection = Connection(socket, request, zlib.compressobj() if packs else None)
        self.connections.add(connection)
        connection.put(HELLO, {"heartbeat_interval": int(self.heartbeat_seconds * 1000)})
        sender = asyncio.create_task(connection.send_all())
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(connection, json.loads(message.data))
            if self.deaf:
                await asyncio.sleep(DEAF_SECONDS)
        finally:
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)
            self._leave(connection)
        return socket

    def _leave(self, connection: Connection) -> None:
        """A client that closes with 1000 or 1001 gives its session up; otherwise it may resume."""
        self.connections.discard(connection)
        session = self._detach(connection)
        if session is not None and connection.socket.close_code in (1000, 1001):
            self.sessions.pop(session.id, None)
        self.changed()

    def _detach(self, connection: Connection) -> Session | None:
        """Part a connection from its session; the session, if this was still its connection."""
        session, connection.session = connection.session, None
        if session is None or session.connection is not connection:
            return None
        session.connection = None
        return session

    async def _receive(self, connection: Connection, frame: dict[str, Any]) -> None:
        op, data = frame["op"], frame.get("d")
        self.received.append(frame)
        if op == HEARTBEAT:
            connection.put(HEARTBEAT_ACK)
        elif op == IDENTIFY:
            await self._identify(connection, data or {})
        elif op == RESUME:
            await self._resume(connection, data or {})
        elif connection.session is None:
            await connection.socket.close(code=NOT_AUTHENTICATED)
        elif op == REQUEST_MEMBERS:
            self._send_members(connection.session, data or {})
        self.changed()

    async def _identify(self, connection: Connection, data: dict[str, Any]) -> None:
        if data.get("token") != self.token:
            await connection.socket.close(code=AUTHENTICATION_FAILED)
            return
        declared = discord.Intents._from_value(int(data["intents"]))
        if rules.missing_privileged_intents(declared, self.portal.approved):
            await connection.socket.close(code=DISALLOWED_INTENTS)
            return
        session = Session(secrets.token_hex(8), declared)
        self.sessions[session.id] = session
        session.connection, connection.session = connection, session
        session.add("READY", self._ready(session, data.get("shard") or [0, 1]))
        for guild in self._guilds():
            self._pass_on(session, "GUILD_CREATE", self._guild(guild.id))

    def _guilds(self) -> list[Guild]:
        """Those that the bot is in, also during an outage."""
        found = self.world.backend.guilds.values()
        return [guild for guild in found if self.world.bot_id in guild.members]

    def _guild(self, guild_id: int) -> Mapping[str, Any]:
        backend = self.world.backend
        return serializers.guild_create_payload(backend, backend.get_guild(guild_id))

    def _ready(self, session: Session, shard: list[int]) -> dict[str, Any]:
        backend = self.world.backend
        return {
            "v": 10,
            "user": dict(serializers.user_payload(backend.bot_user)),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in self._guilds()],
            "session_id": session.id,
            "resume_gateway_url": f"{self.url}/resume",
            "shard": shard,
            "application": {"id": str(backend.application_id), "flags": self.portal.flags},
        }

    async def _resume(self, connection: Connection, data: dict[str, Any]) -> None:
        if data.get("token") != self.token:
            await connection.socket.close(code=AUTHENTICATION_FAILED)
            return
        session = self.sessions.get(str(data.get("session_id")))
        seen = data.get("seq")
        if session is None or not isinstance(seen, int) or seen > len(session.events):
            connection.put(INVALID_SESSION, False)
            return
        session.connection, connection.session = connection, session
        for text in session.events[seen:]:
            connection.waiting.put_nowait(text)
        session.add("RESUMED", {"_trace": []})

    def _send_members(self, session: Session, data: dict[str, Any]) -> None:
        """All of a guild's members, or those asked for by id, in one chunk."""
        guild = self.world.backend.get_guild(int(data["guild_id"]))
        wanted = data.get("user_ids")
        ids = {int(each) for each in wanted} if isinstance(wanted, list) else set(guild.members)
        members = [
            serializers.member_payload(self.world.backend, guild, member)
            for member in guild.members.values()
            if member.user_id in ids
        ]
        chunk = {"guild_id": str(guild.id), "members": members, "nonce": data.get("nonce")}
        session.add("GUILD_MEMBERS_CHUNK", chunk | {"chunk_index": 0, "chunk_count": 1})

    def _publish(self, event: str, payload: Mapping[str, Any]) -> None:
        for session in list(self.sessions.values()):
            self._pass_on(session, event, payload)

    def _pass_on(self, session: Session, event: str, payload: Mapping[str, Any]) -> None:
        gate = rules.required_intent(event, payload)
        if gate is not None and not getattr(session.intents, gate):
            return
        if not self._visible(event, payload):
            return
        session.add(event, self._shape(session, event, copy.deepcopy(dict(payload))))

    def _visible(self, event: str, payload: Mapping[str, Any]) -> bool:
        """Nothing is told of a guild in an outage, or of a channel that the bot can't see."""
        backend = self.world.backend
        if event.startswith("MESSAGE_"):
            channel = backend.channels.get(int(payload["channel_id"]))
        elif event in ABOUT_A_THREAD:
            channel = backend.channels.get(int(payload["parent_id"]))
        else:
            guild_id = payload.get("id" if event in ABOUT_A_GUILD else "guild_id")
            return guild_id is None or event == "GUILD_DELETE" or self._reaches(int(guild_id))
        return (
            channel is not None
            and self._reaches(channel.guild_id)
            and channel_accessible(backend, channel.id, self.world.bot_id)
        )

    def _reaches(self, guild_id: int | None) -> bool:
        return guild_id not in self.unavailable and (
            guild_id is None or guild_id in {guild.id for guild in self._guilds()}
        )

    def _shape(self, session: Session, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        """The event as Discord would send it, where simcord says more or less."""
        world = self.world
        if event == "GUILD_CREATE":
            rules.prune_guild_create(payload, session.intents, world.bot_id)
            ids = world.backend.get_guild(int(payload["id"])).channel_ids
            payload["channels"] = [
                world.channel_payload(world.backend.get_channel(each)) for each in ids
            ]
            payload["threads"] = [
                each for each in payload["threads"] if not each["thread_metadata"]["archived"]
            ]
        elif event == "THREAD_DELETE":
            payload = {key: payload[key] for key in ("id", "guild_id", "parent_id", "type")}
        elif event == "MESSAGE_CREATE":
            payload["nonce"] = world.nonces.get(int(payload["id"]))
        if event in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and not session.intents.message_content:
            rules.censor_message(payload, world.bot_id, backend=world.backend)
        return payload

    async def kick(self, code: int | None = 4000, *, forget: bool = False) -> None:
        """End every connection with a close code, or without a word (None).

        With `forget` the sessions are gone too: resuming fails and missed events are lost.
        """
        if forget:
            self.sessions.clear()
        for connection in list(self.connections):
            self._detach(connection)
            if code is not None:
                await connection.socket.close(code=code)
            elif connection.request.transport is not None:
                connection.request.transport.abort()

    async def lose_session(self) -> None:
        """End every connection, and let none be resumed: Invalid Session, and a new READY.

        What happens before that READY is told to nobody, and never again.
        """
        await self.kick(forget=True)

    def begin_outage(self, guild_id: int) -> None:
        """The guild is unavailable: what happens there is told to nobody, and never again."""
        self.unavailable.add(guild_id)
        for session in self.sessions.values():
            session.add("GUILD_DELETE", {"id": str(guild_id), "unavailable": True})

    def end_outage(self, guild_id: int) -> None:
        """The guild is there again, as it is by now."""
        self.unavailable.discard(guild_id)
        self._publish("GUILD_CREATE", self._guild(guild_id))

    def ask_to_reconnect(self) -> None:
        """Send the RECONNECT opcode to every client."""
        for connection in self.connections:
            connection.put(RECONNECT)
