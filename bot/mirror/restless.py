"""What of a list changes without its author's doing: counters, ages, chance. Pure but for memory.

A feed may say how often an article was seen, or how long ago it was written, and so say something
else at every reading. That is no reason to edit its announcement every few minutes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.text.to_discord import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.model import Article, Summary
    from bot.store.blog.article import Known

FEWEST = 2
"""Articles in which numbers alone must change at once to be counters."""

DAY = 86_400
PATIENCE = 6 * 3600
"""Seconds after which an article that changes all the time is shown as it is then."""

CHANGES = 3
"""So often within a day an article may change at once."""

NUMBERS = 1
"""So often if nothing but numbers changed."""


class Restless:
    """Remembers when which of a list's articles changed."""

    def __init__(self) -> None:
        self._changes: dict[int, list[int]] = {}
        self._due: int | None = None

    def is_due(self, now: int) -> bool:
        """Whether something that was held back may be shown by now, in seconds since 1970."""
        return self._due is not None and now >= self._due

    def calmed(
        self, items: Sequence[Summary], found: Mapping[str, Known], *, now: int
    ) -> list[Summary]:
        """Let those that change all the time, or that only count, be as they were recorded."""
        changed = {
            item.remote_id: found[item.remote_id]
            for item in items
            if item.remote_id in found and found[item.remote_id].version != item.version
        }
        counting = {
            item.remote_id
            for item in items
            if (same := changed.get(item.remote_id))
            and steady(same.version) == steady(item.version) is not None
        }
        at_once = len(counting) >= max(FEWEST, len(found) / 2)
        self._due = None
        calm = []
        for item in items:
            same = changed.get(item.remote_id)
            counts = item.remote_id in counting
            if same and ((counts and at_once) or self._waits(same.id, counts=counts, now=now)):
                calm.append(replace(item, version=same.version, title=same.title))
            else:
                calm.append(item)
        return calm

    def _waits(self, article: int, *, counts: bool, now: int) -> bool:
        changes = [at for at in self._changes.get(article, []) if at > now - DAY]
        if len(changes) >= (NUMBERS if counts else CHANGES) and now < changes[-1] + PATIENCE:
            due = changes[-1] + PATIENCE
            self._due = due if self._due is None else min(self._due, due)
            return True
        self._changes[article] = [*changes, now]
        return False


def steady(version: str) -> str | None:
    """The part of a version that is blind to numbers; None where it has none."""
    blind, found, _ = version.partition(".")
    return blind if found else None


def changed(recorded: Mapping[str, tuple[str, str]], articles: Iterable[Article]) -> set[str]:
    """Ids of those whose words, recorded as title and markup, are others now.

    How they are read and spaced is not theirs.
    """
    return {
        article.remote_id
        for article in articles
        if article.remote_id in recorded and not _alike(article, *recorded[article.remote_id])
    }


def _alike(article: Article, title: str, html: str) -> bool:
    # One without a title was once called by its address.
    titled = _letters(title) == _letters(article.title) or title == article.url
    return titled and _letters(plain(html)) == _letters(plain(article.html))


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text)
