"""A picture of every card, form and line that the bot shows, in a real browser.

    python bench/screens.py                                 # into docs/screenshots/cards
    python bench/screens.py --width 390 --into FOLDER       # as on a phone
    python bench/screens.py --only search --into FOLDER

The real bot runs in simcord's Discord, beside the sample blog, and simcord's Preview draws what it
shows. It needs Chromium or Chrome, and nothing else.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from simcord import ChannelHandle
from simcord.components import walk_components
from simcord.enums import ComponentType
from simcord.results import InteractionResult

from bench.browser import Browser, launched
from bench.camera import Camera, quotations_of_one_line, save
from bench.scenes import SCENES
from bench.stage import SAMPLE, Stage, staged
from bot.demo.stage_page import DISCORD, AllPages, Pictures
from tests.speech import in_locale

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

CARDS = Path(__file__).parents[1] / "docs" / "screenshots" / "cards"
LOCALES = {"en": "en-GB", "de": "de"}
ROOMS = ("talk", "articles", "moderation", "keepers")
WIDTH, HEIGHT = 600, 2400


@dataclass(slots=True)
class Studio:
    """Takes the pictures of one language."""

    stage: Stage
    browser: Browser
    folder: Path
    locale: str
    width: int
    only: str
    rooms: dict[str, Any]
    taken: dict[str, str] = field(default_factory=dict)
    """What each picture shows, by name."""

    def thread(self) -> Any:
        """The thread in which most was said."""
        return max(self.rooms["articles"].threads, key=lambda thread: len(thread.history()))

    async def press(self, who: Any, shown: Any, number: int) -> Any:
        """Press a button that `shown` has, counted from 0, whatever stands on it."""
        message = _message(shown)
        buttons = [
            one
            for one in walk_components(_raw(message))
            if one["type"] == ComponentType.BUTTON and one.get("custom_id")
        ]
        return await who.click(message, custom_id=buttons[number]["custom_id"])

    async def take(self, name: str, says: str, target: Any, also: Sequence[Any] = ()) -> None:
        """A picture of what is shown; with `also`, of all these messages, in a row."""
        self.taken[name] = says
        if self.only not in name:
            return
        viewer, place = self._who_and_where(target)
        camera = Camera(
            self.stage.env, place, viewer,
            pictures=self._pictures(), rooms=f"{DISCORD}1/", turn=asyncio.Lock(), pages=AllPages(),
        )  # fmt: skip
        camera.locale = self.locale
        camera.blog = self.stage.blog
        async with camera:
            camera.aim(viewer, target, (self.width, HEIGHT), alone=not also)
            shown = [message.id for message in also]
            picture = await self.browser.picture(camera.url, (self.width, HEIGHT), shown)
        save(picture, self.folder / f"{name}.png")

    def _who_and_where(self, target: Any) -> tuple[Any, Any]:
        stage = self.stage
        channel = stage.env.backend.get_channel
        if isinstance(target, InteractionResult):
            asked = target._interaction  # noqa: SLF001 - only there is who asked, and where
            people = {one.id: one for one in (stage.owner, stage.member, stage.guest)}
            return people[asked.user_id], ChannelHandle(
                stage.env, stage.guild, channel(asked.channel_id)
            )
        return stage.owner, ChannelHandle(stage.env, stage.guild, channel(target.channel.id))

    def _pictures(self) -> Pictures:
        return {
            f"{self.stage.blog}/wp-content/uploads/{file.name}": (file.name, file.read_bytes())
            for file in (SAMPLE / "images").iterdir()
        }


def _message(shown: Any) -> Any:
    if not isinstance(shown, InteractionResult):
        return shown
    answers = [one for one in (shown.response, *shown.followups) if one is not None]
    return answers[-1].message


def _raw(message: discord.Message) -> list[dict[str, Any]]:
    return [dict(component.to_dict()) for component in message.components]


async def photograph(
    browser: Browser, language: str, folder: Path, width: int, only: str
) -> dict[str, str]:
    """Take every picture in one language; answers what each shows, by name."""
    with tempfile.TemporaryDirectory() as database, in_locale(language), quotations_of_one_line():
        async with staged(Path(database) / "screens.sqlite3", backfill=4) as stage:
            assert stage.client.user is not None
            await stage.client.user.edit(username="Afterword")
            rooms = {name: stage.channel(name) for name in ROOMS}
            studio = Studio(
                stage, browser, folder, LOCALES.get(language, language), width, only, rooms
            )
            for scene in SCENES:
                await scene(studio)
    return studio.taken


async def run(options: argparse.Namespace) -> None:
    async with launched() as browser:
        for language in options.languages.split(","):
            folder = options.into / language
            await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
            taken = await photograph(browser, language, folder, options.width, options.only)
            shown = [f"**{says}**\n\n![{name}]({name}.png)\n" for name, says in taken.items()]
            page = "\n".join(["# What people see\n", *shown])
            await asyncio.to_thread((folder / "README.md").write_text, page, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--into", type=Path, default=CARDS)
    parser.add_argument("--languages", default=",".join(LOCALES))
    parser.add_argument("--width", type=int, default=WIDTH)
    parser.add_argument("--only", default="", help="those with this in their name")
    logging.basicConfig(level=logging.ERROR)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
