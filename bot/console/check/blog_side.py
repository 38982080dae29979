"""The blogs, read as the bot reads them, and the accounts on them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.blogs.base import Order
from bot.blogs.canonical import shown_origin
from bot.blogs.discover import find_blog
from bot.blogs.kinds import takes_replies
from bot.console.check.findings import Finding
from bot.errors import BlogError, BlogRefused, CommentsOff

if TYPE_CHECKING:
    from bot.blogs.http.fetcher import Fetcher
    from bot.care.connections import Connections
    from bot.care.ways import Ways
    from bot.console.check.known import Known
    from bot.env.settings import BlogSettings
    from bot.languages.phrase import Phrase
    from bot.store.blog.blogs import BlogRecord
    from bot.store.people.exchanges import ExchangeRecord

KEY, OWN_KEY = "SECRET_KEY", "The bot's own key"


async def blog_side(
    known: Known, fetcher: Fetcher, ways: Ways | None, connections: Connections | None
) -> list[Finding]:
    """Every blog, then every account; all are asked at the same time."""
    asked = []
    if known.ahead is not None:
        asked.append(_ahead(fetcher, known.ahead))
    if ways is not None:
        asked += [_readable(ways, blog, known.lacking(blog.id)) for blog in known.blogs]
    if connections is not None:
        blogs = {blog.id: blog for blog in known.blogs}
        asked += [
            _account(connections, exchange, blogs[exchange.blog]) for exchange in known.exchanges
        ]
    return await asyncio.gather(*asked)


async def opens_passwords(
    known: Known, connections: Connections | None, *, of_settings: bool
) -> list[Finding]:
    """Whether the key opens the passwords that are stored; asks no blog.

    `of_settings`: it is the one that the settings name, not the bot's own.
    """
    stored = [exchange for exchange in known.exchanges if exchange.secret is not None]
    subject = KEY if of_settings else OWN_KEY
    if not stored or connections is None:
        words = "set." if of_settings else "the bot makes one when it starts, if there is none."
        return [Finding(of_settings or None, subject, words)]
    closed = 0
    for exchange in stored:
        try:
            await connections.unseal(exchange)
        except BlogRefused:
            closed += 1
    if closed:
        words = (
            f"opens {len(stored) - closed} of {len(stored)} stored passwords. Put the key back "
            "with which the others were kept (SECRET_KEY, or the .key file beside the database), "
            "or connect those blogs again: /blog connect."
        )
        return [Finding(False, subject, words)]
    return [Finding(True, subject, "opens every stored password.")]


async def _readable(ways: Ways, record: BlogRecord, lacks: Phrase | None) -> Finding:
    subject = f"{record.address.title} ({_host(record.address.url)})"
    off: Phrase | None = None
    try:
        blog = await ways.open(record)
        page = await blog.summaries(Order.PUBLISHED, size=1)
        await blog.newest_comments()
    except CommentsOff as error:
        off = error.phrase
    except BlogError as error:
        return Finding(False, subject, str(error))
    if not page.items:
        return Finding(True, subject, "can be read; it has no article yet.")
    but = " ".join(str(each) for each in (lacks, off) if each is not None)
    if but:
        return Finding(None, subject, f"can be read, but: {but}")
    return Finding(True, subject, "can be read.")


async def _ahead(fetcher: Fetcher, settings: BlogSettings) -> Finding:
    """Do what the bot will do before it follows the blog of the settings."""
    subject = f"BLOG_URL ({_host(settings.url)})"
    try:
        found, _ = await find_blog(fetcher, settings.url, settings.credentials)
    except BlogError as error:
        return Finding(False, subject, str(error))
    words = f"found a blog ({found.address.kind}); the bot will follow it."
    if found.lacks is not None:
        return Finding(None, subject, f"{words} {found.lacks}")
    return Finding(True, subject, words)


async def _account(connections: Connections, exchange: ExchangeRecord, blog: BlogRecord) -> Finding:
    subject = f"Account at {shown_origin(blog.address.api)}"
    server = f"for server {exchange.guild}"
    if not await connections.has(exchange.guild, exchange.blog):
        words = f"{server}: none, members' replies stay in Discord."
        if takes_replies(blog.address):
            words += " /blog connect gives it one."
        return Finding(None, subject, words)
    try:
        desk = await connections.open(exchange.guild, exchange.blog)
    except BlogError as error:
        return Finding(False, subject, f"{server}: {error}")
    try:
        await desk.check()
    except BlogError as error:
        return Finding(False, subject, f"{server}: {error}")
    return Finding(True, subject, f"{server}: accepted, with every right it needs.")


def _host(url: str) -> str:
    """Without the user name and password that an address may carry."""
    return urlsplit(url).netloc.rpartition("@")[2]
