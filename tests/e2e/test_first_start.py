"""The first start in a server that is none yet: what the log says, and what stands on the disk."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from tests.demo.blog_reader import small_blog
from tests.e2e.afterword import Afterword, serving
from tests.wire.portal import Portal
from tests.wire.wire import Wire

if TYPE_CHECKING:
    from pathlib import Path


async def test_without_a_server_it_says_what_to_do(tmp_path: Path) -> None:
    async with Wire(pace=None) as wire, serving(small_blog()) as blog:
        bot = Afterword(wire, 1, tmp_path, blog)
        async with bot.running(BLOG_URL="", BLOG_CHANNEL_ID="", BLOG_USER="", BLOG_APP_PASSWORD=""):
            await wire.until(lambda: "then type /blog follow there" in bot.log)
        assert "in 0 server(s)" in bot.log
        assert bot.log.count("https://discord.com/oauth2/authorize?client_id=") == 2
        assert " WARNING discord." not in bot.log, "of a voice that it has no use for, for example"
        key = tmp_path / "afterword.sqlite3.key"
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        assert key.read_text().strip() not in bot.log


async def test_an_intent_that_is_claimed_and_refused_is_done_without(tmp_path: Path) -> None:
    async with Wire(pace=None) as wire, serving(small_blog()) as blog:
        wire.gateway.portal = Portal(())
        guild = wire.world.create_guild("Harbour")
        bot = Afterword(wire, wire.world.create_channel(guild, "articles"), tmp_path, blog)
        async with bot.running() as process:
            await wire.until(lambda: "Connected as" in bot.log)
            assert process.returncode is None
        assert bot.log.count("Discord refuses the Message Content intent.") == 1
        assert "The Message Content intent is switched off: of what members write" in bot.log
