"""Buttons under what owners read; `cogs.owners.arrivals` gets presses by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.care.arrivals import Choice

ROW = 2
"""Buttons side by side that belong together; a message has five rows of up to five."""


def view_of(choices: Sequence[Choice]) -> discord.ui.View | None:
    """A view with these, two rows of choices in one of Discord's; None where there are none."""
    if not choices:
        return None
    view = discord.ui.View(timeout=None)
    for place, choice in enumerate(choices):
        primary, secondary = discord.ButtonStyle.primary, discord.ButtonStyle.secondary
        style = primary if choice.first else secondary
        view.add_item(
            discord.ui.Button(
                label=choice.label, style=style, custom_id=choice.id, row=place // (2 * ROW)
            )
        )
    # All they need is in their ids; discord.py would keep every view in memory.
    view.stop()
    return view
