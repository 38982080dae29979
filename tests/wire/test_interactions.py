"""Slash commands, choices and buttons reach a real command tree, and its answers are kept."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands
from simcord.backend.errors import BackendError

from tests.wire.client import Harbour, harbour


class Ask(discord.ui.View):
    @discord.ui.button(label="Yes", custom_id="yes")
    async def yes(
        self, interaction: discord.Interaction[discord.Client], _button: discord.ui.Button[Ask]
    ) -> None:
        await interaction.response.edit_message(content="You said yes", view=None)


class Rooms(discord.ui.View):
    @discord.ui.select(cls=discord.ui.ChannelSelect, custom_id="room")
    async def room(
        self,
        interaction: discord.Interaction[discord.Client],
        menu: discord.ui.ChannelSelect[Rooms],
    ) -> None:
        await interaction.response.edit_message(content=menu.values[0].mention, view=None)


class Form(discord.ui.Modal, title="A form"):
    note: discord.ui.TextDisplay[Any] = discord.ui.TextDisplay("All of it is read.")
    words: discord.ui.Label[Any] = discord.ui.Label(
        text="Words", component=discord.ui.TextInput(custom_id="words")
    )

    async def on_submit(self, interaction: discord.Interaction[discord.Client]) -> None:
        field = self.words.component
        assert isinstance(field, discord.ui.TextInput)
        await interaction.response.send_message(field.value)


async def add_commands(here: Harbour) -> None:
    tree = app_commands.CommandTree(here.client)
    blog = app_commands.Group(name="blog", description="Blogs")

    @blog.command(description="Follow a blog")
    async def follow(
        interaction: discord.Interaction[discord.Client], url: str, channel: discord.TextChannel
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send(f"{url} in {channel.mention}")
        await interaction.followup.send("And a second word", ephemeral=True)

    @follow.autocomplete("url")
    async def urls(
        _interaction: discord.Interaction[discord.Client], current: str
    ) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=current + ".example", value=current)]

    @tree.command(description="Ask")
    async def ask(interaction: discord.Interaction[discord.Client]) -> None:
        await interaction.response.send_message("Well?", view=Ask())

    @tree.context_menu(name="Why?")
    async def why(
        interaction: discord.Interaction[discord.Client], message: discord.Message
    ) -> None:
        await interaction.response.send_message(f"Because: {message.content}", ephemeral=True)

    @tree.command(description="Fill in")
    async def form(interaction: discord.Interaction[discord.Client]) -> None:
        await interaction.response.send_modal(Form())

    tree.add_command(blog)
    await tree.sync()


async def test_a_slash_command_with_a_deferred_answer() -> None:
    async with harbour() as here:
        await add_commands(here)
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        options = {"url": "https://tides.example", "channel": here.channel.id}
        asked = here.wire.people.slash(ada, here.channel.id, "blog follow", options)
        await here.wire.until(lambda: here.wire.people.interaction(asked).followups)
        answer = here.wire.people.interaction(asked)
        assert answer.ephemeral
        assert answer.message is not None
        assert answer.message.content == f"https://tides.example in {here.channel.mention}"
        assert [each.content for each in answer.followups] == ["And a second word"]
        assert here.wire.rest.gaps == []


async def test_choices_while_typing() -> None:
    async with harbour() as here:
        await add_commands(here)
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        asked = here.wire.people.slash(
            ada, here.channel.id, "blog follow", {"url": "tides"}, focused="url"
        )
        await here.wire.until(lambda: here.wire.people.interaction(asked).answered)
        assert here.wire.people.interaction(asked).choices == [
            {"name": "tides.example", "value": "tides"}
        ]


async def test_a_button() -> None:
    async with harbour() as here:
        await add_commands(here)
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        asked = here.wire.people.slash(ada, here.channel.id, "ask")
        message = await here.wire.until(lambda: here.wire.people.interaction(asked).message)
        here.wire.people.click(ada, here.channel.id, message.id, "yes")
        await here.wire.until(
            lambda: here.wire.world.messages(here.channel.id)[-1].content == "You said yes"
        )


async def test_what_is_not_there_any_more_can_not_be_pressed() -> None:
    async with harbour() as here:
        await add_commands(here)
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        people = here.wire.people
        asked = people.slash(ada, here.channel.id, "ask")
        message = await here.wire.until(lambda: people.interaction(asked).message)
        with pytest.raises(KeyError):
            people.click(ada, here.channel.id, message.id, "no")
        people.click(ada, here.channel.id, message.id, "yes")
        await here.wire.until(
            lambda: here.wire.world.messages(here.channel.id)[-1].content == "You said yes"
        )
        with pytest.raises(KeyError):
            people.click(ada, here.channel.id, message.id, "yes")
        here.wire.world.delete_message(here.channel.id, message.id)
        with pytest.raises(BackendError):
            people.click(ada, here.channel.id, message.id, "yes")


async def test_a_greyed_button_can_not_be_pressed() -> None:
    async with harbour() as here:
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        view = Ask()
        view.yes.disabled = True
        message = await here.channel.send("Well?", view=view)
        with pytest.raises(KeyError):
            here.wire.people.click(ada, here.channel.id, message.id, "yes")


async def test_a_command_from_a_messages_menu() -> None:
    async with harbour() as here:
        await add_commands(here)
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        said = here.wire.world.send(ada, here.channel.id, "I said so")
        asked = here.wire.people.on_message(ada, here.channel.id, "Why?", said)
        message = await here.wire.until(lambda: here.wire.people.interaction(asked).message)
        assert message.content == "Because: I said so"
        assert here.wire.people.interaction(asked).ephemeral


async def test_a_menu_of_channels() -> None:
    async with harbour() as here:
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        message = await here.channel.send("Where?", view=Rooms())
        people = here.wire.people
        people.choose_channel(ada, here.channel.id, message.id, "room", here.channel.id)
        await here.wire.until(
            lambda: here.wire.world.messages(here.channel.id)[-1].content == here.channel.mention
        )


async def test_a_form_is_filled_and_sent() -> None:
    async with harbour() as here:
        await add_commands(here)
        ada, people = here.wire.world.create_member(here.guild_id, "Ada"), here.wire.people
        shown = people.slash(ada, here.channel.id, "form")
        await here.wire.until(lambda: people.interaction(shown).modal)
        sent = people.submit(shown, words="Some words")
        message = await here.wire.until(lambda: people.interaction(sent).message)
        assert message.content == "Some words"
        with pytest.raises(KeyError):
            people.submit(sent, words="It was no form that answered this one")
