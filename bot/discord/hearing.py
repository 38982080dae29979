"""A message of discord.py as we look at it, and whether Discord tells us its words."""

from __future__ import annotations

import discord

from bot.replies.ports import Said, Shape
from bot.text.to_html import Attachment

PEOPLES = {discord.MessageType.default, discord.MessageType.reply}


def read(message: discord.Message, client: discord.Client) -> Said:
    """Read it; without its words where Discord keeps them from us."""
    resolved = message.reference.resolved if message.reference else None
    return Said(
        id=message.id,
        thread=message.channel.id,
        member=message.author.id,
        content=None if _is_withheld(message, client) else message.content,
        edited=int(message.edited_at.timestamp() * 1000) if message.edited_at else 0,
        by_person=message.type in PEOPLES and message.webhook_id is None and not message.author.bot,
        answers=answered(message),
        answers_bot=isinstance(resolved, discord.Message) and resolved.author == client.user,
        shape=_shape(message),
        attachments=tuple(Attachment(each.filename, each.url) for each in message.attachments),
        people=tuple(person.id for person in message.mentions),
        roles=tuple((role.id, role.name) for role in message.role_mentions),
        channels=tuple(
            (channel.id, getattr(channel, "name", "")) for channel in message.channel_mentions
        ),
        to_us=client.user.id if client.user and _calls_us(message, client) else None,
    )


def answered(message: discord.Message) -> int | None:
    """The message that it is a Discord reply to."""
    if message.type is not discord.MessageType.reply or message.reference is None:
        return None
    return message.reference.message_id


def is_told(message: discord.Message, client: discord.Client) -> bool:
    """Whether Discord tells us its words without anybody pointing at it in a menu."""
    return client.intents.message_content or _calls_us(message, client)


def _is_withheld(message: discord.Message, client: discord.Client) -> bool:
    """Discord lets nobody write nothing: where there is nothing, it is kept from us.

    Whatever we were granted as we connected, that may have been taken away since.
    """
    if message.author == client.user or _shape(message) is Shape.FORWARD:
        return False
    if message.content or message.attachments or message.embeds or message.components:
        return False
    if message.stickers:
        return not is_told(message, client)
    return message.poll is None


def _calls_us(message: discord.Message, client: discord.Client) -> bool:
    """It mentions us; a reply to a message of ours does so, too, if its ping is on."""
    return client.user in message.mentions


def _shape(message: discord.Message) -> Shape:
    if message.reference and message.reference.type is discord.MessageReferenceType.forward:
        return Shape.FORWARD
    if message.poll is not None:
        return Shape.POLL
    return Shape.STICKER if message.stickers else Shape.WORDS
