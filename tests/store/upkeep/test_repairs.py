"""A mapping that was found again, on real SQLite: kept whole or not at all, never over another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.blogs.wordpress.kind import WORDPRESS
from bot.mirror.room import THREAD_DELETED
from bot.model import BlogAddress, CommentState
from bot.store.discord.mirror import AnnouncementState
from bot.store.people.reply import ReplyState
from bot.store.store import Store, open_store
from bot.store.upkeep.repairs import FoundMirror, FoundPart, FoundReply
from tests.mirror.fake_blog import comment
from tests.repair.threads import summary

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.model import Summary

ADDRESS = BlogAddress(WORDPRESS, "https://blog.example/", "https://blog.example/x", "Blog")
GUILD, CHANNEL, NOW = 10, 20, 1_804_000_000
REPLY = FoundReply(900, 7, 501, ReplyState.PUBLISHED, "✅", "3", "hash", "<p>Mine.</p>")


def found(remote_id: str = "1", message: int = 500, **changes: object) -> FoundMirror:
    mirror = FoundMirror(
        article=summary(remote_id),
        announcement=message,
        hash="right",
        counted=2,
        thread=message,
        thread_name="Title",
        paused=None,
        seen=950,
        comments=(comment(1, article=remote_id), comment(2, 1, article=remote_id, gone=True)),
        parts=(FoundPart("1", 1, f"nonce {message}", message + 1, "h1"),),
        replies=(REPLY,) if remote_id == "1" else (),
    )
    return replace(mirror, **changes)  # type: ignore[arg-type]  # a test says which


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "afterword.sqlite3") as opened:
        yield opened


async def keep(store: Store, *mirrors: FoundMirror, newer: tuple[Summary, ...] = ()) -> None:
    await store.repairs.keep(
        ADDRESS,
        guild=GUILD,
        channel=CHANNEL,
        mirrors=mirrors,
        newer=newer,
        language="de",
        now=NOW,
    )


async def count(store: Store, table: str) -> int:
    (row,) = await store.blogs._database.rows(f"SELECT count(*) AS n FROM {table}")
    return int(row["n"])


async def test_everything_is_there(store: Store) -> None:
    await keep(store, found(), newer=(summary("2", days=1),))
    (follow,) = await store.follows.of_channel(CHANNEL)
    assert (follow.guild, follow.begun, follow.language) == (GUILD, True, "de")
    mirror = await store.mirrors.get(1 if (await store.mirrors.get(1)) is None else 2)
    assert mirror is not None
    assert (mirror.announcement_id, mirror.thread_id) == (500, 500)
    assert mirror.announcement_state is AnnouncementState.SENT
    assert (mirror.announcement_hash, mirror.counted) == ("right", 2)
    (part,) = await store.parts.of(mirror.id)
    assert (part.message_id, part.hash, part.state) == (501, "h1", "sent")
    states = {each.remote_id: each.state for each in await store.comments.of(mirror.article)}
    assert states == {"1": CommentState.VISIBLE, "2": CommentState.GONE}
    thread = await store.threads.by_thread(500)
    assert thread is not None
    assert thread.seen == 950
    reply = await store.replies.get(900)
    assert reply is not None
    assert (reply.user, reply.comment, reply.state) == (7, "3", ReplyState.PUBLISHED)
    assert [each.message_id for each in await store.replies.unmarked()] == [900]
    assert await store.replies.exchanges_due(now=NOW) == [], "it would be written again"
    assert await count(store, "mirror") == 2


async def test_nothing_is_written_before_the_articles_are_read(store: Store) -> None:
    await keep(store, found(), newer=(summary("2", days=1),))
    assert await store.mirrors.unfinished() == []
    assert sorted(await store.articles.unread(1)) == ["1", "2"]
    assert len(await store.articles.uncompared(1, since=0, count=9)) == 2


async def test_twice_is_once(store: Store) -> None:
    await keep(store, found())
    before = [await count(store, table) for table in ("blog", "follow", "mirror", "part", "reply")]
    await keep(store, found(hash="other", seen=999))
    after = [await count(store, table) for table in ("blog", "follow", "mirror", "part", "reply")]
    assert after == before
    thread = await store.threads.by_thread(500)
    assert thread is not None
    assert thread.seen == 950


async def test_what_is_bound_is_never_bound_anew(store: Store) -> None:
    await keep(store, found())
    await keep(store, found(message=700, replies=()), found("2", message=500))
    mirrors = await store.repairs.recorded(ADDRESS, CHANNEL)
    assert (mirrors["1"].announcement, mirrors["1"].thread) == (500, 500)
    assert [part.message_id for part in mirrors["1"].parts] == [501]
    assert (mirrors["2"].announcement, mirrors["2"].parts) == (None, ())


async def test_a_message_that_people_removed_stays_removed(store: Store) -> None:
    await keep(store, found())
    await store.parts.removed_by_people(501)
    await keep(store, found())
    (part,) = await store.parts.of(1)
    assert (part.state, part.message_id) == ("removed", None)


async def test_a_missing_thread_is_added_and_a_deleted_one_told(store: Store) -> None:
    await keep(store, found(thread=None, thread_name=None))
    assert (await store.repairs.recorded(ADDRESS, CHANNEL))["1"].thread is None
    await keep(store, found())
    assert (await store.repairs.recorded(ADDRESS, CHANNEL))["1"].thread == 500
    await keep(store, found("2", message=800, thread=None, paused=THREAD_DELETED))
    assert (await store.repairs.recorded(ADDRESS, CHANNEL))["2"].paused
    assert await store.mirrors.misnamed() == []


async def test_all_or_nothing(store: Store) -> None:
    ageless = replace(comment(1), created=None)  # type: ignore[arg-type]  # it fails on the way
    with pytest.raises(AttributeError):
        await keep(store, found(), found("2", message=800, comments=(ageless,)))
    assert [await count(store, table) for table in ("blog", "follow", "mirror")] == [0, 0, 0]


async def test_another_channels_follow_is_left_alone(store: Store) -> None:
    blog = await store.blogs.add(ADDRESS)
    await store.follows.start(blog, guild=GUILD, channel=21, backfill=3)
    await keep(store, found())
    (other,) = await store.follows.of_channel(21)
    assert not other.begun
    assert await store.repairs.recorded(ADDRESS, 21) == {}
