"""What is gathered from a database in use, and what a queue that stands still comes to."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from prometheus_client.parser import text_string_to_metric_families

from bot.machine.loop import Gauge
from bot.machine.tally import Tally
from bot.store.store import open_store
from bot.watch.facts import Facts, Read, gather
from bot.watch.metrics import BLOGS
from bot.watch.watch import Watch
from tests.store.landed import BEGUN, HARBOUR, PASSWORD, QUAY, landed

if TYPE_CHECKING:
    from pathlib import Path

    from bot.discord.client import Client
    from bot.store.store import Store

POLL = 60


def client(*, on_purpose: set[int] | None = None) -> Client:
    """Connected, and doing nothing."""
    engine = SimpleNamespace(waits_on_purpose=lambda: on_purpose or set(), cycles=Counter())
    services = SimpleNamespace(engine=engine, machine=SimpleNamespace(trouble=None), backups=None)
    found: Any = SimpleNamespace(
        connected=True, is_closed=lambda: False, services=services, tally=Tally()
    )
    return cast("Client", found)


async def queue_one(store: Store) -> None:
    """One of the replies there has not reached its blog."""
    await store.blogs._database.write(
        "UPDATE reply SET state = 'queued', withdraw = 0 WHERE message_id = "
        "(SELECT max(message_id) FROM reply WHERE state = 'published')"
    )


async def test_a_queue_that_stands_still_is_said_after_ten_minutes(tmp_path: Path) -> None:
    now = BEGUN
    async with open_store(landed(tmp_path / "a.sqlite3")) as store:
        await store.blogs._database.write("UPDATE blog SET read_at = ?, failure = NULL", (now,))
        await queue_one(store)
        waiting = await store.mirrors.unfinished()
        assert waiting
        assert (QUAY, HARBOUR) in {
            (guild, blog) for guild, blog, _ in await store.replies.in_line()
        }
        watch = Watch(Gauge(), POLL, lambda: now)
        watch.store, watch.client = store, client()
        await watch.look()
        assert watch.wrong() == []
        now += 601
        await store.blogs._database.write("UPDATE blog SET read_at = ?", (now,))
        await watch.look()
        said = watch.wrong()
        assert [each.split(",")[0] for each in said] == [
            "Members' replies are on their way to the blog",
            "There is something to write in Discord",
        ]
        await store.blogs._database.write(
            "UPDATE reply SET state = 'published' WHERE state IN ('queued', 'posting')"
        )
        watch.client = client(on_purpose={mirror.id for mirror in waiting})
        await watch.look()
        assert watch.wrong() == [], "what waits on purpose is not stuck"


async def test_numbers_are_few_and_tell_nobody_anything_else(tmp_path: Path) -> None:
    async with open_store(landed(tmp_path / "a.sqlite3")) as store:
        await queue_one(store)
        watch = Watch(Gauge(), POLL, lambda: BEGUN)
        watch.store, watch.client = store, client()
        await watch.look()
        text = watch.metrics().decode()
        labels = {
            value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            for value in sample.labels.values()
        }
        assert 'afterword_blog_read_timestamp_seconds{blog="1"}' in text
        assert f'afterword_waiting{{what="replies"}} {len(await store.replies.in_line())}.0' in text
        for blog in await store.blogs.followed():
            for private in (blog.address.title, blog.address.url, blog.address.api):
                assert private not in text
        assert not any("@" in label or "/" in label for label in labels)
        assert PASSWORD not in text
        usual = await gather(store, (), BEGUN)
        many = [Read(number, "", BEGUN, failing=False) for number in range(1, 500)]
        watch._facts = Facts(BEGUN, tuple(many), 0, 0, usual.lag, {}, {})
        assert watch.metrics().count(b"afterword_blog_read_timestamp_seconds{") == BLOGS
