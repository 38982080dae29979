"""What there is, is told where people look for it; and what is told, is there."""

from __future__ import annotations

import ast
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import discord
import pytest
import pytest_asyncio
from discord import app_commands

from bot.console.command_line import parse
from bot.env import settings
from bot.store.migrations import latest_version
from tests.cogs.owners.test_commands import running
from tests.store import test_upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MEASURED = ROOT / "docs" / "commands.md"
"""Its tables hold every command, in no words for those who use them."""

DOCS = sorted({*(ROOT / "docs").glob("*.md")} - {MEASURED})
TOLD = "\n".join([README, *(page.read_text(encoding="utf-8") for page in DOCS)])
PAGES = "\n".join([TOLD, CONTRIBUTING, MEASURED.read_text(encoding="utf-8")])

SLASH = re.compile(r"(?:`|^\| )/([a-z]+(?: [a-z_]+)*)(?=`|:| \|)", re.MULTILINE)
"""A slash command, with options if any: in backticks, or at the beginning of a table's row."""

NOT_REGISTERED = {
    "nothing": "docs/commands.md measures with it what simcord takes for itself",
    "oldest": "CONTRIBUTING.md shows with it how a command is added",
}
IN_A_MENU = re.compile(
    r"""message's\s+menu,\s+["*]([^"*]{1,32})["*]"""
    r"""|["*]([^"*]{1,32})["*]\s+in\s+(?:a|the)\s+message's\s+menu"""
    r"""|^\|\s“([^”]+)”""",
    re.MULTILINE,
)
"""A command of a message's menu, in a sentence that says so or at the beginning of a row."""

METHOD = re.compile(r"`([A-Z]\w+)\.(\w+)`")
"""A method with its class, in backticks."""

RUN = re.compile(r"(?:\./|/opt/afterword/)run ([a-z]+)")
MODULE = re.compile(r"python -m bot ([a-z]+)")


def test_every_setting_is_explained() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall("^#?([A-Z_]+)=", example, re.MULTILINE)) == settings_read()
    assert set(settings.NAMES) == settings_read(), "an empty one would count as set"


def settings_read() -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(Path(settings.__file__).read_text(encoding="utf-8"))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="env")),
                args=[ast.Constant(value=str(name)), *_],
            ):
                found.add(name)
    return found


@dataclass(frozen=True, slots=True)
class Registered:
    """What the bot offers in Discord."""

    groups: set[str]
    commands: dict[str, set[str]]
    """With their options."""
    menu: set[str]

    def find(self, words: list[str]) -> str | None:
        """The command that these words begin with, if the others are options of it."""
        for length in (2, 1):
            name, options = " ".join(words[:length]), {*words[length:]}
            if name in self.commands and options <= self.commands[name]:
                return name
        return None


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def registered(tmp_path_factory: pytest.TempPathFactory) -> Registered:
    async with running(tmp_path_factory.mktemp("bot")) as env:
        tree = env.bot.tree
        slash = list(tree.walk_commands())
        return Registered(
            {each.qualified_name for each in slash if isinstance(each, app_commands.Group)},
            {
                each.qualified_name: {option.display_name for option in each.parameters}
                for each in slash
                if isinstance(each, app_commands.Command)
            },
            {
                each.name
                for type_ in (discord.AppCommandType.message, discord.AppCommandType.user)
                for each in tree.get_commands(type=type_)
            },
        )


def slash_told(pages: str) -> Iterator[list[str]]:
    return (words.split() for words in SLASH.findall(pages))


def menu_told(pages: str) -> set[str]:
    return {" ".join("".join(found).split()) for found in IN_A_MENU.findall(pages)}


def test_every_command_is_told(registered: Registered) -> None:
    told = {registered.find(words) for words in slash_told(TOLD)}
    assert registered.commands.keys() - told == set(), "README.md says nothing of it"
    assert registered.menu - menu_told(TOLD) == set(), "README.md: *…* in a message's menu"


def test_every_command_that_is_told_is_there(registered: Registered) -> None:
    unknown = {
        f"/{' '.join(words)}"
        for words in slash_told(PAGES)
        if not registered.find(words)
        and " ".join(words) not in registered.groups
        and words[0] not in NOT_REGISTERED
    }
    assert unknown == set(), "neither a command nor one with these options"
    assert menu_told(PAGES) - registered.menu == set()


def test_what_is_told_and_not_there_is_still_so(registered: Registered) -> None:
    assert NOT_REGISTERED.keys() - {words[0] for words in slash_told(PAGES)} == set()
    assert NOT_REGISTERED.keys() & registered.commands.keys() == set()


def test_every_command_of_the_console_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--help"])
    console = set(re.findall("^    ([a-z]+) ", capsys.readouterr().out, re.MULTILINE))
    usage = subprocess.run(["sh", ROOT / "run", "help"], capture_output=True, text=True, check=True)
    run = set(re.findall(r"^\./run ([a-z]+)", usage.stdout, re.MULTILINE))
    assert {"start", "check"} <= console <= run
    told = {*RUN.findall(PAGES)}
    assert {"help", *run} - told == set(), "a page tells of each"
    assert {*RUN.findall(PAGES)} - run == {"help"}
    assert {*MODULE.findall(PAGES)} - console == set()


def test_every_method_that_is_told_is_there() -> None:
    told = METHOD.findall((ROOT / "docs" / "one-comment.md").read_text(encoding="utf-8"))
    assert ("Engine", "beat") in told
    assert {*told} - {*methods()} == set(), "docs/one-comment.md leads to where nothing is"


def methods() -> Iterator[tuple[str, str]]:
    for module in (*ROOT.glob("bot/**/*.py"), *ROOT.glob("cogs/**/*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            match node:
                case ast.ClassDef(name=name, body=body):
                    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
                    yield from ((name, each.name) for each in body if isinstance(each, functions))


def test_every_script_of_the_schema_is_run_by_a_test() -> None:
    numbers = [int(script.name.partition("_")[0]) for script in test_upgrade.SCRIPTS]
    assert numbers == list(range(1, latest_version() + 1)), "how many have run is counted: no gaps"
    assert list(test_upgrade.VERSIONS) == numbers
    assert test_upgrade.WRITTEN.keys() - {*numbers} == set(), "written for a script that is not"
