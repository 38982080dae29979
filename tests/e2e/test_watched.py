"""What /healthz, /metrics and `health` say of the whole bot while something is wrong, and after."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from tests.ailing import small_disk
from tests.demo.blog_reader import small_blog
from tests.e2e.afterword import PASSWORD, Afterword, serving
from tests.e2e.supervisor import Supervisor
from tests.e2e.test_command_line import output
from tests.wire.wire import PATIENCE, Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


WELL = (0, "All is well.\n")


@dataclass(frozen=True, slots=True)
class Watched:
    """A bot that says how it is, its Discord and its blog, which can be taken away."""

    bot: Afterword
    port: int
    discord: AsyncExitStack
    blog: AsyncExitStack

    @property
    def place(self) -> str:
        """As HEALTH_AT has it."""
        return f"127.0.0.1:{self.port}"

    async def health(self) -> tuple[int, list[str]]:
        """The status, and what is wrong."""
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://{self.place}/healthz") as answer,
        ):
            found = await answer.json()
            assert found["well"] == (not found["wrong"])
            return answer.status, found["wrong"]

    async def until(self, status: int, words: str = "") -> list[str]:
        """Ask until it answers so, with these words among what is wrong."""
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    found, wrong = await self.health()
                except (OSError, aiohttp.ClientError):
                    found, wrong = 0, []
                if found == status and any(words in each for each in wrong or [""]):
                    return wrong
                await asyncio.sleep(0.2)

    async def metrics(self) -> str:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://{self.place}/metrics") as answer,
        ):
            assert answer.status == 200
            return await answer.text()


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[Watched]:
    async with AsyncExitStack() as discord, AsyncExitStack() as blog:
        wire = await discord.enter_async_context(Wire(pace=None))
        url = await blog.enter_async_context(serving(small_blog()))
        channel = wire.world.create_channel(wire.world.create_guild("Community"), "articles")
        yield Watched(Afterword(wire, channel, folder, url), free_port(), discord, blog)


def samples(text: str) -> dict[str, float]:
    """Every number by its name and labels, as Prometheus would read it."""
    return {
        sample.name + "".join(f"|{value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_a_bot_at_work_is_well_and_counted(tmp_path: Path) -> None:
    async with stage(tmp_path) as watched:
        bot = watched.bot
        assert await output(bot, "health") == (
            1,
            "Nothing can be asked: HEALTH_AT is not set, so the bot does not say how it is.\n",
        )
        async with bot.running(HEALTH_AT=watched.place):
            await bot.wire.until(lambda: len(bot.announcements()) > 0)
            await watched.until(200)
            found: dict[str, float] = {}
            async with asyncio.timeout(PATIENCE):
                while not found.get("afterword_blogs") or found["afterword_waiting|deliveries"]:
                    text = await watched.metrics()
                    found = samples(text)
                    await asyncio.sleep(0.2)
            # On a busy machine a blog that is to be read every second may be late for once.
            async with asyncio.timeout(PATIENCE):
                while (await output(bot, "health", HEALTH_AT=watched.place)) != WELL:
                    await watched.until(200)
        assert found["afterword_connected"] == 1
        assert found["afterword_blogs"] == found["afterword_channels"] == 1
        assert found["afterword_blogs_failing"] == found["afterword_channels_paused"] == 0
        assert found["afterword_readings_total|done"] >= 1
        assert found["afterword_requests_total|2xx|blog"] >= 1
        assert found["afterword_requests_total|2xx|discord"] >= 1
        assert found["afterword_refusals_total|computer"] == 0
        assert found["afterword_loop_lag_seconds|1"] >= 0
        assert found["afterword_blog_read_timestamp_seconds|1"] > 1_700_000_000
        for secret in (bot.wire.token, PASSWORD, "owner", bot.blog, "discord.invalid"):
            assert secret not in text
        assert "http" not in text.replace("http_", "")


async def test_a_blog_that_is_down_is_said_after_five_intervals(tmp_path: Path) -> None:
    async with stage(tmp_path) as watched:
        bot = watched.bot
        async with bot.running(HEALTH_AT=watched.place):
            await bot.wire.until(lambda: len(bot.announcements()) > 0)
            await watched.until(200)
            await watched.blog.aclose()
            wrong = await watched.until(503, "The blog at 127.0.0.1 can't be read for ")
            found = samples(await watched.metrics())
        assert len(wrong) == 1
        assert "it should be every 1 s" in wrong[0]
        assert found["afterword_blogs_failing"] == 1
        assert found["afterword_readings_total|failed"] >= 1
        assert found["afterword_requests_total|none|blog"] >= 1


async def test_a_discord_that_is_down_is_said_and_stopping_takes_no_longer(tmp_path: Path) -> None:
    async with stage(tmp_path) as watched, watched.bot.running(HEALTH_AT=watched.place) as process:
        bot = watched.bot
        await bot.wire.until(lambda: len(bot.announcements()) > 0)
        await watched.until(200)
        await watched.discord.aclose()
        await watched.until(503, "Not connected to Discord for ")
        found = samples(await watched.metrics())
        assert found["afterword_connected"] == 0
        lingering, writer = await asyncio.open_connection("127.0.0.1", watched.port)
        process.terminate()
        async with asyncio.timeout(PATIENCE):
            assert await process.wait() == 0
            assert await lingering.read() == b""
        writer.close()


async def test_a_full_disk_is_said_at_the_start_and_later(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", mebibytes=16) as disk:
        async with stage(tmp_path) as watched:
            bot, path = watched.bot, str(disk.folder / "afterword.sqlite3")
            disk.fill()
            async with bot.running(DATABASE_PATH=path, HEALTH_AT=watched.place):
                wrong = await watched.until(503, "The disk is full")
                assert "Not connected to Discord" in wrong[1]
                disk.clear()
                await watched.until(200)
                await bot.wire.until(lambda: len(bot.announcements()) > 0)
                disk.fill()
                await watched.until(503, "The disk is full on the computer")
                disk.clear()


async def test_a_loop_that_is_blocked_for_good_is_ended_and_started_anew(tmp_path: Path) -> None:
    async with stage(tmp_path) as watched:
        bot = watched.bot
        command = bot.wire.command("tests.e2e.blockable")
        environment = bot.environment(HEALTH_AT=watched.place, PYTHONFAULTHANDLER="1")
        async with Supervisor(command, environment, tmp_path, watchdog=3.0).running() as unit:
            await unit.sign()
            await watched.until(200)
            unit.block()
            status, said = await output(bot, "health", HEALTH_AT=watched.place)
            assert status == 1
            assert "does not answer within 5 seconds" in said
            await unit.silence()
            await unit.kill()
            await unit.start()
            await unit.sign()
            await watched.until(200)
        assert "blockable.py" in bot.log, "where it was blocked"
        assert "Fatal Python error: Aborted" in bot.log
