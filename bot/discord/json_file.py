"""Data as a file that somebody is given in Discord."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from typing import Any

import discord

LARGEST = 8 * 1024 * 1024
"""Bytes that Discord takes for certain; what is larger is packed."""


async def json_file(name: str, document: Any) -> discord.File:
    """As JSON that a person can read; in an archive, where it is too large.

    Years of somebody's messages take seconds: a thread of its own writes it.
    """
    return await asyncio.to_thread(_file, name, document)


def _file(name: str, document: Any) -> discord.File:
    text = json.dumps(document, ensure_ascii=False, indent=2).encode()
    if len(text) <= LARGEST:
        return discord.File(io.BytesIO(text), name)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    packed.seek(0)
    return discord.File(packed, f"{name}.zip")
