"""Whose items are whose: nothing is posted again because a feed calls it otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.mirror.feeds import HOME, Entry, date, feed_world, note, rss
from tests.mirror.world import GUILD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOTES = range(12, 0, -1)

HABITS: dict[str, Callable[[int, int], Entry]] = {
    "a session in every link": lambda n, turn: note(n, link=f"{HOME}view.php?t={n}&sid=aa{turn}"),
    "a session in the path": lambda n, turn: note(n, link=f"{HOME}v/{n};jsessionid=A{turn}?x=1"),
    "a session in links and GUIDs": lambda n, turn: note(
        n, link=f"{HOME}?t={n}&sid={turn}", guid=f"{HOME}?t={n}&sid={turn}"
    ),
    "undated, with a session": lambda n, turn: replace(
        note(n, link=f"{HOME}view.php?t={n}&sid=aa{turn}"), date=None
    ),
    "campaigns that change": lambda n, turn: note(n, link=f"{HOME}n/{n}?utm_campaign=w{turn}"),
    "GUIDs drawn by lot": lambda n, turn: note(n, link=f"{HOME}n/{n}", guid=f"{turn}-{n}-x"),
    "GUIDs drawn by lot, all linking home": lambda n, turn: note(
        n, link=HOME, guid=f"{turn}-{n}-x"
    ),
    "GUIDs from http to https and back": lambda n, turn: note(
        n, link=f"{HOME}n/{n}", guid=f"http{'s' * (turn % 2)}://lantern.example/?p={n}"
    ),
    "links from http to https to www": lambda n, turn: note(
        n, link=f"{['http://', 'https://', 'https://www.'][turn % 3]}lantern.example/n/{n}"
    ),
    "GUIDs that gain a prefix": lambda n, turn: note(
        n, link=f"{HOME}n/{n}", guid=f"{'tag:lantern.example,2026:' if turn else ''}{n}"
    ),
    "GUIDs that come and go": lambda n, turn: note(
        n, link=f"{HOME}n/{n}", guid=f"lantern-{n}" if turn % 2 else None
    ),
    "one GUID for all": lambda n, turn: note(n, link=f"{HOME}n/{n}", guid=f"{turn % 2}"),
    "titles that count": lambda n, turn: replace(
        note(n, link=f"{HOME}n/{n}?s={turn}", guid=f"{turn}.{n}"), title=f"Note {n} ({turn})"
    ),
}


@pytest.mark.parametrize("habit", HABITS)
async def test_what_only_its_name_changed_is_not_posted_again(tmp_path: Path, habit: str) -> None:
    async with feed_world(tmp_path) as here:
        assert len(await here.read(*(HABITS[habit](n, 0) for n in NOTES))) == len(NOTES)
        for turn in range(1, 34):
            if turn % 10 == 0:
                here.restart()
            assert await here.read(*(HABITS[habit](n, turn) for n in NOTES)) == []
        new = HABITS[habit](13, 34)
        assert await here.read(new, *(HABITS[habit](n, 34) for n in NOTES)) == [new.title]
        assert len(here.discord.announcements) == 13
        assert len(await here.titles()) == 13


async def test_a_session_in_links_edits_nothing_and_a_move_to_https_does(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        await here.read(*(note(n, link=f"http://l.example/?t={n}&sid=1") for n in (2, 1)))
        here.discord.acts.clear()
        await here.read(*(note(n, link=f"http://l.example/?t={n}&sid=2") for n in (2, 1)))
        assert here.discord.acts == []
        await here.read(*(note(n, link=f"https://l.example/?t={n}&sid=3") for n in (2, 1)))
        assert here.links()["Note 1"] == "https://l.example/?t=1&sid=3"
        await here.read(*(note(n, link=f"https://l.example/?t={n}&sid=4") for n in (2, 1)))
        assert here.links()["Note 1"] == "https://l.example/?t=1&sid=3"


async def test_one_wrong_link_that_is_put_right_is_shown(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        items = [note(n, link=f"{HOME}?t={n}", guid=f"g{n}") for n in (3, 2, 1)]
        await here.read(*items)
        await here.read(replace(items[0], link=f"{HOME}?t=33"), *items[1:])
        assert here.links()["Note 3"] == f"{HOME}?t=33"


async def test_names_that_are_places_in_the_list_move_with_it(tmp_path: Path) -> None:
    """Each of them is another article's at every reading."""
    async with feed_world(tmp_path) as here:
        for last in range(5, 12):
            shown = range(last, last - 5, -1)
            items = [note(n, link=f"{HOME}n/{n}", guid=str(last - n)) for n in shown]
            posted = await here.read(*items)
            assert posted == ([f"Note {last}"] if last > 5 else [f"Note {n}" for n in range(1, 6)])
        assert here.links() == {f"Note {n}": f"{HOME}n/{n}" for n in range(1, 12)}


