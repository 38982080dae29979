"""What happens while nobody tells the bot: the session is lost, or it can't see the channel."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conversation import DONE, Conversation
from tests.e2e.test_reply_corners import begin, place, written
from tests.wire.world import BOT_PERMISSIONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.demo.blog_content import Content


async def gap(one: Conversation, act: Callable[[], object]) -> None:
    """The session is lost for good, something happens, and a new session begins."""
    wire, before = one.bot.wire, one.bot.log.count("Connected as")
    await wire.gateway.kick(forget=True)
    act()
    await wire.until(lambda: one.bot.log.count("Connected as") > before)


async def blind(one: Conversation, act: Callable[[], object], allowed: tuple[str, ...]) -> None:
    """The bot may only do this much in its channel while something happens; then all it needs."""
    wire = one.bot.wire
    wire.world.set_bot_permissions(one.bot.channel, allowed)
    await until_told(one)
    act()
    wire.world.set_bot_permissions(one.bot.channel, BOT_PERMISSIONS)


async def until_told(one: Conversation) -> None:
    """Wait until the bot has everything that was sent to it so far."""
    connections = one.bot.wire.gateway.connections
    await one.bot.wire.until(lambda: all(each.waiting.empty() for each in connections))
    await asyncio.sleep(0)


def status_of(content: Content, words: str) -> list[str]:
    return [each.status for each in content.comments.values() if words in each.html]


async def test_an_edit_in_a_gap(tmp_path: Path) -> None:
    async with place(tmp_path) as (content, one, other), one.bot.running():
        await begin(one, other)
        said = one.say("Ada", "My number is 555-0100.")
        await one.marked(said, DONE)
        await gap(one, lambda: one.edit(said, "I took my number out."))
        await one.bot.wire.until(lambda: "555-0100" not in written(content))
        assert "I took my number out." in written(content)


async def test_a_deletion_in_a_gap(tmp_path: Path) -> None:
    async with place(tmp_path) as (content, one, other), one.bot.running():
        await begin(one, other)
        said = one.say("Ada", "My number is 555-0100.")
        await one.marked(said, DONE)
        await gap(one, lambda: one.delete(said))
        await one.bot.wire.until(lambda: status_of(content, "555") == ["trash"])


async def test_a_deletion_in_a_gap_of_what_waits_for_the_blog(tmp_path: Path) -> None:
    async with place(tmp_path) as (content, one, other), one.bot.running():
        await begin(one, other)
        real, tries = content.add_comment, list[object]()

        def refuse(*arguments: object, **_: object) -> object:
            tries.append(arguments)
            raise RuntimeError("the blog is down")

        content.add_comment = refuse  # type: ignore[method-assign,assignment]
        message = one.say("Ada", "Regretted: 555-0100.")
        await one.bot.wire.until(lambda: tries)
        await gap(one, lambda: one.delete(message))
        content.add_comment = real  # type: ignore[method-assign]
        await one.marked(one.say("Ada", "Well."), DONE)
        assert "555" not in written(content)


async def test_the_bots_own_words_in_a_new_session_pass_over_nothing(tmp_path: Path) -> None:
    """The mirror writes into the thread before the bot has looked at what was missed there."""
    async with place(tmp_path) as (content, one, other), one.bot.running():
        await begin(one, other)

        def act() -> None:
            one.say("Ada", "Said in the gap.")
            content.add_comment(1, "<p>From the blog.</p>", name="Vera", email="vera@x.test")

        await gap(one, act)
        await one.bot.wire.until(lambda: "Said in the gap." in written(content))


BLIND = [(), ("view_channel", "send_messages", "send_messages_in_threads")]


@pytest.mark.parametrize("allowed", BLIND, ids=["sees nothing", "not the history"])
async def test_said_while_it_could_not_read(tmp_path: Path, allowed: tuple[str, ...]) -> None:
    async with place(tmp_path) as (content, one, other):
        async with one.bot.running():
            await begin(one, other)
            await blind(one, lambda: one.say("Ada", "Said unread."), allowed)
            await one.marked(one.say("Ada", "Said afterwards."), DONE)
        async with one.bot.running():
            await one.marked(one.say("Ada", "Said after a restart."), DONE)
        order = [each for each in written(content).splitlines() if each.startswith("Said")]
        assert order == ["Said unread.", "Said afterwards.", "Said after a restart."]


@pytest.mark.parametrize("way", ["edit", "delete"])
async def test_changed_while_it_could_not_see(tmp_path: Path, way: str) -> None:
    async with place(tmp_path) as (content, one, other), one.bot.running():
        await begin(one, other)
        said = one.say("Ada", "To be changed.")
        await one.marked(said, DONE)
        if way == "edit":
            await blind(one, lambda: one.edit(said, "Edited unseen."), ())
            await one.bot.wire.until(lambda: "Edited unseen." in written(content))
        else:
            await blind(one, lambda: one.delete(said), ())
            await one.bot.wire.until(lambda: status_of(content, "To be changed") == ["trash"])


async def test_this_one_pressed_twice_lets_only_this_one_go(tmp_path: Path) -> None:
    """The second press is taken up when the first is done, and another question stands."""
    async with place(tmp_path) as (content, one, other), one.bot.running():
        await begin(one, other)
        wire, bob = one.bot.wire, one.people["Bob"]
        first = one.say("Bob", "Number one, fine.")
        one.say("Bob", "Number two, private.")
        asked = await wire.until(lambda: one.question("Bob"))
        found = re.search(r"consent:once:\d+:\d+", json.dumps(asked.components))
        assert found is not None
        wire.people.click(bob, one.thread, asked.id, found[0])
        again = wire.people.click(bob, one.thread, asked.id, found[0])
        wire.fault("POST", f"/interactions/{again}/*/callback", status=0, delay=1.0)
        await one.marked(first, DONE)

        def thanked() -> bool:
            shown = wire.people.interaction(again).message
            return shown is not None and "This one goes to the blog" in shown.content

        await wire.until(thanked)
        await one.marked(one.say("Ada", "Well."), DONE)
        assert "private" not in written(content)


async def test_threads_at_rest_cost_a_list_and_no_more(tmp_path: Path) -> None:
    async with place(tmp_path) as (content, one, other):
        for number in range(30):
            content.add_article(title=f"Quiet {number}", html="<p>Words.</p>")
        wire, quiet = one.bot.wire, list[int]()
        async with one.bot.running(BLOG_BACKFILL="32"):
            await wire.until(lambda: len(wire.world.threads(one.bot.channel)) == 32)
            await begin(one, other)
            quiet += [row.id for row in wire.world.threads(one.bot.channel)]
            quiet = [thread for thread in quiet if thread not in (one.thread, other.thread)]
            # The cursors follow over what the bot wrote itself once a beat.
            await wire.until(lambda: looked_at(tmp_path) >= set(quiet))
        for thread in quiet[:20]:
            wire.world.edit_thread(thread, archived=True)
        asked = len(wire.rest.requests)
        async with one.bot.running(BLOG_BACKFILL="32"):
            await one.marked(one.say("Ada", "And again."), DONE)
        reads = [
            row.path
            for row in wire.rest.requests[asked:]
            if row.method == "GET" and any(str(thread) in row.path for thread in quiet)
        ]
        assert reads == []
        lists = [row for row in wire.rest.requests[asked:] if "threads/" in row.path]
        assert len(lists) == 2


def looked_at(folder: Path) -> set[int]:
    """The threads whose cursor stands behind the first message."""
    with closing(sqlite3.connect(f"file:{folder / 'afterword.sqlite3'}?mode=ro", uri=True)) as base:
        rows = base.execute("SELECT thread_id FROM mirror WHERE seen_message > thread_id")
        return {row[0] for row in rows}
