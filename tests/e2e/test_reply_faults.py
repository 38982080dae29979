"""What a member sees, and what becomes of their words, when the blog is in trouble.

Each case has its own bot, Discord and way to the same real WordPress, and all run at once: after a
failure the bot pauses for some seconds. `pytest -s` prints the table of outcomes.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.e2e.afterword import Afterword
from tests.e2e.conversation import DONE, Conversation
from tests.wire.wire import Wire
from tests.wordpress.site import Site, Written, eventually, guests_at_once
from tests.wordpress.trouble import COMMENT, COMMENTS, SEARCH, TroubledBlog

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from tests.wordpress.server import Server

pytestmark = pytest.mark.wordpress

OPEN, CLOSING = "On trouble", "On closing"
WAITS = {"⏳"}
REFUSED = {"⚠️"}
DUPLICATE = {"code": "comment_duplicate", "message": "Duplicate", "data": {"status": 409}}
FLOOD = {"code": "comment_flood", "message": "Slow down.", "data": {"status": 400}}
OWN_PROBLEM = "itself: it answers with an error (500)"

WRITING_FAILS: dict[str, tuple[dict[str, object], str, int]] = {
    "500 before": ({}, OWN_PROBLEM, 2),
    "500 once stored": ({"stored": True}, OWN_PROBLEM, 1),
    "503 for a while": ({"status": 503, "headers": {"Retry-After": "3"}}, "(503)", 2),
    "dropped before": ({"status": None}, "127.0.0.1", 2),
    "dropped once stored": ({"status": None, "stored": True}, "127.0.0.1", 1),
    "silent once stored": ({"status": None, "stored": True, "delay": 2}, "127.0.0.1", 1),
    "nonsense once stored": ({"status": 201, "stored": True}, "can't be read", 1),
    "flood": ({"status": 400, "answer": FLOOD}, "asks us to slow down", 2),
}
"""What goes wrong when a comment is written; how "Why?" puts it; how often it is written in all."""

NEW_PASSWORD = (
    "return WP_Application_Passwords::create_new_application_password(1, ['name' => '{name}']);"
)
REVOKE = "WP_Application_Passwords::delete_application_password(1, '{uuid}');"


@dataclass(slots=True)
class Case:
    """One bot and one member, whose name is the case's."""

    name: str
    site: Site
    articles: dict[str, int]
    blog: TroubledBlog
    talk: Conversation
    process: Process | None = None
    message: int = 0
    begun: float = 0.0
    sees: str = ""
    why: str = ""

    def say(self, words: str) -> int:
        self.message, self.begun = self.talk.say(self.name, words), time.monotonic()
        return self.message

    async def agree(self) -> None:
        await self.talk.answer(self.name, "always")
        self.begun = time.monotonic()

    async def look(self, marks: set[str], reason: str) -> None:
        """Wait for these reactions, then ask "Why?"."""
        await self.talk.marked(self.message, marks)
        self.sees = "".join(sorted(marks))

        async def told() -> str | None:
            why = await self.talk.why(self.name, self.message)
            return why if reason in why else None

        self.why = await eventually(told)

    async def written(self) -> list[Written]:
        found = await self.site.from_discord(self.articles[self.talk.title])
        return [each for each in found if each.name == self.name]

    async def ends(self, *words: str, posts: int | None = None) -> None:
        """In the end exactly these words stand on the blog, and the last message says so."""
        await self.talk.marked(self.message, DONE)
        found = await self.written()
        assert [(each.words, each.status) for each in found] == [(w, "approved") for w in words]
        assert self.talk.copies({each.id for each in found}) == []
        assert not [each for each in words if each in self.talk.uttered()]
        if posts is not None:
            assert self.blog.count("POST", COMMENTS) == posts
        assert "A fault in Afterword itself" not in self.talk.bot.log


@dataclass(slots=True)
class Row:
    """One line of the table."""

    case: str
    sees: str
    why: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Setting:
    """What all cases share."""

    server: Server
    site: Site
    articles: dict[str, int]
    folder: Path
    rows: list[Row] = field(default_factory=list)

    @asynccontextmanager
    async def case(
        self, name: str, title: str = OPEN, *, password: str | None = None
    ) -> AsyncIterator[Case]:
        """The bot at work, with a member in the article's thread; in the end a row."""
        folder = self.folder / name.replace(" ", "-")
        folder.mkdir()
        async with Wire(pace=20) as wire, TroubledBlog(self.server.url) as blog:
            guild = wire.world.create_guild("Community")
            channel = wire.world.create_channel(guild, "articles")
            user, password = self.server.user, password or self.server.password
            bot = Afterword(wire, channel, folder, blog.url, user, password)
            talk = Conversation(bot, title, guild)
            talk.join(name)
            case = Case(name, self.site, self.articles, blog, talk)
            async with bot.running(BLOG_BACKFILL="2", POLL_SECONDS="3") as case.process:
                await wire.until(lambda: bot.thread(title))
                yield case
        seconds = time.monotonic() - case.begun
        self.rows.append(Row(name, case.sees, case.why, seconds))


