"""Under which name and address someone's words stand on a blog."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replies.names import NAME_LIMIT, is_taken, pen_name, pseudonym

PATTERN = "{hash}@discord.invalid"


def address(*, salt: bytes = b"salt", guild: int = 1, blog: str = "b", member: int = 2) -> str:
    return pseudonym(PATTERN, salt, guild=guild, blog=blog, member=member)


def test_an_address_stays_the_same_and_is_nobody_elses() -> None:
    others = {
        address(), address(salt=b"other"), address(guild=3), address(blog="c"), address(member=4),
    }  # fmt: skip
    assert address() in others
    assert len(others) == 5


def test_an_address_fits_wordpress_whatever_the_pattern() -> None:
    assert len(pseudonym(PATTERN, b"s", guild=10**20, blog="b" * 900, member=10**20)) <= 100


@given(st.text())
def test_a_name_is_one_visible_line(text: str) -> None:
    name = pen_name(text)
    assert len(name) <= NAME_LIMIT
    assert name == name.strip()
    assert not {"<", ">", "\n"} & set(name)
    assert all(unicodedata.category(c)[0] != "C" or c == "\u200d" for c in name)


@pytest.mark.parametrize("name", ["ADA", "ada ", "A d a", "Ａｄａ", "Ada!", "Àda"])
def test_names_that_read_like_the_authors(name: str) -> None:
    assert is_taken(name, ["Ada"])


@pytest.mark.parametrize("name", ["Adam", "Ad", "Bo"])
def test_names_that_do_not(name: str) -> None:
    assert not is_taken(name, ["Ada"])
