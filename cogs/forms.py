"""The kind of form that all of ours are."""

from __future__ import annotations

import discord

PATIENCE = 86_400
"""Seconds in which a form can be sent. discord.py keeps it until then, and nobody tells us that
someone closed it."""


class Form(discord.ui.Modal):
    """A form that is given up after a day."""

    def __init__(self, *, title: str) -> None:
        super().__init__(title=title, timeout=PATIENCE)
