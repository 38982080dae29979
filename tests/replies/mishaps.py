"""What goes wrong at any act of the fakes: the process ends, or an answer is an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


T = TypeVar("T")


class Killed(BaseException):
    """The process ends here, whatever it was about to do."""


@dataclass(slots=True)
class Mishap:
    """What goes wrong at the act with this number, counted from the start."""

    at: int
    error: BaseException
    stored: bool
    """Whether what was asked for happened all the same."""


class Mishaps:
    """Counts acts, and lets some go wrong."""

    def __init__(self) -> None:
        self.acts = 0
        self.planned: list[Mishap] = []
        self.next: list[tuple[str, BaseException, bool]] = []
        """The next act whose name begins so fails with this, having happened or not."""
        self.log: list[str] = []
        self.after: Callable[[], object] = lambda: None
        """Done after each act."""
        self.between: dict[str, Callable[[], Awaitable[None]]] = {}
        """What else happens right after the next act of this name."""

    async def act(self, name: str, do: Callable[[], T]) -> T:
        self.acts += 1
        self.log.append(name)
        due = [(each.error, each.stored) for each in self.planned if each.at == self.acts]
        for planned in [each for each in self.next if name.startswith(each[0])][:1]:
            self.next.remove(planned)
            due.append(planned[1:])
        for error, stored in due:
            if stored:
                do()
            raise error
        done = do()
        self.after()
        if name in self.between:
            await self.between.pop(name)()
        return done
