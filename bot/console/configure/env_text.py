"""The token in `.env`, beside whatever else stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.env.env_file import decoded
from bot.errors import SettingsError
from bot.store.whole_file import replacing

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = ".env.example"

_LINE = re.compile(r"^[ \t]*(?:export[ \t]+)?DISCORD_TOKEN[ \t]*=.*$", re.MULTILINE)


def text_of(env_file: Path) -> str:
    """What stands there; the example's, if there is no such file yet. Raises SettingsError."""
    for file in (env_file, env_file.with_name(EXAMPLE)):
        try:
            return decoded(file)
        except FileNotFoundError:
            continue
        except ValueError as error:
            raise SettingsError([str(error)]) from None
    return ""


def with_token(text: str, token: str) -> str:
    """The same text with this token, once. Pure."""
    line = f"DISCORD_TOKEN={token}"
    first = _LINE.search(text)
    if first is None:
        break_before = "\n" if text and not text.endswith("\n") else ""
        return f"{text}{break_before}{line}\n"
    after = re.sub(_LINE.pattern + r"\n?", "", text[first.end() :], flags=re.MULTILINE)
    return f"{text[: first.start()]}{line}{after}"


def keep_token(env_file: Path, token: str) -> None:
    """Write it, whole or not at all, for nobody else to read. Raises SettingsError, OutputError."""
    text = with_token(text_of(env_file), token)
    with replacing(env_file.resolve(), force=True) as part:
        part.write_text(text, encoding="utf-8")
