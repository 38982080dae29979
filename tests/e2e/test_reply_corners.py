"""One thread's, or one message's, trouble on Discord's side stays its own."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.demo.blog_content import Author, Content
from tests.e2e.afterword import Afterword, serving
from tests.e2e.conversation import DONE, Conversation
from tests.wire.wire import Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.wire.rest import RequestRow, Stage

ONE, OTHER = "On one thing", "On another"
REACTIONS = "/channels/*/messages/{message}/reactions/*/@me"


@asynccontextmanager
async def place(folder: Path) -> AsyncIterator[tuple[Content, Conversation, Conversation]]:
    """The sample blog with two articles, and two people in both threads; the bot is not there."""
    content = Content("Test", "", Author("owner", "Olga Owner", "owner@example.test"))
    for title in (ONE, OTHER):
        written = datetime.now(UTC) - timedelta(days=2)
        article = content.add_article(title=title, html="<p>Words.</p>", published=written)
        content.add_comment(article.id, "<p>First.</p>", name="Vera", email="vera@example.test")
    async with Wire(pace=20) as wire, serving(content) as blog:
        guild = wire.world.create_guild("Community")
        bot = Afterword(wire, wire.world.create_channel(guild, "articles"), folder, blog)
        one, other = Conversation(bot, ONE, guild), Conversation(bot, OTHER, guild)
        one.join("Ada", "Bob")
        other.people = one.people
        yield content, one, other


async def begin(one: Conversation, other: Conversation) -> None:
    """Wait until both discussions are mirrored, and Ada has agreed."""
    wire = one.bot.wire
    await wire.until(lambda: one.bot.log.count("message(s) written") == 2)
    first = one.say("Ada", "Hello.")
    await one.answer("Ada", "always")
    await one.marked(first, DONE)
    assert other.thread != one.thread


async def test_an_answer_to_what_was_sent_but_not_recorded(tmp_path: Path) -> None:
    """The bot is killed as soon as a comment stands in the thread; someone answers it then."""
    async with place(tmp_path) as (content, one, other):
        async with one.bot.running() as process:
            await begin(one, other)

            def kill(stage: Stage, row: RequestRow) -> None:
                if (row.method, stage) == ("POST", "stored") and process.returncode is None:
                    os.kill(process.pid, 9)

            one.bot.wire.rest.watchers.append(kill)
            second = content.add_comment(1, "<p>Second.</p>", name="Vera", email="vera@x.test")
            assert await process.wait() == -9
            one.bot.wire.rest.watchers.remove(kill)
        (shown,) = one.shown(second.id)
        answer = one.say("Ada", "I answer the second.", shown)
        # The bot reads the thread before it knows that this message is its own.
        one.bot.wire.fault("POST", f"/channels/{one.thread}/messages", status=0, delay=1.5)
        async with one.bot.running():
            await one.marked(answer, DONE, seconds=30)  # or it waits a minute for its parent
        assert one.shown(second.id) == [shown]
        (comment,) = [each for each in content.comments.values() if "I answer" in each.html]
        assert comment.parent_id == second.id


async def test_a_message_that_takes_no_reaction_does_not_hold_up_others(tmp_path: Path) -> None:
    """Discord allows twenty different reactions, and people may have put them all."""
    async with place(tmp_path) as (_, one, other), one.bot.running():
        await begin(one, other)
        full = one.say("Ada", "Everybody loves this.")
        one.bot.wire.fault(
            "PUT", REACTIONS.format(message=full), status=400, code=30010, times=None
        )
        await one.marked(other_words := one.say("Ada", "And this?"), DONE)
        assert one.marks(full) == set() != one.marks(other_words)


async def test_who_can_not_be_asked_does_not_hold_up_others(tmp_path: Path) -> None:
    """In one thread the bot may not write, because it is locked for it, say."""
    async with place(tmp_path) as (_, one, other), one.bot.running():
        await begin(one, other)
        one.join("Cyd")
        path = f"/channels/{one.thread}/messages"
        refused = one.bot.wire.fault("POST", path, status=403, code=50013, times=None)
        one.say("Bob", "Ask me, if you can.")
        await one.bot.wire.until(lambda: refused.struck)
        other.say("Cyd", "Ask me.")
        await one.bot.wire.until(lambda: other.question("Cyd"))


async def test_an_unreadable_thread_does_not_hold_up_others(tmp_path: Path) -> None:
    """In one thread the bot may not read any more, while words from there are on their way."""
    async with place(tmp_path) as (_, one, other):
        async with one.bot.running():
            await begin(one, other)
        one.say("Ada", "Read me, if you can.")  # unheard, and so to be read
        path = f"/channels/{one.thread}/messages/*"
        refused = one.bot.wire.fault("GET", path, status=403, code=50001, times=None)
        async with one.bot.running():
            await one.bot.wire.until(lambda: refused.struck)
            await other.marked(other.say("Ada", "Read me."), DONE)


async def test_never_holds_for_edits_too(tmp_path: Path) -> None:
    """What stands on the blog stays; words written after a "Never" don't go there."""
    async with place(tmp_path) as (content, one, other), one.bot.running():
        await begin(one, other)
        published = one.say("Bob", "Before.")
        await one.answer("Bob", "once")
        await one.marked(published, DONE)
        one.say("Bob", "More.")
        await one.answer("Bob", "never")
        one.edit(published, "Unwanted there.")
        await one.marked(one.say("Ada", "Well."), DONE)
        assert "Unwanted" not in written(content)


async def test_a_link_that_discord_renews_is_no_edit(tmp_path: Path) -> None:
    """Discord signs links to attachments anew each time: a moderator's edit must survive that."""
    link = "https://cdn.discordapp.com/attachments/1/2/cat.png?ex=1&is=1&hm=a"
    async with place(tmp_path) as (content, one, other):
        async with one.bot.running():
            await begin(one, other)
            cat = {"id": "1234", "filename": "cat.png", "size": 9, "url": link, "proxy_url": link}
            said = one.bot.wire.world.backend.create_message(
                one.thread, one.people["Ada"], "Look.", attachments=[cat]
            )
            await one.marked(said.id, DONE)
            (comment,) = [each for each in content.comments.values() if "Look" in each.html]
            content.save_comment(comment.id, html="Without the cat.")
            await one.marked(said.id, {*DONE, "✏️"})
        said.attachments[0]["url"] = link.replace("ex=1&is=1&hm=a", "ex=2&is=2&hm=b")
        async with one.bot.running():
            await one.marked(one.say("Ada", "Well."), DONE)
            assert "Without the cat." in written(content)


async def test_what_is_said_while_consent_is_given_goes_along(tmp_path: Path) -> None:
    """People press "Always" and write on in the same moment."""
    names = [f"Member {number}" for number in range(12)]
    async with place(tmp_path) as (_, one, other), one.bot.running():
        await begin(one, other)
        one.join(*names)
        wire, said = one.bot.wire, []
        for name in names:
            said.append(one.say(name, f"{name} asks."))
            question = await wire.until(partial(one.question, name))
            custom_id = f"consent:always:{one.people[name]}:{said[-1]}"
            wire.people.click(one.people[name], one.thread, question.id, custom_id)
            said += [one.say(name, f"{name} goes on, {number}.") for number in range(5)]
        await wire.until(lambda: all(one.marks(each) == DONE for each in said))


def written(content: Content) -> str:
    return "\n".join(each.html for each in content.comments.values())
