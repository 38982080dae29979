"""What the bot offers people to use, by what it has registered: commands, buttons and menus."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord.lasting import Lasting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.discord.client import Client

CHOICE = re.compile(r"\(\?P<(\w+)>([a-z]+(?:\|[a-z]+)*|\[a-z\]\+)\)")
"""In a template, what tells apart what items of one kind do: one of these words, or any word."""

ANY = "[a-z]+"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of button or menu that works after a restart, too."""

    name: str
    template: re.Pattern[str]

    def names(self) -> Iterator[str]:
        """Each thing that one of it can do, as far as its template says so."""
        choices = [
            words.split("|") for _, words in CHOICE.findall(self.template.pattern) if words != ANY
        ]
        for chosen in itertools.product(*choices):
            yield " ".join([self.name, *chosen])

    def name_of(self, custom_id: str) -> str | None:
        """What the item with this id does; None if it is of another kind."""
        found = self.template.fullmatch(custom_id)
        if found is None:
            return None
        chosen = [found[group] for group, _ in CHOICE.findall(self.template.pattern)]
        return " ".join([self.name, *chosen])


@dataclass(frozen=True, slots=True)
class Offer:
    """Everything by a name that people who look for it would understand."""

    commands: frozenset[str]
    menu: frozenset[str]
    kinds: tuple[Kind, ...]

    def names(self) -> set[str]:
        """All of it, but what only messages show."""
        open_ended = {kind.name for kind in self.kinds if ANY in kind.template.pattern}
        lasting = {name for kind in self.kinds for name in kind.names()}
        return {*self.commands, *self.menu, *(lasting - open_ended)}

    def name_of(self, custom_id: str, label: str) -> str:
        """What the item of a message with this id does; by its label, if it does not last."""
        names = (kind.name_of(custom_id) for kind in self.kinds)
        return next((name for name in names if name is not None), f"“{label}”")


def offered(client: Client) -> Offer:
    """What this bot has registered, its cogs being loaded."""
    menus = (discord.AppCommandType.message, discord.AppCommandType.user)
    return Offer(
        commands=frozenset(
            f"/{each.qualified_name}"
            for each in client.tree.walk_commands()
            if isinstance(each, app_commands.Command)
        ),
        menu=frozenset(each.name for kind in menus for each in client.tree.get_commands(type=kind)),
        kinds=tuple(
            Kind(each.__name__, each.__discord_ui_compiled_template__)
            for each in Lasting.__subclasses__()
            if each.__module__.startswith("cogs.")
        ),
    )
