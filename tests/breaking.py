"""Unexpected errors at any call of a port or of the store, and what the log says of them."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.store.store import Store


class Breaker:
    """Counts calls by method and first argument, and lets one such pair fail, every time."""

    def __init__(self) -> None:
        self.calls: dict[str, dict[object, int]] = {}
        self.broken: tuple[str, object] | None = None

    def watch(self, name: str, watched: object) -> None:
        """Take over every public coroutine of this object."""
        for method, _ in inspect.getmembers(type(watched), inspect.iscoroutinefunction):
            if not method.startswith("_"):
                setattr(watched, method, self._taken(f"{name}.{method}", getattr(watched, method)))

    def watch_store(self, store: Store) -> None:
        """Take over every repository."""
        for field in dataclasses.fields(store):
            self.watch(f"store.{field.name}", getattr(store, field.name))

    def _taken(self, name: str, method: Any) -> Any:
        @functools.wraps(method)
        async def call(*args: Any, **more: Any) -> Any:
            first = args[0] if args else None
            named = getattr(first, "message", None) or getattr(first, "id", None)
            key = first if isinstance(first, int | str) else named
            counts = self.calls.setdefault(name, {})
            counts[key] = counts.get(key, 0) + 1
            if self.broken == (name, key):
                raise RuntimeError("nobody expected this")
            return await method(*args, **more)

        return call


class Lines(logging.Handler):
    """What was logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    @property
    def tracebacks(self) -> int:
        return sum(record.exc_info is not None for record in self.records)


@contextmanager
def listening() -> Iterator[Lines]:
    """Everything that is logged meanwhile."""
    lines = Lines()
    logging.getLogger("bot").addHandler(lines)
    try:
        yield lines
    finally:
        logging.getLogger("bot").removeHandler(lines)
