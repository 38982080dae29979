"""The database is lost in the middle of a mirrored discussion, and found again in Discord.

A bot that begins anew fails this: everything would stand there twice.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from bot.languages.language import ENGLISH
from bot.mirror.lines import tombstone
from tests.e2e.afterword import Afterword, Seen, serving
from tests.e2e.conversation import DONE, EPHEMERAL, Conversation
from tests.e2e.test_kill import TITLE, announced, discussion
from tests.spoken import spoken
from tests.wire.wire import Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.demo.blog_content import Content, StoredComment
    from tests.wire.interactions import InteractionRow
    from tests.wire.rest import RequestRow

COMMENTS = 40
CHAT = 130
ALONE = {"BLOG_URL": "", "BLOG_CHANNEL_ID": "", "BLOG_USER": "", "BLOG_APP_PASSWORD": ""}
"""Without these: the follow of the settings would begin, and post everything again."""


@dataclass(slots=True)
class Loss:
    """A community whose bot was killed in the middle, and has lost its memory since."""

    bot: Afterword
    content: Content
    talk: Conversation
    owner: int
    replies: list[int] = field(default_factory=list)
    """Members' messages that stand on the blog."""
    before: list[Seen] = field(default_factory=list)
    """What was mirrored until then."""

    async def repair(self, *, do_it: bool) -> str:
        """What the bot answers."""
        people, channel = self.bot.wire.people, self.bot.channel
        where = self.talk.thread if self.bot.wire.world.threads(channel) else channel
        options: dict[str, Any] = {"url": self.bot.blog, "channel": channel, "do_it": do_it}
        asked = people.slash(self.owner, where, "blog repair", options)

        def answered() -> InteractionRow | None:
            row = people.interaction(asked)
            return row if row.message and row.message.embeds else None

        row = await self.bot.wire.until(answered)
        assert row.ephemeral
        assert row.message is not None
        return str(row.message.embeds[0]["description"])

    def own(self) -> list[StoredComment]:
        """The comments on the blog that members wrote in Discord."""
        return [
            comment
            for comment in self.content.comments.values()
            if comment.url.startswith("https://discord.com/")
        ]

    def rows(self) -> list[str]:
        """Everything in the database."""
        with closing(sqlite3.connect(self.bot.folder / "afterword.sqlite3")) as connection:
            return [line for line in connection.iterdump() if line.startswith("INSERT INTO")]


@asynccontextmanager
async def lost(folder: Path, kind: str) -> AsyncIterator[Loss]:
    content = discussion(COMMENTS, seed=1)
    async with Wire(pace=8, seed=7) as wire, serving(content) as blog:
        guild = wire.world.create_guild("Community")
        channel = wire.world.create_channel(guild, "articles", kind)
        bot = Afterword(wire, channel, folder, blog)
        talk = Conversation(bot, TITLE, guild)
        talk.join("Ada", "Bo", "Cy")
        owner = wire.world.create_member(guild, "owner", ["manage_guild"])
        loss = Loss(bot, content, talk, owner)
        async with bot.running() as process:
            await wire.until(lambda: len(bot.comments(TITLE)) >= 4)
            wire.limits.pace = 1  # slow, to be killed in the middle
            chat(loss, talk.thread)
            if kind == "text":
                chat(loss, channel)
            for name in ("Ada", "Bo"):
                loss.replies.append(
                    talk.say(name, f"I, {name}, agree.", bot.comments(TITLE)[0].message)
                )
                await talk.answer(name, "always")
            for message in loss.replies:
                await talk.marked(message, DONE)
            talk.say("Cy", "I never said yes.")
            await wire.until(lambda: talk.question("Cy"))
            os.kill(process.pid, 9)
            await process.wait()
        wire.world.edit_thread(talk.thread, archived=True)
        loss.before = bot.comments(TITLE)
        for file in folder.glob("afterword.sqlite3*"):
            file.unlink()
        wire.limits.pace = 40
        yield loss


def chat(loss: Loss, place: int) -> None:
    """People fill more than one page of Discord's answers."""
    for number in range(CHAT):
        loss.bot.wire.world.send(loss.talk.people["Cy"], place, f"// Line {number}.")


@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_the_same_messages_and_nothing_twice(tmp_path: Path, kind: str) -> None:
    async with lost(tmp_path, kind) as loss:
        bot = loss.bot
        before = {(seen.comment, seen.number): seen.message for seen in loss.before}
        assert 4 <= len(before) < COMMENTS, "it was not killed in the middle"
        stands, members = fingerprint(loss), len(loss.own())
        async with bot.running(**ALONE):
            await bot.wire.until(lambda: bot.log.count("Connected as") == 2)
            nothing = loss.rows()
            words = await loss.repair(do_it=False)
            assert loss.rows() == nothing, "looking changed the database"
            assert fingerprint(loss) == stands, "looking changed something in Discord"
            shown = len({comment for comment, _ in before})
            assert "1 announcement and 1 thread" in words
            assert f"{len(before)} messages of {shown} comments" in words
            assert "2 replies of members" in words
            assert "1 message of mine without a comment's name" in words
            assert "Nothing has been changed yet" in words
            said = await loss.repair(do_it=True)
            assert "Done" in said
            await bot.wire.until(lambda: everything_is_there(loss))
            await bot.wire.until(lambda: "message(s) written" in bot.log.rpartition("Repaired")[2])
            follows = int(words.partition(" messages missing")[0].rpartition(" ")[2])
        written = [row for row in bot.wire.rest.requests if is_writing(row, loss.talk.thread)]
        assert len(written) - len(before) == follows, "the dry run said something else"
        check(loss, before)
        assert len(loss.own()) == members == 2
        await goes_on(loss)


