"""Whether the database is there, ours and fit to be used."""

from __future__ import annotations

import os
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.console.check.findings import Finding
from bot.errors import StoreError
from bot.store.backup import backups_in
from bot.store.beside import is_in_use, read_only, version_of
from bot.store.condition import damage_in
from bot.store.migrations import latest_version

if TYPE_CHECKING:
    from pathlib import Path

    from bot.env.settings import BackupSettings

BACKUPS = "Backups"
LATE = 2 * 86_400
"""Seconds after which a daily backup is missing."""

LIMIT = 10.0
"""Seconds that reading it through may take; what takes longer is taken for sound."""


async def database(path: Path) -> tuple[bool, list[Finding]]:
    """Whether it can be read, and what was found."""
    if _is_missing(path):
        return False, [_place_for(path)]
    try:
        with closing(read_only(path)) as connection:
            version = version_of(connection)
            end = time.monotonic() + LIMIT
            damage = damage_in(connection, lambda: time.monotonic() > end)
    except StoreError as error:
        return False, [Finding(False, str(path), str(error))]
    if damage is not None:
        words = f"damaged ({damage}). Stop the bot, and restore the newest backup."
        return False, [Finding(False, str(path), words)]
    running = is_in_use(path)
    state = "a bot is running on it" if running else "no bot is running on it"
    found = [Finding(True, str(path), f"opens; {state}.")]
    if version < latest_version():
        words = "from an older Afterword; the bot brings it up to date when it starts anew."
        found.append(Finding(True, "Its form", words))
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)):
        words = (
            "Whoever runs this check may not write it. If the bot is the same user, make the file "
            "and its folder writable; else run the check as the bot's user."
        )
        found.append(Finding(False, "Writing it", words))
    return True, found


def backups(settings: BackupSettings | None) -> Finding:
    """When the newest daily backup was made."""
    if settings is None:
        words = "none is made; BACKUP_DIR in .env says where one goes each day."
        return Finding(None, BACKUPS, words)
    try:
        found = backups_in(settings.folder)
    except OSError as error:
        return Finding(False, BACKUPS, f"{settings.folder} can't be read ({error.strerror}).")
    if not found:
        return Finding(None, BACKUPS, f"none yet in {settings.folder}; the bot makes one a day.")
    made = datetime.fromtimestamp(found[0].made_at, UTC)
    words = f"{len(found)} in {settings.folder}, the newest of {made:%Y-%m-%d %H:%M} UTC."
    if time.time() - found[0].made_at > LATE:
        words += " One is made each day while the bot runs: its log says why it was not."
        return Finding(False, BACKUPS, words)
    return Finding(True, BACKUPS, words)


def _is_missing(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _place_for(path: Path) -> Finding:
    """The bot makes the file and its folders at its first start."""
    folder = path.absolute().parent
    while not folder.exists():
        folder = folder.parent
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return Finding(True, str(path), "not there yet; the bot makes it when it starts.")
    return Finding(
        False,
        str(path),
        f"not there yet, and it can't be made in {folder}. Make that a folder which the bot may "
        "write in, or set DATABASE_PATH to another place.",
    )
