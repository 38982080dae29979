"""What is meant by what people type or paste, and which channels an article may be shown in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.choices import Filters
from bot.finding.lookup import Lookup, Mirroring, addresses, key
from bot.mirror.reading import Reading
from tests.mirror.world import GUILD, World, world

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.blog.library import Entry


def test_an_address_is_looked_for_in_the_ways_that_blogs_write_it() -> None:
    pasted = " https://www.blog.example:8443/tea/?utm_source=a&fbclid=b&ref=c&p=1&q=#comments "
    found = addresses(pasted)
    assert len(set(found)) == 8
    for place in ("https://blog.example:8443", "http://www.blog.example:8443"):
        assert {f"{place}/tea/?p=1&q=", f"{place}/tea?p=1&q="} <= set(found)


def test_what_is_no_address_is_looked_for_as_it_is() -> None:
    assert addresses("http://[") == ["http://["]
    assert addresses("https://a.example:port/") == ["https://a.example:port/"]


async def entry(here: World, title: str) -> Entry:
    found = await Lookup(here.store).named(GUILD, title)
    assert found is not None
    return found


@pytest.mark.parametrize("typed", ["#", "#x", f"#{'9' * 40}", "#-1", "#0", "", "  ", "://"])
async def test_what_means_no_article_finds_none(tmp_path: Path, typed: str) -> None:
    async with world(tmp_path) as here:
        assert await Lookup(here.store).named(GUILD, typed) is None


async def test_an_article_is_named_by_key_address_and_title(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        here.blog.publish(title="On rain", link="https://blog.example/rain/")
        await here.follow_through()
        wanted = await entry(here, "on ra")
        for typed in (key(wanted.id), "http://www.blog.example/rain?utm_medium=x", "On rain"):
            assert (await entry(here, typed)).id == wanted.id
        assert await Lookup(here.store).named(GUILD + 1, key(wanted.id)) is None


async def test_titles_in_memory_follow_the_blog(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        here.blog.publish(title="On rain")
        await here.follow_through()
        lookup = Lookup(here.store)
        assert [each.title for each in await lookup.suggest(GUILD, "on", 5)] == ["On rain"]
        here.blog.publish(title="On fog", days=1)
        await here.follow_through()
        found = [each.title for each in await lookup.suggest(GUILD, "on", 5)]
        assert found == ["On fog", "On rain"]


async def test_an_old_article_is_shown_where_its_owner_wants_it(tmp_path: Path) -> None:
    async with world(tmp_path, backfill=0) as here:
        here.blog.publish(title="On rain")
        await here.cycle()
        await here.reading.archive.fill()
        lookup, old = Lookup(here.store), await entry(here, "On rain")
        await here.choose(filters=Filters(words=("fog",)))
        assert await lookup.mirror(GUILD, old) is Mirroring.LEFT_OUT
        await here.choose(filters=Filters(words=("rain",)))
        assert await lookup.mirror(GUILD, old) is Mirroring.BEGUN


async def test_nothing_is_shown_before_a_channel_has_begun_or_while_it_rests(
    tmp_path: Path,
) -> None:
    async with world(tmp_path, backfill=0) as here:
        here.blog.publish(title="On rain")
        await here.cycle()
        old = await entry(here, "On rain")
        (follow,) = await here.store.follows.of_guild(GUILD)
        await here.store.follows.end(follow.id)
        await here.store.follows.start(here.blog_id, guild=GUILD, channel=77, backfill=0)
        assert await Lookup(here.store).mirror(GUILD, old) is Mirroring.PAUSED
        here.reading = Reading(here.store, here.blog_id, here.blog, lambda: here.now)
        await here.cycle()
        assert await Lookup(here.store).mirror(GUILD, old) is Mirroring.BEGUN
