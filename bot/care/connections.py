"""Accounts on blogs: whose application password speaks for which guild, encrypted at rest.

An account belongs to the guild that connected it. Another guild that follows the same blog neither
writes with it nor sees what it sees.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.blogs.kinds import open_desk
from bot.errors import BlogRefused
from bot.languages.phrase import Phrase
from bot.model import Credentials

if TYPE_CHECKING:
    from bot.blogs.base import Desk
    from bot.blogs.http.fetcher import Fetcher
    from bot.model import Account
    from bot.settings import BlogSettings
    from bot.store.blog.blogs import BlogRecord
    from bot.store.people.exchanges import ExchangeRecord
    from bot.store.store import Store

NONCE_BYTES = 12

NO_KEY = Phrase(
    "SECRET_KEY is not set, and without it no password can be kept. Whoever runs the bot puts a "
    "long random text into its .env as SECRET_KEY, and starts it again."
)
OTHER_KEY = Phrase(
    "The password of this blog's account can't be read: SECRET_KEY is another one than when it was "
    "given. Connect the blog again with `/blog connect`."
)


class Connections:
    """Keeps accounts, and opens blogs with them."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        settings: BlogSettings | None,
        secret_key: str | None,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._settings = settings
        self._secret_key = secret_key
        self._cipher: AESGCM | None = None

    async def has(self, guild: int, blog: int) -> bool:
        """Whether this guild has an account on the blog."""
        exchange = await self._store.exchanges.get(guild, blog)
        if exchange.secret is not None:
            return True
        record = await self._store.blogs.get(blog)
        return await self._of_settings(record, guild) is not None

    async def open(self, guild: int, blog: int) -> Desk:
        """Open the blog with this guild's account. Raises BlogRefused if there is none."""
        record = await self._store.blogs.get(blog)
        exchange = await self._store.exchanges.get(guild, blog)
        credentials = await self._credentials(exchange) or await self._of_settings(record, guild)
        if credentials is None:
            raise BlogRefused("The blog is not connected: `/blog connect` gives it an account.")
        return self._desk(record, credentials)

    async def connect(self, guild: int, blog: int, credentials: Credentials) -> Account:
        """Check an account, and keep it. Raises BlogError; then nothing is kept."""
        if self._secret_key is None:
            raise BlogRefused(NO_KEY)
        account = await self._desk(await self._store.blogs.get(blog), credentials).check()
        cipher = await self._key()
        nonce = os.urandom(NONCE_BYTES)
        sealed = cipher.encrypt(nonce, credentials.password.encode(), _bound_to(guild, blog))
        await self._store.exchanges.connect(guild, blog, credentials.user, nonce + sealed)
        return account

    async def disconnect(self, guild: int, blog: int) -> None:
        """Forget the account."""
        await self._store.exchanges.connect(guild, blog, None, None)

    def _desk(self, record: BlogRecord, credentials: Credentials) -> Desk:
        return open_desk(self._fetcher, record.address, credentials)

    async def _credentials(self, exchange: ExchangeRecord) -> Credentials | None:
        if exchange.user is None or exchange.secret is None:
            return None
        if self._secret_key is None:
            raise BlogRefused(NO_KEY)
        cipher = await self._key()
        nonce, sealed = exchange.secret[:NONCE_BYTES], exchange.secret[NONCE_BYTES:]
        try:
            password = cipher.decrypt(nonce, sealed, _bound_to(exchange.guild, exchange.blog))
        except InvalidTag:
            raise BlogRefused(OTHER_KEY) from None
        return Credentials(exchange.user, password.decode())

    async def _of_settings(self, record: BlogRecord, guild: int) -> Credentials | None:
        """The account that .env names, for the guild whose channel it names."""
        settings = self._settings
        if settings is None or record.settings_url != settings.url:
            return None
        there = await self._store.follows.guild_of(record.id, settings.channel)
        return settings.credentials if there == guild else None

    async def _key(self) -> AESGCM:
        if self._cipher is None:
            salt = await self._store.exchanges.salt()
            self._cipher = AESGCM(await asyncio.to_thread(_derive, self._secret_key or "", salt))
        return self._cipher


def _derive(secret: str, salt: bytes) -> bytes:
    """Make a key of any text; slow on purpose (some 50 ms), against guessing."""
    return hashlib.scrypt(secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)


def _bound_to(guild: int, blog: int) -> bytes:
    """A sealed password moved to another row of the database opens nothing."""
    return f"{guild}/{blog}".encode()
