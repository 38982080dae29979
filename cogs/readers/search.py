"""/search, its pages, and the same for those who mention the bot with a few words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, Self

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.lasting import Lasting
from bot.discord.locale import language_of
from bot.discord.trouble import told
from bot.discord.turns import Turns
from bot.finding import lists
from bot.languages.phrase import Phrase
from bot.store.blog.search import Scope
from bot.text.escape import fold
from bot.text.to_discord import escape, shorten
from cogs.readers.finding import (
    ANSWERS,
    ANSWERS_IN,
    CHOICES,
    answer,
    listing,
    public_language,
    too_often,
    turn,
)
from cogs.readers.help import help_for

if TYPE_CHECKING:
    from bot.discord.client import Client
    from bot.finding.lookup import Lookup
    from bot.languages.language import Language

WORDS_LIMIT = 60
AUTHOR_LIMIT = 24
"""Characters: the whole question travels in the id of a button, which holds a hundred."""

SEARCHES, SEARCHES_IN = 5, 10
"""How many searches a member can begin, and in how many seconds."""

CUSTOM_ID = (
    rf"find:(?P<scope>[abc]):(?P<page>\d{{1,4}}):(?P<author>[^:]{{0,{AUTHOR_LIMIT}}})"
    rf":(?P<words>.{{1,{WORDS_LIMIT}}})"
)
NOTHING_FOUND = Phrase(
    "Nothing was found. All of the words have to be in one article or comment; the last one may be "
    "a beginning."
)
_SCOPES = {"articles": Scope.ARTICLES, "comments": Scope.COMMENTS, "both": Scope.BOTH}


class Question:
    """What someone looks for, short enough for a button's id."""

    def __init__(self, words: str, author: str = "", scope: Scope = Scope.BOTH) -> None:
        self.words = fold(words)[:WORDS_LIMIT].strip()
        self.author = fold(author.replace(":", " "))[:AUTHOR_LIMIT].strip()
        self.scope = scope

    async def answer(
        self, lookup: Lookup, guild: int, say: Language, page: int = 0
    ) -> tuple[discord.Embed, discord.ui.View]:
        """One page of what was found, and the ways to the others."""
        found = await lookup.search(
            guild, self.words, author=self.author, scope=self.scope, page=page
        )
        view = discord.ui.View(timeout=None)
        if page:
            view.add_item(SearchPage.of(self, page - 1, say("Back")))
        if found.more:
            view.add_item(SearchPage.of(self, page + 1, say("More")))
        title = say("Found: {words}", words=escape(shorten(self.words, WORDS_LIMIT)))
        shown = lists.hits(found.hits, say, guild=guild) if found.hits else say(NOTHING_FOUND)
        embed = listing(title, shown)
        if page:
            embed.set_footer(text=say("Page {page}", page=page + 1))
        return embed, view


class SearchPage(Lasting[discord.ui.Button[Any]], template=CUSTOM_ID):
    """The way to another page."""

    @classmethod
    def of(cls, question: Question, page: int, label: str) -> Self:
        """The way to that page of the answer."""
        custom_id = f"find:{question.scope}:{page}:{question.author}:{question.words}"
        return cls(discord.ui.Button(label=label, custom_id=custom_id))

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        """Show that page."""
        assert interaction.guild_id is not None  # noqa: S101 - such lists stand in guilds
        asked = self.meaning
        question = Question(asked["words"], asked["author"], Scope(asked["scope"]))
        lookup, say = interaction.client.services.lookup, language_of(interaction)
        answer = await question.answer(lookup, interaction.guild_id, say, int(asked["page"]))
        await turn(interaction, *answer)


class SearchCog(commands.Cog):
    """Finds words in the archive."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._services = client.services
        self._searches = Turns(SEARCHES, SEARCHES_IN)
        self._answers = Turns(ANSWERS, ANSWERS_IN)

    @app_commands.command(description="Find words in the articles and comments of the blogs here.")
    @app_commands.guild_only()
    @app_commands.rename(where="in")
    @app_commands.describe(
        words="All have to be there; “in quotes” side by side; with a minus in front, not there",
        author="Only what this person wrote",
        where="Only articles, or only comments",
        share="Show it to everyone in the channel",
    )
    async def search(
        self,
        interaction: discord.Interaction[Client],
        words: app_commands.Range[str, 1, 60],
        author: app_commands.Range[str, 1, 24] | None = None,
        where: Literal["articles", "comments", "both"] = "both",
        share: bool = False,
    ) -> None:
        """Show the first page."""
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        if wait := self._searches.take(interaction.guild_id, interaction.user.id):
            raise too_often(wait)
        question = Question(words, author or "", _SCOPES[where])
        embed, view = await question.answer(
            self._services.lookup, interaction.guild_id, language_of(interaction)
        )
        await interaction.response.send_message(embed=embed, view=view, ephemeral=not share)

    @search.autocomplete("author")
    async def _names(
        self, interaction: discord.Interaction[Client], typed: str
    ) -> list[app_commands.Choice[str]]:
        names = await self._services.store.library.names(interaction.guild_id or 0, typed, CHOICES)
        return [
            app_commands.Choice(name=name, value=name)
            for name in names
            if len(name) <= AUTHOR_LIMIT
        ]

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer those who mention the bot; in a mirrored thread they talk.

        With a few words it looks for these, and without any it says what it can.
        """
        me = self._client.user
        if message.guild is None or message.author.bot or me is None:
            return
        words = fold(re.sub(rf"<@!?{me.id}>", " ", message.content))
        if f"<@{me.id}>" not in message.content.replace("!", ""):
            return
        if "://" in words:
            # `cogs.readers.links` answers these.
            return
        if await self._services.store.places.is_mirrored_in(message.channel.id):
            return
        if self._answers.take(message.guild.id, message.author.id):
            return
        say = await public_language(self._services, message.guild.id)
        if not words:
            card = await help_for(self._services, message.guild.id, say, message.author)
            await answer(message, embed=card)
            return
        embed, view = await Question(words).answer(self._services.lookup, message.guild.id, say)
        await answer(message, embed=embed, view=view)


async def setup(client: Client) -> None:
    """Know the buttons, whenever they were shown; and hand the cog what it uses."""
    client.add_dynamic_items(SearchPage)
    await client.add_cog(SearchCog(client))
