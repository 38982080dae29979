"""What the blog's account can tell: which comments are members' own, whatever others claim."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import BlogError
from bot.model import Draft
from bot.replies.person import person
from bot.store.people.reply import message_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.blogs.base import Desk
    from bot.model import Comment
    from bot.repair.ports import Standing
    from bot.store.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Witness:
    """A guild's account on a blog that is recorded; `email` is the pattern of pseudonyms."""

    store: Store
    desk: Desk
    guild: int
    blog: int
    email: str

    async def vouch(
        self, claims: Iterable[Comment], standing: Iterable[Standing]
    ) -> dict[int, str]:
        """The comments that are members' own, by the message. Three requests for each claimed one.

        Where the account is turned down, nothing is vouched for.
        """
        articles = {each.message: each.article_id for each in claims}
        vouched = {}
        try:
            for message in standing:
                if message.said.by_person and message.said.id in articles:
                    own = await self._own(message, articles[message.said.id])
                    if own is not None:
                        vouched[message.said.id] = own
        except BlogError as error:
            log.warning("The account can't tell whose comments these are: %s", error)
        return vouched

    async def _own(self, message: Standing, article: str) -> str | None:
        by = await person(
            self.store, self.email, guild=self.guild, blog=self.blog,
            address=self.desk.address, user=message.said.member, nameless="",
        )  # fmt: skip
        url = message_url(self.guild, message.said.thread, message.said.id)
        found = await self.desk.find(Draft(article, None, by, url, "", approved=False))
        return found[0].comment.remote_id if found else None
