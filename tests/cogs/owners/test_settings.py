"""/blog settings: one panel, everything with its present value, each choice at once in effect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.blogs.feed.kind import FEED
from bot.model import BlogAddress
from bot.store.discord.follows import FollowState
from bot.store.people.exchanges import Attachments, Moderated
from tests.cogs.owners.test_commands import Community, gathered
from tests.cogs.writers.test_replies import read
from tests.pseudo import MARKED, TWO_LANGUAGES, unmarked
from tests.speech import LANGUAGES, in_locale

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.store import Store


async def panel(community: Community) -> Any:
    shown = await community.owner.slash(community.channel, "blog settings")
    assert shown.ephemeral
    return shown


async def choose(community: Community, shown: Any, name: str, *values: Any) -> Any:
    return await community.owner.select(
        shown.response.message, list(values), custom_id=f"settings:1:{name}"
    )


def words(shown: Any) -> str:
    return str(shown.response.components)


def store(community: Community) -> Store:
    found: Store = community.env.bot.services.store
    return found


async def test_every_choice_is_kept_and_shown(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        shown = await panel(community)
        assert "Every article is announced." in words(shown)
        await choose(community, shown, "style", "brief")
        await choose(community, shown, "replies", "at_once")
        await choose(community, shown, "attachments", "refuse")
        await choose(community, shown, "moderated", "leave")
        role = community.guild.create_role("Readers")
        await choose(community, shown, "role", role)
        room = community.guild.create_text_channel("owners")
        await choose(community, shown, "trouble", room)
        (follow,) = await store(community).follows.of_guild(community.guild.id)
        assert (follow.brief, follow.role) == (True, role.id)
        exchange = await store(community).exchanges.get(community.guild.id, follow.blog)
        assert (exchange.replies, exchange.at_once) == (True, True)
        assert exchange.attachments is Attachments.REFUSE
        assert exchange.moderated is Moderated.LEAVE
        assert await store(community).alarms.channels() == {community.guild.id: room.id}
        again = await panel(community)
        assert chosen(again.response.components) == ["brief", "en", "at_once", "refuse", "leave"]


def chosen(part: Any) -> list[str]:
    """The values that the menus show as the present ones."""
    if isinstance(part, list):
        return [value for one in part for value in chosen(one)]
    now = [option["value"] for option in part.get("options", []) if option.get("default")]
    return now + chosen(part.get("components", []))


async def test_paused_nothing_is_written_and_then_all_of_it(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        before = community.said()
        shown = await panel(community)
        await community.owner.click(shown.response.message, label="Pause")
        community.content.add_comment(1, "<p>Meanwhile.</p>", name="Cy", email="c@x.test")
        await community.pass_time(3)
        assert community.said() == before
        assert "Someone paused it" in await community.status()
        await community.owner.click(shown.response.message, label="Go on")
        await community.pass_time(2)
        assert len(community.said()) == len(before) + 1
        (follow,) = await store(community).follows.of_guild(community.guild.id)
        assert follow.state is FollowState.ACTIVE


async def test_a_role_is_called_once_and_nobody_else_ever(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        role = community.guild.create_role("Readers", mentionable=True)
        await choose(community, await panel(community), "role", role)
        since = len(community.env.http_requests)
        community.content.add_article(title="Another", html="<p>@everyone, words.</p>")
        await community.pass_time(2)
        sent = [
            request.json
            for request in community.env.http_requests[since:]
            if request.method == "POST" and request.path.endswith("/messages")
        ]
        called = [body for body in sent if body["allowed_mentions"].get("roles")]
        assert [body["content"] for body in called] == [f"<@&{role.id}>"]
        assert called[0]["allowed_mentions"]["roles"] == [str(role.id)] or called[0][
            "allowed_mentions"
        ]["roles"] == [role.id]
        assert all("everyone" not in str(body["allowed_mentions"]) for body in sent)


async def test_a_role_that_discord_would_not_ping_is_said(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        channel = community.env.bot.get_channel(community.channel.id)
        me = community.env.bot.user
        await channel.set_permissions(me, mention_everyone=False)
        silent = community.guild.create_role("Readers")
        await choose(community, await panel(community), "role", silent)
        assert "Discord pings nobody for" in words(await panel(community))
        await channel.set_permissions(me, mention_everyone=True)
        await community.env.settle()
        assert "Discord pings nobody" not in words(await panel(community))
        await channel.set_permissions(me, mention_everyone=False)
        community.env.backend.edit_role(community.guild.id, silent.id, {"mentionable": True})
        await community.env.settle()
        assert "Discord pings nobody" not in words(await panel(community))


async def test_the_trouble_of_a_blog_is_told_and_its_end(tmp_path: Path, monkeypatch: Any) -> None:
    now = [1_900_000_000]
    monkeypatch.setattr("bot.app.Clock", lambda: lambda: now[0])
    async with gathered(tmp_path) as community:
        await community.follow()
        room = community.guild.create_text_channel("owners")
        await choose(community, await panel(community), "trouble", room)

        def broken() -> Any:
            raise ValueError("the blog's own database is down")

        clock, community.content.clock = community.content.clock, broken
        for _ in range(6):
            now[0] += 60
            await community.pass_time()
        (told,) = room.history()
        assert "The Blog" in told.content
        community.content.clock = clock
        now[0] += 7200
        await community.pass_time(3)
        (told,) = room.history()
        assert told.content.startswith("✅ Everything works again")


async def test_which_channel_is_meant(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        result = await community.owner.slash(community.channel, "blog settings")
        assert "No blog is followed here yet" in result.response.content
        await community.follow()
        second = community.guild.create_text_channel("elsewhere")
        await community.follow(second)
        result = await community.owner.slash(community.channel, "blog settings")
        assert f"<#{second.id}>" in result.response.content
        shown = await community.owner.slash(community.channel, "blog settings", channel=second)
        assert f"<#{second.id}>" in words(shown)
        assert len(community.env.errors) == 2
        community.env.errors.clear()


async def test_which_of_two_blogs_in_one_channel_is_meant(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        other = BlogAddress(FEED, "https://other.example/", "https://o.example/", "Other")
        blog = await store(community).blogs.add(other)
        await store(community).follows.start(
            blog, guild=community.guild.id, channel=community.channel.id, backfill=0
        )
        asked = await community.owner.slash(
            community.channel, "blog settings", channel=community.channel
        )
        assert asked.response.content == "Which blog? Followed here: “The Blog”, “Other”."
        for title in ("The Blog", "Other"):
            shown = await community.owner.slash(community.channel, "blog settings", blog=title)
            assert f"## {title} in" in words(shown)
        community.env.errors.clear()


async def test_everything_works_after_a_restart(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        shown = await panel(community)
        await community.restart()
        await choose(community, shown, "style", "brief")
        role = community.guild.create_role("Readers")
        await choose(community, shown, "role", role)
        room = community.guild.create_text_channel("owners")
        await choose(community, shown, "trouble", room)
        await community.owner.click(shown.response.message, label="Pause")
        form = await community.owner.click(shown.response.message, label="Quiet hours …")
        await community.owner.submit_modal(form, {"hours": "22-7 Europe/Berlin"})
        (follow,) = await store(community).follows.of_guild(community.guild.id)
        assert (follow.brief, follow.role, str(follow.quiet)) == (
            True, role.id, "22:00-07:00 Europe/Berlin",
        )  # fmt: skip
        assert follow.state is FollowState.PAUSED
        assert await store(community).alarms.channels() == {community.guild.id: room.id}
        assert "brief" in chosen(shown.response.components)
        assert "Quiet from 22:00-07:00 Europe/Berlin" in words(shown)


async def test_a_panel_obeys_only_those_who_manage_the_server(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        shown = await panel(community)
        guild = community.env.bot.get_guild(community.guild.id)
        (manager,) = [role for role in guild.roles if role.name == "Manager"]
        await manager.edit(permissions=discord.Permissions(view_channel=True))
        await community.env.settle()
        for refused in (
            await choose(community, shown, "style", "brief"),
            await community.owner.click(shown.response.message, label="Pause"),
            await community.owner.click(shown.response.message, label="Filters …"),
        ):
            assert "You need the Manage Server permission" in read(refused)
        (follow,) = await store(community).follows.of_guild(community.guild.id)
        assert (follow.brief, follow.state) == (False, FollowState.ACTIVE)


async def test_a_panel_of_a_follow_that_ended(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        shown = await panel(community)
        await community.owner.slash(community.channel, "blog unfollow", channel=community.channel)
        refused = await choose(community, shown, "style", "brief")
        assert "follows the blog no more" in read(refused)


async def test_a_channel_where_the_bot_may_not_write(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        denied = discord.PermissionOverwrite(send_messages=False)
        room = community.guild.create_text_channel(
            "closed", overwrites={community.env.bot.user: denied}
        )
        shown = await panel(community)
        for name in ("held", "trouble"):
            assert "I still need: **Send Messages" in read(
                await choose(community, shown, name, room)
            )
        assert await store(community).alarms.channels() == {}


async def test_the_channel_speaks_the_language_that_was_chosen(tmp_path: Path) -> None:
    async with gathered(tmp_path, TWO_LANGUAGES) as community:
        await community.follow()
        shown = await panel(community)
        assert "en" in chosen(shown.response.components)
        assert "'label': 'Nederlands'" in words(shown)
        await choose(community, shown, "language", MARKED.code)
        await community.pass_time(2)
        (follow,) = await store(community).follows.of_guild(community.guild.id)
        assert follow.language == MARKED.code
        assert MARKED.code in chosen(shown.response.components)
        assert "Every article is announced." in words(shown), "the owner's language is another"
        (announcement,) = [m for m in community.channel.history() if m.embeds]
        assert [button.label for row in announcement.components for button in row.children] == [
            "‹Read›",
            "‹Discuss›",
        ]
        assert all("[‹on the blog›](<" in said for said in community.said())


async def test_a_language_that_is_no_longer_there(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        database = store(community).blogs._database
        await database.write("UPDATE follow SET language = 'xx'")
        assert "en" in chosen((await panel(community)).response.components)


async def test_the_kind_of_channel_is_told(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        forum = community.guild.create_forum_channel("discussions")
        await community.follow(forum)
        assert "Each article is a post here." in words(await panel(community))
        await community.owner.slash(community.channel, "blog unfollow", channel=forum)
        await community.follow()
        assert "Each article has a thread here." in words(await panel(community))


async def everything(community: Community, locale: str) -> dict[str, list[str]]:
    """All that is written on the panel and its forms, by what it is."""
    await community.follow()
    shown = await panel(community)
    await choose(community, shown, "moderated", "leave")
    with in_locale(locale):
        shown = await panel(community)
        found: dict[str, list[str]] = {}
        gather(shown.response.components, found)
        for name in ("filters", "hours"):
            form = await community.owner.click(
                shown.response.message, custom_id=f"settings:1:{name}"
            )
            gather([form.modal], found)
            await community.owner.submit_modal(form, {})
    return found


def gather(parts: list[Any], found: dict[str, list[str]]) -> None:
    names = {2: "button", 10: "text", 18: "field"}
    for part in parts:
        kind = names.get(part.get("type"), "menu" if "options" in part else "form")
        for key in ("content", "title", "label", "placeholder", "description"):
            if part.get(key):
                found.setdefault(f"{kind} {key}", []).append(part[key])
        for option in part.get("options", []):
            found.setdefault("option", []).extend([option["label"], option.get("description", "")])
        gather(part.get("components", []), found)
        gather([part["component"]] if "component" in part else [], found)


LIMITS = {
    "text content": 4000, "button label": 80, "option": 100, "form placeholder": 150,
    "form title": 45, "field label": 45, "field description": 100,
}  # fmt: skip
"""Characters, Discord's limits."""


@pytest.mark.parametrize("locale", [language.code for language in LANGUAGES])
async def test_it_fits_in_every_language(tmp_path: Path, locale: str) -> None:
    async with gathered(tmp_path) as community:
        found = await everything(community, locale)
        assert found.keys() == LIMITS.keys()
        for kind, limit in LIMITS.items():
            assert [words for words in found[kind] if len(words) > limit] == []
        assert sum(map(len, found["text content"])) <= 4000


async def test_all_of_it_is_said_in_the_owners_language(tmp_path: Path) -> None:
    async with gathered(tmp_path, TWO_LANGUAGES) as community:
        found = await everything(community, MARKED.code)
        shown = {words for kind in found.values() for words in kind}
        names = {language.name for language in TWO_LANGUAGES}
        names |= {"22:00-07:00 UTC", "Olga Owner"}
        left = [re.sub(r"<http\S+>", "", unmarked(words)) for words in shown - names]
        assert [words for words in left if words.strip()] == []
