"""Runs every test with all mistakes at once, and if it fails, finds which it catches: for pytest.

It is then run as it is, and with halves of what it executed, down to one mistake, which is not put
in again. Each of these runs is a process of its own, forked from the one in which all is imported:
a mistake costs a test and not a start. Programs that a test starts are without mistakes.
"""

from __future__ import annotations

import functools
import gc
import os
import pickle
import signal
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

import coverage
import pytest
from _pytest.runner import runtestprotocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tools.possible import Mistake

MISTAKES, ANSWERS = "MISTAKES", "MISTAKES_ANSWERED"
"""Variables: the file with the mistakes, which is left with those that can't be put in like this;
and the one with a line for each answer."""

CAUGHT, SURVIVED = "caught", "SURVIVED"
SLOWER, LEAST = 10, 60
"""How many times longer than as it is a test may take until it counts as hanging, and seconds."""

PATIENCE = 120
"""Seconds that a test may take with all of them at once until it is looked into."""

_CODE_IN_FUNCTION = 0x1
_NOT_PUT_IN = 77


def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Begin before anything of ours is imported."""
    file = Path(os.environ[MISTAKES])
    mistakes = pickle.loads(file.read_bytes())  # noqa: S301 - written by tools/mistakes.py
    early_config.pluginmanager.register(_InTurn(file, Path(os.environ[ANSWERS]), mistakes))


@dataclass(frozen=True, slots=True)
class _Beside:
    """A test that needs what is set up for a module, a package or a session."""

    item: pytest.Item

    def listchain(self) -> list[object]:
        return [*self.item.listchain()[:-1], self]


@dataclass(eq=False)
class _InTurn:
    file: Path
    answers: Path
    left: list[Mistake]
    doubtful: set[Mistake] = field(default_factory=set)
    """What can't be put in, or was executed by a test that fails without a mistake, too."""
    sound: set[str] = field(default_factory=set)
    modules: int = 0
    functions: list[FunctionType] = field(default_factory=list)
    caches: list[functools._lru_cache_wrapper[object]] = field(default_factory=list)
    """What the mistakes are put into, and what may remember how it was without, as of so many
    modules."""

    def __post_init__(self) -> None:
        files = [str(each.file) for each in self.left]
        self._coverage = coverage.Coverage(data_file=None, config_file=False, include=files)
        self._coverage.set_option("run:disable_warnings", ["no-data-collected"])
        self._coverage.start()

    def _executed(self, context: str = "") -> list[Mistake]:
        self._coverage.stop()
        data = self._coverage.get_data()
        data.set_query_context(context)
        lines = {each.file: {*(data.lines(str(each.file.resolve())) or ())} for each in self.left}
        running = [each for each in self.left if each.statement.runs]
        return [each for each in running if each.statement.lines & lines[each.file]]

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        # One place for the temporary files of them all.
        config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # noqa: SLF001
        self.doubtful.update(self._executed())
        called = tuple({f"test_{each.file.stem}" for each in self.left})

        def is_late(item: pytest.Item) -> tuple[bool, bool]:
            # Those of a property take longest, and by then most is caught.
            of_a_property = item.get_closest_marker("hypothesis") is not None
            return of_a_property, not item.path.name.startswith(called)

        items.sort(key=is_late)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        tell = {"nodeid": item.nodeid, "location": item.location}
        item.ihook.pytest_runtest_logstart(**tell)
        self._look_around()
        groups = _apart([each for each in self.left if each.statement.runs])
        if _needs_more(item) or not all(self._passes(item, each) for each in groups):
            self._look_into(item)
        item.session._setupstate.teardown_exact(nextitem)  # noqa: SLF001 - the end of a protocol
        item.ihook.pytest_runtest_logfinish(**tell)
        if not self.left:
            item.session.shouldstop = "every mistake is caught"
        return True

    def _passes(self, item: pytest.Item, mistakes: Sequence[Mistake]) -> bool:
        return _forked(functools.partial(self._fails, item, mistakes), PATIENCE) == 0

    def _look_into(self, item: pytest.Item) -> None:
        """Run it as it is, and ask it about what it executes."""
        self._coverage.start()
        self._coverage.switch_context(item.nodeid)
        begun = time.monotonic()
        reports = runtestprotocol(item, nextitem=_Beside(item))  # type: ignore[arg-type]
        limit = max(LEAST, SLOWER * (time.monotonic() - begun))
        executed = self._executed(item.nodeid)
        if all(each.passed for each in reports):
            self._look_around()
            for group in _apart(executed):
                self._ask(item, group, limit)
        elif any(each.failed for each in reports):
            self.doubtful.update(executed)

    def _look_around(self) -> None:
        if self.modules == len(sys.modules):
            return
        self.modules, there = len(sys.modules), gc.get_objects()
        ours = str(Path.cwd())
        self.functions = [
            each
            for each in there
            if type(each) is FunctionType and each.__code__.co_filename.startswith(ours)
        ]
        self.caches = [
            each
            for each in there
            if isinstance(each, functools._lru_cache_wrapper)  # noqa: SLF001 - it has no other name
            and each.__module__.partition(".")[0] in {"bot", "cogs"}
        ]

    def _ask(self, item: pytest.Item, mistakes: Sequence[Mistake], limit: float) -> None:
        """Which of them it catches: none, if it passes with all of them at once."""
        begun = time.monotonic()
        code = _forked(functools.partial(self._fails, item, mistakes), limit)
        if code == 0:
            return
        if len(mistakes) > 1:
            middle = len(mistakes) // 2
            self._ask(item, mistakes[:middle], limit)
            self._ask(item, mistakes[middle:], limit)
            return
        (mistake,) = mistakes
        if code not in {1, None} or not self._is_sound(item, limit):
            self.doubtful.add(mistake)
        else:
            self.left.remove(mistake)
            end = "" if code is not None else ", which did not end"
            took = time.monotonic() - begun
            self._tell(f"{CAUGHT}: {mistake.told} ({took:.1f} s; {item.nodeid}{end})")

    def _is_sound(self, item: pytest.Item, limit: float) -> bool:
        """Whether it passes in a process of its own, too, when there is no mistake."""
        if item.nodeid not in self.sound:
            if _forked(functools.partial(self._fails, item, ()), limit) != 0:
                return False
            self.sound.add(item.nodeid)
        return True

    def _fails(self, item: pytest.Item, mistakes: Sequence[Mistake]) -> int:
        if not all(self._put_in(file, of) for file, of in _by_file(mistakes).items()):
            return _NOT_PUT_IN
        reports = runtestprotocol(item, log=False, nextitem=_Beside(item))  # type: ignore[arg-type]
        return int(any(each.failed for each in reports))

    def _put_in(self, file: Path, mistakes: Sequence[Mistake]) -> bool:
        """Into the functions that are there, and where the file is loaded again."""
        name, source = str(file.resolve()), file.read_bytes()
        as_it_is = compile(source, name, "exec", dont_inherit=True)
        for each in sorted(mistakes, key=lambda each: each.start, reverse=True):
            source = each.put(source)
        mistaken = compile(source, name, "exec", dont_inherit=True)
        loaded = SourceFileLoader.get_code

        def get_code(loader: SourceFileLoader, module: str) -> CodeType | None:
            return mistaken if loader.path == name else loaded(loader, module)

        pytest.MonkeyPatch().setattr(SourceFileLoader, "get_code", get_code)
        pairs = zip(_functions(as_it_is), _functions(mistaken), strict=True)
        instead = {(was.co_qualname, was.co_firstlineno): now for was, now in pairs}
        found = False
        for function in self.functions:
            code = function.__code__
            now = instead.get((code.co_qualname, code.co_firstlineno))
            if code.co_filename == name and now is not None:
                if code.co_freevars != now.co_freevars:
                    return False
                function.__code__, found = now, True
        for cache in self.caches:
            cache.cache_clear()
        return found or name not in _loaded()

    def _tell(self, line: str) -> None:
        with self.answers.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def pytest_sessionfinish(self) -> None:
        """Leave those that need a file with the mistake in it, and tell of the others."""
        aside = [each for each in self.left if not each.statement.runs or each in self.doubtful]
        self.file.write_bytes(pickle.dumps(aside))
        for each in self.left:
            if each not in aside:
                self._tell(f"{SURVIVED}: {each.told} (its folder)")


