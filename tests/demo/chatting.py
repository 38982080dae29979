"""A small server with a small bot, to see what the chat's page is told and may do."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
import simcord
from aiohttp.test_utils import TestClient, TestServer
from discord import app_commands

from bot.demo.chat_app import create_chat
from bot.demo.seat import Seat

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BLOG = "http://127.0.0.1:1/"

Press = discord.Interaction[discord.Client]


class Ask(discord.ui.Modal, title="A form"):
    name: discord.ui.TextInput[Any] = discord.ui.TextInput(label="Name", custom_id="name")

    async def on_submit(self, interaction: Press) -> None:
        await interaction.response.send_message(f"Hello {self.name.value}", ephemeral=True)


class Panel(discord.ui.View):
    def __init__(self, gate: threading.Event) -> None:
        super().__init__()
        self.gate = gate

    @discord.ui.button(label="Form", custom_id="form")
    async def form(self, interaction: Press, _: Any) -> None:
        await interaction.response.send_modal(Ask())

    @discord.ui.button(label="Busy", custom_id="busy")
    async def busy(self, interaction: Press, _: Any) -> None:
        await interaction.response.send_modal(Ask())
        await asyncio.to_thread(self.gate.wait)

    @discord.ui.button(label="Silence", custom_id="silence")
    async def silence(self, interaction: Press, _: Any) -> None:
        pass

    @discord.ui.select(
        custom_id="colour",
        options=[discord.SelectOption(label=name) for name in ("Red", "Green")],
    )
    async def colour(self, interaction: Press, menu: Any) -> None:
        await interaction.response.edit_message(content=f"Colour: {menu.values[0]}")

    @discord.ui.select(cls=discord.ui.ChannelSelect[Any], custom_id="channel")
    async def channel(self, interaction: Press, menu: Any) -> None:
        await interaction.response.edit_message(content=f"Channel: {menu.values[0].name}")

    @discord.ui.select(cls=discord.ui.RoleSelect[Any], custom_id="role", min_values=0)
    async def role(self, interaction: Press, menu: Any) -> None:
        names = ", ".join(one.name for one in menu.values)
        await interaction.response.edit_message(content=f"Roles: {names}")


class Bot(discord.Client):
    """It has one command, one entry in the Apps menu, and one panel."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.all())
        self.gate = threading.Event()
        """Until it is set, one of the panel's buttons keeps the bot busy."""
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(_say)
        self.tree.add_command(_why)

    async def setup_hook(self) -> None:
        await self.tree.sync()


@app_commands.command(name="say", description="Say it")
async def _say(
    interaction: Press,
    words: str,
    where: discord.TextChannel | discord.Thread | None = None,
    times: int = 1,
    to: discord.Member | None = None,
) -> None:
    place = f" in {where.name}" if where else ""
    person = f" to {to.name}" if to else ""
    said = f"{words * times}{place}{person} ({interaction.locale.value})"
    await interaction.response.send_message(said, ephemeral=True)


@_say.autocomplete("words")
async def _words(interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
    filled = interaction.namespace.times
    return [app_commands.Choice(name=f"{typed} × {filled}", value=typed.upper())]


@app_commands.context_menu(name="Why?")
async def _why(interaction: Press, message: discord.Message) -> None:
    await interaction.response.send_message(f"Because: {message.content}", ephemeral=True)


@dataclass(frozen=True)
class Chat:
    """What Ann's page, or Ben's, asks; Ann keeps the server."""

    env: simcord.Env
    bot: Bot
    guild: Any
    room: Any
    hidden: Any
    ann: TestClient[Any, Any]
    ben: TestClient[Any, Any]

    async def look(self, room: Any = None, *, at: TestClient[Any, Any] | None = None) -> Any:
        params = {"room": str((room or self.room).id)}
        async with (at or self.ann).get("/state", params=params) as answer:
            assert answer.status == 200
            return await answer.json()

    async def act(
        self, name: str, *, at: TestClient[Any, Any] | None = None, status: int = 200, **asked: Any
    ) -> Any:
        body = {"room": str(self.room.id), "locale": "de"} | asked
        async with (at or self.ann).post(f"/acts/{name}", json=body) as answer:
            done = await answer.json()
            assert answer.status == status, done
            return done

    async def panel(self) -> str:
        """Let the bot show its panel; answers the message's id."""
        channel = self.bot.get_channel(self.room.id)
        assert isinstance(channel, discord.TextChannel)
        return str((await channel.send("Panel", view=Panel(self.bot.gate))).id)


@asynccontextmanager
async def chatting() -> AsyncIterator[Chat]:
    bot = Bot()
    async with simcord.run(bot) as env:
        guild = env.create_guild("The shed")
        room, hidden = (
            guild.create_text_channel("talk"),
            guild.create_text_channel(
                "keepers",
                overwrites={guild.default_role: discord.PermissionOverwrite(view_channel=False)},
            ),
        )
        keeper = guild.create_role("Keeper", permissions=discord.Permissions.all())
        people = (
            guild.add_member(env.create_user("ann"), roles=[keeper]),
            guild.add_member(env.create_user("ben")),
        )
        seats = [Seat(env, guild, one) for one in people]
        for seat in seats:
            env.backend.subscribers.append(lambda *_, seat=seat: seat.changes.note())
        apps = [create_chat(seat, blog=BLOG, thread_of=_no_thread) for seat in seats]
        async with TestClient(TestServer(apps[0])) as ann, TestClient(TestServer(apps[1])) as ben:
            yield Chat(env, bot, guild, room, hidden, ann, ben)


async def _no_thread(_: int) -> int | None:
    return None
