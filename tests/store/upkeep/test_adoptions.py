"""Threads that are taken over, on real SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.mirror.room import THREAD_DELETED
from bot.store.people.agreements import Agreement
from bot.store.people.members import Consent
from bot.store.store import Store, open_store
from bot.store.upkeep.adoptions import PICKED, Adopted
from tests.repair.threads import summary
from tests.store.upkeep.test_repairs import ADDRESS, CHANNEL, GUILD, NOW, found, keep

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.store.upkeep.adoptions import Candidate


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Article 1 has a thread, 500; 2 has none."""
    async with open_store(tmp_path / "afterword.sqlite3") as opened:
        await keep(opened, found(replies=()))
        await opened.articles.note(1, [summary("2", days=-1)], now=NOW)
        yield opened


async def candidate(store: Store, remote_id: str) -> Candidate:
    (one,) = await store.adoptions.find(CHANNEL, f"https://blog.example/{remote_id}/")
    return one


async def adopt(store: Store, remote_id: str, thread: int) -> Adopted:
    return await store.adoptions.adopt(await candidate(store, remote_id), thread, seen=960)


async def test_from_now_on(store: Store) -> None:
    assert await adopt(store, "2", 600) is Adopted.DONE
    thread = await store.threads.by_thread(600)
    assert thread is not None
    assert (thread.seen, thread.announcement_id) == (960, None)
    mirror = await store.mirrors.get(thread.mirror)
    assert mirror is not None
    assert mirror.announcement_state == "removed", "it would be announced"
    await store.mirrors.expects(mirror.id, 0, "Another name")
    await store.mirrors.shown(mirror.id, mirror.wanted)
    assert await store.mirrors.misnamed() == [], "it would be renamed"


async def test_one_thread_one_article(store: Store) -> None:
    assert await adopt(store, "2", 500) is Adopted.TAKEN
    assert await adopt(store, "1", 600) is Adopted.HAS_THREAD
    assert await adopt(store, "2", 600) is Adopted.DONE
    assert await adopt(store, "2", 601) is Adopted.HAS_THREAD


async def test_not_while_it_is_being_announced(store: Store) -> None:
    await keep(store, newer=(summary("3", days=1),))
    mirror = await store.blogs._database.row("SELECT max(id) AS id FROM mirror")
    assert mirror is not None
    await store.announcements.announcing(mirror["id"], now=NOW)
    assert await adopt(store, "3", 600) is Adopted.BUSY


async def test_not_the_thread_below_another_articles_announcement(store: Store) -> None:
    await store.mirrors._database.write("UPDATE mirror SET thread_id = NULL")
    assert await adopt(store, "2", 500) is Adopted.TAKEN
    assert await adopt(store, "1", 500) is Adopted.DONE


async def test_after_its_thread_was_deleted(store: Store) -> None:
    await store.mirrors.thread_deleted(500, THREAD_DELETED)
    assert await adopt(store, "1", 600) is Adopted.DONE
    recorded = (await store.repairs.recorded(ADDRESS, CHANNEL))["1"]
    assert (recorded.thread, recorded.parts, recorded.paused) == (600, (), False)


async def test_but_not_if_replies_from_there_stand_on_the_blog(store: Store) -> None:
    """Looked for in another thread, they would count as deleted by their writers."""
    await store.members.consent(Agreement(GUILD, 7, 0, Consent.ALWAYS))
    await store.members.take_in(900, mirror=1, guild=GUILD, user=7, answers=None)
    await store.mirrors.thread_deleted(500, THREAD_DELETED)
    assert await adopt(store, "1", 600) is Adopted.HAS_REPLIES
    assert await store.replies.get(900) is not None


async def test_found_by_address_title_or_number(store: Store) -> None:
    for wanted in ("http://blog.example/2", "https://blog.example/2/", f"{PICKED}2"):
        assert [each.url for each in await store.adoptions.find(CHANNEL, wanted)] == [
            "https://blog.example/2/"
        ]
    assert len(await store.adoptions.find(CHANNEL, " tITLE ")) == 2
    assert await store.adoptions.find(CHANNEL, "2") == []
    assert await store.adoptions.find(99, "Title") == []


async def test_only_those_without_a_thread_are_offered(store: Store) -> None:
    offered = await store.adoptions.without_thread(GUILD, "itl", 25)
    assert [each.url for each in offered] == ["https://blog.example/2/"]
    assert await store.adoptions.without_thread(GUILD, "%", 25) == []
    assert await store.adoptions.without_thread(99, "", 25) == []
