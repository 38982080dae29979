"""As whom a member's words stand on a blog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Account, Guest
from bot.replies.names import pen_name, pseudonym

if TYPE_CHECKING:
    from bot.model import BlogAddress
    from bot.store.store import Store


async def person(
    store: Store,
    email: str,
    *,
    guild: int,
    blog: int,
    address: BlogAddress,
    user: int,
    nameless: str,
) -> Guest | Account:
    """The account that is theirs, or a guest under their pen name; `email` is the pattern.

    `nameless` is what someone is called whose pen name can't stand on a blog. By its pseudonym a
    comment of ours is known: no visitor can know it.
    """
    if author := await store.exchanges.author(guild, blog, user):
        return Account(*author)
    member = await store.members.get(guild, user)
    salt = await store.exchanges.salt()
    # A blog that moves, or names another home page, goes on knowing its members.
    known_as = (await store.exchanges.get(guild, blog)).known_as or address.api
    pseudonymous = pseudonym(email, salt, guild=guild, blog=known_as, member=user)
    return Guest(pen_name((member.pen_name if member else None) or "") or nameless, pseudonymous)
