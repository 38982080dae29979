"""Time zones, as blogs and people name them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import available_timezones

import pytest

from bot.machine.zones import zone_called, zone_of


@pytest.mark.parametrize(
    ("name", "called", "minutes"),
    [
        ("Asia/Kolkata", "Asia/Kolkata", 330),
        ("asia/kathmandu", "Asia/Kathmandu", 345),
        ("St Johns", "America/St_Johns", -210),
        (" Canada / Newfoundland", None, 0),
        ("UTC", "UTC", 0),
        ("gmt", "UTC", 0),
        ("utc+5:30", "UTC+05:30", 330),
        ("GMT +0545", "UTC+05:45", 345),
        ("UTC+5.75", "UTC+05:45", 345),
        ("UTC+5,5", "UTC+05:30", 330),
        ("-3.5", "UTC-03:30", -210),
        ("UTC−3:30", "UTC-03:30", -210),
        ("+0", "UTC", 0),
        ("+14", "UTC+14:00", 840),
        ("+14:15", None, 0),
        ("-12:15", None, 0),
        ("+5:20", None, 0),
        ("+1e3", None, 0),
        ("Etc/GMT-2", "UTC+02:00", 120),
        ("Etc/GMT+9", "UTC-09:00", -540),
        ("", None, 0),
        ("/", None, 0),
        ("../../etc/passwd", None, 0),
    ],
)
def test_zones_by_many_names(name: str, called: str | None, minutes: int) -> None:
    assert zone_called(name) == called
    if called is not None:
        winter = datetime(2027, 1, 1, tzinfo=zone_of(called))
        assert winter.utcoffset() == timedelta(minutes=minutes)


def test_each_zone_of_the_database_is_known_by_its_name() -> None:
    for name in available_timezones():
        called = zone_called(name)
        assert called is not None
        assert zone_called(called) == called
        assert called == name or "GMT" in name
