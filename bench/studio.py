"""Takes a picture of a message, with its buttons pressed, in one language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simcord.components import walk_components
from simcord.enums import ComponentType
from simcord.results import InteractionResult

from bench.camera import focused, save

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AsyncExitStack
    from pathlib import Path

    import discord
    from playwright.async_api import Browser

    from bench.camera import Camera
    from bench.stage import Stage


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
    closing: AsyncExitStack
    """Ends the cameras, one for each member who looks."""

    cameras: dict[int, Camera] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    """What each picture shows, by name."""

    def thread(self) -> Any:
        """The thread in which most was said."""
        return max(self.rooms["articles"].threads, key=lambda thread: len(thread.history()))

    async def press(self, who: Any, shown: Any, does: str) -> Any:
        """Press the first button that `shown` has with this in its id, whatever it says."""
        message = _message(shown)
        ids = (
            str(one["custom_id"])
            for one in walk_components(_raw(message))
            if one["type"] == ComponentType.BUTTON and one.get("custom_id")
        )
        return await who.click(message, custom_id=next(each for each in ids if does in each))

    async def take(self, name: str, says: str, target: Any, also: Sequence[Any] = ()) -> None:
        """A picture of what is shown; with `also`, of all these messages, in a row."""
        self.taken[name] = says
        if self.only not in name:
            return
        viewer, room = self._who_and_where(target)
        camera = await self._camera(viewer)
        if isinstance(target, InteractionResult) and target.modal is not None:
            picture = await camera.form(room, target.modal)
        else:
            shown = [one.id for one in also] or [_message(target).id]
            picture = await camera.messages(room, shown)
        save(picture, self.folder / f"{name}.png")

    async def _camera(self, viewer: Any) -> Camera:
        if viewer.id not in self.cameras:
            self.cameras[viewer.id] = await self.closing.enter_async_context(
                focused(self.browser, self.stage, viewer, self.locale, self.width)
            )
        return self.cameras[viewer.id]

    def _who_and_where(self, target: Any) -> tuple[Any, int]:
        stage = self.stage
        if isinstance(target, InteractionResult):
            asked = target._interaction  # noqa: SLF001 - only there is who asked, and where
            people = {one.id: one for one in (stage.owner, stage.member, stage.guest)}
            return people[asked.user_id], asked.channel_id
        return stage.owner, target.channel.id


def _message(shown: Any) -> Any:
    if not isinstance(shown, InteractionResult):
        return shown
    answers = [one for one in (shown.response, *shown.followups) if one is not None]
    return answers[-1].message


def _raw(message: discord.Message) -> list[dict[str, Any]]:
    return [dict(component.to_dict()) for component in message.components]