async def test_whatever_goes_wrong_each_word_stands_there_once(
    wordpress: Server, tmp_path: Path
) -> None:
    async with aiohttp.ClientSession() as session:
        site = Site(wordpress, session)
        with guests_at_once(wordpress):
            articles = {title: await site.article(title) for title in (OPEN, CLOSING)}
            setting = Setting(wordpress, site, articles, tmp_path)
            cases: list[Awaitable[None]] = [
                failing_write(setting, name, *fault) for name, fault in WRITING_FAILS.items()
            ]
            others: list[Callable[[Setting], Awaitable[None]]] = [
                slow, own_duplicate, search_fails, true_duplicate, closed, revoked, change_fails,
                deleted_meanwhile,
            ]  # fmt: skip
            cases += [other(setting) for other in others]
            outcomes = await asyncio.gather(*cases, return_exceptions=True)
    failures = [each for each in outcomes if isinstance(each, BaseException)]
    for row in sorted(setting.rows, key=lambda each: each.seconds):
        print(f"{row.case:>22} | {row.seconds:4.1f} s | {row.sees:6} | {row.why}")
    if failures:
        raise BaseExceptionGroup("cases failed", failures)


async def failing_write(
    setting: Setting, name: str, fault: dict[str, object], reason: str, posts: int
) -> None:
    async with setting.case(name) as case:
        case.blog.trouble("POST", COMMENTS, **fault)
        case.say(f"Through {name}.")
        await case.agree()
        await case.look(WAITS, reason)
        await case.ends(f"Through {name}.", posts=posts)


async def slow(setting: Setting) -> None:
    """Slow is not broken: nothing is tried twice, nobody is warned."""
    async with setting.case("slow") as case:
        case.blog.trouble("POST", COMMENTS, status=0, stored=True, delay=2)
        case.say("Patience.")
        await case.agree()
        await case.look(WAITS, "On its way to the blog.")
        await case.ends("Patience.", posts=1)
        assert "have to wait" not in case.talk.bot.log


async def own_duplicate(setting: Setting) -> None:
    """The blog has it already, from an attempt of ours that it did not tell us about."""
    async with setting.case("409, our own") as case:
        case.blog.trouble("POST", COMMENTS, status=409, stored=True, answer=DUPLICATE)
        case.say("Once.")
        await case.agree()
        await case.ends("Once.", posts=1)


async def search_fails(setting: Setting) -> None:
    """As long as nobody can tell whether it is there, it is not written again."""
    async with setting.case("stored, search fails") as case:
        case.blog.trouble("POST", COMMENTS, stored=True)
        search = case.blog.trouble("GET", SEARCH)
        case.say("Am I there?")
        await case.agree()
        await case.look(WAITS, "(500)")
        await case.ends("Am I there?", posts=1)
        assert search.struck == 1


async def true_duplicate(setting: Setting) -> None:
    """The same words at the same place: WordPress wants them once, and the writer learns it."""
    async with setting.case("said twice") as case:
        first = case.say("Me too.")
        await case.agree()
        await case.talk.marked(first, DONE)
        second = case.say("Me too.")
        await case.look(REFUSED, "The same words are there already.")
        case.talk.edit(second, "Me too, again.")
        await case.ends("Me too.", "Me too, again.")


async def closed(setting: Setting) -> None:
    """An edit is another attempt; by then the comments are open again."""
    async with setting.case("closed", CLOSING) as case:
        article = f"posts/{setting.articles[CLOSING]}"
        await setting.site.call("POST", article, comment_status="closed")
        message = case.say("Too late?")
        await case.agree()
        await case.look(REFUSED, "Comments on this article are closed.")
        assert await case.written() == []
        await setting.site.call("POST", article, comment_status="open")
        case.talk.edit(message, "Not too late.")
        await case.ends("Not too late.")


async def revoked(setting: Setting) -> None:
    """The password is withdrawn while people talk; the owner gives the bot another."""

    def password() -> tuple[str, str]:
        made = setting.server.eval(NEW_PASSWORD.format(name="revoked"))
        return made[0], made[1]["uuid"]

    old, uuid = await asyncio.to_thread(password)
    async with setting.case("401, revoked", password=old) as case:
        assert case.process is not None
        first = case.say("Before.")
        await case.agree()
        await case.talk.marked(first, DONE)
        await asyncio.to_thread(setting.server.eval, REVOKE.format(uuid=uuid))
        case.say("Meanwhile.")
        await case.look(WAITS, "does not accept the user name and application password")
        new, _ = await asyncio.to_thread(password)
        case.process.terminate()
        assert await case.process.wait() == 0
        async with replace(case.talk.bot, password=new).running():
            await case.ends("Before.", "Meanwhile.")


async def change_fails(setting: Setting) -> None:
    """An edit and a deletion, both carried out by a blog that says otherwise."""
    async with setting.case("edit, delete: 500") as case:
        message = case.say("First words.")
        await case.agree()
        await case.talk.marked(message, DONE)
        case.blog.trouble("POST", COMMENT, stored=True)
        case.talk.edit(message, "Second words.")
        await case.look({"✅", "⚠️"}, "Your last edit is not there")
        await case.ends("Second words.", posts=2)  # the other one: the copy it was tried on
        (comment,) = await case.written()
        removal = rf"/wp/v2/comments/{comment.id}\?"
        case.blog.trouble("DELETE", removal, stored=True, status=None)
        case.talk.delete(message)

        async def gone() -> bool:
            found = [each.status for each in await case.written()]
            return case.blog.count("DELETE", removal) == 2 and found == ["trash"]

        await eventually(gone)


async def deleted_meanwhile(setting: Setting) -> None:
    """Its writer takes back what may, or may not, stand there already: it does not stay."""
    async with setting.case("500 stored, deleted") as case:
        case.blog.trouble("POST", COMMENTS, stored=True)
        message = case.say("Forget it.")
        await case.agree()
        await case.look(WAITS, "(500)")
        assert [each.status for each in await case.written()] == ["approved"]
        case.talk.delete(message)

        async def gone() -> bool:
            return [each.status for each in await case.written()] == ["trash"]

        await eventually(gone)
        assert case.blog.count("POST", COMMENTS) == 1
