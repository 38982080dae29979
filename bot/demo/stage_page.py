"""The page of one channel or thread of the demo's Discord: simcord's Preview, bent a little.

What reaches into simcord 3.2 further than it offers is in this file.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Self

from simcord.preview import Preview

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

    from simcord import ChannelHandle, Env, MemberActor

DISCORD = "https://discord.com/channels/"
HALF_LINK = re.compile(r"\[([^\]]*)\]\(<?$")
MENTION = re.compile(r"<([#@])(\d+)>")

Pictures = dict[str, tuple[str, bytes]]
"""Address → file name and content: the pages load nothing from elsewhere."""


class RoomPage(Preview):
    """A Preview that may stand beside others, acts in turn, and whose links to Discord stay here.

    - simcord has one Preview at a time, because one is told when somebody acts in a page. Here,
      `AllPages` takes that one's place and tells them all.
    - It refuses what people do while its clock moves. Here, they take turns.
    - It knows no channel but its own. Here, links to others lead to `rooms` instead of the real
      Discord, followed by the id of the channel or thread; and mentions of them have their names.
    - Above a reply it shows the first hundred characters that it answers, Markdown and all, and so
      half of a link. Here, it shows the link's words.
    """

    def __init__(
        self,
        env: Env,
        room: ChannelHandle,
        viewer: MemberActor,
        *,
        pictures: Pictures,
        rooms: str,
        turn: asyncio.Lock,
        pages: AllPages,
    ) -> None:
        super().__init__(
            env,
            room,
            (viewer,),
            layout="channel",
            display="responsive",
            width=960,
            height=720,
            locale="en-GB",
            timezone="UTC",
            presentation_time=None,
            assets=pictures,
            port=0,
        )
        self._discord = f"{DISCORD}{room.guild.id}/" if room.guild else DISCORD
        self._rooms = rooms
        self._turn = turn
        self._together = pages

    @property
    def ended(self) -> bool:
        """Whether the visitor chose "End preview session"."""
        return self._closed

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self._together.add(self)
        self.env._preview = self._together  # type: ignore[assignment]  # noqa: SLF001
        return self

    async def _action(self, context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        async with self._turn:
            self._advance_presentation_time()  # or an answer's "2 seconds ago" lies in the future
            return await super()._action(context_id, body)

    def _page_payload(self, page: Any) -> dict[str, Any]:
        words = json.dumps(super()._page_payload(page))
        words = MENTION.sub(self._name, words.replace(self._discord, self._rooms))
        payload: dict[str, Any] = json.loads(words)
        for message in payload["messages"].values():
            for paragraph in (message.get("reply") or {}).get("excerpt_tokens", []):
                for line in paragraph.get("children", []):
                    line["children"] = _without_half_link(line.get("children", []))
        return payload

    def _name(self, mention: re.Match[str]) -> str:
        backend, sign, number = self.env.backend, mention[1], int(mention[2])
        found = backend.channels.get(number) if sign == "#" else backend.users.get(number)
        return mention[0] if found is None else json.dumps(f"{sign}{found.name}")[1:-1]


def _without_half_link(tokens: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for place, token in enumerate(tokens):
        text = str(token.get("content", ""))
        if HALF_LINK.search(text):
            return [*tokens[:place], token | {"content": HALF_LINK.sub(r"\1", text)}]
    return tokens


class AllPages:
    """Stands where simcord keeps its one Preview."""

    _closed = True
    """What simcord looks at before it opens another."""

    def __init__(self) -> None:
        self._pages: list[RoomPage] = []

    def add(self, page: RoomPage) -> None:
        """Tell this page, too."""
        self._pages.append(page)

    def _mark_action_dispatched(self) -> None:
        for page in self._pages:
            page._mark_action_dispatched()  # noqa: SLF001 - each knows whether it was its own
