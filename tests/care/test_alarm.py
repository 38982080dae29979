"""One message about what is wrong, kept up to date; and a last line when it works again."""

from __future__ import annotations

import hashlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from bot.blogs.wordpress.kind import WORDPRESS
from bot.care.alarm import GRACE, Alarm, describe
from bot.choices import Filters
from bot.errors import DiscordUnavailable, MessageGone
from bot.languages.catalogues import Languages
from bot.languages.phrase import Phrase
from bot.mirror.arrivals import judge_arrivals
from bot.model import ArticleState, BlogAddress, Summary
from bot.store.store import Store, open_store
from tests.mirror.fake_blog import EPOCH
from tests.pseudo import MARKED, TWO_LANGUAGES, unmarked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from bot.care.arrivals import Choice

GUILD, CHANNEL, ROOM = 10, 20, 30


class FakeBoard:
    def __init__(self) -> None:
        self.messages: dict[int, str] = {}
        self.sent = 0
        self.lose_answer = False
        self.choices: list[str] = []

    async def post(self, channel: int, words: str, choices: Sequence[Choice], *, nonce: str) -> int:
        assert channel == ROOM
        self.sent += 1
        self.messages[self.sent] = words
        self.choices = [choice.id for choice in choices]
        if self.lose_answer:
            self.lose_answer = False
            raise DiscordUnavailable("lost")
        return self.sent

    async def find(self, channel: int, mark: str, *, since: int) -> int | None:
        found = [key for key, said in self.messages.items() if mark in said]
        return found[0] if found else None

    async def change(
        self, channel: int, message: int, words: str, choices: Sequence[Choice]
    ) -> None:
        if message not in self.messages:
            raise MessageGone("gone")
        self.messages[message] = words
        self.choices = [choice.id for choice in choices]


class Place:
    def __init__(self, store: Store, blog: int) -> None:
        self.store = store
        self.blog = blog
        self.board = FakeBoard()
        self.now = 1_800_000_000
        self.line: Phrase | None = None
        self.restart()

    def restart(self, languages: Languages = TWO_LANGUAGES) -> None:
        """Forget everything but the store."""
        self.alarm = Alarm(
            self.store,
            self.board,
            lambda: self.now,
            lambda _guild, _blog: self.line,
            languages,
        )

    async def speak(self, language: str) -> None:
        (follow,) = await self.store.follows.of_guild(GUILD)
        await self.store.follows.choose(
            follow.id, brief=False, role=None, filters=Filters(), quiet=None, language=language,
            publish=False,
        )  # fmt: skip

    async def look(self, *, seconds: int = 60) -> list[str]:
        self.now += seconds
        await self.alarm.look()
        return list(self.board.messages.values())

    async def break_blog(self, why: str = "It answers with error 500.") -> None:
        await self.store.blogs.failed(self.blog, Phrase(why), now=0, next_read=0)

    async def fail_to_write(self, why: str) -> int:
        """An article that can't be written; answers its mirror."""
        summary = Summary(
            "1", "https://b.example/1/", "On bread", EPOCH, "1", ArticleState.PUBLISHED
        )
        await self.store.articles.note(self.blog, [summary], now=self.now)
        await self.store.follows.begin(self.blog)
        (row,) = await self.store.blogs._database.rows("SELECT id FROM mirror")
        await self.store.mirrors.failed(row["id"], Phrase(why))
        return int(row["id"])

    async def mend_blog(self) -> None:
        await self.store.blogs.succeeded(self.blog, now=self.now, next_read=0)


@asynccontextmanager
async def place(tmp_path: Path, *, room: int | None = ROOM) -> AsyncIterator[Place]:
    async with open_store(tmp_path / "a.sqlite3") as store:
        blog = await store.blogs.add(
            BlogAddress(WORDPRESS, "https://b.example/", "https://b.example/", "The Blog")
        )
        await store.follows.start(blog, guild=GUILD, channel=CHANNEL, backfill=1)
        await store.alarms.tell_in(GUILD, room)
        yield Place(store, blog)


