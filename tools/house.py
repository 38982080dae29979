"""The house as the code builds it: rooms, floors, and who imports whom.

A room is a package right below `bot` or `cogs`; a module there lies loose. `bench` and `tools` have
no rooms, and are one place each. The floors are the layers in pyproject.toml.
"""

from __future__ import annotations

import sys
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import grimp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DIVIDED = ("bot", "cogs")
PACKAGES = ("bench", "tools", *DIVIDED)

Arrow = tuple[str, str]
"""Who imports, and whom."""


@dataclass(frozen=True, slots=True)
class House:
    """What was found in one checkout; imports for types alone are among them."""

    modules: frozenset[str]
    imports: frozenset[Arrow]
    """From module to module."""
    circles: tuple[tuple[str, ...], ...]
    """Modules each of which imports all others of its circle, directly or not."""
    floors: tuple[tuple[str, ...], ...]
    """The places that stand side by side, from the top floor down."""

    def rooms(self, package: str) -> list[str]:
        """The rooms of `bot` or of `cogs`."""
        return [place for place in self._below(package) if self.is_room(place)]

    def loose(self, package: str) -> list[str]:
        """The modules that lie loose there, without `__init__` and `__main__`."""
        return [
            place
            for place in self._below(package)
            if not self.is_room(place) and not place.endswith(".__main__")
        ]

    def _below(self, package: str) -> list[str]:
        return sorted({place_of(each) for each in self.modules if each.startswith(package + ".")})

    def is_room(self, place: str) -> bool:
        """Whether there are modules in it."""
        return any(each.startswith(place + ".") for each in self.modules)

    def arrows(self) -> set[Arrow]:
        """From place to place."""
        found = {(place_of(importer), place_of(imported)) for importer, imported in self.imports}
        return {(a, b) for a, b in found if a != b and not {a, b} & {*DIVIDED}}

    def against_the_floors(self) -> list[Arrow]:
        """Imports from a floor above, or from a neighbour on the same one."""
        height = {place: -number for number, floor in enumerate(self.floors) for place in floor}

        def stands(module: str) -> str:
            place = place_of(module)
            return place if place in height else place.partition(".")[0]

        return sorted(
            (importer, imported)
            for importer, imported in self.imports
            if (a := stands(importer)) != (b := stands(imported))
            and {a, b} <= height.keys()
            and height[a] <= height[b]
        )


def place_of(module: str) -> str:
    """The room in which a module is, or the module itself if it lies loose."""
    package, *below = module.split(".")
    return ".".join([package, *below[: package in DIVIDED]])


def read_house(root: Path) -> House:
    """Look at the packages of a checkout, without running any of it."""
    there = [name for name in PACKAGES if (root / name).is_dir()]
    with _found_in(root):
        graph = grimp.build_graph(there[0], *there[1:], cache_dir=None)
    circles = set()
    for module in graph.modules:
        around = graph.find_upstream_modules(module) & graph.find_downstream_modules(module)
        if around:
            circles.add(tuple(sorted(around | {module})))
    return House(
        modules=frozenset(graph.modules),
        imports=frozenset(
            (importer, imported)
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
        ),
        circles=tuple(sorted(circles)),
        floors=tuple(_floors(root)),
    )


@contextmanager
def _found_in(root: Path) -> Iterator[None]:
    """Let Python find packages there alone: ours have the same names, and are loaded."""
    path = sys.path[:]
    loaded = {name: sys.modules.pop(name) for name in PACKAGES if name in sys.modules}
    sys.path[:] = [str(root.resolve())]
    try:
        yield
    finally:
        sys.path[:] = path
        sys.modules.update(loaded)


def _floors(root: Path) -> Iterator[tuple[str, ...]]:
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    layers = {
        container: [layer.split(" | ") for layer in contract["layers"]]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
        for container in contract.get("containers", [""])
    }
    for (package,) in layers[""]:
        for floor in layers.get(package, []):
            yield tuple(f"{package}.{name}" for name in floor)
        if package not in layers:
            yield (package,)
