"""Everything that the bot offers, found by asking it, as something to be tried again and again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bench.stage import ACCOUNT, ANSWERS
from bench.supply import VALUES, keys_pressed, written

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from bench.answers import Answer
    from bench.supply import Supply
    from bot.discord.client import Client

PEOPLE = ("owner", "member", "guest")
TARGETS = {"search": 100.0, "a mention, and words": 100.0}
SUGGESTIONS = 50.0
"""Milliseconds in which 99 of 100 answers are to be there, on the large blog."""


@dataclass(slots=True)
class Trial:
    """One thing that people ask: how each of them is answered, and how long that takes."""

    name: str
    ask: Callable[[Any, Any], Awaitable[Any]]
    """By whom, and about the form that was shown, if this is about one."""
    before: Callable[[], Awaitable[None]] | None = None
    """What is done first each time, and not timed."""
    people: tuple[str, ...] = PEOPLE
    ways: tuple[str, ...] = ANSWERS
    """Beginnings of the paths to which answers go."""
    target: float | None = None
    form: Trial | None = None
    """The sending of the form with which this is answered."""
    answers: dict[str, Answer] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)

    def within(self, share: float) -> float:
        """Milliseconds in which this share of the answers came."""
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * share))]


def offered(supply: Supply) -> Iterator[Trial]:
    """Each command, each field with suggestions, each entry in a menu."""
    tree = supply.stage.client.tree
    for command in sorted(tree.walk_commands(), key=lambda command: command.qualified_name):
        if isinstance(command, app_commands.Command):
            yield _command(supply, command)
            for option in command.parameters:
                if option.autocomplete:
                    yield _suggestions(supply, command.qualified_name, option.display_name)
    for kind in (discord.AppCommandType.message, discord.AppCommandType.user):
        for menu in tree.get_commands(type=kind):
            yield _menu(supply, menu.name, kind)


def _command(supply: Supply, command: app_commands.Command[Any, ..., Any]) -> Trial:
    name = command.qualified_name
    values = VALUES.get(name)
    before = BEFORE.get(name) if supply.sample is not None else None
    if values is None and any(option.required for option in command.parameters):
        raise LookupError(f"bench/supply.py does not say what /{name} is given.")

    async def ask(who: Any, _: Any) -> Any:
        return await who.slash(supply.talk, name, **(values(supply) if values else {}))

    async def prepare() -> None:
        if before is not None:
            await before(supply)

    return Trial(f"/{name}", ask, prepare, target=TARGETS.get(name))


def _suggestions(supply: Supply, command: str, option: str) -> Trial:
    # Everyone's first look is at an empty field, where all is suggested that there is.
    empty = iter([""] * len(PEOPLE))

    async def ask(who: Any, _: Any) -> Any:
        typed = next(empty, None)
        if typed is None:
            typed = keys_pressed(option, supply)
        return await who.autocomplete(supply.talk, command, option, typed)

    return Trial(f"/{command} {option}: …", ask, target=SUGGESTIONS)


def _menu(supply: Supply, name: str, kind: discord.AppCommandType) -> Trial:
    on = supply.target if kind is discord.AppCommandType.message else supply.stage.member

    async def ask(who: Any, _: Any) -> Any:
        return await who.context_menu(supply.place, name, on)

    async def prepare() -> None:
        if supply.sample is not None:
            await _connect(supply)

    return Trial(f"“{name}”", ask, prepare)


def sent_form(supply: Supply, opened_by: str) -> Trial:
    """What comes of a form."""

    async def send(who: Any, shown: Any) -> Any:
        fields = {
            name: words
            for name, words in written(supply).items()
            if f"'custom_id': '{name}'" in str(shown.modal)
        }
        return await who.submit_modal(shown, fields)

    return Trial(f"{opened_by}: the form, sent", send)


def said_aloud(supply: Supply) -> Iterator[Trial]:
    """What is answered without a command: words after a mention, the address of an article."""
    bot = supply.stage.client.user
    assert bot is not None
    yield _words("a mention, and words", supply, lambda: f"{bot.mention} {next(supply.words)}")
    if supply.articles:
        said = "an article's address"
        yield _words(said, supply, lambda: f"Have you read {supply.old_article()}?")


def _words(name: str, supply: Supply, words: Callable[[], str]) -> Trial:
    async def ask(who: Any, _: Any) -> Any:
        await who.send(supply.talk, words())
        return supply.talk.last_message

    ways = (f"/channels/{supply.talk.id}/messages",)
    return Trial(name, ask, people=("member",), ways=ways, target=TARGETS.get(name))


async def _follow_spare(supply: Supply) -> None:
    stage = supply.stage
    await stage.client.services.following.follow(
        stage.blog, guild=stage.guild.id, channel=supply.spare.id
    )


async def _connect(supply: Supply) -> None:
    assert supply.sample is not None
    await supply.stage.client.services.connections.connect(
        supply.stage.guild.id, supply.sample, ACCOUNT
    )


async def _open_thread(supply: Supply) -> None:
    await supply.stage.open_thread(supply.archive)


BEFORE: dict[str, Callable[[Supply], Awaitable[None]]] = {
    "blog adopt": _open_thread,
    "blog author": _connect,
    "blog connect": _connect,
    "blog disconnect": _connect,
    "blog unfollow": _follow_spare,
}
"""What has to be there before a command each time, where blogs are followed."""


async def _none(_: discord.Interaction[Client], _typed: str) -> list[app_commands.Choice[str]]:
    return []


@app_commands.command(description="Answer, and do nothing else.")
@app_commands.guild_only()
@app_commands.autocomplete(word=_none)
async def nothing(interaction: discord.Interaction[Client], word: str = "") -> None:
    """What simcord and discord.py take by themselves."""
    await interaction.response.send_message(f"Nothing. {word}", ephemeral=True)
