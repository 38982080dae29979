"""Killed at every instant: afterwards the same messages, none twice, none missing."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from bot.errors import DiscordUnavailable
from bot.mirror.edits import FIRST_PAUSE
from bot.mirror.ports import LATE
from tests.mirror.fake_discord import FakePublisher, Killed
from tests.mirror.world import CHANNEL, World, html, keys, words, world

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path


async def first_mirror(here: World) -> None:
    """Six comments, one of them long, in a new thread."""
    here.blog.publish()
    for number, parent in enumerate((None, "1", "2", None, "4", "1"), start=1):
        here.blog.say("1", html(number, 0, length=300 if number == 2 else 3), parent=parent)
    await here.cycle()


async def first_mirror_in_a_forum(here: World) -> None:
    here.discord.forums.add(CHANNEL)
    await first_mirror(here)


async def one_link(here: World) -> None:
    """Articles that all link to the home page, two of them of the same name."""
    for title in ("One", "Two", "Two"):
        here.blog.publish(title=title, link="https://blog.example/", days=len(here.blog.drafts))
    await here.cycle()


async def one_link_in_a_forum(here: World) -> None:
    here.discord.forums.add(CHANNEL)
    await one_link(here)


async def no_links(here: World) -> None:
    for title in ("One", "Two"):
        here.blog.publish(title=title, link="", days=len(here.blog.drafts))
    await here.cycle()


async def many_changes(here: World) -> None:
    """Longer, shorter, removed, a tombstone, another one back, new ones."""
    await first_mirror(here)
    here.blog.say("1", html(7, 0, length=500))
    here.blog.say("1", html(8, 0))
    await here.follow_through()
    here.blog.remove("8")
    await here.follow_through()
    here.blog.edit("1", html(1, 1, length=500))
    here.blog.edit("7", html(7, 1))
    here.blog.remove("4")
    here.blog.remove("3")
    here.blog.approve("8")
    here.blog.say("1", html(9, 0), parent="8")
    here.blog.say("1", html(10, 0), parent="3")
    await here.cycle(7)


async def withdrawal(here: World) -> None:
    await first_mirror(here)
    await here.write()
    here.blog.save("1", status="draft")
    await here.cycle(6)


async def deletion(here: World) -> None:
    await first_mirror(here)
    await here.write()
    here.blog.save("1", status="trash")
    await here.cycle(6)


async def return_(here: World) -> None:
    await deletion(here)
    await here.write()
    here.blog.save("1", status="publish")
    here.blog.say("1", html(7, 0), parent="6")
    await here.cycle(6)


def picture(discord: FakePublisher) -> object:
    """Everything that people see, ids replaced by places."""
    threads = []
    for thread in discord.threads.values():
        places = {message: place for place, message in enumerate(thread.messages)}
        # A further part that follows its first one may reply to it or not: the plan can't know
        # whether anyone wrote between them before the crash.
        messages = [
            (
                found.content,
                None
                if found.reply_to is None or found.content.startswith("-# ")
                else places.get(found.reply_to),
            )
            for found in thread.messages.values()
        ]
        threads.append((thread.name, thread.locked, thread.archived, messages))
    # Which of several articles comes first is left to the one that was cut off.
    return sorted(discord.announcements.values(), key=repr), sorted(threads, key=repr)


async def finish(here: World) -> None:
    for _ in range(3):
        here.now += FIRST_PAUSE
        await here.write()
    assert await here.unfinished() == 0


SCENES = [
    first_mirror, first_mirror_in_a_forum, one_link, one_link_in_a_forum, no_links,
    many_changes, withdrawal, deletion, return_,
]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "nonces_last"),
    [(Killed(), True), (Killed(), False), (DiscordUnavailable("lost"), False)],
    ids=["killed", "killed-long-ago", "lost"],
)
@pytest.mark.parametrize("stored", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("scene", SCENES)
async def test_whenever_it_is_cut_off_the_same_messages_are_there(
    scene: Callable[[World], Awaitable[None]],
    error: Exception,
    stored: bool,
    nonces_last: bool,
    tmp_path: Path,
) -> None:
    async with world(tmp_path / "undisturbed") as here:
        await scene(here)
        begin = len(here.discord.acts)
        await finish(here)
        acts = len(here.discord.acts) - begin
        expected = picture(here.discord)
    assert acts >= 2
    for instant in range(acts):
        async with world(tmp_path / str(instant)) as here:
            await scene(here)
            assert len(here.discord.acts) == begin
            here.discord.fault = (begin + instant, stored, error)
            # A change or renaming that fails is tried again later, and raises nothing.
            with suppress(type(error)):
                await here.write()
            assert len(here.discord.acts) > begin + instant
            here.restart()
            if not nonces_last:
                here.discord.forget_nonces()
            await finish(here)
            assert picture(here.discord) == expected, f"cut off at act {instant}"


async def test_killed_at_every_second_act_it_still_gets_there(tmp_path: Path) -> None:
    async with world(tmp_path / "undisturbed") as here:
        await many_changes(here)
        await finish(here)
        expected = picture(here.discord)
    async with world(tmp_path / "killed") as here:
        await many_changes(here)
        kills = 0
        while await here.unfinished():
            here.discord.fault = (len(here.discord.acts) + 1, kills % 2 == 0, Killed())
            try:
                await here.write()
            except Killed:
                kills += 1
            here.restart()
            here.discord.forget_nonces()
            assert kills < 100
        assert kills > 5
        here.discord.fault = None
        await finish(here)
        assert picture(here.discord) == expected


async def test_a_comment_removed_while_its_message_was_in_doubt_goes(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await first_mirror(here)
        here.discord.fault = (4, True, Killed())
        with pytest.raises(Killed):
            await here.write()
        assert keys(here.discord.thread_of("1")) == [("1", 1), ("2", 1)]
        here.restart()
        here.discord.forget_nonces()
        here.blog.remove("2")
        await here.cycle(7)
        await finish(here)
        assert [key for key, _ in keys(here.discord.thread_of("1"))] == ["1", "3", "6", "4", "5"]


async def cut_off_before_its_comment_goes(here: World) -> str:
    """The last message of a first mirror, which nobody wants any more; Discord has it not yet."""
    await first_mirror(here)
    send, late = here.discord.send, list[str]()

    async def cut_off(thread: int, content: str, **more: Any) -> int:
        if "#comment-6>" not in content:
            return await send(thread, content, **more)
        late.append(content)
        raise Killed

    here.discord.send = cut_off  # type: ignore[method-assign]
    with pytest.raises(Killed):
        await here.write()
    here.discord.send = send  # type: ignore[method-assign]
    here.restart()
    await here.store.comments.gone(here.blog_id, ["6"])
    return late[0]


async def test_a_message_that_comes_after_its_comment_was_removed_goes(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        late = await cut_off_before_its_comment_goes(here)
        with pytest.raises(DiscordUnavailable):
            await here.write()
        (thread,) = here.discord.threads
        here.discord.people_write(thread, late)
        here.now += LATE - 20
        await here.write()
        assert "6" not in {key for key, _ in keys(here.discord.thread_of("1"))}
        assert await here.unfinished() == 0


async def test_a_message_that_never_comes_is_waited_for_no_longer(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await cut_off_before_its_comment_goes(here)
        here.now += LATE - 20
        with pytest.raises(DiscordUnavailable):
            await here.write()
        here.now += 20
        await finish(here)


async def test_a_comment_that_came_back_while_its_removal_was_cut_off_is_sent_anew(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as here:
        await first_mirror(here)
        await here.write()
        here.blog.remove("6")
        await here.cycle(7)
        here.discord.fault = (len(here.discord.acts), True, Killed())
        with pytest.raises(Killed):
            await here.write()
        here.restart()
        here.blog.approve("6")
        await here.cycle(7)
        await finish(here)
        assert keys(here.discord.thread_of("1"))[-1] == ("6", 1)


async def test_an_edit_while_its_message_was_in_doubt_is_shown(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await first_mirror(here)
        here.discord.fault = (2, True, Killed())
        with pytest.raises(Killed):
            await here.write()
        here.restart()
        here.blog.edit("1", "<p>others</p>")
        await here.cycle(7)
        await finish(here)
        assert words(here.discord.thread_of("1"))[0] == "others"
        assert [key for key, _ in keys(here.discord.thread_of("1"))].count("1") == 1


async def test_members_words_between_are_not_taken_for_ours(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await first_mirror(here)
        here.discord.fault = (2, False, Killed())
        with pytest.raises(Killed):
            await here.write()
        here.restart()
        here.discord.forget_nonces()
        (thread,) = here.discord.threads
        here.discord.people_write(thread, "hello")
        await finish(here)
        assert words(here.discord.threads[thread]).count("") == 1
        assert len(keys(here.discord.threads[thread])) == 7
