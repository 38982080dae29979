"""Which channels can follow a blog."""

from __future__ import annotations

from typing import TypeGuard

import discord

Followable = discord.TextChannel | discord.ForumChannel


def is_followable(channel: object) -> TypeGuard[Followable]:
    """Whether a blog can be followed in it: a text, announcement or forum channel.

    To discord.py a media channel is a forum; its posts are pictures, of which articles may have
    none.
    """
    if isinstance(channel, discord.ForumChannel):
        return not channel.is_media()
    return isinstance(channel, discord.TextChannel)
