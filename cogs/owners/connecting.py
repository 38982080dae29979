"""The form for a blog's account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import discord

from bot.blogs.kinds import takes_replies
from bot.discord.locale import language_of
from bot.discord.trouble import told
from bot.model import Credentials
from bot.text.to_discord import escape
from cogs.forms import Form
from cogs.owners.blog_commands import managed

if TYPE_CHECKING:
    from bot.discord.client import Client
    from bot.languages.language import Language
    from bot.store.blog.blogs import BlogRecord


class ConnectModal(Form):
    """Asks for an account's name and application password, and checks them at once."""

    def __init__(self, blog: BlogRecord, destination: str, say: Language) -> None:
        super().__init__(title=say("An account for the bot"))
        self._blog = blog
        self.user: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="user", max_length=100
        )
        self.password: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="password", max_length=100, placeholder="xxxx xxxx xxxx xxxx xxxx xxxx"
        )
        self.add_item(discord.ui.TextDisplay(_advice(blog, destination, say)))
        self.add_item(discord.ui.Label(text=say("User name"), component=self.user))
        self.add_item(
            discord.ui.Label(
                text=say("Application password"),
                description=say("Not the account's own password. It is kept encrypted."),
                component=self.password,
            )
        )

    @told
    async def on_submit(self, interaction: discord.Interaction[Client]) -> None:
        """Check the account, and keep it if it will do."""
        guild = managed(interaction).id
        await interaction.response.defer(ephemeral=True, thinking=True)
        services = interaction.client.services
        credentials = Credentials(self.user.value.strip(), self.password.value.strip())
        blog = self._blog.id
        if not takes_replies(self._blog.address):
            blog = await services.ways.open_up(guild, self._blog, credentials)
        account = await services.connections.connect(guild, blog, credentials)
        services.replies.retry(guild, blog)
        say = language_of(interaction)
        await interaction.followup.send(
            say(
                "Connected as **{name}**. What members write in the threads goes to **{blog}** "
                "from now on, after each has agreed to it. `/blog settings` has the choices; "
                "`/blog author` says who the article's author is.",
                name=escape(account.name),
                blog=escape(self._blog.address.title),
            ),
            ephemeral=True,
        )


def _advice(blog: BlogRecord, destination: str, say: Language) -> str:
    address = (blog.address.home or destination).rstrip("/")
    link = f"{address}/wp-admin/authorize-application.php?app_name={quote('Afterword')}"
    return say(
        "Best is an account of its own with just the rights `read`, `edit_posts`, "
        "`edit_others_posts`, `edit_published_posts` and `moderate_comments`; the role Editor has "
        "them. Signed in with it, [make an application password here]({link}). The password goes "
        "to {place}, and nowhere else.",
        link=link,
        place=destination,
    )
