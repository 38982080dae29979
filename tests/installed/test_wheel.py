"""The wheel, built and installed beside nothing, started in an empty folder: what people get."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.demo.blog_reader import small_blog
from tests.e2e.afterword import Afterword, serving
from tests.wire.wire import LAUNCHER, PATIENCE, Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


def ran(*command: object, cwd: Path) -> None:
    words = [str(part) for part in command]
    done = subprocess.run(
        words, cwd=cwd, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--isolated", "wheel")
    ran(*pip, "--no-index", "--no-deps", "--no-build-isolation", "-w", into, ROOT, cwd=into)
    (built,) = into.iterdir()
    return built


@dataclass(frozen=True, slots=True)
class Installed:
    """What stands after an installation."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def start(self, *arguments: str, cwd: Path) -> subprocess.Popen[str]:
        """Start `afterword`, with nothing set and nobody's home."""
        home = cwd / "home"
        home.mkdir(exist_ok=True)
        return subprocess.Popen(
            [self.folder / "bin" / "afterword", *arguments],
            cwd=cwd,
            env={"HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def said(self, *arguments: str, cwd: Path) -> tuple[int, str]:
        """Run it to its end: its exit status, and everything that it says."""
        process = self.start(*arguments, cwd=cwd)
        said, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, said


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """In an environment of its own; what it needs is taken from the tests'."""
    folder = tmp_path_factory.mktemp("installed")
    ran(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    found = Installed(folder)
    (packages,) = folder.glob("lib/python3*/site-packages")
    (packages / "of-the-tests.pth").write_text(sysconfig.get_path("purelib"))
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--isolated")
    ran(*pip, "--python", found.python, "install", "--no-index", "--no-deps", wheel, cwd=folder)
    return found


def files(folder: str) -> Iterator[str]:
    for file in (ROOT / folder).rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            yield str(file.relative_to(ROOT))


def test_everything_is_in_it_and_in_one_folder(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"afterword"}
    wanted = [*files("bot"), *files("cogs"), *files("data/sample"), ".env.example"]
    assert [name for name in wanted if f"afterword/{name}" not in names] == []


def test_without_a_token_it_says_what_to_type_and_leaves_nothing(
    installed: Installed, tmp_path: Path
) -> None:
    status, said = installed.said(cwd=tmp_path)
    assert status == 2
    assert f"DISCORD_TOKEN: not set, and not in {tmp_path / '.env'}." in said
    assert "`afterword configure` asks" in said
    status, said = installed.said("check", cwd=tmp_path)
    assert status == 1
    assert "✗ DISCORD_TOKEN" in said
    assert "`afterword configure`" in said
    status, said = installed.said("--help", cwd=tmp_path)
    assert status == 0
    assert said.startswith("usage: afterword ")
    (example,) = re.findall(r"\S+/\.env\.example", said)
    assert Path(example).is_file()
    assert [each.name for each in tmp_path.iterdir()] == ["home"]


async def test_the_demo_runs(installed: Installed, tmp_path: Path) -> None:
    process = installed.start("demo", cwd=tmp_path)
    assert process.stdout is not None
    try:
        addresses: list[str] = []
        while len(addresses) < 2:
            line = await asyncio.wait_for(asyncio.to_thread(process.stdout.readline), PATIENCE)
            assert line, "it ended by itself"
            addresses += re.findall(r"http://127\.0\.0\.1:\d+/?", line)
        async with aiohttp.ClientSession() as session:
            for address in addresses:
                async with session.get(address) as answer:
                    assert answer.status == 200
            async with session.get(f"{addresses[1].rstrip('/')}/wp-json/wp/v2/posts") as answer:
                assert len(await answer.json()) == 4, "of data/sample"
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said


async def test_it_works_and_its_database_lies_in_the_folder_it_is_started_in(
    installed: Installed, tmp_path: Path
) -> None:
    async with Wire(pace=None) as wire, serving(small_blog()) as blog:
        channel = wire.world.create_channel(wire.world.create_guild("Community"), "articles")
        bot = Afterword(wire, channel, tmp_path, blog)
        settings = bot.environment()
        del settings["DATABASE_PATH"]
        process = await asyncio.create_subprocess_exec(
            installed.python, LAUNCHER, "afterword", cwd=tmp_path, env=settings
        )
        try:
            await wire.until(lambda: len(bot.announcements()) > 0)
        finally:
            process.terminate()
            assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
    assert (tmp_path / "data" / "afterword.sqlite3").is_file()
