"""What stands in Discord stays as it is until the blog's own words change: an update of the bot
that writes them in another way edits nothing."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from bot.mirror import desired
from bot.text.split import split
from bot.text.to_discord import to_discord
from tests.mirror.world import World, the_thread, words, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

LONG = " ".join(f"word{n}" for n in range(600))


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as it:
        it.blog.publish()
        it.blog.say("1", "<p>Use <code>ls</code></p>")
        it.blog.say("1", f"<p>{LONG}</p>")
        it.blog.say("1")
        await it.follow_through(1)
        yield it


def update(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on everything is written otherwise: longer, in more parts, with another excerpt."""
    was_written, was_cut, announced = to_discord, split, desired._announce

    def written(html: str, **rest: Any) -> str:
        return f"new: {was_written(html, **rest)}"

    def cut(markdown: str, *, first: int, rest: int) -> list[str]:
        return was_cut(markdown, first=first // 3, rest=rest // 3)

    def announce(*arguments: Any) -> desired.Announcement:
        was = announced(*arguments)
        return replace(was, excerpt=f"new: {was.excerpt}", minutes=was.minutes + 1)

    monkeypatch.setattr(desired, "to_discord", written)
    monkeypatch.setattr(desired, "split", cut)
    monkeypatch.setattr(desired, "_announce", announce)


def messages(here: World) -> dict[int, str]:
    return {key: each.content for key, each in the_thread(here).messages.items()}


async def announced(here: World) -> str:
    ((_, announcement, _),) = here.discord.announcements.values()
    return announcement.excerpt


async def test_another_way_of_writing_edits_nothing(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, excerpt = messages(here), await announced(here)
    update(monkeypatch)
    here.restart()
    acts = len(here.discord.acts)
    await here.notice()
    assert here.discord.acts[acts:] == []
    here.blog.say("1")
    await here.notice()
    assert {key: messages(here)[key] for key in before} == before
    assert words(the_thread(here))[-1].startswith("new: words of")
    assert await announced(here) == excerpt
    assert await here.unfinished() == 0


async def test_a_message_is_edited_when_its_own_words_change(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = messages(here)
    update(monkeypatch)
    here.blog.edit("2", f"<p>other {LONG}</p>")
    await here.notice()
    after = messages(here)
    changed = [key for key in before if after.get(key) != before[key]]
    first, second = sorted(before)[:2]
    assert first not in changed
    assert second in changed
    assert "new: other word0" in after[second]
    assert len(after) > len(before)
    assert words(the_thread(here))[0] == "Use `ls`"


async def test_a_comment_that_goes_leaves_the_others_as_they_are(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = messages(here)
    update(monkeypatch)
    here.blog.remove("3")
    await here.cycle(7)
    await here.write()
    after = messages(here)
    assert set(after) < set(before)
    assert all(after[key] == before[key] for key in after)


async def test_what_was_begun_before_an_update_is_finished_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as here:
        here.blog.publish()
        here.blog.say("1", f"<p>{LONG}</p>")
        await here.cycle()
        here.discord.before_act = lambda act: here.stop.set() if act.startswith("send") else None
        await here.write()
        here.discord.before_act = lambda _: None
        assert len(messages(here)) == 1
        update(monkeypatch)
        here.restart()
        await here.write()
        shown = " ".join(words(the_thread(here)))
        assert all(f"word{n}" in shown.replace("\n", " ").split() for n in range(600))
        assert await here.unfinished() == 0


async def test_a_new_language_is_another_wording(here: World) -> None:
    before = messages(here)
    await here.choose(brief=True)
    await here.notice()
    assert messages(here) == before
    assert await announced(here) == ""


# What stood there before the words themselves were recorded.


async def landed(here: World) -> None:
    """Let the database be as the version before left it, and bring it up to date."""
    script = next(
        each
        for each in resources.files("bot.store.schema").iterdir()
        if each.name.endswith("_words.sql")
    ).read_text(encoding="utf-8")
    updates = [line for line in script.splitlines() if line.startswith("UPDATE")]
    assert len(updates) == 2
    await here.store.parts._database.write("UPDATE part SET words = NULL")
    await here.store.parts._database.write("UPDATE mirror SET announcement_words = NULL")
    for each in updates:
        await here.store.parts._database.write(each)


async def test_what_landed_is_left_as_it_stands(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await landed(here)
    before, excerpt = messages(here), await announced(here)
    update(monkeypatch)
    here.restart()
    here.blog.say("1")
    await here.notice()
    assert {key: messages(here)[key] for key in before} == before
    assert await announced(here) == excerpt
    here.restart()
    here.blog.say("1")
    await here.notice()
    assert {key: messages(here)[key] for key in before} == before


@pytest.mark.parametrize("later", [False, True])
async def test_what_landed_is_edited_when_its_words_change(
    here: World, monkeypatch: pytest.MonkeyPatch, later: bool
) -> None:
    await landed(here)
    before = messages(here)
    update(monkeypatch)
    if later:
        here.blog.say("1")
        await here.notice()
    here.blog.edit("1", "<p>Use <code>dir</code></p>")
    here.blog.save("1", title="Another title")
    await here.notice()
    changed = [key for key in before if messages(here).get(key) != before[key]]
    assert changed == [min(before)]
    assert words(the_thread(here))[0] == "new: Use `dir`"
    assert (await announced(here)).startswith("new: ")
