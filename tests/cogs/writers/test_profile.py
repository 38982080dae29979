"""/profile: what a member sees of themselves, takes back, and lets be forgotten."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.cogs.writers.test_replies import conversing, mirrored, ours, question, read, say, texts
from tests.cogs.writers.test_reply_form import reply_by_form
from tests.pseudo import MARKED, TWO_LANGUAGES, unmarked
from tests.speech import in_locale

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_profile_shows_and_withdraws(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "One.")
        await community.member.click(question(community), label="Always")
        await say(community, "Two.")
        await community.pass_time()
        shown = await community.member.slash(community.channel, "profile show")
        assert shown.ephemeral
        assert "One." in str(shown.response.embeds[0].to_dict())
        message = next(c for c in ours(community) if c.html == "One.").url.rpartition("/")[2]
        await community.member.select(
            shown.response.message, [message], custom_id=custom_id(shown, "Take one")
        )
        await community.pass_time()
        assert texts(community) == ["Two."]
        shown = await community.member.slash(community.channel, "profile show")
        await community.member.click(shown.response.message, label="Take everything back")
        await community.pass_time()
        assert texts(community) == []


async def test_a_long_list_has_pages_and_each_can_be_taken_back(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "Comment zero")
        await community.member.click(question(community), label="Always")
        for number in range(1, 23):
            await say(community, f"Comment {number} of many")
        await community.pass_time()
        shown = await community.member.slash(community.channel, "profile show")
        assert closed(shown) == {"Newer": True, "Older": False}
        await community.member.click(shown.response.message, label="Older")
        assert closed(shown) == {"Newer": False, "Older": False}
        await community.member.click(shown.response.message, label="Older")
        assert closed(shown) == {"Newer": False, "Older": True}
        assert "Comment 2 of many" in str(shown.response.embeds[0].to_dict())
        assert "Comment 12 of many" not in str(shown.response.embeds[0].to_dict())
        oldest = next(c for c in ours(community) if c.html == "Comment zero").url.rpartition("/")[2]
        await community.member.select(
            shown.response.message, [oldest], custom_id=custom_id(shown, "Take one")
        )
        await community.pass_time()
        assert "Comment zero" not in texts(community)
        assert len(texts(community)) == 22


async def test_everything_on_a_profile_works_after_a_restart(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "Comment zero")
        await community.member.click(question(community), label="Always")
        for number in range(1, 12):
            await say(community, f"Comment {number} of many")
        await community.pass_time()
        shown = await community.member.slash(community.channel, "profile show")
        message = shown.response.message
        forget = await community.member.slash(community.channel, "profile forget")
        await community.restart()
        await community.member.click(message, label="Older")
        assert "Comment zero" in str(shown.response.embeds[0].to_dict())
        oldest = next(c for c in ours(community) if c.html == "Comment zero").url.rpartition("/")[2]
        await community.member.select(message, [oldest], custom_id=custom_id(shown, "Take one"))
        await community.pass_time()
        assert "Comment zero" not in texts(community)
        form = await community.member.click(message, label="Another name …")
        await community.member.submit_modal(form, {"name": "Quiet Reader"})
        await community.member.select(message, ["each"], custom_id=custom_id(shown, "May your"))
        assert "asked about each message" in shown.response.embeds[0].description
        assert "Quiet Reader" in str(shown.response.embeds[0].to_dict())
        await community.member.click(message, label="Take everything back")
        await community.pass_time(2)
        assert texts(community) == []
        await community.member.click(forget.response.message, label="Forget me, and leave it there")
        await community.pass_time(2)
        assert "forgets you" in forget.response.content
        kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert str(community.member.id).encode() not in kept


async def test_a_profile_is_said_in_the_members_language(tmp_path: Path) -> None:
    async with conversing(tmp_path, TWO_LANGUAGES) as community:
        await say(community, "1")
        await community.member.click(question(community), label="Always")
        for number in range(2, 13):
            await say(community, str(number))
        await community.pass_time()
        community.content.save_article(1, title="1", comments_open=False)
        await reply_by_form(community, mirrored(community, "Well said"), "13")
        await community.pass_time(2)
        with in_locale(MARKED.code):
            shown = await community.member.slash(community.channel, "profile show")
            forget = await community.member.slash(community.channel, "profile forget")
            name = await community.member.click(shown.response.message, custom_id="profile:name")
            for each in [*everything(shown), *everything(forget), *strings(name.modal)]:
                assert letters(each) == [], each
            renamed = await community.member.submit_modal(name, {"name": "2"})
            assert letters(read(renamed)) == []
            await community.member.click(forget.response.message, custom_id="forget:withdrawn")
            assert letters(forget.response.content) == []


async def test_a_profile_leads_to_the_privacy_policy(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        shown = await community.member.slash(community.channel, "profile show")
        assert "Privacy" not in str(shown.response.embeds[0].to_dict())
        client = community.env.bot
        client.services = replace(
            client.services,
            settings=replace(client.services.settings, privacy_url="https://b.example/privacy"),
        )
        shown = await community.member.slash(community.channel, "profile show")
        (field,) = [each for each in shown.response.embeds[0].fields if each.name == "Privacy"]
        assert field.value == "[What is stored, and why](https://b.example/privacy)"


@pytest.mark.parametrize("leave", [False, True])
async def test_forgotten(tmp_path: Path, leave: bool) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "Unmistakable words.")
        await community.member.click(question(community), label="Always")
        await community.pass_time()
        shown = await community.member.slash(community.channel, "profile forget")
        label = "Forget me, and leave it there" if leave else "Forget me, and take it off the blog"
        await community.member.click(shown.response.message, label=label)
        await community.pass_time(2)
        assert texts(community) == (["Unmistakable words."] if leave else [])
        said = [m for m in community.thread().history() if "Unmistakable" in m.content]
        assert len(said) == 1
        kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert (b"Unmistakable" in kept) == leave
        assert str(community.member.id).encode() not in kept


def everything(shown: Any) -> list[str]:
    """Every text of an answer."""
    message = shown.response.message
    return strings([message.content, [each.to_dict() for each in message.embeds],
                    [row.to_dict() for row in message.components]])  # fmt: skip


SHOWN = {"title", "description", "name", "value", "text", "label", "placeholder", "content"}


def strings(part: Any, key: str = "content") -> list[str]:
    """What is there to read in a message or form; a menu's values are for machines."""
    if isinstance(part, str):
        return [part] if key in SHOWN else []
    if isinstance(part, list):
        return [text for each in part for text in strings(each, key)]
    if isinstance(part, dict):
        hidden = {"value"} if "default" in part or "style" in part else set()
        return [text for name, each in part.items() if name not in hidden
                for text in strings(each, name)]  # fmt: skip
    return []


def letters(text: str) -> list[str]:
    """Words that escaped translation."""
    left = re.sub(r"\(<[^>]*>\)|member", "", unmarked(text))
    return re.findall(r"[^\W\d_]+", left)


def custom_id(shown: Any, placeholder: str) -> str:
    found: str = next(
        child.custom_id
        for row in shown.response.message.components
        for child in row.children
        if str(getattr(child, "placeholder", "")).startswith(placeholder)
    )
    return found


def closed(shown: Any) -> dict[str, bool]:
    """Which of the ways to other pages can't be pressed."""
    children = [child for row in shown.response.message.components for child in row.children]
    ways = {"Newer", "Older"}
    return {each.label: each.disabled for each in children if getattr(each, "label", "") in ways}
