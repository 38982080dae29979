"""What people did that neither side shows afterwards: who agreed to what, and what was hidden."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.wire.rest import Stage as Step
    from tests.wordpress.trouble import Passage

ALWAYS, ONCE, NEVER, SILENT = "Ada", "Boris", "Cleopatra", "Dorothea"
"""What each member answers when the bot asks; the last one answers nothing."""

MEMBERS = (ALWAYS, ONCE, NEVER, SILENT)
COMMENTERS = ("Wanda", "Xaver", "Yusuf", "Zuzanna")


DOUBT = 60.0
"""Seconds for which the bot may not know yet what became of a comment."""


@dataclass(slots=True)
class Utterance:
    """What one member said; `token` is a word that occurs nowhere else."""

    token: str
    who: str
    thread: int
    message: int
    """0 for what was written in a form."""
    answers: int = 0
    """The message that it answers, as it was chosen."""
    under: int = 0
    """The comment which that message showed; 0 for a member's message, or none."""
    allowed: bool = False
    """Its writer agreed, as far as they know: it may be on the blog."""
    due: bool = False
    """The bot said that it has understood: it must be on the blog."""
    gone: bool = False


@dataclass(slots=True)
class Ledger:
    """Kept by those who act; read by the checker."""

    said: dict[str, Utterance] = field(default_factory=dict)
    sights: dict[int, list[tuple[float, bool | None]]] = field(default_factory=dict)
    """When comments went out of sight (False) or came into it again (True).

    None: a moderator pressed a button, and who knows whether the bot lived to do it.
    """
    removed: set[int] = field(default_factory=set)
    """Comments that moderators turned down at some time."""
    deleted: dict[int, int] = field(default_factory=dict)
    """Comments that were deleted for good, and what they answered."""
    moved: set[int] = field(default_factory=set)
    """Comments that answered one of these."""
    agreed: bool = False
    """Whether the one who always agrees has been asked, and pressed the button."""
    understood: bool = False
    """… and the bot said so."""
    people: dict[str, int] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)
    """Requests to the blog that held something of those who had not agreed."""

    def watch(self, step: Step, passage: Passage) -> None:
        """Look into a request to the blog, at the moment at which it arrives."""
        if step != "received":
            return
        for word in self._unspoken():
            if word.encode() in passage.raw:
                self.leaks.append(f"{word} in {passage.method} {passage.target[:80]}")

    def _unspoken(self) -> list[str]:
        """Words, names and numbers that the blog must not see."""
        strangers = [NEVER, SILENT, *(str(self.people.get(each, each)) for each in (NEVER, SILENT))]
        words = [each.token for each in self.said.values() if not each.allowed]
        messages = [str(each.message) for each in self.said.values() if not each.allowed]
        return [*strangers, *words, *messages]

    def sighted(self, comment: int, *, visible: bool | None) -> None:
        """It comes into sight now, or goes out of it."""
        self.sights.setdefault(comment, []).append((time.time(), visible))

    def became(self, comment: int, *, visible: bool) -> None:
        """What became of it is known now."""
        found = self.sights.get(comment, [])
        found[:] = [(at, visible if seen is None else seen) for at, seen in found]

    def stood(self, comment: int, since: float, until: float = math.inf) -> bool:
        """Whether it was in sight all the time between, and nobody changed that a while before."""
        before = [seen for at, seen in self.sights.get(comment, []) if at < since - DOUBT]
        between = [at for at, _ in self.sights.get(comment, []) if since - DOUBT <= at <= until]
        return not between and (before[-1] is True if before else True)

    def by_message(self, message: int) -> Utterance | None:
        found = (each for each in self.said.values() if each.message == message)
        return next(found, None) if message else None

    def of(self, who: str) -> list[Utterance]:
        return [each for each in self.said.values() if each.who == who]
