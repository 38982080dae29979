"""Count the rooms, what goes between them and what runs against the floors; and draw them.

    .venv/bin/python -m tools.rooms               # counts
    .venv/bin/python -m tools.rooms --draw        # and renews the drawing in docs/house.md
    .venv/bin/python -m tools.rooms --root DIR    # another checkout, of an older version, say

Imports for types alone are among them.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import grimp

from tools.house import DIVIDED, read_house

if TYPE_CHECKING:
    from tools.house import Arrow, House

ROOT = Path(__file__).parent.parent
DRAWING = Path("docs", "house.md")
BEGIN, END = "<!-- tools/rooms.py draws from here … -->", "<!-- … to here -->"
RENEW = ".venv/bin/python -m tools.rooms --draw"


def counted(house: House) -> str:
    """The numbers; circles, and imports against the floors, by name."""
    arrows = house.arrows()
    rooms = {room for package in DIVIDED for room in house.rooms(package)}
    between = sum({a, b} <= rooms for a, b in arrows)
    circles, wrong = house.circles, house.against_the_floors()
    return "\n".join([
        *(
            f"{package}/: {len(house.rooms(package))} rooms, {len(house.loose(package))} modules "
            "beside them (and __init__.py, __main__.py)"
            for package in DIVIDED
        ),
        f"rooms: {len(rooms)}",
        f"arrows between rooms: {between}",
        f"arrows in all, with the modules beside the rooms, bench and tools: {len(arrows)}",
        f"circles between modules: {len(circles)}",
        *(f"    {', '.join(circle)}" for circle in circles),
        f"imports against the floors: {len(wrong)}",
        *(f"    {importer} imports {imported}" for importer, imported in wrong),
    ])  # fmt: skip


def drawing(house: House) -> str:
    """The places from the top floor down, in Mermaid, with the arrows that stand for all."""
    return "\n".join([
        "```mermaid",
        "flowchart TD",
        *(f"    {_box(house, place)}" for floor in house.floors for place in floor),
        *(f"    {_name(a)} --> {_name(b)}" for a, b in sorted(_reduced(house.arrows()))),
        "```",
    ])  # fmt: skip


def _reduced(arrows: set[Arrow]) -> set[Arrow]:
    """Without those that others lead along: the transitive reduction, unless there are circles."""
    graph = grimp.ImportGraph()
    for importer, imported in arrows:
        graph.add_import(importer=importer, imported=imported)
    return {
        (a, b)
        for a, b in arrows
        if not any(
            graph.chain_exists(importer=between, imported=b)
            for between in graph.find_modules_directly_imported_by(a) - {b}
        )
    }


def _box(house: House, place: str) -> str:
    path = place.replace(".", "/")
    return f'{_name(place)}["{path}"]' if house.is_room(place) else f'{_name(place)}(["{path}.py"])'


def _name(place: str) -> str:
    return place.replace(".", "_")


def drawn(page: str) -> str:
    """The drawing on a page like docs/house.md; empty where there is none."""
    return page.partition(BEGIN)[2].partition(END)[0].strip()


def redrawn(page: str, house: House) -> str:
    """The same page with the drawing of this house."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n\n{drawing(house)}\n\n{END}{after}"


def main() -> None:
    """Count, and draw if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tools.rooms", description="Count the rooms.")
    parser.add_argument("--root", type=Path, default=ROOT, metavar="DIR", help="another checkout")
    parser.add_argument("--draw", action="store_true", help=f"renew the drawing in {DRAWING}")
    asked = parser.parse_args()
    house = read_house(asked.root)
    print(counted(house))
    if asked.draw:
        path = asked.root / DRAWING
        path.write_text(redrawn(path.read_text(encoding="utf-8"), house), encoding="utf-8")


if __name__ == "__main__":
    main()
