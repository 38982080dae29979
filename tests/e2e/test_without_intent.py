"""Without the Message Content intent: what is meant for the bot goes to the blog, nothing else.

On real sockets, the stand-in keeps from the bot what Discord would.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.replies.told_once import UNREAD
from bot.replies.why import NOT_TOLD
from tests.demo.blog_reader import small_blog
from tests.e2e.afterword import Afterword, serving
from tests.e2e.conversation import DONE, Conversation
from tests.e2e.test_command_line import output
from tests.wire.wire import Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.demo.blog_content import Content, StoredComment

PEOPLE = ("Ada", "Bo", "Cleo")
COMMENTS = (1, 2, 3, 4)
"""Those that the blog has at first."""

LOST = "refuses the Message Content intent"


@asynccontextmanager
async def room(folder: Path, *approved: str) -> AsyncIterator[tuple[Conversation, Content]]:
    """A thread of four comments; the portal grants these intents."""
    content = small_blog()
    async with Wire(approved=approved) as wire, serving(content) as blog:
        guild = wire.world.create_guild("Community")
        bot = Afterword(wire, wire.world.create_channel(guild, "articles"), folder, blog)
        talk = Conversation(bot, "One", guild)
        talk.join(*PEOPLE)
        yield talk, content


async def settle_in(talk: Conversation, *names: str) -> None:
    """The thread is there, and these people have agreed to what they said first."""
    await talk.mirrored(*COMMENTS)
    for number, name in enumerate(names):
        first = talk.say(name, f"{name} is here.", talk.shown(COMMENTS[number])[0])
        await talk.answer(name, "always")
        await talk.marked(first, DONE)


def written(content: Content) -> dict[str, StoredComment]:
    """What came from Discord, by its words."""
    return {
        each.html: each for each in content.comments.values() if each.url.startswith("https://disc")
    }


async def test_a_dialogue_of_ten_replies_by_ping(tmp_path: Path) -> None:
    async with room(tmp_path) as (talk, content), talk.bot.running():
        await settle_in(talk, *PEOPLE)
        lines = {}
        for number in range(7):
            parent = COMMENTS[number % len(COMMENTS)]
            words = f"Line {number}."
            name = PEOPLE[number % len(PEOPLE)]
            lines[talk.say(name, words, talk.shown(parent)[0])] = (words, parent)
        for message in lines:
            await talk.marked(message, DONE)
        there = written(content)
        assert len(there) == 10
        for words, parent in lines.values():
            assert there[words].parent_id == parent
        assert UNREAD.text[:30] not in talk.uttered()


async def test_what_is_not_meant_for_the_bot_stays_and_is_explained_once(tmp_path: Path) -> None:
    async with room(tmp_path) as (talk, content), talk.bot.running():
        await settle_in(talk, "Ada")
        unread = talk.say("Ada", "Among ourselves.")
        talk.say("Ada", "A reply without the ping.", talk.shown(1)[0], ping=False)
        bot = talk.bot.wire.world.bot_id
        called = talk.say("Ada", f"<@{bot}> Called by name.")
        await talk.marked(called, DONE)
        assert written(content).keys() == {"Ada is here.", "Called by name."}
        await talk.bot.wire.until(lambda: UNREAD.text in talk.uttered())
        assert talk.uttered().count(UNREAD.text) == 1
        assert await talk.why("Ada", unread) == NOT_TOLD.text
        status, said = await output(talk.bot, "check")
        assert status == 0, said
        assert "- Message Content" in said


async def test_a_form_works(tmp_path: Path) -> None:
    async with room(tmp_path) as (talk, content), talk.bot.running():
        await talk.mirrored(*COMMENTS)
        people = talk.bot.wire.people
        asked = people.on_message(
            talk.people["Ada"], talk.thread, "Reply on the blog", talk.shown(2)[0]
        )
        await talk.bot.wire.until(lambda: people.interaction(asked).modal)
        people.submit(asked, words="By the form.")
        await talk.bot.wire.until(lambda: "By the form." in written(content))
        assert written(content)["By the form."].parent_id == 2


async def test_switched_off_later_nothing_is_changed(tmp_path: Path) -> None:
    async with room(tmp_path, "message_content") as (talk, content):
        wire = talk.bot.wire
        async with talk.bot.running():
            await settle_in(talk, "Ada")
            plain = talk.say("Ada", "Without a ping.")
            await talk.marked(plain, DONE)
            await wire.approve()
            talk.edit(plain, "Changed, and nobody is told.")
            await wire.until(lambda: talk.bot.log.count("Connected as") == 2)
            later = talk.say("Ada", "After that, by ping.", talk.shown(1)[0])
            await talk.marked(later, DONE)
        async with talk.bot.running():
            await wire.until(lambda: talk.bot.log.count("Connected as") == 3)
            last = talk.say("Ada", "The last one.", talk.shown(1)[0])
            await talk.marked(last, DONE)
            await talk.marked(plain, DONE)
        assert written(content).keys() == {
            "Ada is here.", "Without a ping.", "After that, by ping.", "The last one.",
        }  # fmt: skip
        assert all(each.status == "approved" for each in written(content).values())
        await wire.approve("message_content")
        async with talk.bot.running():
            await wire.until(lambda: "Changed, and nobody is told." in written(content))
        assert "Without a ping." not in written(content)
