"""What came back, in a few words; and whether anything went wrong on the way."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.errors import AfterwordError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord.results import InteractionResult

SHOWN = 80
"""Characters of an answer that are shown."""

VARYING = (
    (re.compile(r"\[[^\]]*\]\(<[^>]*>\)"), "[…](…)"),
    (re.compile(r"<([#@])\d+>"), r"\1…"),
    (re.compile(r"<http://127[^>]*>"), "<https://…>"),
    (re.compile(r"## .*"), "## …"),
)

TEXT_DISPLAY = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What someone got."""

    words: str
    form: bool = False
    waits: bool = False
    """It has buttons for the one who asked."""
    fault: str = ""
    """What went wrong, for the one who measures."""


NOT_OFFERED = Answer("not offered")


class Faults(logging.Handler):
    """What is logged as an error: people are told only that something went wrong."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._seen.append(self.format(record))

    def taken(self) -> str:
        """What was logged since the last time."""
        seen, self._seen = "\n".join(self._seen), []
        return seen


def read(result: Any, errors: tuple[BaseException, ...], logged: str) -> Answer:
    """What someone got who used a command, a form or a field, or wrote a message."""
    faults = [repr(error) for error in errors if not _is_refusal(error)]
    if logged or faults:
        return Answer("FAILED", fault="\n".join([logged, *faults]))
    if isinstance(result, list):
        return Answer("suggestions" if result else "no suggestions")
    if isinstance(result, discord.Message):
        return _message(result)
    return _interaction(result, refused=bool(errors))


def _interaction(result: InteractionResult, *, refused: bool) -> Answer:
    if result.modal is not None:
        return Answer(f"a form: “{result.modal['title']}”", form=True)
    messages = [message for message in (result.response, *result.followups) if message is not None]
    if not messages:
        return Answer("FAILED", fault="no answer")
    return _message(messages[-1].message, refused=refused)


def _is_refusal(error: BaseException) -> bool:
    """Whether people were told in words meant for them."""
    cause = error.__cause__ if isinstance(error, app_commands.CommandInvokeError) else error
    return isinstance(cause, AfterwordError | app_commands.MissingPermissions)


def _message(message: discord.Message, *, refused: bool = False) -> Answer:
    words = next(_texts(message), "")
    if not words.strip():
        return Answer("FAILED", fault="an answer without words")
    said = f"“{_short(words)}”" if message.content else "a card"
    for_all = "" if message.flags.ephemeral else ", for everyone"
    waits = message.flags.ephemeral and bool(message.components)
    return Answer(f"{'refused: ' if refused else ''}{said}{for_all}", waits=waits)


def _texts(message: discord.Message) -> Iterator[str]:
    """What is read in a message, in order."""
    if message.content:
        yield message.content
    for embed in message.embeds:
        yield embed.title or embed.description or ""
    yield from _displayed([component.to_dict() for component in message.components])


def _displayed(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _displayed(one)
    elif isinstance(part, dict):
        if part.get("type") == TEXT_DISPLAY:
            yield part["content"]
        yield from _displayed([part.get("components"), part.get("accessory")])


def _short(words: str) -> str:
    """The first line, without what differs from run to run."""
    line = words.strip().splitlines()[0].replace("|", "\\|")
    for pattern, instead in VARYING:
        line = pattern.sub(instead, line)
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 2].rstrip()} …"
