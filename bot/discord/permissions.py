"""What the bot must be allowed to do, where it is missing, and the link that invites it with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    embed_links=True,
    read_message_history=True,
    create_public_threads=True,
    send_messages_in_threads=True,
    manage_threads=True,
    add_reactions=True,
)
NAMES = {
    "view_channel": Phrase("View Channel"),
    "send_messages": Phrase("Send Messages"),
    "embed_links": Phrase("Embed Links"),
    "read_message_history": Phrase("Read Message History"),
    "create_public_threads": Phrase("Create Public Threads"),
    "send_messages_in_threads": Phrase("Send Messages in Threads"),
    "manage_threads": Phrase("Manage Threads"),
    "add_reactions": Phrase("Add Reactions"),
}
"""As Discord's own settings call them."""

CARD_NEEDS = ("view_channel", "send_messages", "embed_links", "read_message_history")
"""What showing held comments in a channel takes."""


LOGIN_REFUSED = (
    "Discord refuses the token. Copy it anew from the Discord developer portal "
    "(your application, Bot, Reset Token) into DISCORD_TOKEN."
)
WORDS_WITHHELD = (
    "The Message Content intent is switched off: of what members write, the bot gets replies to "
    "its messages with the ping on, messages that mention it, and the form Reply on the blog."
)
HOW_TO_READ_ALL = (
    "To let everything in the threads go to the blog, switch it on in the Discord developer portal "
    "(your application, Bot, Message Content Intent), and start the bot again."
)


ROLE_UNHEARD = Phrase(
    "Discord pings nobody for {role}: the role is not mentionable, and the bot lacks **Mention "
    "@everyone, @here, and All Roles** in the channel. Allow one of the two."
)


def pings(role: discord.Role, have: discord.Permissions) -> bool:
    """Whether Discord lets whoever has these permissions ping a role."""
    return role.mentionable or have.mention_everyone


def missing_permissions(
    channel: discord.abc.GuildChannel, needed: Iterable[str] = NAMES
) -> list[Phrase]:
    """The names of the permissions that the bot lacks in this channel."""
    return lacking(channel.permissions_for(channel.guild.me), needed)


def lacking(have: discord.Permissions, needed: Iterable[str] = NAMES) -> list[Phrase]:
    """The names of those needed permissions that are not among these."""
    return [NAMES[key] for key in needed if not getattr(have, key)]


def invite_link(application: int) -> str:
    """The address at which an owner adds the bot to a server with exactly these permissions."""
    return discord.utils.oauth_url(
        application, permissions=NEEDED, scopes=("bot", "applications.commands")
    )
