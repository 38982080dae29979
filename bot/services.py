"""What the cogs call, in one bundle. `bot.app` puts it together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.care.alarm import Alarm
    from bot.care.backups import Backups
    from bot.care.connections import Connections
    from bot.care.diary import Diary
    from bot.care.following import Following
    from bot.care.leaving import Leaving
    from bot.care.machine import MachineAlarm
    from bot.care.ways import Ways
    from bot.env.settings import Settings
    from bot.finding.lookup import Lookup
    from bot.languages.catalogues import Languages
    from bot.mirror.engine import Engine
    from bot.replies.engine import Replies
    from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    """What the cogs call."""

    settings: Settings
    store: Store
    following: Following
    engine: Engine
    connections: Connections
    ways: Ways
    replies: Replies
    leaving: Leaving
    alarm: Alarm
    machine: MachineAlarm
    backups: Backups | None
    """None: the settings name no place for them."""
    diary: Diary
    lookup: Lookup
    languages: Languages
