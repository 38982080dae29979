"""What moderators closed and locked, and messages that can't be changed: on sockets, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.test_reply_corners import begin, place

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conversation import Conversation


def state(one: Conversation) -> tuple[bool, bool]:
    """Archived, locked."""
    world, channel = one.bot.wire.world, one.bot.channel
    (row,) = [each for each in world.threads(channel) if each.id == one.thread]
    return row.archived, row.locked


@pytest.mark.parametrize("act", ["edit", "removal"])
async def test_a_moderators_lock_outlasts_a_change_on_the_blog(tmp_path: Path, act: str) -> None:
    async with place(tmp_path) as (content, one, other), one.bot.running():
        await begin(one, other)
        wire = one.bot.wire
        (first,) = one.shown(1)
        wire.world.edit_thread(one.thread, locked=True, archived=True)
        if act == "edit":
            content.save_comment(1, html="<p>First, edited.</p>")
        else:
            content.move_comment(1, "trash")

        def changed() -> bool:
            words = {row.id: row.content for row in one.rows()}
            return "edited" in words[first] if act == "edit" else first not in words

        await wire.until(changed)
        await wire.until(lambda: state(one) == (True, True))


async def test_a_comment_for_a_closed_thread_comes_once_it_is_open(tmp_path: Path) -> None:
    async with place(tmp_path) as (content, one, other), one.bot.running():
        await begin(one, other)
        wire = one.bot.wire
        wire.world.edit_thread(one.thread, locked=True, archived=True)
        new = content.add_comment(1, "<p>New one.</p>", name="Vera", email="vera@example.test")
        tried = f"/channels/{one.thread}/messages"
        asked = wire.rest.requests
        before = len(asked)
        await wire.until(
            lambda: [each for each in asked[before:] if (each.method, each.status, each.path)
                     == ("POST", 403, tried)]
        )  # fmt: skip
        assert state(one) == (True, True)
        assert not one.shown(new.id)
        wire.world.edit_thread(one.thread, locked=False, archived=False)
        await wire.until(lambda: one.shown(new.id))


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (160005, "Thread is locked"),
        (50083, "Thread is archived"),
        (40058, "Cannot send a message in a forum channel"),
        (50024, "Cannot execute action on this channel type"),
    ],
)
async def test_a_refusal_of_the_thread_loses_no_comment(
    tmp_path: Path, code: int, message: str
) -> None:
    async with place(tmp_path) as (content, one, other), one.bot.running():
        await begin(one, other)
        fault = one.bot.wire.fault(
            "POST", f"/channels/{one.thread}/messages", status=400, code=code, message=message
        )
        new = content.add_comment(1, "<p>New one.</p>", name="Vera", email="vera@example.test")
        await one.bot.wire.until(lambda: fault.struck)
        await one.bot.wire.until(lambda: one.shown(new.id))


async def test_a_message_that_can_not_be_changed_holds_no_new_one_up(tmp_path: Path) -> None:
    async with place(tmp_path) as (content, one, other), one.bot.running():
        await begin(one, other)
        wire = one.bot.wire
        (first,) = one.shown(1)
        fault = wire.fault(
            "PATCH", f"/channels/{one.thread}/messages/{first}",
            status=429, code=30046, retry_after=60, times=None,
        )  # fmt: skip
        content.save_comment(1, html="<p>First, edited.</p>")
        await wire.until(lambda: fault.struck)
        new = content.add_comment(1, "<p>New one.</p>", name="Vera", email="vera@example.test")
        await wire.until(lambda: one.shown(new.id), seconds=20)
        wire.faults.waiting.clear()


async def test_a_withdrawn_article_that_slept_for_a_week_is_locked(tmp_path: Path) -> None:
    async with place(tmp_path) as (content, one, other), one.bot.running():
        await begin(one, other)
        thread, wire = one.thread, one.bot.wire
        wire.world.edit_thread(thread, archived=True)
        content.save_article(1, status="draft")

        def locked() -> bool:
            (row,) = [each for each in wire.world.threads(one.bot.channel) if each.id == thread]
            return row.archived and row.locked

        await wire.until(locked)


async def test_a_renamed_article_that_slept_for_a_week_is_renamed(tmp_path: Path) -> None:
    async with place(tmp_path) as (content, one, other), one.bot.running():
        await begin(one, other)
        thread, wire = one.thread, one.bot.wire
        wire.world.edit_thread(thread, archived=True)
        content.save_article(1, title="On one better thing")

        def renamed() -> bool:
            (row,) = [each for each in wire.world.threads(one.bot.channel) if each.id == thread]
            return row.name == "On one better thing" and row.archived

        await wire.until(renamed)
