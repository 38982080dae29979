"""The guided minute: what its four steps are done by, seen on the blog and in Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.demo.blog_content import Content, StoredComment
    from bot.demo.seat import Seat

STEPS = ("comment", "answer", "change", "approve")


class Guide:
    """Looks on now and then, and remembers which steps were seen done.

    A comment left on the blog counts once it stands in its thread; an answer written in Discord,
    once it stands on the blog. Either may be changed, on either side, and be held and approved.
    """

    def __init__(self, content: Content, seat: Seat) -> None:
        self._content = content
        self._seat = seat
        self._sample = content.last_comment
        self._words: dict[int, str] = {}
        self._held: set[int] = set()
        self._done: set[str] = set()
        newest = max(content.articles.values(), key=lambda article: article.published)
        self._article = newest.id

    def look(self) -> bool:
        """Look at what visitors left since the demo began; answers whether a step is done by it."""
        before = self.told()
        for comment in self._content.comments.values():
            if comment.id > self._sample:
                self._follow(comment)
        return before != self.told()

    def told(self) -> dict[str, Any]:
        """The steps that are done, and the id of the article that one was at, or begins with."""
        return {
            "done": [step for step in STEPS if step in self._done],
            "article": self._article,
        }

    def _follow(self, comment: StoredComment) -> None:
        words = self._words.setdefault(comment.id, comment.html)
        if words != comment.html:
            self._done.add("change")
        if comment.status == "hold":
            self._held.add(comment.id)
        elif comment.status == "approved":
            self._see(comment)

    def _see(self, comment: StoredComment) -> None:
        self._article = comment.article_id
        if comment.id in self._held:
            self._done.add("approve")
        if "/channels/" in comment.url:
            self._done.add("answer")
        elif self._is_mirrored(comment.id):
            self._done.add("comment")

    def _is_mirrored(self, comment: int) -> bool:
        threads = self._seat.env.backend.get_guild(self._seat.guild.id).thread_ids
        messages = self._seat.env.backend.messages
        return any(
            f"#comment-{comment}>" in message.content
            for thread in threads
            for message in messages.get(thread, {}).values()
        )