TWO = {
    "the same link": (note(2, link=f"{HOME}x", guid="b"), note(1, link=f"{HOME}x", guid="a")),
    "no link": (note(2, guid="b"), note(1, guid="a")),
    "the same GUID": (note(2, link=f"{HOME}2", guid="a"), note(1, link=f"{HOME}1", guid="a")),
    "the same GUID and link": (
        note(2, link=f"{HOME}x", guid="a"),
        note(1, link=f"{HOME}x", guid="a"),
    ),
    "neither GUID nor link": (note(2), note(1)),
    "the same title": (
        Entry("Live", f"{HOME}2", None, date(2)),
        Entry("Live", f"{HOME}1", None, date(1)),
    ),
    "the same title and link": (
        Entry("Live", HOME, "b", date(2)),
        Entry("Live", HOME, "a", date(1)),
    ),
    "the same title, without dates": (
        Entry("Menu", f"{HOME}monday-2", "b"),
        Entry("Menu", f"{HOME}monday-1", "a"),
    ),
    "the same date": (
        Entry("One", f"{HOME}2", "b", date(1)),
        Entry("Two", f"{HOME}1", "a", date(1)),
    ),
}


@pytest.mark.parametrize("agreeing", TWO)
@pytest.mark.parametrize("window", [1, 2])
async def test_two_articles_are_never_one(tmp_path: Path, agreeing: str, window: int) -> None:
    """Whether the first is still in the feed when the second comes, or has left it."""
    new, old = TWO[agreeing]
    if window == 1 and new.guid is not None and new.guid == old.guid:
        pytest.skip("alone in its document, a GUID counts: an edit, as below")
    async with feed_world(tmp_path) as here:
        assert await here.read(old) == [old.title]
        here.restart()
        assert await here.read(*[new, old][:window]) == [new.title]
        assert await here.read(*[new, old][:window]) == []
        assert len(await here.titles()) == 2


def live(name: str, day: int | None) -> Entry:
    return Entry("Live", f"{HOME}show", name, None if day is None else date(day))


async def test_what_looks_like_several_is_none_of_them(tmp_path: Path) -> None:
    """Episodes of one title lead to one page; those from before have left the feed."""
    async with feed_world(tmp_path) as here:
        assert len(await here.read(live("a", 1), live("b", 2))) == 2
        assert len(await here.read(live("c", 3))) == 1
    async with feed_world(tmp_path / "undated") as here:
        assert len(await here.read(live("a", None))) == 1
        assert len(await here.read(live("b", None), live("c", None))) == 2


async def test_a_column_that_begins_anew_each_week_is_new(tmp_path: Path) -> None:
    days = ["Monday", "Tuesday", "Wednesday", "Thursday"]
    async with feed_world(tmp_path) as here:
        for week in range(1, 4):
            items = [
                Entry(day, f"{HOME}{week}/{day}", f"{week}{day}", date(week * 7 + place))
                for place, day in enumerate(days)
            ]
            assert sorted(await here.read(*items)) == sorted(days)


async def test_an_edit_of_everything_under_the_same_name_is_an_edit(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        await here.read(Entry("Old", f"{HOME}old", "a", date(1)), note(2, link=f"{HOME}2"))
        new = Entry("New", f"{HOME}new", "a", date(3))
        assert await here.read(new, note(2, link=f"{HOME}2")) == []
        assert here.links()["New"] == f"{HOME}new"


COMMENTS = """<rss version="2.0"><channel><title>Comments</title>{items}</channel></rss>"""


def said(number: int, scheme: str, words: str = "Yes") -> str:
    link = f"{scheme}://lantern.example/n/1#comment-{number}"
    return (
        f"<item><title>By Bo</title><link>{link}</link><guid>{link}</guid><author>Bo</author>"
        f"<pubDate>{date(number)}</pubDate><description>{words} {number}</description></item>"
    )


async def test_comments_follow_their_article_and_stay_the_same(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        for turn, scheme in enumerate(["http", "https", "http"]):
            source = f"{scheme}://lantern.example/n/1/feed"
            shown = COMMENTS.format(items="".join(said(n, scheme) for n in range(1, 3 + turn)))
            here.server.pages[source] = shown
            offer = f"<wfw:commentRss>{source}</wfw:commentRss>"
            link = f"{scheme}://lantern.example/n/1"
            await here.read(replace(note(1, link=link, guid=f"{turn}?"), more=offer))
        (thread,) = here.discord.threads.values()
        assert len(thread.messages) == 4
        words = [message.content.split("\n")[1] for message in thread.messages.values()]
        assert words == ["Yes 1", "Yes 2", "Yes 3", "Yes 4"]


async def test_what_was_recorded_twice_goes_on_as_one(tmp_path: Path) -> None:
    """The landed version recorded, and posted, a session's links anew at each reading."""
    async with feed_world(tmp_path) as here:
        await here.read(*(note(n, link=f"{HOME}?t={n}&sid=0") for n in NOTES))
        database = here.store.blogs._database
        for sid in range(1, 31):
            await database.write(
                "INSERT INTO article (blog, remote_id, url, title, published, version, state, "
                "listed, read_version) SELECT blog, replace(remote_id, 'sid=0', ?1), "
                "replace(url, 'sid=0', ?1), title, published, version, state, 1, version "
                "FROM article WHERE remote_id LIKE '%sid=0'",
                (f"sid={sid}",),
            )
        assert len(await here.store.articles.latest(GUILD, 1000)) == 31 * 12
        here.restart()
        for sid in range(31, 35):
            assert await here.read(*(note(n, link=f"{HOME}?t={n}&sid={sid}") for n in NOTES)) == []


async def test_a_document_is_read_whole_however_many_items_it_has(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        items = [note(n, link=f"{HOME}n/{n}", guid=f"g{n}") for n in range(20, 0, -1)]
        await here.read(rss(*items[15:]))
        assert await here.read(rss(*items)) == [f"Note {n}" for n in range(6, 21)]
