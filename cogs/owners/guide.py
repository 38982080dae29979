"""The guided set-up behind /blog follow: what was found, how it will look, and then "Start".

What a button needs is in its id or behind it in the store, so that it works after a restart, too:
in the address of a private feed stands a token, which is shown nowhere.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import discord
from yarl import URL

from bot.discord.cards import announcement_embed
from bot.discord.lasting import Lasting
from bot.discord.locale import language_for_all, language_of
from bot.discord.permissions import missing_permissions
from bot.discord.trouble import told
from bot.errors import BlogUnusable, ChannelGone
from bot.mirror.desired import desire
from bot.text.to_discord import escape
from cogs.owners.blog_commands import managed

if TYPE_CHECKING:
    from bot.care.survey import Survey
    from bot.discord.client import Client
    from bot.languages.language import Language

Followable = discord.TextChannel | discord.ForumChannel


class GuideButton(
    Lasting[discord.ui.Button[Any]],
    template=r"guide:(?P<does>start|again|leave):(?P<channel>\d{1,20}):(?P<proposal>\d{1,18})",
):
    """One of the ways on."""

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        """Begin, look again, or leave it."""
        say = language_of(interaction)
        guild = managed(interaction)
        channel = guild.get_channel(int(self.meaning["channel"]))
        if self.meaning["does"] == "leave":
            await interaction.response.edit_message(
                content=say("Nothing was changed."), embeds=[], view=None
            )
            return
        if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
            raise ChannelGone("The channel or thread is not there any more.")
        proposals = interaction.client.services.store.proposals
        url = await proposals.url(guild.id, int(self.meaning["proposal"]))
        if url is None:
            raise BlogUnusable("This is too old. `/blog follow` begins anew.")
        await interaction.response.defer()
        if self.meaning["does"] == "again" or missing_permissions(channel):
            words, embeds, view = await guide(interaction, url, channel)
        else:
            words, embeds, view = await _begin(interaction, url, channel), [], None
        await interaction.edit_original_response(content=words, embeds=embeds, view=view)


async def guide(
    interaction: discord.Interaction[Client], url: str, channel: Followable
) -> tuple[str, list[discord.Embed], discord.ui.View]:
    """Look at a blog: words, a preview, and the ways on. Raises BlogError."""
    say, services = language_of(interaction), interaction.client.services
    found = await services.following.look(url)
    missing = missing_permissions(channel)
    lines = [
        f"## {escape(found.address.title) or found.address.shown}",
        f"{found.address.linked} · {_facts(found, say)}",
    ]
    if missing:
        lines.append(
            say(
                "In {channel} I still need: **{permissions}**. Grant me these in the channel's "
                "settings.",
                channel=channel.mention,
                permissions=tuple(missing),
            )
        )
    elif found.latest is not None:
        lines.append(
            say("This is how its latest article will look in {channel}:", channel=channel.mention)
        )
    chosen = await services.store.follows.language_in(channel.id, found.address.url)
    spoken = services.languages.of(chosen) if chosen else language_for_all(interaction)
    preview = [] if missing else _preview(found, spoken)
    way = _sent(_whole(url, found))
    proposal = await services.store.proposals.add(channel.guild.id, way, now=int(time.time()))
    return "\n".join(lines), preview, _ways_on(channel, proposal, say, ready=not missing)


def _whole(url: str, found: Survey) -> str:
    """The address as it was typed, with the scheme under which the blog answers."""
    return url.strip() if "://" in url else f"{urlsplit(found.address.api).scheme}://{url.strip()}"


def _sent(url: str) -> str:
    """An address as it is sent to the blog."""
    return str(URL(url).with_user(None).with_fragment(None))


def _preview(found: Survey, say: Language) -> list[discord.Embed]:
    if found.latest is None:
        return []
    announcement = desire(found.latest, [], shown=set(), say=say).announcement
    return [announcement_embed(announcement, 0)]


def _ways_on(channel: Followable, proposal: int, say: Language, *, ready: bool) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    ways = {
        "start" if ready else "again": say("Start") if ready else say("Check again"),
        "leave": say("Not now"),
    }
    for does, label in ways.items():
        leaves = does == "leave"
        style = discord.ButtonStyle.secondary if leaves else discord.ButtonStyle.primary
        custom_id = f"guide:{does}:{channel.id}:{proposal}"
        view.add_item(GuideButton(discord.ui.Button(label=label, style=style, custom_id=custom_id)))
    return view


async def _begin(interaction: discord.Interaction[Client], url: str, channel: Followable) -> str:
    say, services = language_of(interaction), interaction.client.services
    address = (await services.following.find(url)).address
    await services.following.begin(
        address,
        guild=channel.guild.id,
        channel=channel.id,
        language=language_for_all(interaction).code,
    )
    await services.engine.beat()
    return say(
        "{channel} now follows **{blog}**. The newest articles come first, then their discussions, "
        "then whatever is new. `/blog status` shows how far it is, `/blog settings` has the "
        "choices, and `/blog connect` lets replies go to the blog.",
        channel=channel.mention,
        blog=escape(address.title),
    )


def _facts(found: Survey, say: Language) -> str:
    facts = []
    if found.articles:
        facts.append(say.plural("{n} article", "{n} articles", found.articles))
    if found.comments:
        facts.append(say.plural("{n} comment", "{n} comments", found.comments))
    return " · ".join(facts) or say("nothing there yet")
