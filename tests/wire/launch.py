"""Run a module, the bot say, unchanged but with another Discord: launch.py bot [arguments…].

AFTERWORD_WIRE holds the stand-in's address, http://127.0.0.1:PORT.
"""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

import yarl
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route


def point_discord_at(address: str) -> None:
    """Send everything that discord.py would send to Discord to `address` instead."""
    Route.BASE = f"{address}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address).with_scheme("ws") / "gateway"
    Asset.BASE = f"{address}/cdn"


if __name__ == "__main__":
    point_discord_at(os.environ["AFTERWORD_WIRE"])
    sys.path[0] = str(Path(__file__).parents[2])
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
