"""By which clock a blog lives, as its REST root says."""

from __future__ import annotations

import pytest

from bot.blogs.wordpress.answers import about


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ({"timezone_string": "Europe/Berlin", "gmt_offset": 2}, "Europe/Berlin"),
        ({"timezone_string": "Asia/Kathmandu", "gmt_offset": 5.75}, "Asia/Kathmandu"),
        ({"timezone_string": "UTC+5.5", "gmt_offset": 5.5}, "UTC+05:30"),
        ({"timezone_string": "-03:30"}, "UTC-03:30"),
        ({"timezone_string": "", "gmt_offset": 2}, "UTC+02:00"),
        ({"timezone_string": "", "gmt_offset": 5.5}, "UTC+05:30"),
        ({"timezone_string": "", "gmt_offset": 5.75}, "UTC+05:45"),
        ({"timezone_string": "", "gmt_offset": -3.5}, "UTC-03:30"),
        ({"timezone_string": "", "gmt_offset": "12.75"}, "UTC+12:45"),
        ({"timezone_string": "", "gmt_offset": "-9"}, "UTC-09:00"),
        ({"timezone_string": "", "gmt_offset": "0"}, "UTC"),
        ({"timezone_string": "", "gmt_offset": 0.0}, "UTC"),
        ({"timezone_string": "Mars/Olympus", "gmt_offset": 5.5}, "UTC+05:30"),
        ({"timezone_string": "", "gmt_offset": 5.1}, None),
        ({"timezone_string": "", "gmt_offset": -12.5}, None),
        ({"timezone_string": None, "gmt_offset": 99}, None),
        ({"timezone_string": ["UTC"], "gmt_offset": True}, None),
        ({"gmt_offset": "0; DROP"}, None),
        ({"gmt_offset": 1e400}, None),
        ({}, None),
    ],
)
def test_a_named_zone_or_so_many_hours_ahead(said: dict[str, object], zone: str | None) -> None:
    assert about(said, "https://b.example/wp-json/").zone == zone