async def goes_on(loss: Loss) -> None:
    """With the account of before, nobody is asked about the past, and anybody about the future."""
    bot, talk = loss.bot, loss.talk
    old = talk.question("Cy")
    async with bot.running():
        # The account of the settings counts once their follow has begun.
        await bot.wire.until(lambda: " goes on with " in bot.log.rpartition("Connected as")[2])
        new = talk.say("Ada", "And I go on.")
        await bot.wire.until(lambda: talk.question("Ada"))
        await talk.answer("Ada", "always")
        await talk.marked(new, DONE)
        talk.edit(loss.replies[1], "I, Bo, changed my mind.")
        await bot.wire.until(lambda: any("changed" in each.html for each in loss.own()))
        assert talk.question("Cy") == old
        assert talk.question("Bo") is None
    assert len(loss.own()) == 3
    assert talk.copies({comment.id for comment in loss.own()}) == []
    assert [row.embeds[0]["title"] for row in announced(bot)] == [TITLE]


def everything_is_there(loss: Loss) -> bool:
    told = {seen.comment for seen in loss.bot.comments(TITLE)}
    return told | {comment.id for comment in loss.own()} >= set(loss.content.comments)


def check(loss: Loss, before: dict[tuple[int, int], int]) -> None:
    bot, own = loss.bot, {comment.id: comment for comment in loss.own()}
    assert len(announced(bot)) == 1, "announced twice"
    assert len(bot.wire.world.threads(bot.channel)) == 1
    seen = bot.comments(TITLE)
    now = {(each.comment, each.number): each.message for each in seen}
    assert len(now) == len(seen), "a message is there twice"
    assert now.items() >= before.items(), "an old message is another one now"
    assert not own.keys() & {each.comment for each in seen}, "a reply was copied"
    edited = {row.id for row in loss.talk.rows() if row.edited}
    assert not edited & set(now.values()), "edited what was right"
    first = {each.comment: each.message for each in seen if each.number == 1}
    first |= {comment.id: int(comment.url.rpartition("/")[2]) for comment in own.values()}
    for each in seen:
        parent = loss.content.comments[each.comment].parent_id
        if each.number == 1 and parent:
            assert each.reply_to == first[parent]
    for message in loss.replies:
        assert loss.talk.marks(message) == DONE


async def test_what_changed_on_the_blog_meanwhile_follows(tmp_path: Path) -> None:
    async with lost(tmp_path, "text") as loss:
        bot, content = loss.bot, loss.content
        shown = {seen.comment: seen.message for seen in loss.before if seen.number == 1}
        own = {comment.id for comment in loss.own()}
        parents = {each.parent_id for each in content.comments.values()}
        alone = next(each for each in shown if each not in parents)
        answered = next(
            each for each in shown
            if {c.id for c in content.comments.values() if c.parent_id == each} & shown.keys()
        )  # fmt: skip
        edited = next(each for each in shown if each not in {alone, answered})
        content.move_comment(alone, "trash")
        content.move_comment(answered, "trash")
        content.save_comment(edited, html="<p>In other words.</p>")

        def standing() -> dict[int, str]:
            return {row.id: row.content for row in loss.talk.rows()}

        async with bot.running(**ALONE):
            await bot.wire.until(lambda: bot.log.count("Connected as") == 2)
            await loss.repair(do_it=True)
            await bot.wire.until(lambda: standing().get(shown[answered]) == tombstone(ENGLISH))
            await bot.wire.until(
                lambda: spoken(standing().get(shown[edited], "")) == "In other words."
            )
            await bot.wire.until(lambda: shown[alone] not in standing())
            await bot.wire.until(
                lambda: (
                    {seen.comment for seen in bot.comments(TITLE)}
                    == content.comments.keys() - {alone, answered} - own
                )
            )
        again = await again_lost(loss)
        assert "nothing: all of it is as it should be" in again, again


async def again_lost(loss: Loss) -> str:
    """Lose it once more: the stump is known by what answers it, and there is nothing to do."""
    for file in loss.bot.folder.glob("afterword.sqlite3*"):
        file.unlink()
    async with loss.bot.running(**ALONE):
        await loss.bot.wire.until(lambda: loss.bot.log.count("Connected as") == 3)
        return await loss.repair(do_it=False)


def fingerprint(loss: Loss) -> object:
    """Everything in Discord but what is shown to one person alone."""
    world = loss.bot.wire.world
    threads = world.threads(loss.bot.channel)
    places = [loss.bot.channel, *(thread.id for thread in threads)]
    return threads, [
        [row for row in world.messages(place) if not row.flags & EPHEMERAL] for place in places
    ]


def is_writing(row: RequestRow, thread: int) -> bool:
    """Whether it wrote a comment's message."""
    to_thread = row.method == "POST" and row.path == f"/channels/{thread}/messages"
    return to_thread and row.status == 200 and "#comment-" in row.body["content"]
