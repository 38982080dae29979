"""The form for a blog's account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.blogs.kinds import require_password, takes_replies
from bot.discord.locale import language_of
from bot.discord.trouble import told
from bot.languages.phrase import Phrase
from bot.mirror.lines import link
from bot.model import Credentials, Power
from bot.text.to_discord import escape
from cogs.forms import Form
from cogs.owners.blog_commands import managed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.discord.client import Client
    from bot.languages.language import Language
    from bot.model import Account
    from bot.store.blog.blogs import BlogRecord


NOT_YOURS = Phrase(
    "Discord warns of sharing passwords, and is right about those that you sign in with. An "
    "application password is none of these: it opens no login page, and you can revoke it on the "
    "blog at any time."
)
_ROLES = {
    "administrator": Phrase("Administrator"),
    "editor": Phrase("Editor"),
}
_POWERS = {
    Power.SETTINGS: Phrase("change the site's settings"),
    Power.PLUGINS: Phrase("install plugins"),
    Power.USERS: Phrase("make and change accounts"),
    Power.CODE: Phrase("change its code"),
}


class ConnectModal(Form):
    """Asks for an account's name and application password, and checks them at once."""

    def __init__(self, blog: BlogRecord, destination: str, page: str | None, say: Language) -> None:
        super().__init__(title=say("An account for the bot"))
        self._blog = blog
        self.user: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="user", max_length=100
        )
        self.password: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="password", max_length=100, placeholder="xxxx xxxx xxxx xxxx xxxx xxxx"
        )
        self.add_item(
            discord.ui.TextDisplay(f"{_advice(destination, page, say)}\n{say(NOT_YOURS)}")
        )
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
        require_password(self.password.value)
        services = interaction.client.services
        credentials = Credentials(self.user.value.strip(), self.password.value.strip())
        blog = self._blog.id
        if not takes_replies(self._blog.address):
            blog = await services.ways.open_up(guild, self._blog, credentials)
        account = await services.connections.connect(guild, blog, credentials)
        services.replies.retry(guild, blog)
        say = language_of(interaction)
        connected = say(
            "Connected as **{name}**. What members write in the threads goes to **{blog}** "
            "from now on, after each has agreed to it. `/blog settings` has everything else; "
            "`/blog author` names the member who writes the articles.",
            name=escape(account.name),
            blog=escape(self._blog.address.title),
        )
        words = "\n".join([connected, *(say(each) for each in _about(account))])
        await interaction.followup.send(words, ephemeral=True)


def _about(account: Account) -> Iterator[Phrase]:
    """What it is on the blog, and what it may do more than is good."""
    if account.roles:
        roles = tuple(_ROLES.get(role) or escape(role) for role in account.roles)
        yield Phrase("The account's role there: {roles}.", roles=roles)
    if account.powers:
        yield Phrase(
            "⚠️ It may do more than the bot needs: {powers}. Whoever got hold of its password could "
            "do that, too. An account with the role Editor is enough: make one, and connect again.",
            powers=tuple(_POWERS[power] for power in account.powers),
        )


def _advice(destination: str, page: str | None, say: Language) -> str:
    """What account is best, and where its password is made, if the blog says so itself."""
    if page is None:
        return say(
            "Best is an account of its own with just the rights `read`, `edit_posts`, "
            "`edit_others_posts`, `edit_published_posts` and `moderate_comments`; the role Editor "
            "has them. Its profile on the blog has “Application Passwords”. The password goes to "
            "{place}, and nowhere else.",
            place=destination,
        )
    asked = "&" if "?" in page else "?"
    return say(
        "Best is an account of its own with just the rights `read`, `edit_posts`, "
        "`edit_others_posts`, `edit_published_posts` and `moderate_comments`; the role Editor has "
        "them. Signed in with it, [make an application password here]({link}). The password goes "
        "to {place}, and nowhere else.",
        link=link(f"{page}{asked}app_name=Afterword"),
        place=destination,
    )
