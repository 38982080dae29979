"""What a channel reads in its language, and what happens when its owner chooses another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.languages.language import ENGLISH
from bot.mirror.desired import desire
from bot.mirror.edits import COUNT_PAUSE
from bot.mirror.lines import BEFORE, is_tombstone, tombstone
from bot.model import Article, ArticleState
from tests.mirror.fake_blog import EPOCH, comment
from tests.mirror.fake_discord import FakePublisher, Killed
from tests.mirror.world import World, keys, the_thread, words, world
from tests.pseudo import MARKED, TWO_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ARTICLE = Article(
    "1", "https://blog.example/1/", "On bread", "Ørla “B”", EPOCH, "1", "A few words […]",
    "<p>" + "word " * 660 + "</p>", "https://blog.example/i.png", ("Kitchen", "Sälz"),
    ArticleState.PUBLISHED,
)  # fmt: skip

# As they were recorded before there was any other language: with others, every announcement and
# every message there is would be edited once.


@pytest.mark.parametrize(
    ("article", "brief", "recorded"),
    [
        (ARTICLE, False, "35a40126c5751d46"),
        (ARTICLE, True, "e48f502e95c44edf"),
        (replace(ARTICLE, state=ArticleState.WITHDRAWN), False, "6d2c527ecd2f869e"),
        (
            replace(ARTICLE, title="", author="Orla", image=None, terms=("Kitchen",)),
            False,
            "f95a3be74b025825",
        ),
    ],
)
def test_english_announcements_are_what_they_were(
    article: Article, brief: bool, recorded: str
) -> None:
    assert desire(article, [], shown=set(), brief=brief).announcement.hash == recorded


def test_english_messages_are_what_they_were() -> None:
    comments = [
        comment(1),
        replace(comment(2, 1), by_article_author=True),
        comment(3, 9),
        comment(4, author=""),
        comment(5, 4, gone=True),
        comment(6, 5),
        comment(7, html="<p>" + "A few words. " * 200 + "</p>", author=""),
    ]
    wish = desire(ARTICLE, comments, shown={"5"}, form=BEFORE)
    assert [(part.comment, part.hash) for part in wish.parts or ()] == [
        ("1", "d5697b083cc0f85a"),
        ("2", "cb72fea05df07d0f"),
        ("3", "6bb146c67d20deff"),
        ("4", "5888e77a4d186446"),
        ("5", "3db8e7ab063d6cc6"),
        ("6", "a99f30f92fc50d86"),
        ("7", "fb3e3c51503e101a"),
        ("7", "f3474b866eceb3c2"),
    ]


@pytest.mark.parametrize("state", ArticleState)
def test_another_language_is_another_announcement(state: ArticleState) -> None:
    article = replace(ARTICLE, state=state)
    english = desire(article, [], shown=set(), say=ENGLISH).announcement
    other = desire(article, [], shown=set(), say=MARKED).announcement
    assert english.hash != other.hash


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    """An article without a title: 1 ← 2 ← 3, a tombstone instead of 1, and 4 in several parts."""
    async with world(tmp_path, languages=TWO_LANGUAGES) as opened:
        opened.blog.publish()
        opened.blog.save("1", title="")
        for parent in (None, "1", "2"):
            opened.blog.say("1", parent=parent)
        opened.blog.say("1", "<p>" + "A few words. " * 300 + "</p>")
        await opened.follow_through(1)
        opened.blog.remove("1")
        await opened.notice()
        opened.now += COUNT_PAUSE
        await opened.write()
        yield opened


def seen(discord: FakePublisher) -> object:
    """Everything that stands in Discord, with its ids."""
    return dict(discord.announcements), {
        number: (thread.name, {key: said.content for key, said in thread.messages.items()})
        for number, thread in discord.threads.items()
    }


async def hashes(here: World) -> list[object]:
    (mirror,) = await here.store.blogs._database.rows("SELECT id, announcement_hash FROM mirror")
    parts = await here.store.parts.of(mirror["id"])
    return [
        mirror["announcement_hash"],
        *((part.comment, part.number, part.hash) for part in parts),
    ]


async def test_what_stands_is_edited_and_nothing_is_posted_anew(here: World) -> None:
    before = keys(the_thread(here))
    ids = list(the_thread(here).messages)
    acts = len(here.discord.acts)
    await here.choose(language="nl")
    await here.write()
    assert {act.split()[0] for act in here.discord.acts[acts:]} == {"edit", "change", "rename"}
    assert list(the_thread(here).messages) == ids
    assert keys(the_thread(here)) == before
    stump, *others = (said.content for said in the_thread(here).messages.values())
    assert stump == tombstone(MARKED)
    firsts = [said for said in others if "**\n" in said]
    assert len(firsts) == 3
    assert all("[‹on the blog›](<" in said for said in firsts)
    ((_, announcement, _),) = here.discord.announcements.values()
    assert (announcement.say, announcement.title) == (MARKED, "‹Untitled article›")
    assert the_thread(here).name == "‹Untitled article›"
    assert await here.unfinished() == 0


async def test_what_is_new_speaks_the_language_at_once(here: World) -> None:
    await here.choose(language="nl")
    await here.write()
    here.blog.publish(days=1)
    here.blog.save("2", title="")
    await here.cycle()
    (mirror,) = await here.store.mirrors.unfinished()
    await here.announcer.announce(mirror.id)
    (_, (_, announcement, _)) = here.discord.announcements.values()
    assert (announcement.say, announcement.title) == (MARKED, "‹Untitled article›")
    assert here.discord.thread_of("2").name == "‹Untitled article›"


async def test_further_parts_are_edited_only_where_they_say_anything_of_ours(here: World) -> None:
    acts = len(here.discord.acts)
    await here.choose(language="nl")
    await here.write()
    edits = [act for act in here.discord.acts[acts:] if act.startswith("edit")]
    assert len(edits) == 4
    assert len(the_thread(here).messages) > 4


async def test_back_again_everything_is_as_it_was(here: World) -> None:
    before, known = seen(here.discord), await hashes(here)
    for language in ("nl", "en"):
        await here.choose(language=language)
        await here.write()
    assert seen(here.discord) == before
    assert await hashes(here) == known


async def test_the_same_language_again_changes_nothing(here: World) -> None:
    await here.choose(language="nl")
    await here.write()
    acts = len(here.discord.acts)
    await here.choose(language="nl")
    await here.write()
    assert here.discord.acts[acts:] == []


async def test_a_withdrawn_article_says_so_in_the_language(here: World) -> None:
    await here.choose(language="nl")
    here.blog.save("1", status="draft")
    await here.notice()
    ((_, announcement, _),) = here.discord.announcements.values()
    assert announcement.title == "‹This article is not on the blog at the moment.›"


async def test_the_thread_of_a_deleted_article_is_named_in_the_language(here: World) -> None:
    await here.choose(language="nl")
    here.blog.save("1", status="trash")
    await here.notice()
    assert [thread.name for thread in here.discord.threads.values()] == ["‹Withdrawn article›"]


@pytest.mark.parametrize("chosen", ["nl", "en"])
@pytest.mark.parametrize("instant", [0, 1, 2, 3, 4])
async def test_what_was_in_doubt_is_found_in_any_language(
    tmp_path: Path, instant: int, chosen: str
) -> None:
    """Cut off after the announcement, its thread or a message; another language since then."""
    async with world(tmp_path, languages=TWO_LANGUAGES) as here:
        await here.choose(language="nl")
        here.blog.publish(title="On bread")
        for parent in (None, "1"):
            here.blog.say("1", parent=parent)
        await here.cycle()
        here.discord.fault = (instant, True, Killed())
        with pytest.raises(Killed):
            await here.write()
        here.restart()
        here.discord.forget_nonces()
        await here.choose(language=chosen)
        await here.write()
        assert len(here.discord.announcements) == 1
        assert keys(the_thread(here)) == [("1", 1), ("2", 1)]
        assert words(the_thread(here)) == ["words of 1", "words of 2"]
        marked = ["‹" in said.content for said in the_thread(here).messages.values()]
        assert marked == [chosen == "nl"] * 2
        ((_, announcement, _),) = here.discord.announcements.values()
        assert announcement.say.code == chosen
        assert await here.unfinished() == 0


async def test_a_language_chosen_half_way_counts_for_the_whole_thread(tmp_path: Path) -> None:
    async with world(tmp_path, languages=TWO_LANGUAGES) as here:
        here.blog.publish()
        for _ in range(4):
            here.blog.say("1")
        await here.cycle()
        here.discord.fault = (4, False, Killed())
        with pytest.raises(Killed):
            await here.write()
        await here.choose(language="nl")
        await here.write()
        contents = [said.content for said in the_thread(here).messages.values()]
        assert len(contents) == 4
        assert all("‹on the blog›" in content for content in contents)
        assert not any(is_tombstone(content) for content in contents)
