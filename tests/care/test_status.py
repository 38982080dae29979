"""What an owner reads of a follow, in any state that it may be in."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.blogs.http.budget import Requests
from bot.blogs.wordpress.kind import WORDPRESS
from bot.care.lag import Lag
from bot.care.status import FIELD_LIMIT, Doing, Traffic, describe
from bot.languages.language import ENGLISH
from bot.languages.phrase import Phrase
from bot.model import BlogAddress
from bot.store.blog.archives import Recorded
from bot.store.discord.follows import PAUSED_BY_OWNER, Way
from bot.store.discord.mirrors import Progress
from bot.store.store import open_store
from tests.pseudo import MARKED, unmarked

if TYPE_CHECKING:
    from pathlib import Path

READ = 1_790_000_000
ADDRESS = BlogAddress(WORDPRESS, "https://blog.example/", "https://blog.example/", "Blog")
WORDS = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture
async def well(tmp_path: Path) -> Doing:
    """A follow that has nothing to complain of."""
    async with open_store(tmp_path / "afterword.sqlite3") as store:
        blog = await store.blogs.add(ADDRESS)
        follow = await store.follows.start(blog, guild=7001, channel=7002, backfill=3)
        await store.blogs.succeeded(blog, now=READ, next_read=READ)
        return Doing(
            blog=await store.blogs.get(blog),
            follow=await store.follows.get(follow),
            due=READ + 60,
            lag=Lag(48, 3, 20),
            requests=Requests(61, 7560, None),
            traffic=Traffic(connected=True, possible=True, waiting=0, trouble=None),
            recorded=Recorded(12, 12, 1234, 1234, filling=False),
            progress=[progress()],
            braked=[],
        )


def progress(**changes: object) -> Progress:
    done = Progress("Title", 7003, 9, 9, finished=True, refused=0, paused=None, failure=None)
    return replace(done, **changes)  # type: ignore[arg-type]


def bad(well: Doing) -> Doing:
    """Everything went wrong at once, and every title is long."""
    waiting = Phrase("The connection to {host} failed.", host="blog.example")
    unfinished = progress(title="Long. " * 50, thread_id=None, finished=False)
    return replace(
        well,
        blog=replace(well.blog, failure=waiting),
        follow=replace(well.follow, reason=PAUSED_BY_OWNER),
        requests=Requests(7560, 7560, READ),
        traffic=Traffic(connected=True, possible=True, waiting=12_345, trouble=waiting),
        recorded=Recorded(1000, 20_000, 3000, 200_000, filling=True),
        progress=[
            replace(unfinished, refused=12_345),
            *[replace(unfinished, failure=waiting)] * 8,
            *[replace(unfinished, paused=PAUSED_BY_OWNER)] * 8,
        ],
        braked=["Long. " * 20] * 9,
    )


async def test_all_is_well(well: Doing) -> None:
    assert describe(well, ENGLISH).splitlines() == [
        "<#7002> · <https://blog.example/>",
        f"📖 Last read <t:{READ}:R>, due again <t:{READ + 60}:R>",
        "⏱️ Half of the last 20 comments and articles came here within 48 s of being written, and "
        "within 3 s of the bot seeing them.",
        "🌐 61 requests to the blog in the last hour; 7,560 are allowed.",
        "✉️ Replies go to the blog.",
        "🗄️ 12 articles and 1,234 comments can be searched.",
        "✅ 1 of 1 discussions are up to date: 9 messages.",
    ]


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"),
        (119, "119 s"),
        (120, "2 min"),
        (7199, "120 min"),
        (7200, "2 h"),
        (400_000, "5 d"),
    ],
)
async def test_a_lag_has_one_number(well: Doing, seconds: int, shown: str) -> None:
    words = describe(replace(well, lag=Lag(seconds, 0, 1)), ENGLISH)
    assert f"came here {shown} after it was written, 0 s after the bot saw it." in words


async def test_nothing_is_said_of_a_lag_before_anything_came(well: Doing) -> None:
    assert "⏱️" not in describe(replace(well, lag=None), ENGLISH)


async def test_a_young_count_says_since_when(well: Doing) -> None:
    words = describe(replace(well, requests=Requests(1, 7560, READ)), ENGLISH)
    assert f"1 request to the blog since the bot started <t:{READ}:R>; 7,560 an hour" in words


async def test_what_discord_refuses_is_counted_in_all_discussions(well: Doing) -> None:
    one = describe(replace(well, progress=[progress(refused=1), progress()]), ENGLISH)
    assert "🚫 Discord refuses the words of 1 message; they are tried again" in one
    both = [progress(refused=2), progress(refused=3, finished=False)]
    assert "the words of 5 messages;" in describe(replace(well, progress=both), ENGLISH)


async def test_what_is_wrong_comes_first_and_since_when(well: Doing) -> None:
    why = Phrase("The connection to {host} failed.", host="blog.example")
    failing = replace(well.blog, failure=why, failing_since=READ + 60, next_read=READ + 600)
    doing = replace(well, blog=failing, follow=replace(well.follow, way=Way(lacks=Phrase("Hm."))))
    assert describe(doing, ENGLISH).splitlines()[1:4] == [
        f"⚠️ It can't be read, since <t:{READ + 60}:f>. The connection to blog.example failed. "
        f"Next try <t:{READ + 600}:R>.",
        f"📖 Last read <t:{READ}:R>",
        "⚠️ Hm.",
    ]
    never = describe(replace(doing, blog=replace(failing, read_at=None)), ENGLISH)
    assert never.splitlines()[2] == "📖 Never read yet"


@pytest.mark.parametrize(
    "doubt",
    [
        {"failure": Phrase("No.")},
        {"failure": Phrase("No."), "failing_since": READ},
        {"read_at": None},
    ],
)
async def test_nothing_is_up_to_date_that_nobody_can_know(
    well: Doing, doubt: dict[str, Any]
) -> None:
    words = describe(replace(well, blog=replace(well.blog, **doubt)), ENGLISH)
    assert "up to date" not in words
    assert words.endswith("1 of 1 discussions are as they were last read: 9 messages.")


async def test_a_paused_follow_waits_for_no_reading(well: Doing) -> None:
    paused = replace(well, follow=replace(well.follow, reason=PAUSED_BY_OWNER))
    assert "due again" not in describe(paused, ENGLISH)
    assert "up to date" not in describe(paused, ENGLISH)
    assert f"⏸️ {ENGLISH(PAUSED_BY_OWNER)}" in describe(paused, ENGLISH)


async def test_that_there_are_no_comments_is_said(well: Doing) -> None:
    off = Phrase("Comments are switched off at {host}.", host="blog.example")
    doing = replace(well, blog=replace(well.blog, comments_off=off, comments_off_at=READ))
    assert "🔕 Comments are switched off at blog.example." in describe(doing, ENGLISH).splitlines()


async def test_that_a_blog_is_more_than_is_held_is_said(well: Doing) -> None:
    full = Phrase("It is {n} MiB.", n=1024)
    assert "🧺 It is 1024 MiB." in describe(replace(well, full=full), ENGLISH).splitlines()


async def test_that_a_feed_goes_on_beyond_what_is_read_of_it_is_said(well: Doing) -> None:
    for beyond, said in ((1, "1 article"), (1234, "1,234 articles")):
        words = describe(replace(well, blog=replace(well.blog, beyond=beyond)), ENGLISH)
        assert f"📏 {said} at the end of the feed" in words
    assert "📏" not in describe(well, ENGLISH)


async def test_which_words_the_bot_is_told_is_said_where_it_matters(well: Doing) -> None:
    assert "Message Content" not in describe(well, ENGLISH)
    some = replace(well, traffic=replace(well.traffic, reads_all=False))
    assert "only words that are meant for it: replies to its messages" in describe(some, ENGLISH)
    alone = replace(some, traffic=replace(some.traffic, connected=False))
    assert "Message Content" not in describe(alone, ENGLISH)


async def test_at_its_worst_it_fits_and_tells_of_reading_and_requests(well: Doing) -> None:
    for say in (ENGLISH, MARKED):
        words = describe(bad(well), say)
        assert len(words) <= FIELD_LIMIT
        assert all(mark in words for mark in ("⏸️", "⚠️", "⏱️", "🌐", "🛑"))
        assert words.endswith("…")


async def test_every_word_can_be_translated(well: Doing) -> None:
    first = replace(well, blog=replace(well.blog, read_at=None), progress=[])
    kinds = (
        well,
        bad(well),
        replace(bad(well), braked=[], traffic=replace(well.traffic, connected=False)),
        replace(bad(well), braked=[], progress=bad(well).progress[8:]),
        replace(first, traffic=replace(well.traffic, waiting=1)),
        replace(well, progress=[progress(finished=False), progress(finished=False, parts=0)]),
    )
    for doing in kinds:
        left = unmarked(describe(doing, MARKED)).replace("<https://blog.example/>", "")
        assert WORDS.findall(left) == []
