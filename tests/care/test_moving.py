"""A blog's way to another place: in several steps, under other names, or to another's blog."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from bot.blogs.base import Order
from bot.blogs.discover import discover
from bot.demo.blog_content import Author, Content
from bot.errors import BlogRefused
from tests.blogs.sites import redirect, serving
from tests.care.fronts import CLOSED, fronts
from tests.care.test_identity import ACCOUNT, FIRST, SECOND, blog, bot, page
from tests.care.test_ways import announced, at_home, begin, goes_on, kind, recorded

__all__ = ["kind"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.store.store import Store
    from tests.care.fronts import Front


@dataclass
class Notes:
    """A feed of so many notes, each called by its own link."""

    url: str = ""
    number: int = 2
    shows: int = 99
    moved_to: str | None = None
    comments: int = 0

    async def answer(self, request: web.Request) -> web.Response:
        if self.moved_to is not None:
            return redirect(f"{self.moved_to.rstrip('/')}{request.path_qs}", 301)
        if request.path.startswith("/comments"):
            return self._feed(
                f"<item><title>By Ada</title><link>{self.url}1#comment-{each}</link>"
                f"<guid>{self.url}1#comment-{each}</guid><pubDate>{date(each)}</pubDate>"
                f"<description>Comment {each}</description></item>"
                for each in range(1, self.comments + 1)
            )
        if request.path != "/feed/":
            return web.Response(status=404)
        return self._feed(
            f"<item><title>Note {each}</title><link>{self.url}{each}</link>"
            f"<guid>{self.url}{each}</guid><pubDate>{date(each)}</pubDate></item>"
            for each in range(self.number, max(0, self.number - self.shows), -1)
        )

    def _feed(self, items: Any) -> web.Response:
        text = (
            f"<rss version='2.0'><channel><title>Notes</title><link>{self.url}</link>"
            "<generator>https://wordpress.org/?v=6.8</generator>"
            f"{''.join(items)}</channel></rss>"
        )
        return web.Response(text=text, content_type="application/rss+xml")


def date(day: int) -> str:
    return format_datetime(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day))


def elsewhere(community: Any) -> dict[str, int]:
    """A channel of another server."""
    guild = community.env.create_guild("Others")
    return {"guild": guild.id, "channel": guild.create_text_channel("theirs").id}


def nothing_yet() -> Content:
    return Content("The Blog", "", Author("keeper", "The Keeper", "keeper@x.test"))


async def held(store: Store, blog: int) -> list[Any]:
    """Every article and comment that is recorded of a blog."""
    found = []
    for table in ("article", "comment"):
        found += await store.blogs._database.rows(
            f"SELECT remote_id, url, author, html, state FROM {table} WHERE blog = ? ORDER BY 1",
            (blog,),
        )
    return [tuple(row) for row in found]


async def test_a_move_in_several_steps_is_followed_to_its_end(tmp_path: Path, kind: str) -> None:
    async with (
        at_home(tmp_path, kind) as community,
        fronts(community.content, 3) as (plain, secure, final),
    ):
        await begin(community, plain)
        plain.moved_to, secure.moved_to = secure.url, final.url
        await community.pass_time(4)
        assert [each.address.api for each in await recorded(community)] == [final.api]
        await goes_on(community)


async def test_one_passing_step_makes_the_whole_way_a_detour(tmp_path: Path, kind: str) -> None:
    async with (
        at_home(tmp_path, kind) as community,
        fronts(community.content, 3) as (plain, secure, final),
    ):
        await begin(community, plain)
        plain.moved_to, secure.moved_to, secure.status = secure.url, final.url, 302
        await goes_on(community)
        assert [each.address.api for each in await recorded(community)] == [plain.api]


async def test_a_way_in_a_circle_is_no_way(tmp_path: Path, kind: str) -> None:
    async with at_home(tmp_path, kind) as community, fronts(community.content, 3) as places:
        first, second, third = places
        await begin(community, first)
        first.moved_to, second.moved_to, third.moved_to = second.url, third.url, second.url
        await community.pass_time(6)
        assert "sends us on to" in await community.status()
        first.moved_to = None
        await community.owner.slash(community.channel, "blog sync")
        await goes_on(community)


async def test_an_empty_blog_moves_too(tmp_path: Path, kind: str) -> None:
    async with at_home(tmp_path, kind) as community, fronts(nothing_yet(), 3) as (old, via, new):
        await begin(community, old)
        old.moved_to, via.moved_to = via.url, new.url
        await community.pass_time(4)
        assert [each.address.api for each in await recorded(community)] == [new.api]


async def test_an_empty_blog_that_answers_nothing_is_not_at_its_other_root(tmp_path: Path) -> None:
    async with at_home(tmp_path, "text") as community, fronts(nothing_yet(), 1) as (front,):
        await begin(community, front)
        front.broken = b"<p>No."
        for _ in range(3):
            await community.pass_time()
            assert [each.address.api for each in await recorded(community)] == [front.api]


@pytest.mark.parametrize("shows", [99, 2])
async def test_a_feed_that_moves_is_known_though_its_names_move_with_it(
    tmp_path: Path, kind: str, shows: int
) -> None:
    """Its GUIDs are links; and it may show only a few of those that are known."""
    old, new = Notes(shows=shows), Notes(number=6, shows=shows)
    async with (
        at_home(tmp_path, kind) as community,
        serving(old.answer) as here,
        serving(new.answer) as there,
    ):
        old.url, new.url = here.url, there.url
        await follow(community, f"{old.url}feed/")
        for old.number in (4, 6):
            await community.pass_time(2)
        before = announced(community.channel)
        assert len(before) == 6
        old.moved_to = new.url
        await community.pass_time(4)
        assert [each.address.api for each in await recorded(community)] == [f"{new.url}feed/"]
        new.number = 7
        await community.pass_time(2)
        assert sorted(announced(community.channel)) == sorted([*before, "Note 7"])


async def test_a_feed_of_other_articles_is_not_the_one_that_was_followed(
    tmp_path: Path, kind: str
) -> None:
    old, new = Notes(number=3), Notes(number=0)
    async with (
        at_home(tmp_path, kind) as community,
        serving(old.answer) as here,
        serving(new.answer) as there,
    ):
        old.url, new.url = here.url, there.url
        await follow(community, f"{old.url}feed/")
        old.moved_to = new.url
        await community.pass_time(4)
        assert "other articles are there" in await community.status()


async def follow(community: Any, url: str) -> None:
    answer = await community.owner.slash(
        community.channel, "blog follow", url=url, channel=community.channel
    )
    await community.owner.click((answer.followups or [answer.response])[-1].message, label="Start")
    await community.pass_time(3)


async def test_two_records_of_one_feed_become_one_without_doubles(
    tmp_path: Path, kind: str
) -> None:
    """One server follows it where it was, the other where it is now."""
    old, new = Notes(comments=2), Notes(comments=2)
    async with (
        at_home(tmp_path, kind) as community,
        serving(old.answer) as here,
        serving(new.answer) as there,
    ):
        old.url, new.url = here.url, there.url
        services = community.env.bot.services
        await follow(community, f"{new.url}feed/")
        others = elsewhere(community)
        await services.following.follow(f"{old.url}feed/", **others)
        await community.pass_time(3)
        (record,) = await recorded(community)
        before = await held(services.store, record.id)
        assert len(before) == 4
        old.moved_to = new.url
        await community.pass_time(5)
        (theirs,) = await services.store.blogs.of_guild(others["guild"])
        assert theirs.id == record.id
        assert await held(services.store, record.id) == before


async def test_what_an_old_record_alone_knows_stays_and_goes_on_when_it_is_listed_again(
    tmp_path: Path, kind: str
) -> None:
    """Another server reads the feed where it is now, and never saw the oldest articles."""
    old, new = Notes(shows=2), Notes(number=4, shows=2)
    async with (
        at_home(tmp_path, kind) as community,
        serving(old.answer) as here,
        serving(new.answer) as there,
    ):
        old.url, new.url = here.url, there.url
        await follow(community, f"{old.url}feed/")
        old.number = 4
        await community.pass_time(2)
        before = announced(community.channel)
        assert len(before) == 4
        others = elsewhere(community)
        await community.env.bot.services.following.follow(f"{new.url}feed/", **others)
        await community.pass_time(3)
        old.moved_to = new.url
        await community.pass_time(5)
        (record,) = await recorded(community)
        (theirs,) = await community.env.bot.services.store.blogs.of_guild(others["guild"])
        assert record.id == theirs.id
        assert "4 of 4 discussions are up to date" in await community.status()
        assert "not found" not in await community.status()
        new.shows, new.number = 99, 5
        await community.pass_time(4)
        assert sorted(announced(community.channel)) == sorted([*before, "Note 5"])
        assert "5 of 5 discussions are up to date" in await community.status()


def by_redirect(copy: Front, front: Front) -> None:
    copy.moved_to = front.url


def by_word(_: Front, __: Front) -> None:
    """The second server's owner says so."""


