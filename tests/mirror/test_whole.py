"""Random lives of a blog, of Discord and of the bot: in the end the thread is true."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BlogUnreachable, DiscordUnavailable
from bot.mirror.lines import is_tombstone, read_lines
from bot.model import CommentState
from tests.mirror.fake_discord import Killed, Thread
from tests.mirror.world import World, html, tokens, world

ARTICLE = "1"


class Life:
    """One article's discussion under everything that may happen to it.

    What is right is worked out from the blog's side and from what people did, never by the code
    under test: every comment's made-up words appear once, in order, and nothing else does.
    """

    def __init__(self, here: World, chance: random.Random) -> None:
        self.here = here
        self.chance = chance
        self.versions: Counter[str] = Counter()
        self.lengths: dict[str, int] = {}
        self.touched_by_people: set[str] = set()

    async def live(self, events: int) -> None:
        usual = [self.say, self.edit, self.read, self.write, self.break_off]
        rare = [
            self.remove, self.approve, self.move, self.people_remove, self.fail_to_read,
            self.restart, self.wait,
        ]  # fmt: skip
        for _ in range(events):
            await self.chance.choice([*usual, *usual, *rare])()

    def words(self, comment: str) -> str:
        self.lengths[comment] = self.chance.choice([1, 3, 3, 220, 420])
        return html(int(comment), self.versions[comment], length=self.lengths[comment])

    def any_comment(self) -> str | None:
        return self.chance.choice(list(self.here.blog.said)) if self.here.blog.said else None

    async def say(self) -> None:
        parent = self.any_comment() if self.chance.random() < 0.7 else None
        comment = str(len(self.here.blog.said) + 1)
        hold = self.chance.random() < 0.2
        (self.here.blog.hold if hold else self.here.blog.say)(
            ARTICLE, self.words(comment), parent=parent
        )

    async def edit(self) -> None:
        if comment := self.any_comment():
            self.versions[comment] += 1
            self.here.blog.edit(comment, self.words(comment))

    async def remove(self) -> None:
        if comment := self.any_comment():
            self.here.blog.remove(comment)

    async def approve(self) -> None:
        if comment := self.any_comment():
            self.here.blog.approve(comment)

    async def move(self) -> None:
        """Change a parent: to a later one, to itself, into a circle, to one that never was."""
        if comment := self.any_comment():
            said = self.here.blog.said
            parent = self.chance.choice([None, "999", *said])
            said[comment] = replace(said[comment], parent_id=parent)

    async def people_remove(self) -> None:
        for thread_id, thread in self.here.discord.threads.items():
            if not thread.messages:
                continue
            message = self.chance.choice(list(thread.messages))
            found = read_lines(thread.messages[message].content)
            if found is None:
                continue
            self.here.discord.people_delete(thread_id, message)
            self.touched_by_people.add(found[0].rpartition("-")[2])
            if self.chance.random() < 0.5:
                await self.here.store.parts.removed_by_people(message)

    async def read(self) -> None:
        await self.here.cycle(self.chance.randint(1, 6))

    async def write(self) -> None:
        await self.here.write()

    async def fail_to_read(self) -> None:
        self.here.blog.fail_at = self.chance.randrange(3)
        try:
            await self.here.cycle()
        except BlogUnreachable:
            self.here.restart()
        self.here.blog.fail_at = None

    async def break_off(self) -> None:
        await self.here.cycle(self.chance.randint(1, 6))
        error = self.chance.choice([Killed(), DiscordUnavailable("lost")])
        instant = len(self.here.discord.acts) + self.chance.randrange(5)
        self.here.discord.fault = (instant, self.chance.random() < 0.5, error)
        try:
            await self.here.write()
        except Killed:
            self.here.restart()
        except DiscordUnavailable:
            pass
        self.here.discord.fault = None

    async def restart(self) -> None:
        self.here.restart()

    async def wait(self) -> None:
        self.here.discord.forget_nonces()
        self.here.now += self.chance.choice([60, 3600, 24 * 3600])

    def expected(self, comment: str) -> list[str]:
        version = self.versions[comment]
        return [f"w{comment}v{version}x{place}" for place in range(self.lengths[comment])]

    async def check(self) -> None:
        await self.here.cycle(12)
        for _ in range(3):
            await self.here.write()
            await self.here.cycle(2)
        self.here.now += 3600
        await self.here.write()
        assert await self.here.unfinished() == 0
        (thread,) = self.here.discord.threads.values()
        acts = len(self.here.discord.acts)
        self.here.restart()
        await self.here.cycle(6)
        await self.here.write()
        assert self.here.discord.acts[acts:] == []
        self.check_words(thread)
        self.check_messages(thread)

    def check_words(self, thread: Thread) -> None:
        shown = tokens(thread)
        for comment, said in self.here.blog.said.items():
            found = Counter(shown.pop(comment, []))
            if said.state is CommentState.GONE:
                assert not found, f"words of {comment}, which is gone"
            elif comment in self.touched_by_people:
                assert found <= Counter(self.expected(comment)), f"wrong words of {comment}"
            else:
                assert found == Counter(self.expected(comment)), f"words of {comment}"
        assert not shown

    def check_messages(self, thread: Thread) -> None:
        named = [read_lines(message.content) for message in thread.messages.values()]
        assert [
            message.content
            for message, found in zip(thread.messages.values(), named, strict=True)
            if found is None and not is_tombstone(message.content)
        ] == []
        assert all(count == 1 for found, count in Counter(named).items() if found is not None)
        stumps = named.count(None)
        gone_parents = {
            said.parent_id
            for said in self.here.blog.said.values()
            if said.parent_id in self.here.blog.said
        } & {
            comment
            for comment, said in self.here.blog.said.items()
            if said.state is CommentState.GONE
        }
        assert stumps <= len(gone_parents)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(5, 60))
def test_whatever_happens_the_thread_is_true_in_the_end(seed: int, events: int) -> None:
    async def live() -> None:
        with TemporaryDirectory() as folder:
            async with world(Path(folder)) as here:
                here.blog.publish()
                life = Life(here, random.Random(seed))
                await life.live(events)
                await life.check()

    asyncio.run(live())
