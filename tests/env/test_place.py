"""An address and a port to listen at, as they are written."""

from __future__ import annotations

import pytest

from bot.env.place import read_place


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("8710", "http://127.0.0.1:8710"),
        ("127.0.0.1:1", "http://127.0.0.1:1"),
        (" [::1]:65535 ", "http://[::1]:65535"),
        ("0.0.0.0:8710", "http://127.0.0.1:8710"),
        ("[::]:8710", "http://[::1]:8710"),
    ],
)
def test_places(text: str, url: str) -> None:
    found = read_place(text)
    assert found is not None
    assert found.url == url


@pytest.mark.parametrize(
    "text", ["", "0", "65536", "on", "localhost:80", "1.2.3:80", "[1:80", "::1:80", "http://1:80"]
)
def test_no_places(text: str) -> None:
    assert read_place(text) is None
