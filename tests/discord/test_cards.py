"""An announcement's embed and buttons, in any language."""

from __future__ import annotations

from dataclasses import replace

import discord
import pytest

from bot.discord.cards import announcement_embed, announcement_view, count_comments
from bot.languages.language import ENGLISH, Language
from bot.mirror.desired import Announcement
from tests.mirror.fake_blog import EPOCH
from tests.pseudo import MARKED, unmarked

THREAD = "https://discord.com/channels/1/2"
BREAD = Announcement(
    title="On bread",
    url="https://blog.example/1/",
    author="Orla",
    excerpt="A few words",
    published=EPOCH,
    terms=("Kitchen",),
    minutes=3,
)


def labels(announcement: Announcement) -> list[str | None]:
    view = announcement_view(announcement, THREAD)
    return [item.label for item in view.children if isinstance(item, discord.ui.Button)]


def test_in_english() -> None:
    embed = announcement_embed(BREAD, 1)
    assert (embed.title, embed.description) == ("On bread", "A few words")
    assert embed.footer.text == "3 min read · 1 comment · Kitchen"
    assert labels(BREAD) == ["Read", "Discuss"]


def test_the_blog_stands_beside_the_author() -> None:
    assert announcement_embed(BREAD, 1).author.name == "Orla"
    named = replace(BREAD, blog="The Blog")
    assert announcement_embed(named, 1).author.name == "Orla · The Blog"
    assert announcement_embed(replace(named, author=""), 1).author.name == "The Blog"


@pytest.mark.parametrize("comments", [0, 1, 1234])
def test_every_word_of_ours_is_translated(comments: int) -> None:
    other = replace(BREAD, say=MARKED)
    assert unmarked(announcement_embed(other, comments).footer.text or "") == " ·  · Kitchen"
    assert [unmarked(label or "") for label in labels(other)] == ["", ""]


@pytest.mark.parametrize(
    ("say", "comments", "words"),
    [
        (ENGLISH, 0, "no comments yet"),
        (ENGLISH, 1, "1 comment"),
        (ENGLISH, 1234, "1,234 comments"),
        (MARKED, 1, "‹1 comment›"),
        (MARKED, 1234, "‹1.234 comments›"),
    ],
)
def test_comments_are_counted(say: Language, comments: int, words: str) -> None:
    assert count_comments(comments, say) == words


def test_a_withdrawn_article_shows_nothing_but_that() -> None:
    withdrawn = Announcement("‹Not there.›", url=None, say=MARKED, withdrawn=True)
    embed = announcement_embed(withdrawn, 5)
    assert (embed.title, embed.description, embed.footer.text) == (None, "‹Not there.›", None)
    assert labels(withdrawn) == []


def test_an_article_without_a_link_is_shown_all_the_same() -> None:
    unlinked = replace(BREAD, url=None)
    embed = announcement_embed(unlinked, 1)
    assert (embed.title, embed.url, embed.description) == ("On bread", None, "A few words")
    assert labels(unlinked) == ["Discuss"]
