"""What Discord keeps from the bot is told from what is not there, on sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest
from simcord.backend.models import MessageSticker

from bot.discord.client import intents
from bot.discord.hearing import is_told, read
from bot.replies.ports import Shape
from tests.wire.client import Harbour, harbour

if TYPE_CHECKING:
    from bot.replies.ports import Said

STICKER = MessageSticker(1, "Wave", 1, 1)
PICTURE = {
    "id": "5", "filename": "a.png", "size": 1, "url": "https://cdn.example/a.png",
    "proxy_url": "https://cdn.example/a.png", "content_type": "image/png",
}  # fmt: skip


async def said(here: Harbour, content: str, *, answers: int | None = None, **more: object) -> Said:
    """Somebody writes, and the bot reads it over REST."""
    ada = here.wire.world.create_member(here.guild_id, "Ada")
    reference = None if answers is None else {"message_id": str(answers)}
    message = here.wire.world.backend.create_message(
        here.channel.id,
        ada,
        content,
        reference=reference,
        **more,  # type: ignore[arg-type]
    )
    return read(await here.channel.fetch_message(message.id), here.client)


async def test_without_the_intent_only_what_is_meant_for_the_bot_is_told() -> None:
    async with harbour(intents(words=False), pace=None, approved=()) as here:
        ours = await here.channel.send("Ours.")
        assert read(ours, here.client).content == "Ours."
        me = here.wire.world.bot_id
        assert (await said(here, "Among us.")).content is None
        assert (await said(here, "Hm.", answers=ours.id)).content == "Hm."
        called = await said(here, f"<@{me}> Hm.")
        assert (called.content, called.to_us) == (f"<@{me}> Hm.", me)
        alone = await said(here, "", attachments=[PICTURE])
        assert (alone.content, alone.attachments) == (None, ())
        with_words = await said(here, "Look.", attachments=[PICTURE], answers=ours.id)
        assert with_words.attachments[0].name == "a.png"


async def test_a_sticker_may_have_words_beside_it() -> None:
    async with harbour(intents(words=False), pace=None, approved=()) as here:
        ours = await here.channel.send("Ours.")
        assert (await said(here, "Words.", stickers=[STICKER])).content is None
        told = await said(here, "", stickers=[STICKER], answers=ours.id)
        assert (told.content, told.shape) == ("", Shape.STICKER)


@pytest.mark.parametrize("granted", [("message_content",), ()])
async def test_with_the_intent_nothing_means_that_it_was_taken_away(
    granted: tuple[str, ...],
) -> None:
    """As the client knows it; the portal may know better by now."""
    async with harbour(intents(words=True), pace=None) as here:
        here.wire.portal.approve(*granted)
        found = await said(here, "Words.")
        assert found.content == ("Words." if granted else None)
        assert (await said(here, "", stickers=[STICKER])).content == ""


async def test_whether_it_is_told_does_not_depend_on_who_points_at_it() -> None:
    async with harbour(intents(words=False), pace=None, approved=()) as here:
        ours = await here.channel.send("Ours.")
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        for ping in (True, False):
            number = here.wire.world.send(ada, here.channel.id, "Hm.", ours.id, ping=ping)
            message = await here.channel.fetch_message(number)
            assert is_told(message, here.client) == ping
    assert isinstance(ours, discord.Message)
