"""What people see and press, in simcord's Discord: real discord.py, simulated server.

simcord knows no rate limits, archived threads or forum ids as Discord has them; `tests/e2e` and
`tests/wire` prove those.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import discord
import pytest
import simcord

from bot.app import build
from bot.blogs.http.fetcher import Fetcher
from bot.demo.blog_content import Author, Content
from bot.env.settings import BlogSettings, Settings
from bot.languages.phrase import Phrase
from bot.machine.shortage import READ_ONLY
from bot.store.store import open_store
from tests.e2e.afterword import serving
from tests.speech import LANGUAGES
from tests.spoken import spoken
from tests.wire.inside import stricter_simcord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.languages.catalogues import Languages


UNHURRIED = 10.0
"""Seconds, in which even a busy machine ends what it began. Fewer than any time limit on the way:
simcord waits for whatever is due within them.
"""


@dataclass(frozen=True, slots=True)
class Community:
    """A server with a channel, someone who manages it, a member, and a blog beside it."""

    env: Any
    guild: Any
    channel: Any
    owner: Any
    member: Any
    content: Content
    blog: str

    async def pass_time(self, cycles: int = 1) -> None:
        """Let the bot look at the blog so often, and finish what follows."""
        for _ in range(cycles):
            await self.env.advance_time(60)

    async def follow(self, channel: Any = None) -> Any:
        """Follow the blog in a channel, by the guided set-up."""
        channel = channel or self.channel
        shown = await self.owner.slash(self.channel, "blog follow", url=self.blog, channel=channel)
        message = (shown.followups or [shown.response])[-1].message
        await self.owner.click(message, label="Start")
        await self.pass_time()
        return shown

    async def restart(self) -> None:
        """End the bot, and start a new one with the same database."""
        old = self.env.bot
        services = old.services
        await old.close()
        new = build(
            services.settings, services.store, services.following._fetcher, services.languages
        )
        await self.env.restart_bot(new)

    def thread(self) -> Any:
        (thread,) = self.channel.threads
        return thread

    def said(self) -> list[str]:
        return [message.content for message in self.thread().history() if message.content]

    async def status(self) -> str:
        result = await self.owner.slash(self.channel, "blog status")
        assert result.ephemeral
        (embed,) = result.followups[-1].embeds if result.followups else result.response.embeds
        return f"{embed.description or ''}\n" + "\n".join(str(f.value) for f in embed.fields)


@asynccontextmanager
async def gathered(tmp_path: Path, languages: Languages = LANGUAGES) -> AsyncIterator[Community]:
    content = Content("The Blog", "", Author("owner", "Olga Owner", "owner@example.test"))
    article = content.add_article(title="On *patience*", html="<p>Slowly, slowly.</p>")
    first = content.add_comment(
        article.id, "<p>Well said, @everyone.</p>", name="Ada", email="ada@example.test"
    )
    content.add_comment(
        article.id, "<p>I think so too.</p>", name="Bo", email="b@x.test", parent_id=first.id
    )
    async with running(tmp_path, languages) as env, serving(content) as blog:
        guild = env.create_guild("Community")
        manager = guild.create_role("Manager", permissions=discord.Permissions.all())
        yield Community(
            env,
            guild,
            guild.create_text_channel("articles"),
            guild.add_member(env.create_user("owner"), roles=[manager]),
            guild.add_member(env.create_user("member")),
            content,
            blog,
        )


@asynccontextmanager
async def running(folder: Path, languages: Languages = LANGUAGES) -> AsyncIterator[Any]:
    settings = Settings(
        token=None,
        database=folder / "afterword.sqlite3",
        poll_seconds=60,
        log_level="INFO",
        blog=None,
        backfill=3,
        allow_private=True,
        secret_key="a long enough secret",
        reply_email="{hash}@discord.invalid",
    )
    async with open_store(settings.database) as store, Fetcher(allow_private=True) as fetcher:
        client = build(settings, store, fetcher, languages)
        with stricter_simcord():
            async with simcord.run(client, settle_timeout=UNHURRIED) as env:
                try:
                    yield env
                finally:
                    await env.bot.close()


async def test_follow_mirrors_the_discussion(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        (embed,) = community.channel.history()[0].embeds
        assert (embed.title, embed.author.name) == (r"On \*patience\*", "Olga Owner")
        labels = [button.label for row in community.channel.history()[0].components
                  for button in row.children]  # fmt: skip
        assert labels == ["Read", "Discuss"]
        first, second = community.said()
        assert " **Ada**\n" in first
        assert "@\u200beveryone" in first
        assert spoken(second) == "I think so too."
        (_, answer) = [message for message in community.thread().history() if message.content]
        assert answer.reference is not None
        assert "2 comments" in (embed.footer.text or "")


async def test_status_says_what_the_computer_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_804_000_000]
    monkeypatch.setattr("bot.app.Clock", lambda: lambda: now[0])
    async with gathered(tmp_path) as community:

        async def minutes(count: int) -> None:
            for _ in range(count):
                now[0] += 60
                await community.pass_time()

        await community.follow()
        assert not (await community.status()).startswith("⚠️")
        database = community.env.bot.services.store.blogs._database
        await database.rows("PRAGMA query_only = ON")
        await minutes(2)
        assert (await community.status()).startswith(f"⚠️ {READ_ONLY}")
        await database.rows("PRAGMA query_only = OFF")
        (article,) = community.content.articles
        community.content.add_comment(article, "<p>Afterwards.</p>", name="Bo", email="b@x.test")
        await minutes(4)
        assert not (await community.status()).startswith("⚠️")
        assert len(community.said()) == 3
        assert spoken(community.said()[-1]) == "Afterwards."


async def test_nothing_can_mention_anyone(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        community.content.save_comment(1, html="<p>@here &lt;@1&gt;</p>")
        await community.pass_time(6)
        assert any("here" in words for words in community.said())
        written = [
            request for request in community.env.http_requests
            if request.method in {"POST", "PATCH"} and "/messages" in request.path
            and "threads" not in request.path
        ]  # fmt: skip
        assert len(written) >= 4
        for request in written:
            assert request.json["allowed_mentions"]["parse"] == []


async def test_missing_permissions_are_named(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        denied = discord.PermissionOverwrite(manage_threads=False, embed_links=False)
        channel = community.guild.create_text_channel(
            "closed", overwrites={community.env.bot.user: denied}
        )
        result = await community.owner.slash(
            channel, "blog follow", url=community.blog, channel=channel
        )
        assert result.ephemeral
        for name in ("Manage Threads", "Embed Links"):
            assert name in result.response.content
        assert "Send Messages" not in result.response.content


async def test_not_a_blog(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        result = await community.owner.slash(
            community.channel, "blog follow", url="ftp://nowhere", channel=community.channel
        )
        words = result.followups[-1].content if result.followups else result.response.content
        assert words.startswith("That is not a web address")
        # discord.py wraps our error on its way to the words; simcord asks to look at it.
        assert len(community.env.errors) == 1


async def test_status_before_during_and_after(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        (command,) = [each for each in await community.env.bot.tree.fetch_commands()
                      if each.name == "blog"]  # fmt: skip
        assert f"None yet. </blog follow:{command.id}> begins." in await community.status()
        await community.follow()
        assert "1 of 1 discussions are up to date" in await community.status()


async def test_members_may_not_manage(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        with pytest.raises(simcord.SetupError):
            await community.member.slash(community.channel, "blog status")


async def test_latest_lists_articles_and_threads(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        result = await community.member.slash(community.channel, "latest")
        (embed,) = result.response.embeds
        assert "patience" in embed.description
        assert f"/{community.thread().id}>)" in embed.description


async def test_removed_by_a_moderator_stays_removed(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        (ada, _) = [message for message in community.thread().history() if message.content]
        await community.owner.delete(ada)
        community.content.save_comment(1, html="<p>Edited since.</p>")
        await community.pass_time(6)
        assert not any("Ada" in words for words in community.said())
        community.content.add_comment(1, "<p>Later.</p>", name="Cy", email="c@x.test")
        await community.pass_time(2)
        assert any("Later." in words for words in community.said())


async def test_removed_on_the_blog_leaves_no_words(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        community.content.move_comment(1, "trash")
        await community.pass_time(2)
        first, second = community.said()
        assert "Ada" not in first
        assert "no longer on the blog" in first
        assert "I think so too." in second


async def test_unfollow_and_follow_again(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        await community.owner.slash(community.channel, "blog unfollow", channel=community.channel)
        community.content.add_comment(1, "<p>While away.</p>", name="Cy", email="c@x.test")
        await community.pass_time(3)
        assert len(community.said()) == 2
        await community.follow()
        await community.pass_time(2)
        assert len(community.channel.threads) == 1
        assert any("While away." in words for words in community.said())


async def test_what_the_settings_name_fails_in_its_own_server_only(tmp_path: Path) -> None:
    """The others have nothing to do with it, and need not know which blog it is."""
    async with gathered(tmp_path) as community:
        services = community.env.bot.services
        services.following.failure = Phrase("No answer from {host}.", host="secret.example")
        for channel, told in ((community.channel.id, True), (987_654_321, False)):
            blog = BlogSettings("https://secret.example/", channel, None)
            object.__setattr__(services, "settings", replace(services.settings, blog=blog))
            assert ("secret.example" in await community.status()) == told
