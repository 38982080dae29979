"""What `/profile show` shows, and what its menus and buttons do.

Such a card is seen by the member alone who asked for it, and whatever is pressed concerns the one
who presses it: no id in it names a member.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.discord.cards import ACCENT
from bot.discord.lasting import Lasting
from bot.discord.locale import language_of
from bot.discord.trouble import told
from bot.languages.phrase import Phrase
from bot.mirror.lines import link
from bot.store.people.members import Consent
from bot.store.people.reply import ReplyState
from bot.text.to_discord import escape, label, plain, shorten
from cogs.writers.names import NameModal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.discord.client import Client
    from bot.languages.language import Language
    from bot.store.people.reply import Published

LISTED = 10
"""How many of someone's comments are shown at a time."""

FIELD_LIMIT = 1024
WORDS_LIMIT = 40
URL_LIMIT = 200
REASON_LIMIT = 80
OPTION_LIMIT = 90

MAY_THEY = Phrase("May your words go to the blog?")
CHOICES = {
    Consent.ALWAYS: (Phrase("Always"), Phrase("What you write in the threads goes to the blog.")),
    Consent.EACH: (
        Phrase("Ask me each time"),
        Phrase("A question below each message, and nothing before."),
    ),
    Consent.NEVER: (Phrase("Never"), Phrase("Everything stays in Discord, and nobody asks.")),
}
SAYS = {
    None: Phrase("You were not asked yet: nothing of yours goes to the blog."),
    Consent.ASKED: Phrase(
        "You were asked, and did not answer yet: nothing of yours goes to the blog."
    ),
    Consent.EACH: Phrase("You are asked about each message."),
    Consent.ALWAYS: Phrase("What you write in the threads goes to the blog."),
    Consent.NEVER: Phrase("Nothing of yours goes to the blog."),
}
WAITS = {
    ReplyState.HELD: Phrase("waiting for the moderators"),
    ReplyState.QUEUED: Phrase("on its way"),
    ReplyState.POSTING: Phrase("on its way"),
}
WITHDRAWN = Phrase("Its writer took it back.")

PAGE = r"(?P<page>\d{1,6})"

_Menu = Lasting[discord.ui.Select[Any]]
_Button = Lasting[discord.ui.Button[Any]]


class ConsentMenu(_Menu, template=f"profile:consent:{PAGE}"):
    """May one's words go to the blog?"""

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        """Take a new word, and let go what waited for it."""
        await interaction.response.defer()
        consent, say = Consent(self.item.values[0]), language_of(interaction)
        await interaction.client.services.replies.asking.settle(
            _guild(interaction),
            interaction.user.id,
            consent,
            name=interaction.user.display_name,
            asked=" ".join(say(part) for part in (MAY_THEY, *CHOICES[consent])),
        )
        await _redraw(interaction, int(self.meaning["page"]))


class WithdrawMenu(_Menu, template=f"profile:withdraw:{PAGE}"):
    """Which comment to take back."""

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        """Take it back, if it is the member's own."""
        await interaction.response.defer()
        services = interaction.client.services
        reply = await services.store.replies.get(int(self.item.values[0]))
        if reply is not None and reply.user == interaction.user.id:
            await services.store.replies.withdraw(reply.message_id, reason=WITHDRAWN)
            services.replies.wake()
        await _redraw(interaction, int(self.meaning["page"]))


class NameButton(_Button, template="profile:name"):
    """Another name."""

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        """Ask which."""
        asking = interaction.client.services.replies.asking
        user = interaction.user
        proposed = await asking.proposed_name(_guild(interaction), user.id, user.display_name)
        await interaction.response.send_modal(NameModal(asking, proposed, language_of(interaction)))


class WithdrawAllButton(_Button, template="profile:all"):
    """Everything back."""

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        """Take everything back that stands on blogs from this server."""
        await interaction.response.defer()
        services = interaction.client.services
        await services.store.members.withdraw_all(
            interaction.user.id, guild=_guild(interaction), reason=WITHDRAWN
        )
        services.replies.wake()
        await _redraw(interaction, 0)


class PageButton(_Button, template=f"profile:page:{PAGE}"):
    """Newer or older comments."""

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        """Show them."""
        await interaction.response.defer()
        await _redraw(interaction, int(self.meaning["page"]))


