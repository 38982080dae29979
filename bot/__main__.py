"""`python -m bot [COMMAND]`: without one the bot itself; `--help` explains each."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import sys
from typing import TYPE_CHECKING

from bot.console.command_line import parse
from bot.env import settings as settings_module
from bot.env.env_file import exposed
from bot.env.typed import typed
from bot.errors import AfterwordError, SettingsError

if TYPE_CHECKING:
    import argparse
    from typing import TextIO


def main() -> None:
    """Run; a mistake that the owner can mend ends with its words and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        _forgiving(stream)
    arguments = parse()
    try:
        match arguments.command:
            case "configure":
                _configure()
            case "check":
                _check(as_json=arguments.json)
            case "health":
                _health()
            case "backup":
                _backup(arguments)
            case "export":
                _export(arguments)
            case "privacy":
                _privacy(arguments)
            case _:
                _run(demo=arguments.command == "demo")
    except AfterwordError as error:
        starts = arguments.command in {"start", "demo"}
        print(f"Afterword can't start:\n{error}" if starts else str(error), file=sys.stderr)
        sys.exit(2)


def _forgiving(stream: TextIO) -> None:
    """What is no text, and what a terminal has no sign for, becomes a question mark."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")


def _run(*, demo: bool) -> None:
    from bot.blogs.leaving import Once  # noqa: PLC0415 - only what the command needs
    from bot.console.terminal import log_handler  # noqa: PLC0415 - the same

    settings = settings_module.load()
    shown = log_handler()
    shown.addFilter(Once())
    logging.basicConfig(level=settings.log_level, handlers=[shown])
    if (said := exposed(settings_module.ENV_FILE)) is not None:
        logging.getLogger(__name__).warning("%s", said)
    for library in ("discord", "aiosqlite", "asyncio"):
        # Under DEBUG they write every event and statement down, people's words included.
        logging.getLogger(library).setLevel(max(logging.INFO, logging.getLogger().level))
    if demo:
        from bot.demo.demo import run_demo  # noqa: PLC0415 - simcord is no part of the bot

        asyncio.run(run_demo(settings))
        return
    if settings.token is None:
        raise SettingsError([settings_module.no_token()])
    from bot.app import run  # noqa: PLC0415 - the demo brings its own

    asyncio.run(run(settings, settings.token))


def _configure() -> None:
    from bot.console.configure.run import configure  # noqa: PLC0415 - only what the command needs

    _forgiving(sys.stdin)
    # What they would warn of is said in words for a person.
    logging.getLogger("discord").setLevel(logging.CRITICAL)
    try:
        start = configure(settings_module.ENV_FILE)
    except KeyboardInterrupt:
        again = typed("configure")
        print(f"\nLeft. What has a ✓ above is done; {again} goes on from there.")
        sys.exit(130)
    if start:
        logging.getLogger("discord").setLevel(logging.NOTSET)
        _run(demo=False)


def _check(*, as_json: bool) -> None:
    from bot.console.check.run import check  # noqa: PLC0415 - discord.py takes its time to import

    # What they would warn of is in the table, in words for a person.
    logging.getLogger("discord").setLevel(logging.CRITICAL)
    try:
        well = asyncio.run(check(settings_module.load, as_json=as_json))
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(0 if well else 1)


def _health() -> None:
    from bot.console.health import health  # noqa: PLC0415 - only what the command needs

    well, said = health(settings_module.load().health)
    print(said)
    sys.exit(0 if well else 1)


def _backup(arguments: argparse.Namespace) -> None:
    from bot.console.backup import backup  # noqa: PLC0415 - only what the command needs

    settings = settings_module.load()
    print(backup(settings.database, arguments.file, force=arguments.force))


def _export(arguments: argparse.Namespace) -> None:
    from bot.console.export import export  # noqa: PLC0415 - only what the command needs

    settings = settings_module.load()
    try:
        export(settings.database, arguments.file, sys.stdout, force=arguments.force)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has enough. Python would complain about it once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _privacy(arguments: argparse.Namespace) -> None:
    from bot.console.privacy import privacy  # noqa: PLC0415 - only what the command needs

    logging.getLogger("discord").setLevel(logging.CRITICAL)
    asyncio.run(privacy(settings_module.load(), arguments.file, force=arguments.force))


if __name__ == "__main__":
    main()
