"""/profile: what a member agreed to, under which name, what stands on the blog, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.lasting import Lasting
from bot.discord.locale import language_of
from bot.discord.trouble import told
from bot.languages.phrase import Phrase
from cogs.writers.own_data import own_data
from cogs.writers.profile_card import ITEMS, draw

if TYPE_CHECKING:
    from bot.discord.client import Client

WHAT_IS_FORGOTTEN = Phrase(
    "The bot forgets your name, your choices and which messages are yours, in every server. Your "
    "messages in Discord stay yours.\nComments that you leave on the blog can be taken off it by "
    "its moderators only."
)

NOTHING_STORED = Phrase("The bot stores nothing of you, in any server.")
IN_THE_FILE = Phrase(
    "Everything that the bot stores of you, in all servers. Only you see this. `/profile forget` "
    "removes it."
)


class ForgetButton(Lasting[discord.ui.Button[Any]], template="forget:(?P<comments>withdrawn|left)"):
    """The last answer before the one who presses it is forgotten."""

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        """Forget them, and say what is still under way."""
        await interaction.response.defer()
        say = language_of(interaction)
        going = await interaction.client.services.replies.asking.forget(
            interaction.user.id, leave=self.meaning["comments"] == "left"
        )
        words = say(
            "The bot forgets you now. What it still holds of you is gone within a few minutes."
        )
        if going:
            words = say.plural(
                "Nothing more of yours goes to the blog. Your comment there is being taken off "
                "it; with it, the bot has forgotten you.",
                "Nothing more of yours goes to the blog. Your {n} comments there are being taken "
                "off it; with the last one, the bot has forgotten you.",
                going,
            )
        await interaction.edit_original_response(content=words, view=None)


@app_commands.guild_only()
class ProfileCog(
    commands.GroupCog, group_name="profile", group_description="You and the blogs followed here"
):
    """Commands for members, about themselves."""

    @app_commands.command(description="What goes to the blog, under which name, and what is there.")
    async def show(self, interaction: discord.Interaction[Client]) -> None:
        """Show it, with everything that can be changed."""
        embed, view = await draw(interaction)
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

    @app_commands.command(description="A file with everything the bot stores of you.")
    async def export(self, interaction: discord.Interaction[Client]) -> None:
        """Give it to the one who asks, and to nobody else."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        say = language_of(interaction)
        user = interaction.user.id
        found = await interaction.client.services.store.disclosure.of(user)
        if not found:
            await interaction.followup.send(say(NOTHING_STORED), ephemeral=True)
            return
        await interaction.followup.send(
            say(IN_THE_FILE), file=await own_data(user, found, say), ephemeral=True
        )

    @app_commands.command(description="Remove everything the bot knows of you, in every server.")
    async def forget(self, interaction: discord.Interaction[Client]) -> None:
        """Ask once more, and what is to become of the comments."""
        say = language_of(interaction)
        view = discord.ui.View(timeout=None)
        view.add_item(
            ForgetButton(
                discord.ui.Button(
                    label=say("Forget me, and take it off the blog"),
                    style=discord.ButtonStyle.danger,
                    custom_id="forget:withdrawn",
                )
            )
        )
        view.add_item(
            ForgetButton(
                discord.ui.Button(
                    label=say("Forget me, and leave it there"), custom_id="forget:left"
                )
            )
        )
        await interaction.response.send_message(say(WHAT_IS_FORGOTTEN), view=view, ephemeral=True)


async def setup(client: Client) -> None:
    """Know the menus and buttons, whenever they were shown; and hand on the commands."""
    client.add_dynamic_items(*ITEMS, ForgetButton)
    await client.add_cog(ProfileCog())
