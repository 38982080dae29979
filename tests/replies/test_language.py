"""What members and moderators read where everyone reads it, and what of ours a blog shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Verdict
from bot.replies.names import NAMELESS
from bot.replies.told_once import READS_ONLY
from tests.pseudo import MARKED
from tests.replies.test_moderation import hold, look, moderated
from tests.replies.world import ANN, GUILD, World, world

if TYPE_CHECKING:
    from pathlib import Path


async def speak(here: World, language: str) -> None:
    """The owner chooses another language for the channel."""
    await here.store.follows._database.write("UPDATE follow SET language = ?", (language,))


async def test_a_question_and_its_name_are_in_the_threads_language(tmp_path: Path) -> None:
    async with world(tmp_path, MARKED.code) as here:
        await here.say("Mine.")
        (question,) = here.talk.questions.values()
        assert question.language == MARKED.code
        name = await here.replies.asking.proposed_name(GUILD, ANN, "The Keeper")
        assert name == MARKED(NAMELESS)


async def test_a_question_cut_off_is_found_again_in_any_language(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        said = await here.say("Mine.")
        await here.store.members._database.write("UPDATE member SET question = NULL")
        here.talk.nonces.clear()
        await speak(here, MARKED.code)
        await here.restart()
        assert [each.about for each in here.talk.questions.values()] == [said.id]


async def test_a_thread_that_only_reads_says_so_in_its_language(tmp_path: Path) -> None:
    async with world(tmp_path, MARKED.code) as here:
        here.connections.connected = False
        first = await here.say("One.")
        await here.say("Two.", answers=first.id)
        assert here.talk.told == [MARKED(READS_ONLY)]


async def test_cards_are_in_the_servers_language(tmp_path: Path) -> None:
    async with world(tmp_path, MARKED.code) as here:
        await moderated(here)
        comment = await hold(here)
        await look(here)
        await here.replies.moderation.decide(
            GUILD, here.blog_id, comment, Verdict.APPROVED, version=None, by="Mo"
        )
        assert here.talk.card_languages == {MARKED.code}


async def test_our_words_on_the_blog_are_in_the_threads_language(tmp_path: Path) -> None:
    async with world(tmp_path, MARKED.code) as here:
        await here.agree(ANN)
        await here.say("||Rosebud|| on <t:1804000000:D>, <@5>, <@&6>, <#7>")
        assert here.words() == [
            "‹[spoiler: Rosebud]› on 2 maart 2027, @‹someone›, @‹role›, #‹channel›"
        ]


async def test_another_language_rewrites_nothing_that_stands(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        said = await here.say("||Rosebud||")
        await speak(here, MARKED.code)
        await here.restart()
        await here.read_blog()
        assert here.words() == ["[spoiler: Rosebud]"]
        assert "rewrite" not in here.mishaps.log
        await here.edit(said.id, "||Rosebud|| the sledge")
        assert here.words() == ["‹[spoiler: Rosebud]› the sledge"]
