"""What the blog says about its authors is read again now and then, whoever wrote how long ago."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.errors import BlogUnreachable
from bot.mirror.archive import PORTION
from bot.mirror.reading import Reading
from bot.model import Author
from tests.mirror.fake_blog import FakeBlog
from tests.mirror.world import GUILD, World, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from bot.model import Article


DAY = 86_400


class Introduced(FakeBlog):
    """Says who wrote each article, as far as it says it about anyone."""

    def __init__(self) -> None:
        super().__init__()
        self.writers: dict[str, Author | None] = {}

    async def articles(self, ids: Sequence[str]) -> list[Article]:
        return [
            replace(each, author=writer.name if writer else "", writer=writer)
            for each in await super().articles(ids)
            for writer in [self.writers.get(each.remote_id)]
        ]


@asynccontextmanager
async def reading(path: Path, blog: Introduced) -> AsyncIterator[World]:
    """All articles but the newest are in the archive, and all of it was read."""
    async with world(path, backfill=1) as here:
        here.blog = blog
        here.reading = Reading(here.store, here.blog_id, blog, lambda: here.now)
        await here.cycle(2)
        while await here.reading.archive.fill():
            pass
        yield here


def blog_of(*names: str) -> Introduced:
    """One article each, the first by the first."""
    blog = Introduced()
    for place, name in enumerate(names):
        blog.writers[blog.publish(days=place)] = Author(name, f"I am {name}.")
    return blog


async def bio(here: World, name: str) -> str | None:
    found = await here.store.library.author(GUILD, name, 1)
    return found.introductions[0].bio if found and found.introductions else None


async def test_a_bio_that_changes_is_seen_within_a_day(tmp_path: Path) -> None:
    blog = blog_of("Ada", "Bo")
    async with reading(tmp_path, blog) as here:
        await here.cycle(10)
        assert [await bio(here, name) for name in ("Ada", "Bo")] == ["I am Ada.", "I am Bo."]
        for article, name in (("1", "Ada"), ("2", "Bo")):
            blog.writers[article] = Author(name, "Something else.")
        here.now += DAY
        await here.cycle(5)
        assert [await bio(here, name) for name in ("Ada", "Bo")] == ["Something else."] * 2
        blog.writers["1"] = Author("Ada", "")
        here.now += DAY
        await here.cycle(5)
        assert await bio(here, "Ada") == ""


async def test_many_authors_are_read_in_portions_and_no_cycle_takes_more(tmp_path: Path) -> None:
    names = [f"Author {number}" for number in range(2 * PORTION + 1)]
    blog = blog_of(*names)
    async with reading(tmp_path, blog) as here:
        await here.cycle(20)
        here.now += DAY
        cycles = [await here.cycle() for _ in range(20)]
        asked = [each for cycle in cycles for each in cycle if each.startswith("articles ")]
        assert asked == ["articles 25", "articles 25", "articles 1"]
        # What the blog is called is asked once a day, beside the rest.
        assert [each for cycle in cycles for each in cycle].count("about") == 1
        assert max(len([each for each in cycle if each != "about"]) for cycle in cycles) <= 3
        quiet = [each for _ in range(20) for each in await here.cycle()]
        assert not any(each.startswith("articles ") for each in quiet)


async def test_another_name_is_the_authors_new_one(tmp_path: Path) -> None:
    blog = blog_of("Ada", "Bo")
    async with reading(tmp_path, blog) as here:
        await here.cycle(10)
        blog.writers["1"] = Author("Ada Lovelace", "I am Ada.")
        here.now += DAY
        await here.cycle(5)
        assert await bio(here, "Ada Lovelace") == "I am Ada."
        assert await here.store.library.author(GUILD, "Ada", 1) is None


@pytest.mark.parametrize("fate", ["hidden", "withdrawn"])
async def test_an_article_that_does_not_say_who_wrote_it_changes_nothing(
    tmp_path: Path, fate: str
) -> None:
    blog = blog_of("Ada", "Bo")
    async with reading(tmp_path, blog) as here:
        await here.cycle(10)
        if fate == "hidden":
            blog.writers["1"] = None
        else:
            blog.drafts["1"].status = "password"
        here.now += DAY
        await here.reading.archive.is_due()
        await here.reading.archive.compare_again()
        assert await bio(here, "Ada") == "I am Ada."


async def test_a_blog_that_was_recorded_without_them_is_asked(tmp_path: Path) -> None:
    blog = blog_of("Ada", "Bo")
    async with reading(tmp_path, blog) as here:
        await here.store.authors._database.write("DELETE FROM introduction")
        assert await bio(here, "Ada") is None
        here.reading = Reading(here.store, here.blog_id, blog, lambda: here.now)
        await here.cycle(5)
        assert [await bio(here, name) for name in ("Ada", "Bo")] == ["I am Ada.", "I am Bo."]


async def test_after_a_failure_they_are_read_later(tmp_path: Path) -> None:
    blog = blog_of("Ada", "Bo")
    async with reading(tmp_path, blog) as here:
        await here.cycle(10)
        blog.writers["1"] = Author("Ada", "Later.")
        here.now += DAY

        def busy(what: str) -> None:
            if what.startswith("articles"):
                raise BlogUnreachable("Slow down.")

        blog.before_request = busy
        with pytest.raises(BlogUnreachable):
            await here.cycle(10)
        blog.before_request = lambda _: None
        await here.cycle(10)
        assert await bio(here, "Ada") == "Later."
