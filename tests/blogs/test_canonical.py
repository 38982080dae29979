"""The one form of an address: spellings of one place are one, and nothing goes along with it."""

from __future__ import annotations

import pytest

from bot.blogs.canonical import api_root, feed_address, is_upgrade, origin, shown_origin
from bot.errors import BlogUnusable

ROOT = "https://blog.example/wp-json/"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://u:p@Blog.EXAMPLE:443/wp-json",
        "https://blog.example./wp-json/#x",
        "https://blog.example/a/../wp-json/",
        " https://blog.example/wp%2Djson/ ",
    ],
)
def test_one_place_has_one_form(spelling: str) -> None:
    assert api_root(spelling) == ROOT
    assert origin(spelling) == origin(ROOT)
    assert shown_origin(spelling) == "https://blog.example"


def test_a_feeds_host_has_one_form_too_and_its_query_stays() -> None:
    assert feed_address("HTTPS://Blog.example.:443/feed?cat=3") == "https://blog.example/feed?cat=3"


@pytest.mark.parametrize(
    "address",
    [
        "https://blog.example/?rest_route=/&rest_route=/",
        "https://blog.example/?rest_route=/%26force=true",
        "https://blog.example/?rest_route=/;force=true",
        "https://blog.example/?rest_route=%252F",
        "https://blog.example/?REST_ROUTE=/",
        "https://blog.example/wp-json/?x",
        "https://./wp-json/",
        "https://blog.example:0/wp-json/",
    ],
)
def test_what_would_go_along_with_each_request_is_refused(address: str) -> None:
    with pytest.raises(BlogUnusable):
        api_root(address)


@pytest.mark.parametrize(
    ("before", "after", "upgrade"),
    [
        ("http://blog.example/", "https://blog.example/wp-json/", True),
        ("http://Blog.example:80/", "https://blog.example:443/", True),
        ("https://blog.example/", "http://blog.example/", False),
        ("http://blog.example/", "https://www.blog.example/", False),
        ("http://blog.example/", "https://blog.example.evil.example/", False),
        ("http://blog.example/", "https://blog.example:8443/", False),
        ("http://blog.example:8080/", "https://blog.example/", False),
        ("https://blog.example/", "https://blog.example/", False),
    ],
)
def test_an_account_goes_along_from_http_to_https_of_one_host(
    before: str, after: str, upgrade: bool
) -> None:
    assert is_upgrade(before, after) is upgrade
