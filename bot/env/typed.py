"""What people type to start something: `./run check` in the sources, else `afterword check`."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The sources; where Afterword is installed, the folder that is made of them."""

EXAMPLE = ROOT / ".env.example"
"""Explains each setting."""


def is_installed() -> bool:
    """Whether this is not the sources."""
    return not (ROOT / "run").is_file()


def typed(command: str) -> str:
    """What to type for a command."""
    return f"afterword {command}" if is_installed() else f"./run {command}"
