"""Takes a picture of a message, with its buttons pressed, in one language."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simcord import ChannelHandle
from simcord.components import walk_components
from simcord.enums import ComponentType
from simcord.results import InteractionResult

from bench.camera import Camera, save
from bench.stage import SAMPLE, Stage
from bot.demo.stage_page import DISCORD, AllPages, Pictures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import discord

    from bench.browser import Browser

HEIGHT = 2400


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
