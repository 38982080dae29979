"""Held comments in the moderators' channel, as moderators press their buttons."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from discord import AuditLogAction

from bot.store.people.exchanges import Moderated
from tests.cogs.writers.test_replies import conversing, mirrored, question, read, say, texts
from tests.wire.interactions import Interactions

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cogs.owners.test_commands import Community


async def test_held_comments_are_decided_in_discord(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        room = community.guild.create_text_channel("moderation")
        shown = await community.owner.slash(community.channel, "blog settings")
        await community.owner.select(shown.response.message, [room], custom_id="settings:1:held")
        held = community.content.add_comment(
            1, "<p>Held words.</p>", name="Cy", email="cy@x.test", status="hold", parent_id=1
        )
        await community.pass_time(2)
        (card,) = room.history()
        assert "Held words." in card.embeds[0].description
        assert "cy@x.test" not in str(card.embeds[0].to_dict())
        refused = await community.member.click(card, label="Approve")
        assert "Manage Messages" in read(refused)
        await community.owner.click(card, label="Approve")
        await community.pass_time()
        assert community.content.comments[held.id].status == "approved"
        assert mirrored(community, "Held words.")
        (card,) = room.history()
        assert "Approved by" in str(card.embeds[0].fields)
        assert [c.label for row in card.components for c in row.children] == ["Open on the blog"]


async def test_held_comments_settle_when_decided_on_the_blog(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        room = community.guild.create_text_channel("moderation")
        shown = await community.owner.slash(community.channel, "blog settings")
        await community.owner.select(shown.response.message, [room], custom_id="settings:1:held")
        held = community.content.add_comment(
            1, "<p>Held words.</p>", name="Cy", email="cy@x.test", status="hold"
        )
        await community.pass_time(2)
        community.content.move_comment(held.id, "spam")
        await community.pass_time(2)
        (card,) = room.history()
        assert "Held words." not in str(card.embeds[0].to_dict())
        assert "on the blog" in str(card.embeds[0].fields)


async def moderated(community: Community) -> Any:
    room = community.guild.create_text_channel("moderation")
    shown = await community.owner.slash(community.channel, "blog settings")
    await community.owner.select(shown.response.message, [room], custom_id="settings:1:held")
    return room


def press(community: Community, who: Any, card: Any, verdict: str) -> None:
    """A press that nobody waits for, so that two can be under way at once."""
    (pressed,) = [
        child.custom_id for row in card.components for child in row.children
        if (child.custom_id or "").startswith(f"held:{verdict}")
    ]  # fmt: skip
    world = SimpleNamespace(backend=community.env.backend)
    Interactions(world).click(who.id, card.channel.id, card.id, pressed)  # type: ignore[arg-type]


async def test_the_first_of_two_presses_stands(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        room = await moderated(community)
        second = community.guild.add_member(
            community.env.create_user("second"), roles=[community.guild.roles["Manager"]]
        )
        held = community.content.add_comment(
            1, "<p>Buy pills.</p>", name="Cy", email="cy@x.test", status="hold"
        )
        await community.pass_time(2)
        (card,) = room.history()
        press(community, community.owner, card, "spam")
        press(community, second, card, "approved")
        await community.env.advance_time(5)
        await community.pass_time(2)
        assert community.content.comments[held.id].status == "spam"
        (card,) = room.history()
        assert "Called spam by" in str(card.embeds[0].fields)


async def test_words_that_the_card_did_not_show_are_not_approved(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        room = await moderated(community)
        held = community.content.add_comment(
            1, "<p>A kind word.</p>", name="Cy", email="cy@x.test", status="hold"
        )
        await community.pass_time(2)
        (card,) = room.history()
        community.content.save_comment(held.id, html="<p>Buy pills at pills.test</p>")
        told = await community.owner.click(card, label="Approve")
        assert "reads differently" in read(told)
        assert community.content.comments[held.id].status == "hold"
        (card,) = room.history()
        assert "pills" in card.embeds[0].description
        await community.owner.click(card, label="Approve")
        assert community.content.comments[held.id].status == "approved"


async def test_the_newest_of_a_long_queue_is_seen_and_all_are_counted(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        community.env.settle_timeout = 30
        room = await moderated(community)
        for number in range(120):
            community.content.add_comment(
                1, f"<p>Old {number}.</p>", name="Cy", email=f"c{number}@x.test", status="hold"
            )
        await community.pass_time(3)
        community.content.add_comment(
            1, "<p>A real question.</p>", name="Real", email="r@x.test", status="hold"
        )
        await community.pass_time(3)
        words = [m.embeds[0].description or "" for m in room.history() if m.embeds]
        assert any("real question" in each for each in words)
        assert len(words) == 121
        assert "121 comments wait on the blog" in await community.status()


@pytest.mark.parametrize("before", ["purge", "one by one"])
@pytest.mark.parametrize("then", ["purge", "one by one", "by its writer"])
async def test_what_moderators_deleted_earlier_is_not_counted_again(
    tmp_path: Path, before: str, then: str
) -> None:
    async with conversing(tmp_path) as community:
        first = await say(community, "First.")
        await community.pass_time()
        await community.member.click(question(community), label="Always")
        await say(community, "Second.")
        await community.pass_time()
        bot, back, thread = community.env.bot, community.env.backend, community.thread().id
        await bot.services.store.exchanges.choose(community.guild.id, 1, moderated=Moderated.LEAVE)
        _log(community, before)
        back.messages[thread].pop(first.id)
        await bot.services.replies.intake.deleted(first.id, in_bulk=True)
        await community.env.advance_time(120)
        assert texts(community) == ["First.", "Second."]
        (second,) = [m for m in community.thread().history() if m.content == "Second."]
        back.messages[thread].pop(second.id)  # nobody hears of it
        if then != "by its writer":
            _log(community, then)
        await community.restart()
        await community.pass_time(3)
        stays = ["Second."] if then != "by its writer" else []
        assert texts(community) == ["First.", *stays]


def _log(community: Community, how: str) -> None:
    """Let the audit log tell that a moderator deleted one message of the member's."""
    thread = str(community.thread().id)
    single = how == "one by one"
    action = AuditLogAction.message_delete if single else AuditLogAction.message_bulk_delete
    options = {"count": "1"} | ({"channel_id": thread} if single else {})
    community.env.backend.record_audit_log(
        community.guild.id, action.value, user_id=community.owner.id,
        target_id=community.member.id if single else int(thread), options=options,
    )  # fmt: skip


