"""The replies' port on a Discord on sockets: what it sees, finds again, and reads in the log."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import discord
import pytest

from bot.discord.discord_clock import DiscordClock
from bot.discord.question import question_view
from bot.discord.sight import Sight, require_reading
from bot.discord.talk import DiscordTalk
from bot.errors import PermissionMissing
from bot.languages.language import ENGLISH
from bot.replies.ports import Card
from tests.wire.client import Harbour, harbour
from tests.wire.world import BOT_PERMISSIONS, bits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

CARD = Card(
    blog=3,
    comment="7",
    title="On bread",
    author="Ada",
    words="Hm.",
    url="https://blog.example/7",
    created=None,
)
DELETED = discord.AuditLogAction.message_delete.value


@asynccontextmanager
async def logged() -> AsyncIterator[tuple[Harbour, DiscordTalk, int, Callable[..., object]]]:
    """A member, and a way to note that a moderator deleted messages of theirs."""
    async with harbour() as here:
        world = here.wire.world
        (role,) = world.backend.get_guild(here.guild_id).members[world.bot_id].role_ids
        permissions = bits((*BOT_PERMISSIONS, "view_audit_log"))
        world.backend.edit_role(here.guild_id, role, {"permissions": permissions})
        ada = world.create_member(here.guild_id, "Ada")

        def note(count: int, channel: int = here.channel.id) -> None:
            world.backend.record_audit_log(
                here.guild_id,
                DELETED,
                user_id=world.bot_id,
                target_id=ada,
                options={"count": str(count), "channel_id": str(channel)},
            )

        yield here, DiscordTalk(here.client, DiscordClock()), ada, note


async def test_what_a_moderator_deletes_is_told_from_what_its_writer_does() -> None:
    async with logged() as (here, talk, ada, note):
        asked = partial(talk.deleted_by_moderator, here.guild_id, here.channel.id)
        assert not await asked(ada)
        note(1, channel=here.guild_id)
        assert not await asked(ada), "elsewhere"
        note(1)
        assert not await asked(here.wire.world.bot_id), "somebody else's"
        assert await asked(ada)
        assert not await asked(ada), "that one was told"


async def test_as_many_as_moderators_deleted_are_theirs_and_no_more() -> None:
    async with logged() as (here, talk, ada, note):
        messages = [(await here.channel.send(str(number))).id for number in (1, 2)]
        gone = dict.fromkeys(messages, ada)
        asked = partial(talk.deleted_by_moderators, here.guild_id, here.channel.id)
        note(1)
        assert await asked(gone) == set()
        other = here.wire.world.bot_id
        assert await asked({messages[0]: ada, messages[1]: other}) == {messages[0]}
        note(1)
        assert await asked(gone) == set(messages)


async def test_the_card_of_a_comment_is_found_again() -> None:
    async with harbour() as here:
        talk = DiscordTalk(here.client, DiscordClock())
        sent = await talk.show_card(here.channel.id, CARD, nonce="1", say=ENGLISH)
        assert await talk.find_card(here.channel.id, CARD, since=0) == sent
        for other in (replace(CARD, comment="8"), replace(CARD, blog=4)):
            assert await talk.find_card(here.channel.id, other, since=0) is None


@pytest.mark.parametrize("lacking", ["view_channel", "read_message_history"])
async def test_reading_takes_the_channel_and_its_history(lacking: str) -> None:
    async with harbour() as here:
        sight, me = Sight(), here.channel.guild.me
        require_reading(here.client, here.guild_id, here.channel.id)
        assert sight.changed(here.guild) == set()
        here.wire.world.take_permission(here.channel.id, lacking)
        await here.wire.until(lambda: not getattr(here.channel.permissions_for(me), lacking))
        with pytest.raises(PermissionMissing):
            require_reading(here.client, here.guild_id, here.channel.id)
        assert sight.changed(here.guild) == {here.channel.id}


@pytest.mark.parametrize("as_author", [False, True])
async def test_a_question_has_every_answer(as_author: bool) -> None:
    view = question_view(5, 6, as_author=as_author, say=ENGLISH)
    buttons = [each for each in view.children if isinstance(each, discord.ui.Button)]
    answers = {str(each.label): each.custom_id for each in buttons}
    another = {} if as_author else {"Another name …": "consent:name:5:6"}
    assert answers == another | {
        "Always": "consent:always:5:6",
        "This one": "consent:once:5:6",
        "Not this one": "consent:not:5:6",
        "Never": "consent:never:5:6",
    }
