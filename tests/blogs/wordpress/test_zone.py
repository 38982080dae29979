"""By which clock a blog lives, as its REST root says."""

from __future__ import annotations

import pytest

from bot.blogs.wordpress.answers import about


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ({"timezone_string": "Europe/Berlin", "gmt_offset": 2}, "Europe/Berlin"),
        ({"timezone_string": "", "gmt_offset": 2}, "Etc/GMT-2"),
        ({"timezone_string": "", "gmt_offset": "-9"}, "Etc/GMT+9"),
        ({"timezone_string": "", "gmt_offset": "0"}, "UTC"),
        ({"timezone_string": "Mars/Olympus", "gmt_offset": 5.5}, None),
        ({"timezone_string": None, "gmt_offset": 99}, None),
        ({"timezone_string": ["UTC"], "gmt_offset": True}, None),
        ({"gmt_offset": "0; DROP"}, None),
        ({"gmt_offset": 1e400}, None),
        ({}, None),
    ],
)
def test_a_named_zone_or_one_of_whole_hours(said: dict[str, object], zone: str | None) -> None:
    assert about(said, "https://b.example/wp-json/").zone == zone
