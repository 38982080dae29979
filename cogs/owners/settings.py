"""The panel of /blog settings: everything that can be set, with its present value.

What a menu or button needs is in its id, and what an owner typed is in the question about it: so
they work after a restart, too.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import discord

from bot.care.wanted import TRIED, Names, describe_trial, trial, unknown
from bot.choices import Filters
from bot.discord.cards import ACCENT
from bot.discord.lasting import Lasting
from bot.discord.locale import language_of
from bot.discord.permissions import ROLE_UNHEARD, pings
from bot.discord.trouble import told
from bot.errors import BlogUnusable
from bot.machine.zones import zone_called
from bot.store.discord.follows import FollowState
from bot.store.people.exchanges import Moderated
from bot.text.to_discord import escape
from cogs.owners import settings_menus as menus
from cogs.owners.blog_commands import managed
from cogs.owners.settings_changes import change, choose
from cogs.owners.settings_filters import ANSWERS, answered, buttons, question
from cogs.owners.settings_forms import FiltersModal, QuietModal

if TYPE_CHECKING:
    from bot.discord.client import Client
    from bot.languages.language import Language
    from bot.services import Services
    from bot.store.discord.follows import FollowRecord
    from bot.store.people.exchanges import ExchangeRecord
    from cogs.forms import Form

FORMS = {"filters", "hours"}
"""The buttons that open one."""


class Setting(
    Lasting[discord.ui.Item[Any]], template=r"settings:(?P<follow>\d{1,19}):(?P<name>[a-z]+)"
):
    """A menu or button of the panel."""

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        """Let the choice take effect, and show it; or show the form that asks for it."""
        name = self.meaning["name"]
        follow = await _follow(interaction, int(self.meaning["follow"]))
        if name in FORMS:
            await interaction.response.send_modal(await _form_of(interaction, follow, name))
            return
        if name in ANSWERS and interaction.message is not None:
            names = await _names(interaction, follow)
            filters = answered(name, follow.filters, interaction.message, names)
            await _keep(follow.id, interaction, filters=filters)
            return
        picked = getattr(self.item, "values", [])
        value = str(getattr(picked[0], "id", picked[0])) if picked else None
        services = interaction.client.services
        await change(services, managed(interaction), follow, name, value)
        await _redraw(interaction, follow.id)


async def _form_of(
    interaction: discord.Interaction[Client], follow: FollowRecord, name: str
) -> Form:
    say, store = language_of(interaction), interaction.client.services.store
    if name == "hours":
        blog = await store.blogs.get(follow.blog)
        zone = zone_called(blog.zone or "") or "UTC"
        return QuietModal(follow, zone, say, partial(_keep, follow.id))
    names = await _names(interaction, follow)
    return FiltersModal(follow, names, say, partial(_keep_filters, follow.id))


async def _names(interaction: discord.Interaction[Client], follow: FollowRecord) -> Names:
    terms, authors = await interaction.client.services.store.articles.names(follow.blog)
    return Names(tuple(terms), tuple(authors))


async def _keep_filters(
    follow: int, interaction: discord.Interaction[Client], filters: Filters
) -> None:
    """Keep filters, or ask first where they name what the blog does not know."""
    now = await _follow(interaction, follow)
    found = unknown(filters, await _names(interaction, now))
    if not found:
        await _keep(follow, interaction, filters=filters)
        return
    say = language_of(interaction)
    asked = question(filters, found, say, _row(follow, **buttons(found, say)))
    await interaction.response.edit_message(view=asked)


async def _keep(follow: int, interaction: discord.Interaction[Client], **choices: Any) -> None:
    """Keep what a form was told, and show it."""
    await choose(interaction.client.services, await _follow(interaction, follow), **choices)
    await _redraw(interaction, follow)


async def _redraw(interaction: discord.Interaction[Client], follow: int) -> None:
    panel = await draw(interaction, await _follow(interaction, follow))
    await interaction.response.edit_message(view=panel)


async def _follow(interaction: discord.Interaction[Client], follow: int) -> FollowRecord:
    """The follow that a panel is about. Raises MissingPermissions, and BlogUnusable if it ended."""
    guild = managed(interaction)
    for each in await interaction.client.services.store.follows.of_guild(guild.id):
        if each.id == follow:
            return each
    raise BlogUnusable("This channel follows the blog no more. `/blog follow` begins anew.")


async def draw(
    interaction: discord.Interaction[Client], follow: FollowRecord
) -> discord.ui.LayoutView:
    """The panel, with everything as it is now, in the language of the one who asked."""
    guild, say = managed(interaction), language_of(interaction)
    services = interaction.client.services
    blog = await services.store.blogs.get(follow.blog)
    exchange = await services.store.exchanges.get(guild.id, blog.id)
    owners = (await services.store.alarms.channels()).get(guild.id)
    row = partial(_row, follow.id)
    panel: discord.ui.Container[Any] = discord.ui.Container(
        _text(
            say(
                "## {blog} in {channel}",
                blog=escape(blog.address.title) or blog.address.shown,
                channel=f"<#{follow.channel}>",
            ),
            f"⏸️ {say(follow.reason)}" if follow.reason else blog.address.linked,
            _form(guild, follow, say),
        ),
        _text(say("**How announcements look**")),
        row(style=menus.options(menus.STYLES, "brief" if follow.brief else "full", say)),
        _text(say("**Who is mentioned** in new announcements")),
        row(role=menus.role(follow.role, say)),
        *_publishing(guild, follow, say),
        _text(
            say(
                "**Language** of what everyone sees in this channel: announcements, the first "
                "lines of comments, questions. Answers to commands follow each member's own."
            )
        ),
        row(language=menus.languages(services.languages, follow.language)),
        _text(
            say("**Which articles, and when**"),
            *_describe(follow, say),
            *await _tried(services, follow, say),
            *_unheard(guild, follow, say),
        ),
        row(
            filters=discord.ui.Button(label=say("Filters …")),
            hours=discord.ui.Button(label=say("Quiet hours …")),
            pause=discord.ui.Button(
                label=say("Go on" if follow.state is FollowState.PAUSED else "Pause")
            ),
        ),
        discord.ui.Separator(),
        _text(say("**Replies**"), await _account(services, exchange, say)),
        row(replies=menus.options(menus.REPLIES, _replies(exchange), say)),
        _text(say("**Pictures and files** in replies")),
        row(attachments=menus.options(menus.ATTACHMENTS, exchange.attachments, say)),
        _text(say("**A moderator deletes a reply** in Discord")),
        row(moderated=menus.options(menus.MODERATED, exchange.moderated, say)),
        _text(*_moderation(guild, exchange, say)),
        row(held=menus.channel(exchange.moderators, say("Held comments: no channel"))),
        _text(say("**Trouble** is told in one channel of this server, kept up to date.")),
        row(trouble=menus.channel(owners, say("Trouble: no channel"))),
        accent_colour=ACCENT,
    )
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(panel)
    return view


def _row(follow: int, **items: Any) -> discord.ui.ActionRow[Any]:
    """A row of menus or buttons, by their names."""
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    for name, item in items.items():
        item.custom_id = f"settings:{follow}:{name}"
        row.add_item(Setting(item))
    return row


def _form(guild: discord.Guild, follow: FollowRecord, say: Language) -> str:
    """What the kind of channel decides."""
    if isinstance(guild.get_channel(follow.channel), discord.ForumChannel):
        return say("Each article is a post here. In a text channel it would have a thread.")
    return say("Each article has a thread here. In a forum channel it would be a post.")


def _publishing(
    guild: discord.Guild, follow: FollowRecord, say: Language
) -> list[discord.ui.Item[Any]]:
    """The choice that only an announcement channel has."""
    channel = guild.get_channel(follow.channel)
    if not isinstance(channel, discord.TextChannel) or not channel.is_news():
        return []
    now = "on" if follow.publish else "off"
    return [
        _text(say("**Other servers** that follow this channel")),
        _row(follow.id, publish=menus.options(menus.PUBLISHING, now, say)),
    ]


def _text(*lines: str) -> discord.ui.TextDisplay[Any]:
    return discord.ui.TextDisplay("\n".join(lines))


def _describe(follow: FollowRecord, say: Language) -> list[str]:
    terms, authors, words = (
        escape(", ".join(each))
        for each in (follow.filters.terms, follow.filters.authors, follow.filters.words)
    )
    filters = [
        say("categories and tags: {terms}", terms=terms) if terms else "",
        say("authors: {authors}", authors=authors) if authors else "",
        say("words: {words}", words=words) if words else "",
    ]
    wanted = " · ".join(one for one in filters if one)
    return [
        say("Only articles with {filters}", filters=wanted)
        if wanted
        else say("Every article is announced."),
        say("Quiet from {hours}: announcements wait.", hours=str(follow.quiet))
        if follow.quiet
        else say("No quiet hours."),
    ]


async def _tried(services: Services, follow: FollowRecord, say: Language) -> list[str]:
    """What the filters make of the newest articles; nothing where there are no filters."""
    if follow.filters == Filters():
        return []
    articles = await services.store.articles.newest_read(follow.blog, TRIED)
    if not articles:
        return []
    return [describe_trial(await trial(follow.filters, articles), say)]


def _unheard(guild: discord.Guild, follow: FollowRecord, say: Language) -> list[str]:
    """What is amiss with the role that announcements mention."""
    if follow.role is None:
        return []
    role, channel = guild.get_role(follow.role), guild.get_channel(follow.channel)
    if role is None:
        return [f"⚠️ {say('The role that announcements mention is not there any more.')}"]
    if channel is None or pings(role, channel.permissions_for(guild.me)):
        return []
    return [f"⚠️ {say(ROLE_UNHEARD.text, role=role.mention)}"]


def _replies(exchange: ExchangeRecord) -> str:
    if not exchange.replies:
        return "off"
    return "at_once" if exchange.at_once else "rules"


async def _account(services: Services, exchange: ExchangeRecord, say: Language) -> str:
    if exchange.user is not None:
        return say("As {name}; `/blog connect` changes the account.", name=escape(exchange.user))
    if await services.connections.has(exchange.guild, exchange.blog):
        return say("With the account in the bot's own settings.")
    return say("The blog is read only: `/blog connect` gives the bot an account there.")


def _moderation(guild: discord.Guild, exchange: ExchangeRecord, say: Language) -> list[str]:
    lines = [
        say(
            "**Held comments** are decided on the blog, and in a channel here by whoever has "
            "Manage Messages there."
        )
    ]
    channel = guild.get_channel(exchange.moderators or 0)
    if channel and channel.permissions_for(guild.default_role).read_messages:
        lines.append(say("⚠️ Everyone can read that channel, and so what is held."))
    if exchange.moderated is Moderated.LEAVE and not guild.me.guild_permissions.view_audit_log:
        lines.insert(
            0,
            say(
                "⚠️ To tell a moderator's deletion from the writer's own I need **View Audit Log**. "
                "Until then every deletion counts as the writer's."
            ),
        )
    return lines
