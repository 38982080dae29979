"""Simcord's Preview, aimed at one thing that the bot shows; and the file that becomes of it."""

from __future__ import annotations

import io
import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import patch

from PIL import Image, ImageOps
from simcord.preview import _markdown

from bot.demo.stage_page import RoomPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "mending.example"
QUOTED = re.compile(r"^(> .*\n)(?=[^>\n])", re.MULTILINE)
MARGIN = 8
COLOURS = 128
"""As many as look the same: a picture takes a third of the room."""


class Camera(RoomPage):
    """A page on which one message, answer or form stands, as one member sees it."""

    aimed: Any = None
    blog = ""
    """The address of the blog on this computer; shown is the one that it would have."""

    def aim(self, viewer: Any, target: Any, size: tuple[int, int], *, alone: bool) -> None:
        """Show the target, by itself or at the end of its channel."""
        layout = "message" if alone else "channel"
        self.aimed = self._pin_capture(viewer, target, 0.0, size, cast("Any", layout)).page

    def _open_page(self, viewer_id: Any = None, target_id: Any = None) -> Any:
        return self.aimed or super()._open_page(viewer_id, target_id)

    def _page_payload(self, page: Any) -> dict[str, Any]:
        words = json.dumps(super()._page_payload(page)).replace(self.blog, f"https://{HOST}")
        payload: dict[str, Any] = json.loads(words.replace(self.blog.partition("//")[2], HOST))
        for message in payload["messages"].values():
            for paragraph in (message.get("reply") or {}).get("excerpt_tokens", []):
                # Discord has room for one line there.
                paragraph["children"] = paragraph.get("children", [])[:1]
        return payload


@contextmanager
def quotations_of_one_line() -> Iterator[None]:
    """In simcord 3.2 a quotation goes on in the next line; in Discord it has ended there."""
    name = "_discord_multiline_quotes"
    original = getattr(_markdown, name)

    def quotes(text: str) -> str:
        # A blank line ends it, and takes what is indented with it, but for what can't be seen.
        return QUOTED.sub("\\1\n\u2060", original(text))

    with patch.object(_markdown, name, quotes):
        yield


def save(picture: bytes, path: Path) -> None:
    """Write it as a small PNG, with a margin."""
    with Image.open(io.BytesIO(picture)) as image:
        whole = image.convert("RGB")
        framed = ImageOps.expand(
            whole, MARGIN, fill=cast("tuple[int, ...]", whole.getpixel((0, 0)))
        )
        framed.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
