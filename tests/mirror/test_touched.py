"""Of a discussion only what changed is looked at: that leads to what looking at all of it does."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.languages.language import ENGLISH
from bot.mirror.lines import orphan_note
from bot.text.to_discord import to_discord
from tests.mirror.test_whole import Life
from tests.mirror.world import World, the_thread, words, world

if TYPE_CHECKING:
    from bot.mirror.plan import Step
    from bot.store.discord.mirror import MirrorRecord


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The markup of each comment that is written for Discord."""
    markup: list[str] = []

    def noted(html: str, **choices: object) -> str:
        markup.append(html)
        return to_discord(html, **choices)  # type: ignore[arg-type]

    monkeypatch.setattr("bot.mirror.desired.to_discord", noted)
    return markup


async def the_mirror(here: World) -> MirrorRecord:
    mirror = await here.store.mirrors.get(1)
    assert mirror is not None
    return mirror


async def touched(here: World) -> set[str] | None:
    mirror = await the_mirror(here)
    return await here.store.touched.of(mirror.id, mirror.wanted)


async def choose_all_again(here: World) -> None:
    """Something that is none of the comments makes everything be looked at."""
    await here.choose(role=7)
    await here.write()


async def test_of_one_new_comment_nothing_else_is_written(small: World, written: list[str]) -> None:
    small.blog.say("1", "<p>new</p>", parent="2")
    await small.notice()
    assert written == ["<p>new</p>"]
    assert words(the_thread(small))[-1] == "new"


async def test_what_stands_is_not_written_again_by_the_next_version(
    small: World, written: list[str]
) -> None:
    small.restart()
    await choose_all_again(small)
    assert await touched(small) == set()
    assert written == []


async def test_in_another_language_everything_is_written(small: World, written: list[str]) -> None:
    await small.choose(language="de")
    await small.write()
    assert {*written} == {f"<p>words of {n}</p>" for n in range(1, 5)}


async def test_of_an_edit_nothing_else_is_written(small: World, written: list[str]) -> None:
    small.blog.edit("2", "<p>others</p>")
    await small.notice()
    assert {*written} == {"<p>others</p>"}
    assert words(the_thread(small))[1] == "others"


async def test_what_is_recorded_again_as_it_was_is_not_touched(small: World) -> None:
    await small.store.comments.note(small.blog_id, small.blog.said.values())
    assert await touched(small) == set()


async def test_what_was_edited_is_touched_until_its_message_is(small: World) -> None:
    message = [*the_thread(small).messages][1]
    small.discord.unchangeable.add(message)
    small.blog.edit("2", "<p>others</p>")
    await small.notice()
    assert await touched(small) == {"2"}
    small.discord.unchangeable.clear()
    small.now += 60
    await small.write()
    assert words(the_thread(small))[1] == "others"
    small.blog.say("1")
    await small.notice()
    assert await touched(small) == set()


async def test_what_answers_something_else_now_makes_everything_be_looked_at(small: World) -> None:
    said = small.blog.said["3"]
    moved = replace(said, parent_id="4")
    await small.store.comments.note(small.blog_id, [moved, replace(said, remote_id="9")])
    assert await touched(small) is None


@pytest.mark.parametrize("comment", [True, False])
async def test_so_does_what_is_no_comment(small: World, comment: bool) -> None:
    if comment:
        await small.store.comments.note(
            small.blog_id, [replace(small.blog.said["1"], remote_id="9")]
        )
        assert await touched(small) == {"9"}
    await small.choose(brief=True)
    assert await touched(small) is None


async def test_a_link_leads_to_a_thread_that_came_later(here: World, written: list[str]) -> None:
    link = '<p>See <a href="https://blog.example/2/">there</a>.</p>'
    here.blog.say("1", link)
    await here.notice()
    here.blog.publish()
    await here.notice()
    thread = next(iter(here.discord.threads.values()))
    other = here.discord.announcements.keys() - {next(iter(here.discord.threads))}
    here.blog.say("1")
    await here.notice()
    assert f"<#{other.pop()}>" in next(iter(thread.messages.values())).content
    here.blog.say("1")
    await here.notice()
    written.clear()
    here.blog.say("1", "<p>new</p>")
    await here.notice()
    assert written == ["<p>new</p>"], "where no thread came, links are not written again"


async def test_what_answers_it_is_looked_at_too(here: World) -> None:
    here.blog.hold("1")
    here.blog.say("1", parent="1")
    await here.notice()
    (message,) = the_thread(here).messages.values()
    assert orphan_note(ENGLISH) in message.content
    here.blog.approve("1")
    await here.notice()
    assert orphan_note(ENGLISH) not in message.content


async def test_a_stump_goes_with_the_last_that_answered_it(small: World) -> None:
    small.blog.remove("1")
    await small.notice()
    assert words(the_thread(small)) == ["†", "words of 2", "words of 3", "words of 4"]
    small.blog.say("1")
    await small.notice()
    for comment in "23":
        small.blog.remove(comment)
    await small.notice()
    assert words(the_thread(small)) == ["words of 4", "words of 5"]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32), st.integers(5, 40))
def test_it_takes_the_steps_that_looking_at_everything_would(seed: int, events: int) -> None:
    async def live() -> None:
        with TemporaryDirectory() as folder:
            async with world(Path(folder)) as here:
                here.blog.publish()
                life = Life(here, random.Random(seed))
                for _ in range(events):
                    await life.live(1)
                    await compare(here)

    asyncio.run(live())


async def compare(here: World) -> None:
    mirror = await here.store.mirrors.get(1)
    if mirror is None or mirror.thread_id is None:
        return
    drafts = here.writer._drafts
    some = await drafts.draft(mirror, mirror.thread_id)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(here.store.touched, "of", everything)
        all_ = await drafts.draft(mirror, mirror.thread_id)
    assert by_name(some.steps) == by_name(all_.steps)
    assert some.wish.comments == all_.wish.comments


async def everything(_mirror: int, _wanted: int) -> None:
    return None


def by_name(steps: list[Step]) -> list[str]:
    return sorted(map(repr, steps))
