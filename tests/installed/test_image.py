"""The image as far as it goes without an engine: what is copied, and what starts in it.

The base image, its RUN lines and the volume are for a real build to try.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from tests.wire.wire import PATIENCE

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COPIES = [tuple(line.split()) for line in re.findall(r"^COPY (.*)$", DOCKERFILE, re.MULTILINE)]


def is_sent(path: str) -> bool:
    """Whether .dockerignore lets it into the build: the last line that fits decides."""
    sent = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split():
        pattern = line.removeprefix("!")
        above = [path, *map(str, PurePosixPath(path).parents)]
        if any(PurePosixPath(each).match(pattern) for each in above if each != "."):
            sent = line.startswith("!")
    return sent


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What COPY puts into the working directory."""
    folder = tmp_path_factory.mktemp("app")
    for source, into in COPIES:
        assert is_sent(source), source
        there = folder / into
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, there, dirs_exist_ok=True)
        else:
            shutil.copy(ROOT / source, there)
    return folder


def started(image: Path, tmp_path: Path, instruction: str, *more: str) -> tuple[int, str]:
    """What a line of the Dockerfile starts, with its environment; its status, and what it says."""
    (line,) = re.findall(rf"{instruction} (\[.*\])$", DOCKERFILE, re.MULTILINE)
    python, *arguments = json.loads(line)
    assert python == "python"
    settings = dict(re.findall(r"^(?:ENV|   ) +([A-Z_]+)=(\S+)", DOCKERFILE, re.MULTILINE))
    done = subprocess.run(
        [sys.executable, *arguments, *more],
        cwd=image,
        env=settings | {"DATABASE_PATH": str(tmp_path / "afterword.sqlite3")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stdout


def test_nothing_of_its_owners_is_sent_to_be_built() -> None:
    for path in (".env", "data/afterword.sqlite3", ".git/config", "tests/conftest.py", ".venv/x"):
        assert not is_sent(path), path
    assert not is_sent("bot/mirror/__pycache__/engine.pyc")


def test_every_module_is_there(image: Path) -> None:
    ours = [file for room in ("bot", "cogs") for file in (ROOT / room).rglob("*.py")]
    wanted = [image / "afterword" / file.relative_to(ROOT) for file in ours]
    assert [file for file in wanted if not file.is_file()] == []


def test_it_starts_and_its_check_has_somebody_to_ask(image: Path, tmp_path: Path) -> None:
    status, said = started(image, tmp_path, "ENTRYPOINT")
    assert status == 2
    assert "DISCORD_TOKEN: not set" in said
    status, said = started(image, tmp_path, "ENTRYPOINT", "check", "--json")
    assert json.loads(said)["groups"][1]["findings"][0]["ok"]
    status, said = started(image, tmp_path, "    CMD")
    assert status == 1
    assert said.startswith("The bot at http://127.0.0.1:8710 does not answer")


def test_the_base_is_pinned_and_nobody_is_root() -> None:
    (base,) = re.findall(r"^FROM (\S+)$", DOCKERFILE, re.MULTILINE)
    assert re.fullmatch(r"python:\d+\.\d+\.\d+-slim-\w+@sha256:[0-9a-f]{64}", base)
    assert "\nUSER afterword\n" in DOCKERFILE