ITEMS = (ConsentMenu, WithdrawMenu, NameButton, WithdrawAllButton, PageButton)


async def draw(
    interaction: discord.Interaction[Client], page: int = 0
) -> tuple[discord.Embed, discord.ui.View]:
    """The choices of the one who asks, in this server, and a page of their comments."""
    services, say = interaction.client.services, language_of(interaction)
    guild, user = _guild(interaction), interaction.user
    member = await services.store.members.get(guild, user.id)
    published = await services.store.members.published(guild, user.id)
    name = await services.replies.asking.proposed_name(guild, user.id, user.display_name)
    last = max(len(published) - 1, 0) // LISTED
    page = min(page, last)
    shown = published[page * LISTED :][:LISTED]
    consent = member.consent if member is not None else None
    embed = discord.Embed(
        title=say("You and the blog"), description=say(SAYS[consent]), colour=ACCENT
    )
    embed.add_field(name=say("Your name there"), value=escape(name), inline=False)
    embed.add_field(name=say("On the blog"), value=_list(shown, say), inline=False)
    if (policy := services.settings.privacy_url) is not None:
        words = say("[What is stored, and why]({url})", url=policy)
        embed.add_field(name=say("Privacy"), value=words, inline=False)
    embed.set_footer(
        text=say(
            "/profile export shows everything the bot knows of you, /profile forget removes it."
        )
    )
    view = discord.ui.View(timeout=None)
    for item in _items(consent, shown, page, last, say):
        view.add_item(item)
    return embed, view


def _items(
    consent: Consent | None, shown: Sequence[Published], page: int, last: int, say: Language
) -> Iterator[discord.ui.Item[Any]]:
    yield ConsentMenu(
        discord.ui.Select(
            custom_id=f"profile:consent:{page}",
            placeholder=say(MAY_THEY),
            options=[
                discord.SelectOption(
                    label=say(name), value=choice, description=say(more), default=choice is consent
                )
                for choice, (name, more) in CHOICES.items()
            ],
        )
    )
    if shown:
        yield WithdrawMenu(
            discord.ui.Select(
                custom_id=f"profile:withdraw:{page}",
                placeholder=say("Take one back …"),
                options=[
                    discord.SelectOption(
                        label=shorten(plain(each.words), OPTION_LIMIT) or "…",
                        value=str(each.message_id),
                        description=shorten(each.title, OPTION_LIMIT) or None,
                    )
                    for each in shown
                ],
            )
        )
    yield NameButton(discord.ui.Button(label=say("Another name …"), custom_id="profile:name"))
    if shown:
        yield WithdrawAllButton(
            discord.ui.Button(
                label=say("Take everything back"),
                style=discord.ButtonStyle.danger,
                custom_id="profile:all",
            )
        )
    if last:
        yield _turn(say("Newer"), max(page - 1, 0), possible=page > 0)
        yield _turn(say("Older"), page + 1, possible=page < last)


def _turn(words: str, page: int, *, possible: bool) -> PageButton:
    return PageButton(
        discord.ui.Button(
            label=words, custom_id=f"profile:page:{page}", disabled=not possible, row=4
        )
    )


async def _redraw(interaction: discord.Interaction[Client], page: int) -> None:
    embed, view = await draw(interaction, page)
    await interaction.edit_original_response(embed=embed, view=view)


def _guild(interaction: discord.Interaction[Client]) -> int:
    assert interaction.guild_id is not None  # noqa: S101 - the command is for guilds only
    return interaction.guild_id


def _list(published: Sequence[Published], say: Language) -> str:
    lines = [_line(each, say) for each in published]
    while len("\n".join(lines)) > FIELD_LIMIT:
        lines.pop()
    return "\n".join(lines) or say("Nothing.")


def _line(each: Published, say: Language) -> str:
    words = label(shorten(plain(each.words), WORDS_LIMIT)) or "…"
    address = link(each.url)
    line = f"[{words}](<{address}>)" if 0 < len(address) <= URL_LIMIT else words
    waits = WAITS.get(each.state, each.reason)
    return f"{line} ({shorten(say(waits), REASON_LIMIT)})" if waits else line
