"""`./run` before there is a .venv: which Python it takes, what it says, and when it starts what."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).parents[1] / "run"

PYTHON = """#!/bin/sh
case "$*" in
    --version) echo "Python {version}" ;;
    *version_info*) exit {old} ;;
    *ensurepip*) exit 0 ;;
    "-m venv"*)
        mkdir -p .venv/bin
        echo "$0" >.venv/made-by
        cat >.venv/bin/python <<'END'
#!/bin/sh
case "$*" in
    --version) echo "Python {version}" ;;
    "-m pip --version") exit 1 ;;
    "-m pip install"*)
        for each in one two three; do echo "Collecting $each"; done
        echo "Installing collected packages: one, two, three"
        exit {fails} ;;
    "-m bot"*) echo "bot $*" ;;
esac
END
        chmod +x .venv/bin/python ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The script in a folder of its own, and beside it the commands that it may find."""
    shutil.copy(RUN, tmp_path / "run")
    for lock in ("requirements.lock", "requirements-demo.lock"):
        (tmp_path / lock).write_text("one==1\ntwo==2\nthree==3\n")
    commands = tmp_path / "commands"
    commands.mkdir()
    for name in ("sh", "cat", "cmp", "grep", "tr", "dirname", "id", "mkdir", "chmod", "rm"):
        found = shutil.which(name)
        assert found
        (commands / name).symlink_to(found)
    return tmp_path


def python(clone: Path, name: str, version: str, *, fails: bool = False) -> None:
    """Put a Python there that does as if."""
    old = tuple(map(int, version.split(".")[:2])) < (3, 11)
    file = clone / "commands" / name
    file.write_text(PYTHON.format(version=version, old=int(old), fails=int(fails)))
    file.chmod(0o755)


def run(clone: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / "run", *arguments],
        env={"PATH": str(clone / "commands")} | settings,
        capture_output=True, text=True, timeout=60, check=False, cwd=clone,
    )  # fmt: skip


def made_by(clone: Path) -> str:
    return Path((clone / ".venv" / "made-by").read_text().strip()).name


def test_a_newer_python_beside_an_old_one_is_found(clone: Path) -> None:
    python(clone, "python3", "3.9.2")
    python(clone, "python3.12", "3.12.1")
    said = run(clone, "check")
    assert (said.returncode, said.stdout) == (0, "bot -m bot check\n"), said.stderr
    assert made_by(clone) == "python3.12"
    assert "takes about a minute" in said.stderr
    assert "takes about a minute" not in run(clone, "check").stderr


def test_the_usual_one_is_taken_if_it_will_do(clone: Path) -> None:
    python(clone, "python3", "3.11.2")
    python(clone, "python3.13", "3.13.0")
    run(clone, "setup")
    assert made_by(clone) == "python3"


@pytest.mark.parametrize("version", ["3.9.2", None])
def test_without_a_new_one_it_says_how_to_get_one(clone: Path, version: str | None) -> None:
    if version is not None:
        python(clone, "python3", version)
    said = run(clone, "setup")
    assert said.returncode == 1
    assert f"this computer has {f'Python {version}' if version else 'none'}." in said.stderr
    assert "sudo apt-get install python3.11 python3.11-venv" in said.stderr
    assert not (clone / ".venv").exists()


def test_what_could_not_be_installed_is_tried_again(clone: Path) -> None:
    python(clone, "python3", "3.11.2", fails=True)
    for _ in range(2):
        said = run(clone, "check")
        assert (said.returncode, said.stdout) == (1, "")
        assert "Setting up stopped." in said.stderr


def test_on_a_terminal_it_counts(clone: Path) -> None:
    python(clone, "python3", "3.11.2")
    watch = f"import pty, sys; sys.exit(pty.spawn([{str(clone / 'run')!r}, 'setup']))"
    said = subprocess.run(
        [sys.executable, "-c", watch],
        env={"PATH": str(clone / "commands")}, cwd=clone,
        capture_output=True, text=True, timeout=60, check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert "package 1 of some 3 …" in said.stdout
    assert "package 3 of some 3 …" in said.stdout
    assert said.stdout.endswith("\x1b[K")


@pytest.mark.parametrize(
    ("held", "command"),
    [
        (b"DISCORD_TOKEN=a.b.c\n", "start"),
        (b"\xef\xbb\xbfDISCORD_TOKEN=a.b.c\n", "start"),
        ("DISCORD_TOKEN=a.b.c\n".encode("utf-16"), "start"),
        (b"  export DISCORD_TOKEN = 'a.b.c'\r\n", "start"),
        (b"DISCORD_TOKN=a.b.c\n", "start"),
        (b"BOT_TOKEN: a.b.c\n", "start"),
        (b"DISCORD_TOKEN=\r\n", "demo"),
        (b"# DISCORD_TOKEN=a.b.c\nBLOG_URL=https://b.example\n", "demo"),
        (None, "demo"),
    ],
)
def test_a_token_however_it_is_written_is_one_for_the_bot(
    clone: Path, held: bytes | None, command: str
) -> None:
    python(clone, "python3", "3.11.2")
    if held is not None:
        (clone / ".env").write_bytes(held)
    said = run(clone)
    assert said.stdout == f"bot -m bot {command}\n"
    assert ("./run configure" in said.stderr) == (command == "demo")


def test_an_empty_token_in_the_environment_wins(clone: Path) -> None:
    python(clone, "python3", "3.11.2")
    (clone / ".env").write_text("DISCORD_TOKEN=a.b.c\n")
    assert run(clone, DISCORD_TOKEN="").stdout == "bot -m bot demo\n"
    assert run(clone, DISCORD_TOKEN="a.b.c").stdout == "bot -m bot start\n"
