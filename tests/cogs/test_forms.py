"""Forms that someone opens and closes again: Discord tells nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.blogs.feed.kind import FEED
from bot.model import BlogAddress
from bot.store.store import open_store
from cogs.owners.connecting import ConnectModal
from tests.cogs.owners.test_commands import gathered
from tests.cogs.writers.test_replies import conversing, mirrored, read
from tests.e2e.afterword import PASSWORD, USER
from tests.speech import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_form_that_is_never_sent_is_not_kept_for_ever(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        channel, owner = community.channel, community.owner
        await owner.slash(channel, "blog connect")
        panel = await owner.slash(channel, "blog settings")
        for label in ("Filters …", "Quiet hours …"):
            await owner.click(panel.response.message, label=label)
        profile = await owner.slash(channel, "profile show")
        await owner.click(profile.response.message, label="Another name …")
        answered = mirrored(community, "Well said")
        await owner.context_menu(community.thread(), "Reply on the blog", answered)
        kept = community.env.bot._connection._view_store._modals.values()
        assert len(kept) == 5
        assert all(form.timeout is not None for form in kept)


async def test_who_no_longer_manages_the_server_connects_no_blog(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        form = await community.owner.slash(community.channel, "blog connect")
        server = community.env.bot.get_guild(community.guild.id)
        (manager,) = [role for role in server.roles if role.name == "Manager"]
        await manager.edit(permissions=discord.Permissions(view_channel=True))
        await community.env.settle()
        sent = await community.owner.submit_modal(form, {"user": USER, "password": PASSWORD})
        assert "You need the Manage Server permission" in read(sent)


async def test_the_form_for_an_account_shows_nothing_of_a_feeds_address(tmp_path: Path) -> None:
    """A feed without a home page, whose blog is closed to visitors: there a password goes."""
    feed = "https://blog.example/feed/?auth=hush"
    async with open_store(tmp_path / "a.sqlite3") as store:
        blog = await store.blogs.add(BlogAddress(FEED, feed, feed, "The Blog"))
        record = await store.blogs.get(blog)
        form = ConnectModal(record, "https://blog.example", None, LANGUAGES.of("en"))
    shown = str(form.to_dict())
    assert "https://blog.example" in shown
    assert "hush" not in shown
