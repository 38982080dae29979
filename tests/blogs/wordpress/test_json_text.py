"""JSON as plugins and hostile servers leave it."""

from __future__ import annotations

import contextlib
import json
import time

import pytest

from bot.blogs.wordpress.json_text import value_of

POST = {"id": 1, "title": {"rendered": "Tea [hot] {x}"}}
LISTED = [POST, {"id": 2}]
NOTICES = {
    "a byte order mark": "\ufeff",
    "several marks and lines": "\ufeff\ufeff\r\n\t",
    "a notice as HTML": "<br />\n<b>Notice</b>:  Undefined index: x in <b>/a.php</b> on line "
    "<b>3</b><br />\n",
    "a notice as text": "\nWarning: Undefined array key 0 in /a.php on line 3\n",
    "an index in brackets": "Notice: Undefined offset [0] in {closure}() on line 3\n",
    "a dump": 'array(2) {\n  [0]=>\n  int(1)\n  [1]=>\n  string(1) "a"\n}\n',
    "a line of a log": "[27-Nov-2026 10:00:00 UTC] PHP Notice:  Undefined index\n",
    "a word without an end": "debug",
    "a comment": "<!-- cached [1] -->",
}


@pytest.mark.parametrize("value", [POST, LISTED], ids=["an object", "a list"])
@pytest.mark.parametrize("notice", NOTICES)
def test_what_stands_before_is_passed_over(notice: str, value: object) -> None:
    assert value_of((NOTICES[notice] + json.dumps(value)).encode() + b"\n") == value


@pytest.mark.parametrize("value", [POST, LISTED, []], ids=["an object", "a list", "nothing"])
@pytest.mark.parametrize(
    "after", ["<!-- cached {1} -->", "\n<br />\n<b>Notice</b>: x [0]<br />", "<script>a()</script>"]
)
def test_markup_after_it_is_passed_over(after: str, value: object) -> None:
    assert value_of((json.dumps(value) + after).encode()) == value


def test_an_empty_list_is_one_on_a_line_of_its_own() -> None:
    assert value_of(b"<b>Notice</b>: x<br />\n[]") == []
    assert value_of(b"[]") == []
    with pytest.raises(ValueError, match="JSON"):
        value_of(b"Fatal error: array []")


@pytest.mark.parametrize(
    "body",
    [
        '[{"id": 1}, {"id": 2',
        '[{"id": 1}, [{"id": 2}]',
        '[\n{"id": 1},\n{"id": "x\n[{"id": 2}]',
        '{"id": 1}{"id": 2}',
        '{"id": 1}\n{"id": 2}',
        "Error: post [12]",
        "Error: post {}",
        'callback({"id": 1})',
        'Notice: x\n[{"id": 1}, {"id": 2]',
        'Notice: x\n[{"id": 1}]\nFatal error: memory',
        "<p>Hello",
        '<script>var a = {"id": 1}</script><p>Hello',
        '{"id": 1}, <p>',
        "[12]<br>",
        "",
        "[" * 100_000,
        "x\n" + "[" * 100_000,
        "x\n" + "[1,\n" * 10_000,
    ],
)
def test_nothing_is_taken_from_the_middle(body: str) -> None:
    with pytest.raises(ValueError, match="JSON"):
        value_of(body.encode())


def test_half_characters_and_zeros_are_made_whole() -> None:
    assert value_of(b'{"a\\ud800": ["\\uDFFF\\u0000", "\\ud83d\\ude00"]}') == {"a�": ["��", "😀"]}
    assert value_of(b'{"a": "\xff"}') == {"a": "�"}


def test_numbers_without_end_are_no_numbers() -> None:
    assert value_of(b"[%s, 12, 9223372036854775807]" % (b"9" * 5000)) == [
        "9" * 5000, 12, 9223372036854775807,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        b"x" + b"[" * 4_000_000,
        b"x" + b"[1,2,3,4," * 400_000,
        b"x " + b'{"a":' * 700_000,
        b"x\n" + b"[0]" * 1_300_000,
        b"x\n[" + b'{"a":[1,2,3]},' * 100_000 + b"!",
        b'["' + b"\\ud800" * 600_000 + b'"]',
    ],
)
def test_four_megabytes_take_less_than_a_second(body: bytes) -> None:
    begun = time.process_time()
    with contextlib.suppress(ValueError):
        value_of(body)
    assert time.process_time() - begun < 20  # quadratic time would be minutes
