"""Looking things up in another language: not a word of an answer escapes translation."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import discord

from tests.cogs.readers.test_lookup import address, parts, read_through
from tests.pseudo import MARKED, unmarked
from tests.speech import in_locale

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.cogs.owners.test_commands import Community

WORD = re.compile(r"[^\W\d_]+")


@asynccontextmanager
async def abroad(tmp_path: Path) -> AsyncIterator[Community]:
    """The blog is followed, and its readers use Discord in the marked language."""
    async with read_through(tmp_path) as community:
        community.env.bot.services.languages._by_code[MARKED.code] = MARKED
        with in_locale("nl"):
            yield community


def said(message: Any) -> list[str]:
    """Every text of an answer."""
    texts = [message.content]
    for embed in message.embeds:
        texts += [embed.title, embed.description, embed.footer.text]
    for part in parts(message.components):
        texts += [part.label] if isinstance(part, discord.Button) else []
        texts += [part.content] if isinstance(part, discord.TextDisplay) else []
    return [text for text in texts if text]


def english(community: Community, message: Any) -> list[str]:
    """The words of an answer that are neither said in the language nor written on the blog."""
    content = community.content
    written = [content.author.name]
    written += [f"{each.title} {each.html} {' '.join(each.terms)}" for each in
                content.articles.values()]  # fmt: skip
    written += [f"{each.name} {each.html}" for each in content.comments.values()]
    known = set(WORD.findall(" ".join(written)))
    texts = [re.sub(r"https?://[^\s>)]+|<[t#@][^>]*>", "", text) for text in said(message)]
    return [word for text in texts for word in WORD.findall(unmarked(text)) if word not in known]


async def test_every_command_answers_in_the_askers_language(tmp_path: Path) -> None:
    async with abroad(tmp_path) as community:
        for command, options in [
            ("help", {}),
            ("latest", {}),
            ("latest", {"term": "nowhere"}),
            ("article", {"title": "lighthouse"}),
            ("article", {"title": "zzzzzzzz"}),
            ("random", {}),
            ("random", {"term": "nowhere"}),
            ("thread", {"article": "Chapter 6"}),
            ("thread", {"article": "patience"}),
            ("thread", {"article": "zzzzzzzz"}),
            ("search", {"words": "gull"}),
            ("search", {"words": "zzzzzzzz"}),
            ("comments", {"article": "Chapter 6"}),
            ("comments", {"article": "zzzzzzzz"}),
            ("author", {"name": "Cy"}),
            ("author", {"name": "Olga Owner"}),
            ("author", {"name": "Zz"}),
        ]:
            result = await community.member.slash(community.channel, command, **options)
            assert english(community, result.response.message) == [], (command, options)
        for command, options in [
            ("search", {"words": "gull"}),
            ("comments", {"article": "Chapter 6"}),
        ]:
            result = await community.member.slash(community.channel, command, **options)
            await community.member.click(result.response.message, label="‹More›")
            assert english(community, result.response.message) == []
            assert "‹Back›" in said(result.response.message)


async def test_the_menu_answers_in_the_askers_language(tmp_path: Path) -> None:
    async with abroad(tmp_path) as community:
        chat = await community.member.send(community.channel, "Hello")
        result = await community.member.context_menu(community.channel, "On the blog", chat)
        assert unmarked(result.response.content) == ""


async def test_plain_chat_is_answered_in_the_channels_language(tmp_path: Path) -> None:
    async with abroad(tmp_path) as community:
        url = await address(community, "patience")
        me = community.env.bot.user.id

        async def answers(name: str) -> list[str]:
            chat = community.guild.create_text_channel(name)
            await community.member.send(chat, f"<@{me}> gull")
            await community.member.send(chat, url)
            return [" ".join(said(each)) for each in chat.history() if each.author.bot]

        search, card = await answers("before")
        assert "Found: gull" in search
        assert "1 min read" in card
        store = community.env.bot.services.store
        (follow,) = await store.follows.of_guild(community.guild.id)
        await store.follows.choose(
            follow.id, brief=False, role=None, filters=follow.filters, quiet=None,
            language=MARKED.code, publish=False,
        )  # fmt: skip
        search, card = await answers("after")
        assert "‹Found: gull›" in search
        assert "‹1 min read›" in card


async def test_a_page_is_in_the_language_of_whoever_turns_it(tmp_path: Path) -> None:
    async with abroad(tmp_path) as community:
        with in_locale("en-US"):
            shared = await community.member.slash(
                community.channel, "search", words="gull", share=True
            )
        assert "More" in said(shared.response.message)
        turned = await community.owner.click(shared.response.message, label="More")
        assert english(community, turned.response.message) == []
