"""Threads and cards speak their channel's language, and each person is answered in their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cogs.writers.test_profile import letters, strings
from tests.cogs.writers.test_replies import conversing, mirrored, read, say, texts
from tests.pseudo import MARKED, TWO_LANGUAGES, unmarked
from tests.speech import in_locale

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cogs.owners.test_commands import Community


async def speak(community: Community) -> None:
    """The channel reads the marked language from now on."""
    database = community.env.bot.services.store.follows._database
    await database.write("UPDATE follow SET language = ?", (MARKED.code,))


def asked(community: Community) -> Any:
    """The message in the thread that has buttons."""
    (found,) = [m for m in community.thread().history() if m.components]
    return found


async def test_a_question_reads_like_its_thread_and_thanks_like_its_member(tmp_path: Path) -> None:
    async with conversing(tmp_path, TWO_LANGUAGES) as community:
        await speak(community)
        said = await say(community, "1")
        await community.pass_time()
        shown = asked(community)
        for each in strings([shown.content, [row.to_dict() for row in shown.components]]):
            assert letters(each) == [], each
        button = f"consent:always:{community.member.id}:{said.id}"
        with in_locale(MARKED.code):
            foreign = await community.owner.click(shown, custom_id=button)
            assert letters(read(foreign)) == []
            thanks = await community.member.click(shown, custom_id=button)
            assert letters(read(thanks)) == []
        await community.pass_time()
        assert texts(community) == ["1"]


async def test_an_answer_works_after_a_restart(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "Mine.")
        await community.pass_time()
        await community.restart()
        await community.member.click(asked(community), label="Always")
        await community.pass_time()
        assert texts(community) == ["Mine."]


async def test_neither_questions_nor_cards_are_kept_in_memory(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        room = community.guild.create_text_channel("moderation")
        services = community.env.bot.services
        (follow,) = await services.store.follows.of_guild(community.guild.id)
        await services.store.exchanges.moderate_in(community.guild.id, follow.blog, room.id)
        held = community.content.add_comment(
            1, "<p>Held.</p>", name="Cy", email="c@x.test", status="hold"
        )
        await say(community, "Mine.")
        await community.pass_time(2)
        assert asked(community)
        community.content.save_comment(held.id, html="<p>Held, and edited.</p>")
        await community.pass_time(2)
        (card,) = room.history()
        assert "edited" in card.embeds[0].description
        assert community.env.bot.persistent_views == []


async def test_why_is_answered_in_the_askers_language(tmp_path: Path) -> None:
    async with conversing(tmp_path, TWO_LANGUAGES) as community:
        said = await say(community, "1")
        kept = await say(community, "// 2")
        with in_locale(MARKED.code):
            for message in (said, kept, asked(community), mirrored(community, "Well said")):
                told = await community.member.context_menu(community.thread(), "Why?", message)
                assert letters(read(told)) == []
            form = await community.member.context_menu(
                community.thread(), "Reply on the blog", mirrored(community, "Well said")
            )
            for each in strings(form.modal):
                assert letters(each) == [], each
            sent = await community.member.submit_modal(form, {"words": "3"})
            assert letters(read(sent)) == []


async def test_cards_read_like_the_server_and_work_after_a_restart(tmp_path: Path) -> None:
    async with conversing(tmp_path, TWO_LANGUAGES) as community:
        await speak(community)
        room = community.guild.create_text_channel("moderation")
        (follow,) = await community.env.bot.services.store.follows.of_guild(community.guild.id)
        await community.env.bot.services.store.exchanges.moderate_in(
            community.guild.id, follow.blog, room.id
        )
        held = [
            community.content.add_comment(
                1, f"<p>{number}</p>", name="4", email="c@x.test", status="hold", parent_id=1
            )
            for number in range(5, 7)
        ]
        community.content.save_article(1, title="8")
        await community.pass_time(2)
        await community.restart()
        cards = room.history()
        (card, approve) = next(
            (card, button.custom_id)
            for card in cards
            for row in card.components
            for button in row.children
            if (button.custom_id or "").startswith(f"held:approved:{follow.blog}:{held[0].id}:")
        )
        with in_locale(MARKED.code):
            done = await community.owner.click(card, custom_id=approve)
            assert letters(read(done)) == []
        community.content.move_comment(held[1].id, "spam")
        await community.pass_time(2)
        assert community.content.comments[held[0].id].status == "approved"
        for card in (*cards, *room.history()):
            shown = [card.content, [each.to_dict() for each in card.embeds],
                     [row.to_dict() for row in card.components]]  # fmt: skip
            for each in strings(shown):
                assert letters(each.replace("Ada", "")) == [], each
        decided = [card.embeds[0].fields[-1].value for card in room.history()]
        (here,) = [each for each in decided if each.startswith("‹✅ Approved by")]
        (there,) = [each for each in decided if each != here]
        assert unmarked(there) == ""
