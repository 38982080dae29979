"""/blog consents: one yes is proven against the message in Discord, until it is forgotten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.discord import json_file
from tests.cogs.writers.test_replies import conversing, question, read, say
from tests.cogs.writers.test_reply_form import reply_by_form

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cogs.owners.test_commands import Community


async def said(community: Community, words: str, label: str = "") -> Any:
    message = await say(community, words)
    await community.pass_time()
    if label:
        await community.member.click(question(community), label=label)
        await community.pass_time()
    return message


async def proof(community: Community, message: Any) -> str:
    link = f"https://discord.com/channels/{community.guild.id}/{community.thread().id}/{message.id}"
    result = await community.owner.slash(community.channel, "blog consents", message=link)
    return read(result)


async def listed(community: Community) -> list[dict[str, Any]]:
    result = await community.owner.slash(community.channel, "blog consents")
    assert result.ephemeral
    (shown,) = [each for each in [result.response, *result.followups] if each and each.attachments]
    found = json.loads(await shown.attachments[0].read())
    assert isinstance(found, list)
    return found


async def test_one_yes_is_proven_against_its_message(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        message = await said(community, "Mine.", "This one")
        shown = await proof(community, message)
        assert f"<@{community.member.id}> agreed on <t:" in shown
        assert "✅ The message says now what was agreed to." in shown
        assert "May this appear on **The Blog**, too, under the name **member**?" in shown
        await community.member.edit(message, "Mine, edited.")
        await community.pass_time(2)
        assert "✅ Its writer edited it since." in await proof(community, message)
        found = community.env.backend.get_message(community.thread().id, message.id)
        found.content = "Put into their mouth."
        community.env.bot.talk.forget()
        assert "⚠️ The message says something else now." in await proof(community, message)
        await community.member.delete(message)
        shown = await proof(community, message)
        assert "⚠️ The message is not there any more" in shown


async def test_an_always_proves_what_came_after_it(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        no = await said(community, "Between us.", "Not this one")
        first = await said(community, "First.", "Always")
        second = await said(community, "Second.")
        for message in (first, second):
            assert "✅ The message says now what was agreed to." in await proof(community, message)
        assert "No yes is written down for that message" in await proof(community, no)
        (given,) = await listed(community)
        assert given["user"] == str(community.member.id)
        assert (given["choice"], given["message"]) == ("always", str(first.id))
        assert given["asked"].startswith("May this appear on **The Blog**, too")
        assert "First." not in json.dumps(given), "members' words are not stored"
        assert given["digest"]


async def test_a_form_and_what_ends_an_always_are_in_the_file(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        (above,) = [m for m in community.thread().history() if "Well said" in m.content]
        await reply_by_form(community, above, "In a form.")
        shown = await community.member.slash(community.channel, "profile show")
        for choice in ("always", "never"):
            await community.member.select(
                shown.response.message, [choice], custom_id="profile:consent:0"
            )
        given = await listed(community)
        assert [each["choice"] for each in given] == ["form", "always", "never"]
        assert "This appears on the blog as **member**" in given[0]["asked"]
        assert given[1]["asked"].startswith("May your words go to the blog?")
        assert given[2]["asked"] == ""


async def test_who_said_no_or_is_forgotten_is_in_no_proof(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await said(community, "No.", "Never")
        result = await community.owner.slash(community.channel, "blog consents")
        assert "Nobody in this server has agreed to anything" in read(result)
        shown = await community.member.slash(community.channel, "profile show")
        await community.member.select(
            shown.response.message, ["always"], custom_id="profile:consent:0"
        )
        message = await said(community, "Yes.")
        assert "agreed on <t:" in await proof(community, message)
        forget = await community.member.slash(community.channel, "profile forget")
        await community.member.click(forget.response.message, label="Forget me, and leave it there")
        assert "No yes is written down" in await proof(community, message)
        result = await community.owner.slash(community.channel, "blog consents")
        assert "Nobody in this server has agreed to anything" in read(result)


@pytest.mark.parametrize("named", ["that", "https://discord.com/channels/1/2/", "9" * 19, "8" * 30])
async def test_what_is_no_message_is_said(tmp_path: Path, named: str) -> None:
    async with conversing(tmp_path) as community:
        result = await community.owner.slash(community.channel, "blog consents", message=named)
        assert "That is no message." in read(result)
        community.env.errors.clear()  # what was refused, and is answered with its words


async def test_what_is_too_large_for_discord_is_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with conversing(tmp_path) as community:
        await said(community, "Mine.", "This one")
        monkeypatch.setattr(json_file, "LARGEST", 100)
        result = await community.owner.slash(community.channel, "blog consents")
        answers = [result.response, *result.followups]
        (shown,) = [each for each in answers if each and each.attachments]
        assert shown.attachments[0].filename == "consents.json.zip"


async def test_what_was_agreed_to_before_it_was_noted_down(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        message = await said(community, "Mine.", "This one")
        await community.env.bot.services.store.agreements._database.write("DELETE FROM agreement")
        assert "or they agreed before this was noted down" in await proof(community, message)


async def test_what_discord_did_not_tell_then_is_no_edit(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        message = await said(community, "Mine.", "This one")
        database = community.env.bot.services.store.agreements._database
        await database.write("UPDATE agreement SET words = NULL")
        shown = await proof(community, message)
        assert "Discord did not tell the bot" in shown
        assert "edited it since" not in shown
