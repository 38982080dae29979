"""`.env` as people write it: each mistake is told with its mend, and no value is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.env import settings
from bot.env.env_file import exposed, token_elsewhere
from bot.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "MTIz.hush-hush.abc_DEF"

MISTAKES = {
    "an id": ("DISCORD_TOKEN=123456789012345678", "a number, such as the application's id"),
    "another bot's name": (
        f"BOT_TOKEN={TOKEN}",
        "BOT_TOKEN: there is no such setting. DISCORD_TOKEN",
    ),
    "a slip": (f"DISCORD_TOKN={TOKEN}", "DISCORD_TOKN: there is no such setting. DISCORD_TOKEN is"),
    "small letters": (f"discord_token={TOKEN}", "discord_token: there is no such setting."),
    "a plural": ("POLL_SECOND=5", "POLL_SECOND: there is no such setting. POLL_SECONDS is meant"),
    "the prefix": (f"DISCORD_TOKEN=Bot {TOKEN}", "DISCORD_TOKEN: begins with “Bot”"),
    "the client secret": ("DISCORD_TOKEN=" + "aB3-" * 8, "DISCORD_TOKEN: is the client secret"),
    "the public key": (
        "DISCORD_TOKEN=" + "0a" * 32,
        "DISCORD_TOKEN: is the application's public key",
    ),
    "an invitation": ("DISCORD_TOKEN=https://discord.com/x", "DISCORD_TOKEN: is a web address"),
    "its name twice": (f"DISCORD_TOKEN=DISCORD_TOKEN={TOKEN}", "the setting's name again"),
    "a break": (
        "DISCORD_TOKEN='MTIz.hush\nhush.abc'",
        "DISCORD_TOKEN: has a blank or a line break",
    ),
    "stars": ("DISCORD_TOKEN=********", "DISCORD_TOKEN: has characters in it that no token has"),
    "typographic quotes": (f"DISCORD_TOKEN=“{TOKEN}”", "DISCORD_TOKEN: is in quotation marks"),
    "an open quote": (
        f'DISCORD_TOKEN="{TOKEN}\n',
        "line 1: can't be read. It should look like NAME=",
    ),
    "a colon": (f"# The token\n\nDISCORD_TOKEN: {TOKEN}", "line 3: "),
    "only the value": (TOKEN, "line 1: has no “=”"),
    "emptied below": (f"DISCORD_TOKEN={TOKEN}\nDISCORD_TOKEN=\n", "line 2: empties DISCORD_TOKEN"),
    "a comment in a number": (
        "POLL_SECONDS=60#every minute",
        "POLL_SECONDS: has a comment behind it",
    ),
    "letters in a number": ("POLL_SECONDS=often", "POLL_SECONDS: Not a valid integer."),
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*settings.NAMES, "BOT_TOKEN", "DISCORD_TOKN", "discord_token", "POLL_SECOND"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def refused(path: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        settings.load(path)
    assert "hush" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_told(tmp_path: Path, mistake: str) -> None:
    written, said = MISTAKES[mistake]
    file = tmp_path / ".env"
    file.write_text(written, encoding="utf-8")
    problems = refused(file).splitlines()
    assert [each for each in problems if said in each], problems
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (f"DISCORD_TOKEN={TOKEN}".encode("utf-16"), "is saved as UTF-16"),
        (f"DISCORD_TOKEN={TOKEN}".encode("utf-16-le"), "is saved as UTF-16"),
        (b"# The t\xf6ken\nDISCORD_TOKEN=hush", "line 1: is not UTF-8"),
        (None, "is a folder"),
    ],
)
def test_what_is_no_text(tmp_path: Path, held: bytes | None, said: str) -> None:
    file = tmp_path / ".env"
    if held is None:
        file.mkdir()
    else:
        file.write_bytes(held)
    assert said in refused(file)


@pytest.mark.parametrize(
    "held",
    [
        f"\ufeffDISCORD_TOKEN={TOKEN}",
        f"DISCORD_TOKEN={TOKEN}\r\nPOLL_SECONDS=60\r\n",
        f"export DISCORD_TOKEN = '{TOKEN}'  # mine",
        f"DISCORD_TOKEN={TOKEN} # mine\nPOLL_SECONDS=60 # a minute\n",
        f"DISCORD_TOKEN={TOKEN}\nDISCORD_TOKEN_OLD=hush\nMY_OWN=1\nTOKEN=another's\n",
    ],
)
def test_what_is_no_mistake(tmp_path: Path, held: str) -> None:
    file = tmp_path / ".env"
    file.write_bytes(held.encode())
    assert settings.load(file).token == TOKEN


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DISCORD_TOKEN", f'"{TOKEN}"', "DISCORD_TOKEN: is in quotation marks"),
        ("DISCORD_TOKEN", f"{TOKEN} # mine", "DISCORD_TOKEN: has a comment behind it"),
        ("POLL_SECONDS", "60 # a minute", "POLL_SECONDS: has a comment behind it"),
        ("DISCORD_TOKN", TOKEN, "DISCORD_TOKN: there is no such setting"),
    ],
)
def test_what_docker_and_systemd_leave_in_a_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    assert refused(tmp_path / ".env").startswith(said)


def test_a_key_in_use_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", '"a long key" # of mine')
    assert settings.load(tmp_path / ".env").secret_key == '"a long key" # of mine'


def test_others_names_are_no_mistakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOKEN", "SECRET_KEY_BASE", "DATABASE_URL", "LOGLEVEL_FILE", "BLOG"):
        monkeypatch.setenv(name, "hush")
    assert settings.load(tmp_path / ".env").token is None


def test_a_file_that_others_can_read(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    assert exposed(file) is None
    file.write_text("")
    file.chmod(0o644)
    assert str(exposed(file)).endswith(f"chmod 600 {file}")
    file.chmod(0o640)
    assert exposed(file) is None


def test_a_token_in_a_file_that_nobody_reads(tmp_path: Path) -> None:
    assert token_elsewhere(tmp_path / ".env") is None
    (tmp_path / ".env.example").write_text("DISCORD_TOKEN=\n")
    (tmp_path / ".env.txt").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    assert token_elsewhere(tmp_path / ".env") == ".env.txt"
