"""Questions on a terminal, or to whatever else standard input is."""

from __future__ import annotations

import getpass
import sys

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
"""What stands for bytes that are no text."""

NO = {"n", "no", "nein"}
YES = {"y", "yes", "j", "ja"}


class NoAnswer(Exception):
    """Input ended before there was an answer."""


def secret(question: str) -> str:
    """Ask for what nobody should see: on a terminal it is not shown. Raises NoAnswer."""
    try:
        # getpass would read the terminal even where something else is to be read.
        return getpass.getpass(question) if sys.stdin.isatty() else input(question)
    except EOFError:
        raise NoAnswer from None
    except UnicodeDecodeError:  # only getpass is so strict
        return UNREADABLE


def agreed(question: str) -> bool:
    """Ask for a yes or a no; an empty line is a yes. Raises NoAnswer."""
    while True:
        try:
            answer = input(f"{question} [Y/n] ").strip().casefold()
        except EOFError:
            raise NoAnswer from None
        if not answer or answer in YES:
            return True
        if answer in NO:
            return False
        print("Please answer y or n.")
