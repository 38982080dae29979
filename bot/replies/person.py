"""As whom a member's words stand on a blog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Account, Guest
from bot.replies.names import pseudonym

if TYPE_CHECKING:
    from bot.model import BlogAddress
    from bot.store.store import Store


async def person(
    store: Store, email: str, *, guild: int, blog: int, address: BlogAddress, user: int
) -> Guest | Account:
    """The account that is theirs, or a guest under their pen name; `email` is the pattern.

    By its pseudonym a comment of ours is known: no visitor can know it.
    """
    if author := await store.exchanges.author(guild, blog, user):
        return Account(*author)
    member = await store.members.get(guild, user)
    salt = await store.exchanges.salt()
    pseudonymous = pseudonym(email, salt, guild=guild, blog=address.url, member=user)
    return Guest((member.pen_name if member else None) or "", pseudonymous)
