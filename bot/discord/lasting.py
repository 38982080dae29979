"""Buttons and menus whose whole meaning is in their id, so that they work after a restart, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

import discord

if TYPE_CHECKING:
    import re

ItemT = TypeVar("ItemT", bound="discord.ui.Item[Any]")


class Lasting(discord.ui.DynamicItem[ItemT], template=r"(?!)"):
    """One of them; each kind has a `template` of its own, and a `callback`.

    What is shown is the given item, whose id has to match the template (at most 100 characters).
    Views of these need no time-out. `client.add_dynamic_items` makes a kind known.
    """

    @property
    def meaning(self) -> re.Match[str]:
        """What the id says, by the template's groups."""
        found = self.template.fullmatch(self.custom_id)
        assert found is not None  # noqa: S101 - discord.py saw to it
        return found

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /
    ) -> Self:
        """Take one that was pressed."""
        return cls(item)