async def test_one_message_however_long_it_lasts_and_a_last_line(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        await here.break_blog()
        assert await here.look() == []
        for _ in range(30):
            said = await here.look()
        assert len(said) == here.board.sent == 1
        assert "The Blog" in said[0]
        assert "error 500" in said[0]
        await here.break_blog("It takes longer than 30 seconds.")
        assert "30 seconds" in (await here.look())[0]
        await here.mend_blog()
        (said_last,) = await here.look()
        assert said_last.startswith("✅ Everything works again")
        assert await here.look() == [said_last]
        await here.break_blog()
        await here.look()
        assert len(await here.look(seconds=GRACE)) == 2, "the next trouble is another message"


async def test_what_stands_is_not_changed_for_the_links_of_its_commands(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        await here.break_blog("It wants an account: `/blog connect` is how.")
        await here.look()
        (stands,) = await here.look(seconds=GRACE)
        (alarm,) = await here.store.alarms.all()
        plain = stands.replace("\N{NO-BREAK SPACE}", " ")
        assert alarm.hash == hashlib.sha256(plain.encode()).hexdigest()[:16], "as before the links"
        linking = Languages(TWO_LANGUAGES)
        linking.link_commands({"blog": 7})
        here.restart(linking)
        assert await here.look() == [stands]
        await here.break_blog("It wants another account: `/blog connect` is how.")
        (changed,) = await here.look()
        assert "</blog connect:7>" in changed


async def test_a_hiccup_is_not_told(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        await here.break_blog()
        await here.look()
        await here.mend_blog()
        await here.look(seconds=GRACE)
        assert here.board.sent == 0


async def test_replies_that_wait_are_told(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        here.line = Phrase("The password no longer counts.")
        await here.look()
        (said,) = await here.look(seconds=GRACE)
        assert "replies have to wait. The password no longer counts." in said


async def test_a_lost_answer_makes_no_second_message(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        await here.break_blog()
        here.board.lose_answer = True
        await here.look()
        await here.look(seconds=GRACE)
        here.restart()
        for _ in range(3):
            await here.look()
        assert here.board.sent == 1


async def test_a_lost_answer_makes_no_second_message_in_another_language(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        await here.break_blog()
        here.board.lose_answer = True
        await here.look()
        await here.look(seconds=GRACE)
        await here.speak("nl")
        here.restart()
        (said,) = await here.look()
        assert here.board.sent == 1
        assert said.startswith("‹⚠️ Something needs attention")


async def test_everything_is_told_in_the_servers_language(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        await here.speak("nl")
        await here.break_blog()
        here.line = Phrase("The password no longer counts.")
        mirror = await here.fail_to_write("The bot lacks a permission.")
        await here.store.follows.pause_guild(GUILD, Phrase("The bot was removed."))
        await here.look()
        (said,) = await here.look(seconds=GRACE)
        assert unmarked(said) == "\n- " * 4
        for reason in ("error 500", "no longer counts", "a permission", "was removed"):
            assert reason in said
        here.line = None
        await here.mend_blog()
        await here.store.mirrors.shown(mirror, await here.store.mirrors.wanted(mirror))
        await here.store.follows.end(1)
        (said,) = await here.look()
        assert said.startswith("‹✅ Everything works again")
        assert unmarked(said) == ""


async def test_a_message_that_was_cleared_away_is_not_written_again(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        await here.break_blog()
        await here.look()
        await here.look(seconds=GRACE)
        here.board.messages.clear()
        await here.break_blog("Something else.")
        await here.look()
        await here.break_blog("Something else again.")
        assert await here.look() == []
        await here.mend_blog()
        assert await here.look() == []


async def test_nobody_is_told_where_no_channel_is_named(tmp_path: Path) -> None:
    async with place(tmp_path, room=None) as here:
        await here.break_blog()
        await here.look()
        assert await here.look(seconds=GRACE) == []


@pytest.mark.parametrize("count", [1, 8, 40])
def test_it_fits_into_a_message(count: int) -> None:
    words = describe([f"trouble {number} " + "long " * 100 for number in range(count)], 1, MARKED)
    assert len(words) <= 2000
    assert ("more" in words.splitlines()[-1]) == (count > 8)


async def rush(here: Place) -> None:
    """Forty articles at once, of which five are posted."""
    (follow,) = await here.store.follows.of_guild(GUILD)
    await here.store.follows.begin(here.blog)
    await here.store.blogs.listed(here.blog)
    summaries = [
        Summary(
            str(n), f"https://b.example/{n}/", f"Number {n}", EPOCH, "1", ArticleState.PUBLISHED
        )
        for n in range(40)
    ]
    await here.store.articles.note(here.blog, summaries, now=here.now)
    blog = await here.store.blogs.get(here.blog)
    await judge_arrivals(here.store, here.blog, blog.address, now=here.now)
    assert await here.store.arrivals.rush(follow.id) is not None


async def test_a_rush_is_asked_about_and_its_buttons_go_with_the_decision(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        await rush(here)
        began = here.now
        await here.look()
        here.restart()
        (said,) = await here.look(seconds=GRACE)
        assert "40 articles came at once. Posted: 5; waiting for your word: 35." in said
        (follow,) = await here.store.follows.of_guild(GUILD)
        ids = [f"arrivals:{does}:{follow.id}:{began}" for does in ("post", "old")]
        assert here.board.choices == ids
        asked = await here.store.arrivals.rush(follow.id)
        assert asked is not None
        await here.store.arrivals.decide(asked, post=False)
        (said,) = await here.look()
        assert said.startswith("✅")
        assert here.board.choices == []


async def test_what_an_announcement_lacks_is_told_once(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        mirror = await here.fail_to_write("No.")
        await here.store.mirrors.shown(mirror, 1)
        lack = Phrase("It lacks {what}.", what=Phrase("its picture"))
        await here.store.announcements.reduced(mirror, lack)
        (said,) = await here.look()
        assert "On bread" in said
        assert "It lacks its picture." in said
        here.restart()
        assert await here.look(seconds=2 * GRACE) == [said]
        await here.store.announcements.reduced(mirror, lack)
        assert await here.look() == [said], "the same is no news"
        await here.store.announcements.reduced(mirror, None)
        await here.store.announcements.reduced(mirror, lack)
        assert len(await here.look()) == 2


async def test_what_an_announcement_lacks_waits_for_a_room_to_tell_it_in(tmp_path: Path) -> None:
    async with place(tmp_path, room=None) as here:
        mirror = await here.fail_to_write("No.")
        await here.store.announcements.reduced(mirror, Phrase("It lacks its picture."))
        assert await here.look() == []
        await here.store.alarms.tell_in(GUILD, ROOM)
        assert any("It lacks" in said for said in await here.look())
