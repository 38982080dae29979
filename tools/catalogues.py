"""Bring every language's catalogue up to date with what the code says: `./run words`.

Sentences are found where they are written: as the first argument of `say(…)`, `say.plural(…)`,
`Phrase(…)` and of our own errors; and in the slash commands, as discord.py knows them.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from discord.app_commands import Command
from discord.ext import commands

from bot import errors
from bot.discord.client import COGS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "bot" / "languages"

ENGLISH_ONLY = (
    "bot/console",
    "bot/demo",
    "bot/env/settings.py",
    "bot/store/opening.py",
    "bot/store/migrations.py",
    "bot/store/beside.py",
    "bot/store/key_file.py",
)
"""What speaks on a terminal."""

_HEADER = """\
msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""

_RAISED = {
    name
    for name, found in vars(errors).items()
    if inspect.isclass(found) and issubclass(found, errors.AfterwordError)
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One entry of a catalogue, and the file in which it is said."""

    text: str
    more: str | None = None
    """The plural."""
    context: str | None = None
    file: str = ""


def collect() -> list[Sentence]:
    """Everything that the bot can say in Discord, each sentence once, in the order of files."""
    found: dict[tuple[str, str | None], Sentence] = {}
    for sentence in (*_of_files(), *_of_commands()):
        found.setdefault((sentence.text, sentence.context), sentence)
    return list(found.values())


def _of_files() -> Iterator[Sentence]:
    for folder in ("bot", "cogs"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name.startswith(ENGLISH_ONLY):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield from _said(node, name)


def _said(call: ast.Call, file: str) -> Iterator[Sentence]:
    match call.func:
        case ast.Attribute(attr="plural"):
            texts = [text for argument in call.args[:2] for text in _literals(argument)]
            yield Sentence(texts[0], more=texts[1], file=file)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            if name in {"say", "_say", "Phrase", *_RAISED} and call.args:
                for text in _literals(call.args[0]):
                    yield Sentence(text, file=file)


def _literals(argument: ast.expr) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str() as text):
            yield text
        case ast.IfExp():
            yield from _literals(argument.body)
            yield from _literals(argument.orelse)


def _of_commands() -> Iterator[Sentence]:
    for module in COGS:
        for cog in vars(importlib.import_module(module)).values():
            if not (inspect.isclass(cog) and issubclass(cog, commands.Cog)):
                continue
            if cog.__cog_is_app_commands_group__:
                yield Sentence(str(cog.__cog_group_description__), file="cogs")
            for command in cog.__cog_app_commands__:
                yield Sentence(command.description, file="cogs")
                for option in command.parameters if isinstance(command, Command) else ():
                    yield Sentence(option.display_name, context="option", file="cogs")
                    yield Sentence(str(option.description), file="cogs")
                    for choice in option.choices:
                        yield Sentence(choice.name, file="cogs")


def renewed(code: str) -> Catalog:
    """The catalogue with every sentence, and its translation where there is one."""
    with (FOLDER / f"{code}.po").open("rb") as file:
        known = read_po(file, locale=code)
    catalogue = Catalog(locale=code)
    for sentence in collect():
        old = known.get(sentence.text, sentence.context)
        catalogue.add(
            sentence.text if sentence.more is None else (sentence.text, sentence.more),
            old.string if old else None,
            locations=[(sentence.file, 0)],
            context=sentence.context,
            flags={"fuzzy"} & old.flags if old else (),
        )
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """The catalogue as its file holds it, with no more of a header than gettext needs."""
    body = io.BytesIO()
    write_po(body, catalogue, width=100, include_lineno=False, omit_header=True)
    header = _HEADER.format(code=catalogue.locale, plural=catalogue.plural_forms)
    return header.encode() + b"\n" + body.getvalue().rstrip() + b"\n"


def untranslated(catalogue: Catalog) -> list[str]:
    """The sentences that would be said in English: without a translation, or in doubt."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and (message.fuzzy or not all(forms(message)))
    ]


def forms(message: Message) -> list[str]:
    """The translations of one sentence: several where it counts something."""
    said = message.string
    return [said] if isinstance(said, str) else list(said or [""])


def main() -> None:
    """Write them all."""
    for path in sorted(FOLDER.glob("*.po")):
        catalogue = renewed(path.stem)
        path.write_bytes(written(catalogue))
        left = len(untranslated(catalogue))
        print(f"{path.name}: {len(catalogue)} sentences, {left} still to be translated")


if __name__ == "__main__":
    main()
