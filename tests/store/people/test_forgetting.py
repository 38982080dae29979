"""What is forgotten is gone from the files, however that was cut off; others don't wait for it."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING

import pytest

from bot.finding.lookup import Lookup
from bot.store.database import Database
from bot.store.people import forgetting
from bot.store.store import open_store
from tests.store.blog.test_search import HERE, blog, publish, said, urls

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.store.store import Store

SECRET, OTHER_SECRET, STAYING = "unmistakable", "zappingly", "word399"
COMMENTS = 400
PATIENCE = 120


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many steps, though the index is small."""
    monkeypatch.setattr(forgetting, "STEP", 4)


class Archive:
    """A blog with 400 comments; the fifth and the sixth are members' own."""

    def __init__(self, store: Store, path: Path) -> None:
        self.store = store
        self._path = path
        self._on = 0
        self._written = 0
        self.order: list[str] = []
        """Steps of the index, and comments that are noted between them."""

    async def fill(self) -> None:
        self._on = await blog(self.store, HERE)
        self._article = await publish(self.store, self._on, 1, "Harbour")
        for number in range(1, COMMENTS):
            words = {5: SECRET, 6: OTHER_SECRET}.get(number)
            await self.note(words or f"word{number} " + "common words " * number)
        await Lookup(self.store).mirror(HERE, (await self.store.library.latest(HERE, 1))[0])

    async def note(self, words: str) -> None:
        self._written += 1
        comment = said(self._written, self._article, f"<p>{words}</p>")
        await self.store.comments.note(self._on, [comment])

    async def let_go(self, comment: int) -> None:
        """Its writer asked to be forgotten, and it is off the blog."""
        await self.store.blogs._database.write(
            "INSERT INTO reply (message_id, mirror, user, state, forget, marked, comment) "
            "SELECT ?1, max(id), 6, 'withdrawn', 1, 1, ?1 FROM mirror",
            (comment,),
        )

    @asynccontextmanager
    async def merging(self) -> AsyncIterator[asyncio.Task[int]]:
        """Forgetting, from the moment at which the index takes its first step."""
        loop, begun = asyncio.get_running_loop(), asyncio.Event()

        def see(statement: str) -> None:
            if "('merge'" in statement:
                self.order.append("step")
                loop.call_soon_threadsafe(begun.set)
            elif statement.startswith("INSERT OR REPLACE INTO comment"):
                self.order.append("note")

        connection = self.store.blogs._database._connection
        await connection.set_trace_callback(see)
        work = asyncio.create_task(self.store.forgetting.finish())
        async with asyncio.timeout(PATIENCE):
            await begun.wait()
        yield work
        await asyncio.wait([work])

    def holds(self, words: str) -> bool:
        return holds(self._path, words)


def holds(folder: Path, words: str) -> bool:
    """Whether the files still tell; an index leaves out what words begin with alike."""
    return any(words[3:].encode() in file.read_bytes() for file in folder.iterdir())


@asynccontextmanager
async def archive(path: Path) -> AsyncIterator[Archive]:
    async with open_store(path / "afterword.sqlite3") as store:
        here = Archive(store, path)
        await here.fill()
        yield here


async def test_begun_anew_when_it_was_cut_off(tmp_path: Path) -> None:
    async with archive(tmp_path) as here:
        await here.let_go(5)
        async with here.merging() as work:
            work.cancel()
        assert work.cancelled(), "it was done before it could be cut off"
        assert here.holds(SECRET)
    async with open_store(tmp_path / "afterword.sqlite3") as store:
        assert await store.forgetting.finish() == 1
        assert not here.holds(SECRET)
        assert len(await urls(store, STAYING)) == 1
        assert await store.forgetting.finish() == 0


async def test_what_a_crash_leaves_in_the_log_goes_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived, found = tmp_path / "lived", tmp_path / "found"
    async with archive(lived) as here:
        await here.let_go(5)
        with monkeypatch.context() as crashing:
            crashing.setattr(Database, "empty_log", died)
            with pytest.raises(Died):
                await here.store.forgetting.finish()
        await asyncio.to_thread(shutil.copytree, lived, found)
    async with open_store(found / "afterword.sqlite3") as store:
        assert await store.forgetting.finish() == 0
        assert not holds(found, SECRET)


@pytest.mark.parametrize("leave", [True, False])
async def test_a_name_is_gone_at_once(tmp_path: Path, leave: bool) -> None:
    async with open_store(tmp_path / "afterword.sqlite3") as store:
        await store.members.name(HERE, 6, SECRET)
        assert holds(tmp_path, SECRET)
        assert await store.forgetting.begin(6, leave=leave) == 0
        assert not holds(tmp_path, SECRET)


async def test_what_was_written_in_a_form_is_gone_at_once(tmp_path: Path) -> None:
    async with archive(tmp_path) as here:
        await here.store.blogs._database.write(
            "INSERT INTO reply (message_id, mirror, user, state, formed, form, marked) "
            "SELECT 5, max(id), 6, 'posting', 1, 'zapzapform', 1 FROM mirror"
        )
        assert here.holds("zapzapform")
        assert await here.store.forgetting.begin(6, leave=False) == 1
        assert not here.holds("zapzapform")


async def test_a_backup_that_reads_meanwhile_is_waited_for(tmp_path: Path) -> None:
    async with open_store(tmp_path / "afterword.sqlite3") as store:
        await store.members.name(HERE, 6, SECRET)
        with closing(sqlite3.connect(tmp_path / "afterword.sqlite3")) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM member").fetchone()
            await store.members.name(HERE, 7, "Bo")
            await store.forgetting.begin(6, leave=False)
            assert holds(tmp_path, SECRET)
        assert await store.forgetting.finish() == 0
        assert not holds(tmp_path, SECRET)


async def test_a_comment_that_the_reply_does_not_name(tmp_path: Path) -> None:
    """It was being written, the blog was read meanwhile, and then it was taken back."""
    async with archive(tmp_path) as here:
        await here.store.blogs._database.write(
            "INSERT INTO reply (message_id, mirror, user, state, forget, marked) "
            "SELECT 5, max(id), 6, 'withdrawn', 1, 1 FROM mirror"
        )
        await here.store.comments.gone(1, ["5"])
        assert await here.store.forgetting.finish() == 1
        assert not here.holds(SECRET)


class Died(Exception):
    """The process ends here."""


async def died(_database: Database) -> None:
    raise Died


async def test_others_read_and_write_meanwhile(tmp_path: Path) -> None:
    async with archive(tmp_path) as here:
        await here.let_go(5)
        work = asyncio.create_task(here.store.forgetting.finish())
        notes = 0
        async with asyncio.timeout(PATIENCE):
            while not work.done():
                notes += 1
                await here.note(f"late{notes}")
        assert notes > 10, "the others waited until it was done"
        assert await work == 1
        assert not here.holds(SECRET)
        assert len(await urls(here.store, f"late{notes}")) == 1
        assert len(await urls(here.store, STAYING)) == 1


async def test_one_after_the_other(tmp_path: Path) -> None:
    """The second time, what is old is one part of the index; new ones come after the first step."""
    async with archive(tmp_path) as here:
        await here.let_go(5)
        assert await here.store.forgetting.finish() == 1
        await here.let_go(6)
        async with here.merging() as work:
            await asyncio.gather(here.note("late"), here.note("later"))
            assert await work == 1
        assert "note" in here.order
        assert here.order[-1] == "step", "the others waited until it was done"
        assert not here.holds(SECRET)
        assert not here.holds(OTHER_SECRET)
