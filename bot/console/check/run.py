"""All checks, one group after the other."""

from __future__ import annotations

import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from bot.blogs.http.fetcher import Fetcher
from bot.care.connections import Connections
from bot.care.leaving import due
from bot.care.ways import Ways
from bot.console.check.blog_side import OWN_KEY, blog_side, opens_passwords
from bot.console.check.discord_side import discord_side
from bot.console.check.disk import backups, database
from bot.console.check.findings import Finding, Group, in_json, summary, table
from bot.console.check.known import known
from bot.env.env_file import exposed
from bot.env.settings import ENV_FILE
from bot.env.typed import typed
from bot.errors import SettingsError, StoreError
from bot.store.beside import open_beside
from bot.store.discord.follows import FollowState
from bot.store.key_file import read_key

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.console.check.known import Known
    from bot.env.settings import Settings

LIMIT = 15.0
"""Seconds that each request to a blog may take."""


async def check(load: Callable[[], Settings], *, as_json: bool) -> bool:
    """Print every check's table as soon as it is known; answers whether all is well.

    `as_json`: everything at the end, for programs.
    """
    groups = []
    async for group in look(load):
        groups.append(group)
        if not as_json:
            print(table(group), end="\n\n", flush=True)
    print(in_json(groups) if as_json else summary(groups))
    return all(finding.ok is not False for group in groups for finding in group.findings)


async def look(load: Callable[[], Settings]) -> AsyncIterator[Group]:
    """Check everything; `load` reads the settings."""
    try:
        settings = load()
    except SettingsError as error:
        wrong = [problem.partition(": ") for problem in error.problems]
        yield _group("Settings", [Finding(False, name, words) for name, _, words in wrong])
        words = "not looked at: the settings come first."
        yield _group("Database, Discord and blogs", [Finding(None, "Everything else", words)])
        return
    readable, on_disk = await database(settings.database)
    on_disk.append(backups(settings.backups))
    async with (
        AsyncExitStack() as stack,
        Fetcher(allow_private=settings.allow_private, timeout=LIMIT) as fetcher,
    ):
        store = ways = connections = None
        key, unreadable = _key(settings)
        if readable:
            store = await stack.enter_async_context(open_beside(settings.database))
            connections = Connections(store, fetcher, settings.blog, key)
            ways = Ways(store, fetcher, connections, lambda: int(time.time()))
        found = await known(store, settings.blog)
        opens = await opens_passwords(found, connections, of_settings=bool(settings.secret_key))
        bare = exposed(ENV_FILE)
        of_env = Finding(bare is None, ".env", bare or "holds no mistake.")
        yield _group("Settings", [of_env, *(unreadable or opens), _policy(settings)])
        yield _group("Database", on_disk)
        in_discord = await discord_side(settings.token, found.places())
        yield _group("Discord", in_discord + _paused(found) + _left(found))
        yield _group("Blogs", await blog_side(found, fetcher, ways, connections) or [_none()])


def _key(settings: Settings) -> tuple[str, list[Finding]]:
    """What passwords are encrypted with, if there is any by now, and why it can't be read."""
    try:
        return settings.secret_key or read_key(settings.database) or "", []
    except StoreError as error:
        return "", [Finding(False, OWN_KEY, str(error))]


def _policy(settings: Settings) -> Finding:
    """Discord asks for one of everybody whose bot others use."""
    if settings.privacy_url is not None:
        return Finding(True, "PRIVACY_URL", f"members are shown {settings.privacy_url}.")
    words = f"no privacy policy is named. `{typed('privacy')}` writes one for this instance."
    return Finding(None, "PRIVACY_URL", words)


def _paused(found: Known) -> list[Finding]:
    """Someone may have wanted it so; if the channel is gone, that is found above."""
    return [
        Finding(None, f"Channel {follow.channel}", f"paused. {follow.reason}")
        for follow in found.follows
        if follow.state is FollowState.PAUSED
    ]


def _left(found: Known) -> list[Finding]:
    """Members of that server may be waiting for the day."""
    return [
        Finding(
            None,
            f"Server {guild}",
            "the bot was removed from it. Its members' consents, names and comments on their way, "
            f"and its accounts, are deleted on {due(since)}; invite the bot again before to keep "
            "them.",
        )
        for guild, since in found.departures.items()
    ]


def _none() -> Finding:
    return Finding(None, "Blogs", "none is followed yet: /blog follow in Discord begins that.")


def _group(title: str, findings: list[Finding]) -> Group:
    return Group(title, tuple(findings))
