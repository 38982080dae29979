"""A bot in its own process, killed at chosen moments; and the stand-in in its own process."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from tests.wire.wire import PATIENCE, Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.wire.rest import RequestRow, Stage

SERVE = Path(__file__).with_name("serve.py")
COUNT = 12


class Killer:
    """Kills a process at the given stage of some of the messages that it sends."""

    def __init__(self, stage: Stage, every: int) -> None:
        self.stage = stage
        self.every = every
        self.seen = 0
        self.kills = 0
        self.process: asyncio.subprocess.Process | None = None

    def watch(self, stage: Stage, row: RequestRow) -> None:
        if stage != self.stage or row.method != "POST" or self.process is None:
            return
        self.seen += 1
        if self.seen % self.every == 0:
            self.kills += 1
            os.kill(self.process.pid, signal.SIGKILL)
            self.process = None


async def run_killed(wire: Wire, killer: Killer, *arguments: str) -> int:
    """Start the bot again after every kill until it ends by itself; how often it was killed."""
    wire.rest.watchers.append(killer.watch)
    while True:
        command = wire.command("tests.wire.naive_bot", *arguments)
        process = await asyncio.create_subprocess_exec(*command, env=wire.environment())
        killer.process = process
        async with asyncio.timeout(PATIENCE):
            code = await process.wait()
        if code != -signal.SIGKILL:
            assert code == 0
            return killer.kills


def lines(wire: Wire, channel_id: int) -> Counter[str]:
    return Counter(row.content for row in wire.world.messages(channel_id))


@pytest.mark.parametrize("habit", ["late", "nonce"])
async def test_a_kill_between_sending_and_recording_shows(tmp_path: Path, habit: str) -> None:
    async with Wire(pace=None) as wire:
        channel_id = wire.world.create_channel(wire.world.create_guild("Harbour"), "articles")
        arguments = [str(channel_id), str(COUNT), str(tmp_path / "record"), habit]
        kills = await run_killed(wire, Killer("stored", every=4), *arguments)
        assert kills >= 3
        sent = lines(wire, channel_id)
        assert set(sent) == {f"Line {number}" for number in range(COUNT)}
        twice = [line for line, times in sent.items() if times > 1]
        assert len(twice) == (kills if habit == "late" else 0)


@pytest.mark.parametrize(("habit", "lost"), [("early", {"Line 3"}), ("nonce", set())])
async def test_a_kill_between_recording_and_sending_shows(
    tmp_path: Path, habit: str, lost: set[str]
) -> None:
    async with Wire(pace=None) as wire:
        channel_id = wire.world.create_channel(wire.world.create_guild("Harbour"), "articles")
        arguments = [str(channel_id), str(COUNT), str(tmp_path / "record"), habit]
        wire.fault("POST", "/channels/*/messages", status=None, when="before", skip=3)
        await run_killed(wire, Killer("received", every=4), *arguments)
        sent = lines(wire, channel_id)
        assert {f"Line {number}" for number in range(COUNT)} - set(sent) == lost
        assert set(sent.values()) == {1}


@asynccontextmanager
async def served(*options: str) -> AsyncIterator[dict[str, str]]:
    """The stand-in as a process of its own; what it prints about itself."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(SERVE), *options),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            yield json.loads(await process.stdout.readline())
    finally:
        process.stdin.close()
        async with asyncio.timeout(PATIENCE):
            assert await process.wait() == 0


async def test_another_process_has_the_same_hand(tmp_path: Path) -> None:
    async with served("--pace", "0") as there, aiohttp.ClientSession() as session:

        async def ask(call: str, /, **arguments: Any) -> Any:
            url = f"{there['address']}/control/{call}"
            async with session.post(url, json=arguments) as answer:
                assert answer.status == 200, await answer.text()
                return await answer.json()

        guild_id = await ask("create_guild", name="Harbour")
        channel_id = await ask("create_channel", guild_id=guild_id, name="articles")
        ada = await ask("create_member", guild_id=guild_id, name="Ada")
        await ask("send", member_id=ada, channel_id=channel_id, content="Good morning")
        for verb in ("take_permission", "give_permission"):
            await ask(verb, channel_id=channel_id, name="view_channel")
        for verb in ("begin_outage", "end_outage", "throw_out", "ask_back"):
            await ask(verb, guild_id=guild_id)
        await ask("lose_session")
        await ask("fault", method="POST", path="/channels/*/messages", status=500, when="after")
        launcher = str(SERVE.with_name("launch.py"))
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, launcher, "tests.wire.naive_bot"),
            *(str(channel_id), "2", str(tmp_path / "record"), "late"),
            env=os.environ | {"AFTERWORD_WIRE": there["address"], "DISCORD_TOKEN": there["token"]},
        )
        assert await process.wait() == 0
        rows = await ask("messages", channel_id=channel_id)
        assert [row["content"] for row in rows] == ["Good morning", "Line 0", "Line 1"]
        statuses = [row["status"] for row in await ask("requests") if row["method"] == "POST"]
        assert statuses == [500, 200, 200]


async def test_a_mistaken_call_says_what_is_wrong() -> None:
    async with Wire() as wire, aiohttp.ClientSession() as session:
        async with session.post(f"{wire.address}/control/nonsense", json={}) as answer:
            assert answer.status == 404
            assert "create_guild" in (await answer.json())["error"]
        async with session.post(f"{wire.address}/control/send", json={"to": 1}) as answer:
            assert answer.status == 400
            assert "TypeError" in (await answer.json())["error"]