@pytest.mark.parametrize("how", [by_redirect, by_word])
async def test_a_copy_that_moves_brings_nothing_into_anothers_record(
    tmp_path: Path, kind: str, how: Callable[[Front, Front], None]
) -> None:
    async with at_home(tmp_path, kind) as community, fronts(community.content, 1) as (front,):
        copied = deepcopy(community.content)
        article = next(iter(copied.articles))
        copied.add_comment(article, "<p>Pills.</p>", name="Eve", email="e@x.test")
        async with fronts(copied, 1) as (copy,):
            await begin(community, front)
            services = community.env.bot.services
            others = elsewhere(community)
            await services.following.follow(copy.url, **others)
            copied.add_article(title="Pills", html="<p>Cheap.</p>")
            await community.pass_time(3)
            (record,) = await recorded(community)
            before = await held(services.store, record.id)
            how(copy, front)
            if how is by_word:
                found = await discover(services.following._fetcher, front.url)
                await services.following.move(found, channel=others["channel"])
            await community.pass_time(4)
            (theirs,) = await services.store.blogs.of_guild(others["guild"])
            assert theirs.id == record.id
            assert await held(services.store, record.id) == before


async def test_no_account_opens_what_another_page_named(tmp_path: Path) -> None:
    """Its REST API is closed, and somewhere else than the feed: that may be anybody's."""
    keys = []

    async def closed(request: web.Request) -> web.Response:
        keys.append(request.headers.get("Authorization"))
        return web.json_response(CLOSED, status=401)

    notes = Notes()
    async with serving(closed) as other, bot(tmp_path) as here:

        async def own(request: web.Request) -> web.StreamResponse:
            if request.path == "/":
                answer: web.StreamResponse = await page(
                    api=f"{other.url}wp-json/", feed=f"{notes.url}feed/"
                )(request)
                return answer
            return await notes.answer(request)

        async with serving(own) as site:
            notes.url = site.url
            await here.following.follow(site.url, guild=FIRST, channel=11)
            (record,) = await here.store.blogs.of_guild(FIRST)
            assert record.address.kind == "feed"
            with pytest.raises(BlogRefused, match="another page names"):
                await here.connections.destination(FIRST, record)
            assert await here.ways.open_up(FIRST, record, ACCOUNT) == record.id
            assert set(keys) == {None}


async def test_the_owners_word_makes_no_place_one_that_they_named(tmp_path: Path) -> None:
    async with (
        fronts(blog(), 2) as (old, new),
        serving(page(api=new.api)) as site,
        bot(tmp_path) as here,
    ):
        for guild, channel in ((FIRST, 11), (SECOND, 22)):
            await here.following.follow(old.url, guild=guild, channel=channel)
        (record,) = await here.store.blogs.of_guild(FIRST)
        summaries = (await (await here.ways.open(record)).summaries(Order.CREATED)).items
        await here.store.articles.note(record.id, summaries, now=1)
        found = await discover(here.fetcher, site.url.replace("127.0.0.1", "localhost"))
        await here.following.move(found, channel=11)
        (moved,) = await here.store.blogs.of_guild(FIRST)
        assert moved.address.api == new.api
        with pytest.raises(BlogRefused, match="another page names"):
            await here.connections.destination(FIRST, moved)
