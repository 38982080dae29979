"""What can be typed after `python -m bot`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot.console.export import DESCRIPTION as EXPORT
from bot.env.typed import EXAMPLE, is_installed

if TYPE_CHECKING:
    from collections.abc import Sequence

SETTINGS = f"""\
Settings come from .env in the folder in which this is started, and from the environment, which
wins. {EXAMPLE}
explains each with its default. Exit status: 0 if all went well, 2 after a mistake that only you can
mend.
"""
START = "Starts the bot. It runs until SIGINT (Ctrl-C) or SIGTERM, and ends within five seconds."
CONFIGURE = """\
Asks for the bot's token, looks at it, writes it into .env (for you alone to read, beside whatever
stands there), says what is still to be switched on, prints the link that invites the bot, and waits
until it is in a server. What it changes of the application itself, it asks about first. Nobody has
to use it: .env can be written by hand.
"""
DEMO = "Starts the demo: a small blog and a simulated Discord, in your browser, without a token."
CHECK = """\
Checks the settings, the database, the token, the Message Content intent, each channel's
permissions, each blog and each account on it, and says how to mend what is not right. It only
reads, and may run beside the bot. It writes no secret. Exit status: 0 if there is nothing to mend,
1 if there is.
"""
HEALTH = """\
Asks the bot that runs on this computer whether all is well, and says what is not. HEALTH_AT says
where. Exit status: 0 if all is well, 1 if not, or if it does not answer within five seconds.
"""
PRIVACY = """\
Writes a privacy policy for this instance, as Markdown: what is stored of people, why, how long, how
they see it and have it removed, and who runs it. It follows the settings, and asks Discord whether
the Message Content intent is on. OPERATOR says who you are; PRIVACY_URL, where you put the text, so
that members and `check` find it. Make it anew after an update and after each change of settings.
"""
BACKUP = """\
Copies the database (DATABASE_PATH) into FILE, whole even while the bot runs, and checks the copy.
The copy holds what the database holds, people's comments included: only you may read it.
"""


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line: `command`, and what belongs to it; a mistake exits with status 2."""
    parser = argparse.ArgumentParser(
        prog="afterword" if is_installed() else "python -m bot",
        description="A blog's articles and discussions, live in Discord.",
        epilog=SETTINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command="start")
    commands = parser.add_subparsers(metavar="COMMAND")
    _add(commands, "start", "start the bot (the default)", START)
    _add(commands, "configure", "be asked for what the bot needs, and have it written", CONFIGURE)
    _add(commands, "demo", "start the demo, which needs no Discord and no token", DEMO)
    check = _add(
        commands, "check", "look whether everything is in place, beside a running bot, too", CHECK
    )
    check.add_argument("--json", action="store_true", help="write it as JSON, for programs")
    _add(commands, "health", "ask the running bot whether all is well", HEALTH)
    backup = _add(commands, "backup", "copy the database, while the bot runs, too", BACKUP)
    backup.add_argument("file", metavar="FILE", type=Path, help="where to; its folder must exist")
    _add_force(backup)
    export = _add(commands, "export", "write as JSON which message is which comment", EXPORT)
    privacy = _add(commands, "privacy", "write a privacy policy for this instance", PRIVACY)
    for each in (export, privacy):
        each.add_argument(
            "file",
            metavar="FILE",
            nargs="?",
            type=Path,
            help="where to; its folder must exist (default: standard output)",
        )
        _add_force(each)
    return parser.parse_args(arguments)


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    short: str,
    description: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=short,
        description=description,
        epilog=SETTINGS if name != "check" else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=name)
    return parser


def _add_force(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--force",
        action="store_true",
        help="replace FILE if there is one (default: leave it, and end with status 2)",
    )
