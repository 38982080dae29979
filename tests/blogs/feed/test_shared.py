"""The cases that were gathered from public bug reports, where they lie beside the repository."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.blogs.discover import discover
from bot.blogs.feed import document as answers
from bot.blogs.feed.kind import FEED
from bot.languages.language import ENGLISH
from bot.mirror.desired import desire
from bot.model import BlogAddress
from tests.blogs.test_discover import RSS, site
from tests.mirror.feeds import feed_world

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.blogs.http.fetcher import Fetcher
    from bot.mirror.desired import Announcement
    from bot.model import Article

CASES = Path(__file__).parents[4] / "shared" / "cases" / "feeds"
NOW = datetime(2027, 3, 1, tzinfo=UTC)
HOST = "https://lantern.example"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the gathered cases are not here")


def articles(name: str, url: str = f"{HOST}/feed.xml", content_type: str = "") -> list[Article]:
    document = answers.parse((CASES / name).read_bytes(), url, content_type)
    return [entry.article for entry in answers.entries(document, NOW)]


def shown(article: Article) -> Announcement:
    return desire(article, [], shown=set(), say=ENGLISH).announcement


RIGHT: dict[str, Callable[[Article], Any]] = {
    "excerpt-content-only.xml": lambda a: (
        shown(a).excerpt == "First paragraph ends here. Second begins. alpha beta line break"
    ),
    "excerpt-atom-content-only.xml": lambda a: (
        shown(a).excerpt == "First paragraph ends here. Second begins."
    ),
    "excerpt-two-paragraphs-in-description.xml": lambda a: (
        shown(a).excerpt == "First sentence. Second one."
    ),
    "title-with-br.xml": lambda a: a.title == "Part One The Beginning",
    "no-title-toot.xml": lambda a: (
        a.title.startswith("Morning fog over the harbour") and "Morning" not in shown(a).excerpt
    ),
    "several-authors.xml": lambda a: a.author == "Ana, Bo",
    "long-run-in-link.xml": lambda a: "%20" not in a.url and shown(a).url == a.url,
    "long-link-550.xml": lambda a: len(a.url) > 550 and shown(a).url == a.url,
    "numeric-entities-400.xml": lambda a: a.html == "秋" * 400,
    "idn-host.xml": lambda a: a.url == "https://xn--bcher-mnchen-dlbg.example/gr%C3%B6%C3%9Fe",
    "image-with-space.xml": lambda a: (a.image or "").endswith("/my%20photo.jpg"),
    "image-2300-long.xml": lambda a: a.image is None,
    "gravatar-first.xml": lambda a: a.image == f"{HOST}/photo.jpg",
    "image-relative.xml": lambda a: a.image == f"{HOST}/files/p.jpg",
    "image-in-content-only.xml": lambda a: a.image == f"{HOST}/p.jpg",
    "bom-utf8.xml": lambda a: a.title == "Note 2",
    "comment-before-root.xml": lambda a: a.title == "Note 2",
    "doctype-before-root.xml": lambda a: a.title == "Note 2",
    "atom-self-link-only.xml": lambda a: a.url == f"{HOST}/1",
    "comments-14.xml": lambda a: not shown(a).counted,
    "title-128-angle-brackets.xml": lambda a: a.title == "<" * 128,
    "atom-text-content.xml": lambda a: shown(a).excerpt == "use <script> or <T> here",
}


@pytest.mark.parametrize("name", RIGHT)
def test_one_article_is_read_right(name: str) -> None:
    assert RIGHT[name](articles(name)[0])


def test_a_charset_that_only_the_server_says() -> None:
    name = "charset-only-in-http-header.windows-1251.xml"
    (article,) = articles(name, content_type="application/rss+xml; charset=windows-1251")
    assert article.title == "Осенние листья"


def test_a_feed_that_is_served_from_elsewhere() -> None:
    read = articles("relative-links-feed-elsewhere.xml", "https://feeds.example/f.xml")
    assert [a.url for a in read] == [f"{HOST}/blog/notes/1.html", "https://www.lantern.example/3"]
    assert articles("image-relative.xml")[1].image == "https://l.example/a.jpg"


def test_dates() -> None:
    *others, last = articles("dates.xml")
    assert {a.published.date().isoformat() for a in others} == {"2026-11-13"}
    assert last.published.date().isoformat() == "2026-11-14"
    hours = [a.published.hour for a in others[:6]]
    assert hours == [9, 9, 1, 7, 8, 8]


def without(name: str, *titles: str) -> str:
    lines = (CASES / name).read_text(encoding="utf-8").split("\n")
    return "\n".join(x for x in lines if not any(f"<title>{title}" in x for title in titles))


READINGS: dict[str, tuple[str, list[str]]] = {
    "missed-15-new-at-once.after.xml": (
        "missed-15-new-at-once.before.xml", [f"Note {n}" for n in range(6, 21)]
    ),
    "missed-backdated.after.xml": ("Old draft", ["Old draft, published now"]),
    "missed-undated-oldest-first.after.xml": ("Note 13", ["Note 13"]),
    "missed-events-future-dates.after.xml": ("Sooner", ["Sooner"]),
    "undated-four-new.after.xml": (
        "Note 4 Note 5 Note 6 Note 7", [f"Note {n}" for n in range(4, 8)]
    ),
    "session-id-in-links.2.xml": ("session-id-in-links.1.xml", []),
}  # fmt: skip


@pytest.mark.parametrize("name", READINGS)
async def test_what_is_new_is_posted(tmp_path: Path, name: str) -> None:
    before, posted = READINGS[name]
    if before.endswith(".xml"):
        first = (CASES / before).read_text(encoding="utf-8")
    else:
        first = without(name, *before.replace(" Note", "|Note").split("|"))
    async with feed_world(tmp_path, url=f"{HOST}/") as here:
        assert await here.read(first)
        assert await here.read((CASES / name).read_text(encoding="utf-8")) == posted


@pytest.mark.parametrize("name", ["undated-newest-first.xml", "old-ones-undated.xml"])
async def test_a_channel_begins_with_the_newest(tmp_path: Path, name: str) -> None:
    async with feed_world(tmp_path, backfill=3) as here:
        text = (CASES / name).read_text(encoding="utf-8")
        assert await here.read(text) == ["Note 7", "Note 8", "Note 9"]


@pytest.mark.parametrize("name", ["same-link-different-guid.xml", "no-link-guid-not-permalink.xml"])
async def test_three_are_three(tmp_path: Path, name: str) -> None:
    async with feed_world(tmp_path) as here:
        text = (CASES / name).read_text(encoding="utf-8")
        assert await here.read(text) == ["Note 1", "Note 2", "Note 3"]
        assert set(here.links().values()) == {f"{HOST}/"}


async def test_a_counter_edits_nothing(tmp_path: Path) -> None:
    text = (CASES / "counter-in-excerpt.1.xml").read_text(encoding="utf-8")
    async with feed_world(tmp_path) as here:
        await here.read(text)
        here.discord.acts.clear()
        for turn in range(2, 17):
            await here.read(text.replace("Seen by 1 ", f"Seen by {turn} "))
        assert here.discord.acts == []


async def test_a_planet_and_a_blog_in_one_channel(tmp_path: Path) -> None:
    text = (CASES / "planet-and-blog-in-one-channel.xml").read_text(encoding="utf-8")
    async with feed_world(tmp_path) as here:
        await here.read(text.replace("planet-", "own-").replace("planet.example", "own.example"))
        blog = here.blog_id
        here.place = BlogAddress(FEED, "https://planet.example/", "https://planet.example/f", "P")
        here.restart()
        await here.follow(backfill=100)
        assert here.blog_id != blog
        await here.read(text)
        titles = sorted(each.title for _, each, _ in here.discord.announcements.values())
        assert titles == ["Note 1", "Note 1", "Note 2", "Note 2"]
        assert await here.unfinished() == 0


@pytest.mark.parametrize("page", sorted(each.name for each in CASES.glob("page-*.html")))
async def test_a_page_leads_to_its_feed(fetcher: Fetcher, page: str) -> None:
    place = "/rss.xml" if page.startswith("page-no-link") else "/f.xml"
    text = (CASES / page).read_text(encoding="utf-8")
    async with site({"/": text, place: RSS}) as (home, _):
        assert (await discover(fetcher, home)).address.api == f"{home}{place}"


def test_every_file_has_a_test_here() -> None:
    tests = Path(__file__).read_text(encoding="utf-8")
    tests = "".join(tests.replace("{half}", half) for half in "ab")
    index = (CASES / "INDEX.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"(?m)^\| ([\w.-]+\.(?:xml|html)) ", index))
    assert listed == {each.name for each in CASES.iterdir()} - {"INDEX.md"}
    assert not [name for name in listed if name not in tests and not name.startswith("page-")]


async def test_two_feeds_that_name_one_home_are_two(tmp_path: Path) -> None:
    for half, titles in (("a", "Walk"), ("b", "Recipe")):
        (tmp_path / half).mkdir()
        async with feed_world(tmp_path / half, address=f"{HOST}/{half}.xml") as here:
            posted = await here.read((CASES / f"two-feeds-one-home.{half}.xml").read_text("utf-8"))
            assert posted == [f"{titles} {n}" for n in range(1, 9)]
