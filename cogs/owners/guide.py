"""The guided set-up behind /blog follow: what was found, how it will look, and then "Start".

What a button needs is in its id or behind it in the store, so that it works after a restart, too:
in the address of a private feed stands a token, which is shown nowhere.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import discord
from yarl import URL

from bot.blogs.base import Found
from bot.blogs.canonical import shown_origin
from bot.blogs.typed import typed
from bot.care.beginning import choices, what_comes
from bot.discord.cards import announcement_embed
from bot.discord.lasting import Lasting
from bot.discord.locale import language_for_all, language_of
from bot.discord.permissions import missing_permissions
from bot.discord.trouble import told
from bot.errors import BlogUnusable, ChannelGone
from bot.mirror.desired import desire
from bot.text.to_discord import escape
from cogs.owners.blog_commands import managed
from cogs.owners.channels import followable

if TYPE_CHECKING:
    from bot.care.survey import Survey
    from bot.discord.client import Client
    from bot.discord.followable import Followable
    from bot.languages.language import Language
    from bot.model import BlogAddress


_ADDRESS = re.compile(r"<(https?://[^<>\s]+)>")


class GuideButton(
    Lasting[discord.ui.Button[Any]],
    template=r"guide:(?P<does>start|again|leave|whole|moved):(?P<channel>\d{1,20})"
    r"(?::(?P<proposal>\d{1,18})(?::(?P<articles>\d{1,3}))?)?",
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
        if channel is None:
            raise ChannelGone("The channel or thread is not there any more.")
        channel = followable(channel)
        url = await _asked_for(interaction, guild.id, self.meaning["proposal"])
        await interaction.response.defer()
        does = self.meaning["does"]
        if does == "again" or missing_permissions(channel):
            words, embeds, view = await guide(interaction, url, channel)
        elif does == "moved":
            words, embeds, view = await _move(interaction, url, channel), [], None
        else:
            articles = self.meaning["articles"]
            words = await _begin(
                interaction,
                url,
                channel,
                whole=does == "whole",
                articles=int(articles) if articles is not None else None,
            )
            embeds, view = [], None
        await interaction.edit_original_response(content=words, embeds=embeds, view=view)


async def _asked_for(
    interaction: discord.Interaction[Client], guild: int, proposal: str | None
) -> str:
    """The address that the guide is about. Raises BlogUnusable if nobody knows any more."""
    proposals = interaction.client.services.store.proposals
    url = await proposals.url(guild, int(proposal)) if proposal is not None else None
    if proposal is None and interaction.message is not None:
        # As guides were written before they kept it apart: the last address in their words.
        url = next(reversed(_ADDRESS.findall(interaction.message.content)), None)
    if url is None:
        raise BlogUnusable("This is too old. `/blog follow` begins anew.")
    return str(url)


async def guide(
    interaction: discord.Interaction[Client], url: str, channel: Followable
) -> tuple[str, list[discord.Embed], discord.ui.View]:
    """Look at a blog: words, a preview, and the ways on. Raises BlogError."""
    say, services = language_of(interaction), interaction.client.services
    found = await services.following.look(url, channel=channel.id)
    missing = missing_permissions(channel)
    lines = [
        f"## {escape(found.address.title) or found.address.shown}",
        " · ".join([found.address.linked, *_facts(found, say)]),
    ]
    lines += _shortcomings(found, channel, say)
    chosen = await services.store.follows.language_in(channel.id, found.address.api)
    ways = _ways_on(found, say, ready=not missing, usual=services.settings.backfill)
    lines += [f"- **{way.label}**: {way.meaning}" for way in ways if way.meaning]
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
    spoken = services.languages.of(chosen) if chosen else language_for_all(interaction)
    preview = [] if missing else _preview(found, spoken)
    way = _sent(_whole(typed(url), found))
    proposal = await services.store.proposals.add(channel.guild.id, way, now=int(time.time()))
    return "\n".join(lines), preview, _buttons(ways, channel, proposal)


def _shortcomings(found: Survey, channel: Followable, say: Language) -> list[str]:
    """What the owner should know before they decide."""
    lines = []
    if found.found.lacks is not None:
        lines.append(f"⚠️ {say(found.found.lacks)}")
    if found.comments_off is not None:
        lines.append(f"🔕 {say(found.comments_off)}")
    if found.found.part_of is not None:
        lines.append(
            say(
                "This is the feed of **{blog}**. The whole blog can be followed, too: with its "
                "discussions, edits and removals, and a way for replies.",
                blog=escape(found.found.part_of.title),
            )
        )
    if found.former is not None:
        lines.append(_moved(found.former, found.address, channel, say))
    return lines


def _moved(former: BlogAddress, address: BlogAddress, channel: Followable, say: Language) -> str:
    """What moving means; the former address only if it is another one to people, too."""
    if former.linked == address.linked:
        return say(
            "{channel} follows the same articles at another address already. If the blog has "
            "moved, its threads go on, and nothing is posted again.",
            channel=channel.mention,
        )
    return say(
        "{channel} follows the same articles at {former} already. If the blog has moved from "
        "there, its threads go on, and nothing is posted again.",
        channel=channel.mention,
        former=former.linked,
    )


def _whole(url: str, found: Survey) -> str:
    """The address as it was typed, with the scheme under which the blog answers."""
    return url if "://" in url else f"{urlsplit(found.address.api).scheme}://{url}"


def _sent(url: str) -> str:
    """An address as it is sent to the blog."""
    return str(URL(url).with_user(None).with_fragment(None))


def _preview(found: Survey, say: Language) -> list[discord.Embed]:
    if found.latest is None:
        return []
    announcement = desire(found.latest, [], shown=set(), say=say).announcement
    comments = next(iter(found.comments_of), None)
    if comments is None:
        announcement = replace(announcement, counted=False)
    return [announcement_embed(announcement, comments or 0)]


@dataclass(frozen=True, slots=True)
class _Way:
    """A way on: a button, and what it does where that is not plain."""

    does: str
    label: str
    articles: int | None = None
    meaning: str = ""


def _ways_on(found: Survey, say: Language, *, ready: bool, usual: int) -> list[_Way]:
    """The ways on, the likeliest first; `usual` is with how many articles channels begin."""
    ways = [_Way("leave", say("Not now"))]
    if not ready:
        return [_Way("again", say("Check again")), *ways]
    if found.former is not None:
        both = _Way("start", say("Follow both"), meaning=_posted(found, usual, say))
        return [_Way("moved", say("It has moved")), both, *ways]
    if found.found.part_of is not None:
        return [
            _Way("whole", say("The whole blog"), meaning=_posted(found.whole, usual, say)),
            _Way("start", say("Only this feed"), meaning=_posted(found, usual, say)),
            *ways,
        ]
    counts = [] if found.goes_on else choices(found, usual)
    if len(counts) < 2:
        return [_Way("start", say("Start")), *ways]
    beginnings = [
        _Way("start", _named(count, say), count, what_comes(found, count, say)) for count in counts
    ]
    return [replace(beginnings[0], label=say("Start")), *beginnings[1:], *ways]


def _posted(found: Survey | None, usual: int, say: Language) -> str:
    """What following it posts; empty where that is not known, and where it goes on."""
    if found is None or found.goes_on:
        return ""
    return what_comes(found, choices(found, usual)[0], say)


def _named(articles: int, say: Language) -> str:
    if not articles:
        return say("Only new articles")
    return say.plural("With {n} article", "With {n} articles", articles)


def _buttons(ways: list[_Way], channel: Followable, proposal: int) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for number, way in enumerate(ways):
        style = discord.ButtonStyle.secondary if number else discord.ButtonStyle.primary
        custom_id = f"guide:{way.does}:{channel.id}:{proposal}"
        if way.articles is not None:
            custom_id += f":{way.articles}"
        view.add_item(
            GuideButton(discord.ui.Button(label=way.label, style=style, custom_id=custom_id))
        )
    return view


async def _move(interaction: discord.Interaction[Client], url: str, channel: Followable) -> str:
    say, services = language_of(interaction), interaction.client.services
    found, _ = await services.following.find(url)
    await services.following.move(found, channel=channel.id)
    await services.engine.beat()
    return say(
        "{channel} goes on with **{blog}** at {place}. An account has to be given anew, with "
        "`/blog connect`.",
        channel=channel.mention,
        blog=escape(found.address.title),
        place=f"<{shown_origin(found.address.api)}>",
    )


async def _begin(
    interaction: discord.Interaction[Client],
    url: str,
    channel: Followable,
    *,
    whole: bool,
    articles: int | None,
) -> str:
    say, services = language_of(interaction), interaction.client.services
    found, _ = await services.following.find(url)
    if whole and found.part_of is not None:
        found = Found(found.part_of)
    await services.following.begin(
        found,
        guild=channel.guild.id,
        channel=channel.id,
        language=language_for_all(interaction).code,
        articles=articles,
    )
    await services.engine.beat()
    return say(
        "{channel} now follows **{blog}**. What appears there from now on comes here. `/blog "
        "status` shows how it goes, `/blog settings` changes what comes and how it looks, and "
        "`/blog connect` lets replies go to the blog."
        if articles == 0
        else "{channel} now follows **{blog}**. The newest articles come first, then their "
        "discussions, then whatever is new. `/blog status` shows how it goes, `/blog settings` "
        "changes what comes and how it looks, and `/blog connect` lets replies go to the blog.",
        channel=channel.mention,
        blog=escape(found.address.title),
    )


def _facts(found: Survey, say: Language) -> list[str]:
    """How much is there, as far as the blog tells; that of feeds is not known."""
    facts = []
    if found.articles:
        facts.append(say.plural("{n} article", "{n} articles", found.articles))
    if found.comments:
        facts.append(say.plural("{n} comment", "{n} comments", found.comments))
    if not facts and found.latest is None:
        facts.append(say("nothing there yet"))
    return facts
