"""Accounts on blogs: whose application password speaks for which guild, encrypted at rest.

An account belongs to the guild that connected it. Another guild that follows the same blog neither
writes with it nor sees what it sees. Its password goes to the one place that its owner saw when
they gave it, wherever the blog is read by now.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.blogs.canonical import is_upgrade, origin, shown_origin
from bot.blogs.kinds import (
    open_desk,
    password_page,
    require_replies,
    shows_part_of,
    takes_replies,
)
from bot.errors import BlogError, BlogRefused
from bot.languages.phrase import Phrase
from bot.model import Credentials

if TYPE_CHECKING:
    from bot.blogs.base import Desk
    from bot.blogs.http.fetcher import Fetcher
    from bot.env.settings import BlogSettings
    from bot.model import Account
    from bot.store.blog.blogs import BlogRecord
    from bot.store.discord.follows import Way
    from bot.store.people.exchanges import ExchangeRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

NONCE_BYTES = 12

SOON = 1.5
"""Seconds; Discord waits three for a form."""

OTHER_KEY = Phrase(
    "The password of this blog's account can't be read: it was kept with another key. Whoever runs "
    "the bot puts that key back (SECRET_KEY, or the file beside the database), or you connect the "
    "blog again with `/blog connect`."
)


class Connections:
    """Keeps accounts, and opens blogs with them."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        settings: BlogSettings | None,
        secret_key: str,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._settings = settings
        self._secret_key = secret_key
        self._cipher: AESGCM | None = None

    async def has(self, guild: int, blog: int) -> bool:
        """Whether this guild has an account on the blog."""
        exchange = await self._store.exchanges.get(guild, blog)
        return exchange.secret is not None or await self._of_settings(blog, guild) is not None

    async def open(self, guild: int, blog: int) -> Desk:
        """Open the blog with this guild's account.

        Raises BlogRefused if there is none, or if the blog moved since the account was given.
        """
        record = await self._store.blogs.get(blog)
        credentials = await self._meant_for(record, guild)
        if credentials is None:
            raise BlogRefused("The blog is not connected: `/blog connect` gives it an account.")
        return open_desk(self._fetcher, record.address, credentials)

    async def reads(self, record: BlogRecord) -> Credentials | None:
        """What the blog is read with: its guild's account; None: as any visitor.

        An account that waits for its owner, or can't be opened, reads nothing.
        """
        if record.guild is None:
            return None
        try:
            return await self._meant_for(record, record.guild)
        except BlogRefused as error:
            log.warning("%s is read as a visitor. %s", urlsplit(record.address.api).netloc, error)
            return None

    async def destination(self, guild: int, record: BlogRecord) -> str:
        """Where a password for this blog would go: scheme, host and port, for its owner to see.

        Where it is read in a lesser way because visitors are turned away, that is where the better
        one is. Raises BlogUnusable where no account can write, and BlogRefused where the blog is at
        a place that only another page named.
        """
        ways = await self._ways(guild, record)
        if better := _better(ways, record):
            own = _shown_there(better, record)
            if not own:
                raise _named_elsewhere(urlsplit(record.address.api).netloc, better[0])
            return shown_origin(own[0])
        require_replies(record.address)
        named_by = [way.named_by for way in ways]
        if named_by and None not in named_by:
            raise _named_elsewhere(named_by[0] or "", record.address.api)
        return shown_origin(record.address.api)

    async def password_page(self, guild: int, record: BlogRecord) -> str | None:
        """Where its owner makes an application password; None: the blog doesn't say soon enough.

        Raises BlogRefused if there are none: then there is no use in asking for one.
        """
        better = _shown_there(_better(await self._ways(guild, record), record), record)
        api = next(iter(better), record.address.api)
        try:
            async with asyncio.timeout(SOON):
                return await password_page(self._fetcher, api)
        except BlogRefused:
            raise
        except (BlogError, TimeoutError):
            return None

    async def _ways(self, guild: int, record: BlogRecord) -> list[Way]:
        follows = await self._store.follows.of_blog(record.id)
        return [follow.way for follow in follows if follow.guild == guild]

    async def connect(self, guild: int, blog: int, credentials: Credentials) -> Account:
        """Check an account, and keep it. Raises BlogError; then nothing is kept."""
        record = await self._store.blogs.get(blog)
        destination = await self.destination(guild, record)
        account = await open_desk(self._fetcher, record.address, credentials).check()
        cipher = await self._key()
        nonce = os.urandom(NONCE_BYTES)
        sealed = cipher.encrypt(nonce, credentials.password.encode(), _bound_to(guild, blog))
        await self._store.exchanges.connect(
            guild, blog, credentials.user, nonce + sealed, destination
        )
        return account

    async def disconnect(self, guild: int, blog: int) -> None:
        """Forget the account."""
        await self._store.exchanges.connect(guild, blog, None, None)

    async def _meant_for(self, record: BlogRecord, guild: int) -> Credentials | None:
        """This guild's account on the blog. Raises BlogRefused if it is for another place."""
        exchange = await self._store.exchanges.get(guild, record.id)
        credentials = await self.unseal(exchange)
        given_for = exchange.origin
        if credentials is None:
            settings = await self._of_settings(record.id, guild)
            if settings is None:
                return None
            credentials, given_for = settings.credentials, settings.url
        if given_for is not None and not _goes(given_for, record.address.api):
            raise BlogRefused(
                "The blog is at {there} now, and its password was given for {here}: it is not sent "
                "there before its owner says so, with `/blog connect` or in BLOG_URL.",
                there=shown_origin(record.address.api),
                here=shown_origin(given_for),
            )
        return credentials

    async def unseal(self, exchange: ExchangeRecord) -> Credentials | None:
        """The account that a guild gave; None if it gave none. Raises BlogRefused: another key."""
        if exchange.user is None or exchange.secret is None:
            return None
        cipher = await self._key()
        nonce, sealed = exchange.secret[:NONCE_BYTES], exchange.secret[NONCE_BYTES:]
        try:
            password = cipher.decrypt(nonce, sealed, _bound_to(exchange.guild, exchange.blog))
        except InvalidTag:
            raise BlogRefused(OTHER_KEY) from None
        return Credentials(exchange.user, password.decode(), accepted=True)

    async def _of_settings(self, blog: int, guild: int) -> BlogSettings | None:
        """What .env says, if it has an account and is about this guild's follow of the blog."""
        settings = self._settings
        if settings is None or settings.credentials is None:
            return None
        follow = await self._store.follows.in_channel(blog, settings.channel)
        if follow is None or (follow.guild, follow.settings_url) != (guild, settings.url):
            return None
        return settings

    async def _key(self) -> AESGCM:
        if self._cipher is None:
            salt = await self._store.exchanges.salt()
            self._cipher = AESGCM(await asyncio.to_thread(_derive, self._secret_key, salt))
        return self._cipher


def _better(ways: list[Way], record: BlogRecord) -> list[str]:
    """Where a blog could be written to that is read in a lesser way."""
    better = [way.better for way in ways if way.better is not None]
    return [] if takes_replies(record.address) else better


def _shown_there(better: list[str], record: BlogRecord) -> list[str]:
    """Those of which what is read is a part: others, only a page named."""
    return [api for api in better if shows_part_of(record.address, api)]


def _named_elsewhere(page: str, api: str) -> BlogRefused:
    return BlogRefused(
        "The page at {page} named this blog's REST API at {there}, and a password is sent to no "
        "place that another page names. If the blog is yours, follow it by the address of its API, "
        "{there}, then connect it.",
        page=page,
        there=shown_origin(api),
    )


def _goes(given_for: str, api: str) -> bool:
    """Whether a password that was given for one address may go to another."""
    return origin(given_for) == origin(api) or is_upgrade(given_for, api)


def _derive(secret: str, salt: bytes) -> bytes:
    """Make a key of any text; slow on purpose (some 50 ms), against guessing."""
    return hashlib.scrypt(secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)


def _bound_to(guild: int, blog: int) -> bytes:
    """A sealed password moved to another row of the database opens nothing."""
    return f"{guild}/{blog}".encode()
