"""`.env` as people write it: what it says, and every mistake in it with its mend.

No mistake's words hold a value: one of them is a token.
"""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from dotenv import dotenv_values
from dotenv.parser import parse_stream

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

OTHERS = 0o007
"""The rights of everybody on the computer."""

NEAR, NEARER = 0.8, 0.9
"""How alike a name must be to be meant: in our own file, and in an environment full of others'."""

_CALLED = dict.fromkeys(
    ("TOKEN", "BOT_TOKEN", "DISCORD_BOT_TOKEN", "DISCORD_API_TOKEN", "DISCORD_KEY"), "DISCORD_TOKEN"
)
"""Names that other bots have for it."""

_MARKS = "\"'“”„‘’‚«»`"  # noqa: RUF001 - all there are

_ELSEWHERE = (".env.txt", "env", "env.txt", ".env.example")
"""Where a token lands that was meant for `.env`."""


@dataclass(frozen=True, slots=True)
class EnvFile:
    """What is in the file; where there is none, nothing."""

    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    problems: tuple[str, ...] = ()


def read(path: Path) -> EnvFile:
    """Read it, and say what can't be read."""
    try:
        text = decoded(path)
    except FileNotFoundError:
        return EnvFile()
    except ValueError as error:
        return EnvFile(problems=(str(error),))
    if problems := _unreadable(path, text):
        return EnvFile(problems=problems)
    values = dotenv_values(stream=io.StringIO(text))
    return EnvFile({name: value for name, value in values.items() if value is not None})


def decoded(path: Path) -> str:
    """The file's text. Raises FileNotFoundError, and ValueError with words for what it is else."""
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError from None
    except IsADirectoryError:
        raise ValueError(f"{path}: is a folder. Make it a file, like .env.example.") from None
    except OSError as error:
        why = f"{path}: can't be read ({error.strerror}). Give it to the bot's user."
        raise ValueError(why) from None
    if b"\0" in data or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ValueError(f"{path}: is saved as UTF-16. Save it as UTF-8, without anything else.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{path}, line {line}: is not UTF-8. Save the file as UTF-8.") from None


def _unreadable(path: Path, text: str) -> tuple[str, ...]:
    """Lines that say nothing, and names that are emptied again further down."""
    found, said = [], dict[str, str]()
    for each in parse_stream(io.StringIO(text)):
        where = f"{path}, line {each.original.line + _blank(each.original.string)}"
        if each.error:
            found.append(f"{where}: can't be read. It should look like NAME=value.")
        elif each.key is not None and each.value is None:
            found.append(f"{where}: has no “=”. It should look like NAME=value.")
        elif each.key is not None:
            if said.get(each.key) and not each.value:
                found.append(f"{where}: empties {each.key}, which is set above. Take it out.")
            said[each.key] = each.value or ""
    return tuple(found)


def _blank(statement: str) -> int:
    """How many empty lines stand before a statement."""
    return statement.count("\n", 0, len(statement) - len(statement.lstrip()))


def almost_right(
    names: Iterable[str], known: Sequence[str], given: Iterable[str], *, ours: bool
) -> list[str]:
    """Names that are none of ours, and which is meant, where that one is not `given`.

    `ours`: they stand in our own file, where few others have any business.
    """
    missing = [name for name in known if name not in set(given)]
    found = []
    for name in names:
        likely = get_close_matches(name.upper(), missing, 1, NEAR if ours else NEARER)
        meant = _CALLED.get(name.upper()) if ours else None
        meant = meant if meant in missing else next(iter(likely), None)
        if name not in known and meant is not None:
            found.append(f"{name}: there is no such setting. {meant} is meant, it seems.")
    return found


def dressed(values: Mapping[str, str], names: Iterable[str], numbers: Collection[str]) -> list[str]:
    """Quotation marks and comments that are taken for a part of a value.

    systemd and Docker leave them there; a word processor makes marks that nobody takes away. In
    the values of `numbers` no # stands.
    """
    found = []
    for name in names:
        value = values.get(name, "").strip()
        if len(value) > 1 and value[0] in _MARKS and value[-1] in _MARKS:
            found.append(f"{name}: is in quotation marks. Take them out.")
        elif re.search("#" if name in numbers else r"\s#", value):
            found.append(f"{name}: has a comment behind it. Put that on a line of its own.")
    return found


def exposed(path: Path) -> str | None:
    """That everybody on this computer can read it, and what to do; None if not, or not there."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return None
    if not mode & OTHERS:
        return None
    return f"Others on this computer can read {path}, and the token in it. Type: chmod 600 {path}"


def token_elsewhere(path: Path) -> str | None:
    """Which file beside `path` has a token, though none but `path` is read."""
    for name in _ELSEWHERE:
        if read(path.with_name(name)).values.get("DISCORD_TOKEN"):
            return name
    return None
