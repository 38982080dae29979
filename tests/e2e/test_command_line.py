"""`check`, `backup` and `export` as processes, beside a bot at work; and what they end with."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.archive import fill
from tests.e2e.afterword import PASSWORD, Afterword, serving
from tests.e2e.test_kill import TITLE, discussion
from tests.wire.wire import PATIENCE, Wire

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
RUN = ROOT / "run"
COMMENTS = 30


async def output(bot: Afterword, *arguments: str, **settings: str) -> tuple[int, str]:
    """Run a command with the bot's settings and these; its exit status, and all that it says."""
    process = await asyncio.create_subprocess_exec(
        *bot.wire.command("bot", *arguments),
        env=bot.wire.environment(
            DATABASE_PATH=str(bot.folder / "afterword.sqlite3"),
            BLOG_URL=bot.blog,
            BLOG_CHANNEL_ID=str(bot.channel),
            BLOG_USER=bot.user,
            BLOG_APP_PASSWORD=bot.password,
            BLOG_ALLOW_PRIVATE="true",
            **settings,
        ),
        cwd=bot.folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode is not None
    return process.returncode, said.decode()


async def test_beside_a_bot_at_work(tmp_path: Path) -> None:
    async with Wire(pace=3) as wire, serving(discussion(COMMENTS, seed=3)) as blog:
        guild = wire.world.create_guild("Community")
        bot = Afterword(wire, wire.world.create_channel(guild, "articles"), tmp_path, blog)
        assert (await output(bot, "check"))[0] == 0, "before the first start, too"
        async with bot.running() as process:
            await wire.until(lambda: len(bot.comments(TITLE)) > 3)
            status, said = await output(bot, "check")
            assert status == 0, said
            assert "a bot is running on it" in said
            assert wire.token not in said
            assert PASSWORD not in said
            status, said = await output(bot, "backup", "backup.sqlite3")
            assert status == 0, said
            status, said = await output(bot, "export")
            assert status == 0, said
            early = {part["message"] for part in json.loads(said)["parts"]}
            assert len(early) > 3
            wire.limits.pace = 40  # slow only to be looked at in the middle
            await wire.until(lambda: len(bot.comments(TITLE)) >= COMMENTS)
            assert process.returncode is None
        assert early <= {str(seen.message) for seen in bot.comments(TITLE)}
        assert stat.S_IMODE((tmp_path / "backup.sqlite3").stat().st_mode) == 0o600
        with closing(sqlite3.connect(tmp_path / "backup.sqlite3")) as copy:
            assert copy.execute("SELECT count(*) FROM comment").fetchone() == (COMMENTS,)
        assert (await output(bot, "backup", "backup.sqlite3"))[0] == 2
        wire.world.set_bot_permissions(bot.channel, ["view_channel"])
        status, said = await output(bot, "check")
        assert status == 1
        assert "✗ #articles in Community" in said


async def test_a_restored_backup_doubles_nothing(tmp_path: Path) -> None:
    content = discussion(COMMENTS, seed=4)
    async with Wire(pace=20) as wire, serving(content) as blog:
        guild = wire.world.create_guild("Community")
        bot = Afterword(wire, wire.world.create_channel(guild, "articles"), tmp_path, blog)
        async with bot.running():
            await wire.until(lambda: len(bot.comments(TITLE)) >= COMMENTS)
            assert (await output(bot, "backup", "backup.sqlite3"))[0] == 0
        for suffix in ("", "-wal", "-shm"):
            (tmp_path / f"afterword.sqlite3{suffix}").unlink(missing_ok=True)
        (tmp_path / "backup.sqlite3").rename(tmp_path / "afterword.sqlite3")
        content.add_comment(1, "<p>Later.</p>", name="Ann", email="ann@readers.example")
        async with bot.running():
            await wire.until(lambda: len(bot.comments(TITLE)) > COMMENTS)
        seen = [(each.comment, each.number) for each in bot.comments(TITLE)]
        assert len(seen) == len(set(seen))
        assert len(bot.announcements()) == 1


def run(*command: object, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run something to its end, with nothing set but this."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {"PYTHONPATH": str(ROOT)} | settings
    return subprocess.run(
        [str(part) for part in command],
        env=environment, cwd=cwd, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip


def bot(*arguments: str, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "bot", *arguments, cwd=cwd, **settings)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ((), ["start", "demo", "check", "backup", "export", ".env.example"]),
        (("start",), ["SIGTERM"]),
        (("configure",), ["asks about first", "for you alone to read"]),
        (("demo",), ["simulated Discord"]),
        (("check",), ["status: 0", "only\nreads"]),
        (("backup",), ["FILE", "--force", "(default: leave it"]),
        (("export",), ["[FILE]", "(default: standard output)", "--force", "mirrors  id"]),
    ],
)
def test_help(tmp_path: Path, command: Sequence[str], told: list[str]) -> None:
    said = bot(*command, "--help", cwd=tmp_path, POLL_SECONDS="a mistake")
    assert said.returncode == 0
    assert [words for words in told if words not in said.stdout] == []


def test_run_has_the_same_commands(tmp_path: Path) -> None:
    usage = run(RUN, "help", cwd=tmp_path).stdout
    for command in ("start", "configure", "demo", "check", "backup", "export"):
        assert f"./run {command}" in usage
    for command in ("setup", "lint", "test", "lock"):
        assert run(RUN, command, "--help", cwd=tmp_path).stdout == usage


def test_mistakes(tmp_path: Path) -> None:
    said = bot("check", cwd=tmp_path, POLL_SECONDS="x", LOG_LEVEL="y")
    assert (said.returncode, said.stderr) == (1, "")
    assert "✗ POLL_SECONDS" in said.stdout
    assert "✗ LOG_LEVEL" in said.stdout
    assert bot("backup", cwd=tmp_path).returncode == 2
    assert bot("dance", cwd=tmp_path).returncode == 2
    for command in (("backup", "file"), ("export",)):
        said = bot(*command, cwd=tmp_path)
        assert (said.returncode, said.stdout) == (2, "")
        assert said.stderr.startswith("There is no database")
    assert "can't start" in bot(cwd=tmp_path).stderr


async def test_a_reader_that_leaves_early(tmp_path: Path) -> None:
    await fill(tmp_path / "afterword.sqlite3", articles=10, comments=20_000)
    said = run(
        "sh", "-c", f"{sys.executable} -m bot export | head -1",
        cwd=tmp_path, DATABASE_PATH="afterword.sqlite3",
    )  # fmt: skip
    assert (said.stdout, said.stderr) == ("{\n", "")
