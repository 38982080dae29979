"""A picture of every card, form and line that the bot shows, and of the demo, in a real browser.

    python bench/screens.py                                 # into docs/screenshots
    python bench/screens.py --width 390 --into FOLDER       # cards as on a phone
    python bench/screens.py --only search --into FOLDER     # of the cards only these, and no demo

The real bot runs in simcord's Discord, beside the sample blog, and the demo's page draws what it
shows. It needs Chromium or Chrome.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.scenes import SCENES
from bench.stage import UNHURRIED, staged
from bench.studio import Studio
from bench.tour import tour
from tests.browser import launched
from tests.speech import in_locale

if TYPE_CHECKING:
    from playwright.async_api import Browser

SCREENSHOTS = Path(__file__).parents[1] / "docs" / "screenshots"
LOCALES = {"en": "en-GB", "de": "de"}
ROOMS = ("talk", "articles", "moderation", "keepers")
WIDTH = 600


async def photograph(
    browser: Browser, language: str, folder: Path, width: int, only: str
) -> dict[str, str]:
    """Take every picture in one language; answers what each shows, by name."""
    with tempfile.TemporaryDirectory() as database, in_locale(language):
        async with (
            staged(Path(database) / "screens.sqlite3", backfill=4) as stage,
            AsyncExitStack() as closing,
        ):
            stage.env.settle_timeout = UNHURRIED
            assert stage.client.user is not None
            await stage.client.user.edit(username="Afterword")
            rooms = {name: stage.channel(name) for name in ROOMS}
            studio = Studio(
                stage, browser, folder, LOCALES.get(language, language), width, only, rooms, closing
            )
            for scene in SCENES:
                await scene(studio)
    return studio.taken


async def run(options: argparse.Namespace) -> None:
    async with launched() as browser:
        for language in options.languages.split(","):
            folder = options.into / "cards" / language
            await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
            taken = await photograph(browser, language, folder, options.width, options.only)
            shown = [f"**{says}**\n\n![{name}]({name}.png)\n" for name, says in taken.items()]
            page = "\n".join(["# What people see\n", *shown])
            await asyncio.to_thread((folder / "README.md").write_text, page, "utf-8")
            if not (options.cards or options.only):
                await tour(browser, language, options.into)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--into", type=Path, default=SCREENSHOTS)
    parser.add_argument("--languages", default=",".join(LOCALES))
    parser.add_argument("--width", type=int, default=WIDTH)
    parser.add_argument("--cards", action="store_true", help="cards alone, and not the demo")
    parser.add_argument("--only", default="", help="cards with this in their name")
    logging.basicConfig(level=logging.ERROR)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