def _needs_more(item: pytest.Item) -> bool:
    """Whether it needs something of ours that is set up for several tests."""
    fixtures = item._fixtureinfo.name2fixturedefs.values()  # type: ignore[attr-defined]  # noqa: SLF001
    return any(each.baseid and each.scope != "function" for of in fixtures for each in of)


def _apart(mistakes: Sequence[Mistake]) -> list[list[Mistake]]:
    """In groups in which none stands in another."""
    groups: list[list[Mistake]] = []
    for mistake in mistakes:
        for group in groups:
            if not any(mistake.overlaps(other) for other in group):
                group.append(mistake)
                break
        else:
            groups.append([mistake])
    return groups


def _by_file(mistakes: Sequence[Mistake]) -> dict[Path, list[Mistake]]:
    found: dict[Path, list[Mistake]] = defaultdict(list)
    for each in mistakes:
        found[each.file].append(each)
    return found


def _loaded() -> set[str | None]:
    return {getattr(each, "__file__", None) for each in [*sys.modules.values()]}


def _functions(code: CodeType) -> list[CodeType]:
    """Those that stand in no other function."""
    found: list[CodeType] = []
    for each in code.co_consts:
        if isinstance(each, CodeType):
            found += [each] if each.co_flags & _CODE_IN_FUNCTION else _functions(each)
    return found


def _forked(ask: Callable[[], int], limit: float) -> int | None:
    """What this says in a process of its own; None if it takes longer than `limit` seconds."""
    if not (process := os.fork()):
        code = 1
        try:
            os.setsid()
            sys.settrace(None)
            code = ask()
        finally:
            os._exit(code)
    ends = time.monotonic() + limit
    while time.monotonic() < ends:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return None
