"""The rooms: their drawing shows the real imports, none of which goes up or round in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.house import House, read_house
from tools.rooms import BEGIN, DRAWING, END, RENEW, ROOT, counted, drawing, drawn, redrawn

if TYPE_CHECKING:
    from pathlib import Path

FLOORS = """
[[tool.importlinter.contracts]]
type = "layers"
layers = ["cogs", "bot"]
[[tool.importlinter.contracts]]
type = "layers"
containers = ["cogs"]
layers = ["links"]
[[tool.importlinter.contracts]]
type = "layers"
containers = ["bot"]
layers = ["__main__", "app", "discord", "mirror | repair", "model"]
"""
SMALL = {
    "pyproject.toml": FLOORS,
    "cogs/__init__.py": "",
    "cogs/links.py": "import bot.discord.talk",
    "bot/__init__.py": "",
    "bot/__main__.py": "import bot.app",
    "bot/app.py": "from bot.discord import talk\nimport bot.model",
    "bot/discord/__init__.py": "",
    "bot/discord/talk.py": "from bot.mirror import plan\nimport bot.model",
    "bot/mirror/__init__.py": "",
    "bot/mirror/plan.py": "from bot import model",
    "bot/repair/__init__.py": "",
    "bot/repair/pairing.py": "import bot.model",
    "bot/model.py": "",
}
"""A house in which all is well."""

DRAWN = """\
```mermaid
flowchart TD
    cogs_links(["cogs/links.py"])
    bot___main__(["bot/__main__.py"])
    bot_app(["bot/app.py"])
    bot_discord["bot/discord"]
    bot_mirror["bot/mirror"]
    bot_repair["bot/repair"]
    bot_model(["bot/model.py"])
    bot___main__ --> bot_app
    bot_app --> bot_discord
    bot_discord --> bot_mirror
    bot_mirror --> bot_model
    bot_repair --> bot_model
    cogs_links --> bot_discord
```"""
"""Without the arrows from app and discord to model."""


@pytest.fixture(scope="module")
def house() -> House:
    return read_house(ROOT)


def test_the_drawing_is_up_to_date(house: House) -> None:
    page = (ROOT / DRAWING).read_text(encoding="utf-8")
    assert drawn(page) == drawing(house), f"It is another house by now; draw it anew: {RENEW}"


def test_no_import_goes_round_in_a_circle(house: House) -> None:
    assert house.circles == ()


def test_no_import_goes_up(house: House) -> None:
    assert house.against_the_floors() == []


def built(folder: Path, **changed: str) -> House:
    files = SMALL | {f"bot/{name.replace('__', '/')}.py": text for name, text in changed.items()}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return read_house(folder)


def test_what_is_counted_and_drawn(tmp_path: Path) -> None:
    house = built(tmp_path)
    assert counted(house).splitlines() == [
        "bot/: 3 rooms, 2 modules beside them (and __init__.py, __main__.py)",
        "cogs/: 0 rooms, 1 modules beside them (and __init__.py, __main__.py)",
        "rooms: 3",
        "arrows between rooms: 1",
        "arrows in all, with the modules beside the rooms, bench and tools: 8",
        "circles between modules: 0",
        "imports against the floors: 0",
    ]
    page = redrawn(f"# House\n{BEGIN}\nan older one\n{END}.", house)
    assert page == f"# House\n{BEGIN}\n\n{drawn(page)}\n\n{END}."
    assert drawn(page) == DRAWN


def test_an_import_for_types_alone_closes_a_circle(tmp_path: Path) -> None:
    for_types = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import bot.mirror.plan"
    house = built(tmp_path, model=for_types)
    assert house.circles == (("bot.mirror.plan", "bot.model"),)
    assert house.against_the_floors() == [("bot.model", "bot.mirror.plan")]


@pytest.mark.parametrize(
    ("changed", "importer", "imported"),
    [
        ({"model": "import bot.app"}, "bot.model", "bot.app"),
        ({"mirror__plan": "import bot.repair.pairing"}, "bot.mirror.plan", "bot.repair.pairing"),
        ({"model": "import cogs.links"}, "bot.model", "cogs.links"),
    ],
)
def test_up_next_door_and_out_of_the_house(
    tmp_path: Path, changed: dict[str, str], importer: str, imported: str
) -> None:
    assert (importer, imported) in built(tmp_path, **changed).against_the_floors()
