"""When something was written, as feeds say it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blogs.feed.dates import moment

NOON = datetime(2026, 10, 7, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        (f"Wed, 07 Oct 2026 12:00:00 {zone}", hours)
        for zone, hours in [
            ("GMT", 0), ("UTC", 0), ("UT", 0), ("Z", 0), ("", 0), ("WET", 0), ("WEST", 1),
            ("CET", 1), ("MEZ", 1), ("CEST", 2), ("MESZ", 2), ("EET", 2), ("EEST", 3), ("BST", 1),
            ("MSK", 3), ("JST", 9), ("KST", 9), ("HKT", 8), ("IST", 5.5), ("PKT", 5), ("NPT", 5.75),
            ("AEST", 10), ("AEDT", 11), ("ACST", 9.5), ("NZST", 12), ("NZDT", 13), ("SAST", 2),
            ("EST", -5), ("EDT", -4), ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6),
            ("PST", -8), ("PDT", -7), ("AKST", -9), ("HST", -10), ("NST", -3.5), ("BRT", -3),
            ("GMT+2", 2), ("GMT-5", -5), ("UTC+02:00", 2), ("UTC+5:30", 5.5), ("+0200", 2),
            ("+02:00", 2), ("-0330", -3.5), ("+01", 1), ("-0000", 0), ("-0700 (PDT)", -7),
            ("GMT+0100 (Central European Standard Time)", 1), ("Europe/Berlin", 2),
            ("America/New_York", -4), ("XYZT", 0),
        ]
    ],
)  # fmt: skip
def test_zones(text: str, hours: float) -> None:
    assert moment(text) == NOON - timedelta(hours=hours)


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-07T12:00:00Z",
        "2026-10-07T12:00Z",
        "2026-10-07T12Z",
        "2026-10-07T14:00:00.123456+02:00",
        "2026-10-07T12:00:00,5Z",
        "2026-10-07 12:00:00",
        "2026-10-07 12:00:00 UTC",
        "2026-10-07 14:00:00 +0200",
        "2026-10-07T14:00+0200",
        "2026-10-07T14:00:00+02:00[Europe/Berlin]",
        "20261007T120000Z",
        "20261007120000",
        "2026/10/07 12:00:00",
        "07.10.2026 12:00",
        "7.10.2026, 12:00 Uhr",
        "07/10/2026 12:00",
        "10/07/2026 12:00 PM",
        "Wed, 10/07/2026 - 12:00",
        "Wed, 07/10/2026 - 12:00",
        "07-10-2026 12h00",
        "1791374400",
        "1791374400.25",
        "1791374400000",
        "Wed Oct  7 12:00:00 2026",
        "Wed Oct 7 14:00:00 CEST 2026",
        "Wed Oct 07 2026 14:00:00 GMT+0200 (CEST)",
        "Wednesday, 07-Oct-26 12:00:00 GMT",
        "07/Oct/2026:12:00:00 +0000",
        "Wed,7 Oct 2026 12:00:00 GMT",
        "7 October 2026, 12:00",
        "October 7th, 2026 at 12:00 PM",
        "Oct 7, 2026 8:00 am EDT",
        "Mi, 07 Okt 2026 14:00:00 +0200",
        "7. Oktober 2026, 14.00 Uhr MESZ",
        "mer., 7 oct. 2026 14:00:00 +0200",
        "mercredi 7 octobre 2026 à 14h00 CEST",
        "miércoles, 7 de octubre de 2026 12:00",
        "mié, 07 oct 2026 12:00:00 +0000",
        "qua, 7 de out de 2026 12:00",
        "mercoledì 7 ottobre 2026 12:00",
        "wo 7 okt. 2026 12:00",
        "ср, 07 окт 2026 15:00:00 +0300",
        "среда, 7 октября 2026 г. 12:00",
        "7 жовтня 2026 12:00",
        "7 października 2026 12:00",
        "7. října 2026 12:00",
        "7 Ekim 2026 12:00",
        "onsdag den 7. oktober 2026 12:00",
        "7. lokakuuta 2026 klo 12.00",
        "2026. október 7. 12:00",
        "7 Οκτωβρίου 2026 12:00",
        "7 tháng 10, 2026 12:00",
        "7 Oktober 2026 12:00",
        "7 أكتوبر 2026 12:00",
        "٧ أكتوبر ٢٠٢٦ 12:00",
        "7 באוקטובר 2026 12:00",
        "7 अक्टूबर 2026 12:00",
        "7 ตุลาคม 2569 12:00",
        "2026年10月7日 12:00",
        "2026年10月7日 12時00分",
        "2026年10月07日 下午12:00",
        "2026년 10월 7일 12:00",
        "2026. 10. 7. 오후 12:00",
        "Oct. 7, 2026, 12 p.m.",
        "Oct 7 2026 8AM EDT",
    ],
)
def test_forms_and_languages(text: str) -> None:
    found = moment(text)
    assert found is not None
    assert found.replace(microsecond=0) == NOON


def test_a_month_alone_begins_on_its_first_day() -> None:
    assert moment("2026-10") == NOON.replace(day=1, hour=0)


@pytest.mark.parametrize(
    "text",
    ["2026-10-07", "2026-10-07Z", "07.10.2026", "7.10.26", "Oct 7, 2026", "2026-W41-3", "2026-280",
     "20261007", "2026/10/7", "Wed, 07 Oct 2026", "2026年10月7日", "Tue, 06 Oct 2026 24:00:00 GMT"],
)  # fmt: skip
def test_a_day_alone_begins_at_midnight(text: str) -> None:
    assert moment(text) == NOON.replace(hour=0)


@pytest.mark.parametrize(
    "text",
    ["", "now", "yesterday", "0000-00-00T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
     "1794", "0", "1", "99999999999999999999", "Fri, 31 Feb 2026 10:00:00 GMT", "2026-13-45",
     "Thu, 01 Jan 1970 00:00:00 GMT", "1899-12-30", "12:00", "October", "7 October",
     "Wed, 07 Oct 2026 25:00:00 GMT", "7" * 5000, "Oct " * 30, "\ud800", "2026-10-07T12:61:00Z",
     "Mon, 01 Jan 0001 00:00:00 +0000", "-62135596800"],
)  # fmt: skip
def test_what_can_not_be_read_or_meant_is_no_date(text: str) -> None:
    assert moment(text) is None


whole = st.datetimes(datetime(1971, 1, 1), datetime(2400, 1, 1)).map(
    lambda each: each.replace(microsecond=0)
)
zones = st.integers(-14 * 60, 14 * 60).map(lambda each: timezone(timedelta(minutes=each)))


@given(whole, zones)
def test_what_programs_write_is_read_as_it_was_meant(day: datetime, zone: timezone) -> None:
    meant = day.replace(tzinfo=zone)
    written = ("%d %b %Y %H:%M:%S %z", "%a %b %d %H:%M:%S %Y %z")
    forms = [format_datetime(meant), meant.isoformat(), meant.isoformat(" ")]
    forms += [meant.strftime(form) for form in written]
    assert {moment(form) for form in forms} == {meant}


@given(st.text(max_size=120))
def test_any_text_is_a_date_within_bounds_or_none(text: str) -> None:
    found = moment(text)
    assert found is None or 1970 <= found.year < 3000
