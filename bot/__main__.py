"""`python -m bot [start | demo]`: the bot, or the demo that needs no Discord."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys

from bot import settings as settings_module
from bot.errors import AfterwordError, SettingsError


def main() -> None:
    """Run; a mistake that the owner can mend ends with its words and exit status 2."""
    arguments = _parse()
    try:
        settings = settings_module.load()
        logging.basicConfig(
            level=settings.log_level, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s"
        )
        for library in ("discord", "aiosqlite", "asyncio"):
            # Under DEBUG they write every event and statement down, people's words included.
            logging.getLogger(library).setLevel(max(logging.INFO, logging.getLogger().level))
        if arguments.what == "demo":
            from bot.demo.demo import run_demo  # noqa: PLC0415 - simcord is no part of the bot

            asyncio.run(run_demo(settings))
            return
        if settings.token is None:
            raise SettingsError(["DISCORD_TOKEN: not set. `python -m bot demo` works without."])
        from bot.app import run  # noqa: PLC0415 - the demo brings its own

        asyncio.run(run(settings, settings.token))
    except AfterwordError as error:
        print(f"Afterword can't start:\n{error}", file=sys.stderr)
        sys.exit(2)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="A blog's articles and discussions, live in Discord."
    )
    parser.add_argument(
        "what",
        nargs="?",
        default="start",
        choices=["start", "demo"],
        help="start the bot (the default), or the demo, which needs no Discord and no token",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
