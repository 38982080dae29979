"""/blog settings: one panel, everything with its present value, each choice at once in effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.choices import Filters
from bot.store.exchanges import Attachments, Moderated
from bot.store.follows import FollowState
from tests.cogs.test_commands import Community, gathered

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.store import Store


async def panel(community: Community) -> Any:
    shown = await community.owner.slash(community.channel, "blog settings")
    assert shown.ephemeral
    return shown


async def choose(community: Community, shown: Any, name: str, *values: Any) -> None:
    await community.owner.select(shown.response.message, list(values), custom_id=f"settings:{name}")


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
        await choose(community, shown, "Trouble", room)
        (follow,) = await store(community).follows.of_guild(community.guild.id)
        assert (follow.brief, follow.role) == (True, role.id)
        exchange = await store(community).exchanges.get(community.guild.id, follow.blog)
        assert (exchange.replies, exchange.at_once) == (True, True)
        assert exchange.attachments is Attachments.REFUSE
        assert exchange.moderated is Moderated.LEAVE
        assert await store(community).alarms.channels() == {community.guild.id: room.id}
        again = await panel(community)
        assert set(chosen(again.response.components)) == {"brief", "at_once", "refuse", "leave"}


def chosen(part: Any) -> list[str]:
    """The values that the menus show as the present ones."""
    if isinstance(part, list):
        return [value for one in part for value in chosen(one)]
    now = [option["value"] for option in part.get("options", []) if option.get("default")]
    return now + chosen(part.get("components", []))


async def test_filters_and_quiet_hours_by_forms(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        shown = await panel(community)
        form = await community.owner.click(shown.response.message, label="Filters …")
        await community.owner.submit_modal(
            form, {"terms": "News, -Sport", "authors": "", "words": "patience"}
        )
        form = await community.owner.click(shown.response.message, label="Quiet hours …")
        refused = await community.owner.submit_modal(form, {"hours": "25-7"})
        assert "A day has 24 hours" in refused.response.content
        form = await community.owner.click(shown.response.message, label="Quiet hours …")
        await community.owner.submit_modal(form, {"hours": "22-7 Europe/Berlin"})
        (follow,) = await store(community).follows.of_guild(community.guild.id)
        assert follow.filters == Filters(("News", "-Sport"), (), ("patience",))
        assert str(follow.quiet) == "22:00-07:00 Europe/Berlin"
        assert "terms: News, -Sport · words: patience" in words(shown)
        assert "Quiet from 22:00-07:00 Europe/Berlin" in words(shown)


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


async def test_the_trouble_of_a_blog_is_told_and_its_end(tmp_path: Path, monkeypatch: Any) -> None:
    now = [1_900_000_000]
    monkeypatch.setattr("bot.app._now", lambda: now[0])
    async with gathered(tmp_path) as community:
        await community.follow()
        room = community.guild.create_text_channel("owners")
        await choose(community, await panel(community), "Trouble", room)

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