@pytest.mark.parametrize("how", ["purge", "one by one", "too few", "by its writer"])
async def test_what_moderators_deleted_while_the_bot_was_away(tmp_path: Path, how: str) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "First.")
        await community.pass_time()
        await community.member.click(question(community), label="Always")
        await say(community, "Second.")
        await community.pass_time()
        back, thread = community.env.backend, community.thread().id
        await community.env.bot.services.store.exchanges.choose(
            community.guild.id, 1, moderated=Moderated.LEAVE
        )
        gone = [m for m in community.thread().history() if m.content in {"First.", "Second."}]
        for message in gone:
            back.messages[thread].pop(message.id)  # nobody hears of it
        many, one = AuditLogAction.message_bulk_delete.value, AuditLogAction.message_delete.value
        log = partial(back.record_audit_log, community.guild.id, user_id=community.owner.id)
        if how == "purge":
            log(many, target_id=thread, options={"count": "2"})
        elif how != "by its writer":
            count = "2" if how == "one by one" else "1"
            options = {"count": count, "channel_id": str(thread)}
            log(one, target_id=community.member.id, options=options)
        log(many, target_id=community.channel.id, options={"count": "9"})
        await community.env.advance_time(120)
        await community.restart()
        await community.pass_time(3)
        stay = how in {"purge", "one by one"}
        assert texts(community) == (["First.", "Second."] if stay else [])
