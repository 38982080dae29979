"""Data as JSON, for people and their programs: a file that somebody is given in Discord."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from typing import Any

import discord

LARGEST = 8 * 1024 * 1024
"""Bytes that Discord takes for certain; what is larger is packed."""

MOST_EXACT = 2**53 - 1
"""Whole numbers beyond it are rounded by many who read JSON, JavaScript first of all."""


async def json_file(name: str, document: Any) -> discord.File:
    """As JSON that a person can read; in an archive, where it is too large.

    Years of somebody's messages take seconds: a thread of its own writes it.
    """
    return await asyncio.to_thread(_file, name, document)


def exact(told: Any) -> Any:
    """The same, with text for the numbers that would be rounded: Discord's are as long."""
    match told:
        case dict():
            return {name: exact(value) for name, value in told.items()}
        case list() | tuple():
            return [exact(each) for each in told]
        case int() if abs(told) > MOST_EXACT:
            return str(told)
        case _:
            return told


def _file(name: str, document: Any) -> discord.File:
    text = json.dumps(exact(document), ensure_ascii=False, indent=2).encode()
    if len(text) <= LARGEST:
        return discord.File(io.BytesIO(text), name)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    packed.seek(0)
    return discord.File(packed, f"{name}.zip")
