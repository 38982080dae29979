"""Under which name and address someone's words stand on a blog."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replies.names import NAME_LIMIT, is_taken, pen_name, pseudonym
from bot.text.visible import shows

BESIDE = {"\u200c", "\u200d", *map(chr, range(0xE0020, 0xE0080))}
"""What belongs to the characters beside it: joiners, and the names of flags."""

AUTHOR = "Olga Owner"
BADGES = ["✒️ author", "✒️ Autor"]
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
    assert not name or shows(name)
    assert all(unicodedata.category(c)[0] != "C" or c in BESIDE or shows(c) for c in name)


@pytest.mark.parametrize("name", ["ADA", "ada ", "A d a", "Ａｄａ", "Ada!", "Àda"])
def test_names_that_read_like_the_authors(name: str) -> None:
    assert is_taken(name, ["Ada"])


@pytest.mark.parametrize("name", ["Adam", "Ad", "Bo"])
def test_names_that_do_not(name: str) -> None:
    assert not is_taken(name, ["Ada"])


@pytest.mark.parametrize(
    "text",
    [
        "\u3164", "\u2800", "\u115f\u1160", "\uffa0", "\u034f", "\u200d", "\u0301", "\ufffc",
        "\u17b4", "\ufe0f", "\U000e0041\U000e0042", "\U000e0101", "\ue000", "\U0001d159",
        "\u3000\u0301\u20dd", "\u3164\u200b\u2800", "\U00013441",
    ],
    ids=ascii,
)  # fmt: skip
def test_what_shows_nothing_is_no_name(text: str) -> None:
    assert pen_name(text) == ""
    assert not shows(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("\u3164Ada\u3164", "Ada"),
        ("Ada\u2800Lovelace", "Ada Lovelace"),
        ("A\u034fd\u115fa", "Ad a"),
        ("\u0301Ada", "Ada"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("👩\u200d🚀 Fam", "👩\u200d🚀 Fam"),
        ("❤️", "❤️"),
    ],
    ids=ascii,
)
def test_what_is_unseen_goes_and_what_belongs_to_a_letter_stays(text: str, name: str) -> None:
    assert pen_name(text) == name


def test_a_tower_of_accents_is_cut_as_in_words() -> None:
    assert pen_name("Z" + "\u0336\u0301\u0302\u0303" * 7) == "Z\u0336\u0301\u0302\u0303"


def test_a_long_name_is_cut_between_characters() -> None:
    assert pen_name("x" * (NAME_LIMIT - 1) + "e\u0301") == "x" * (NAME_LIMIT - 1)
    assert len(pen_name("👩\u200d" * NAME_LIMIT)) == NAME_LIMIT


@pytest.mark.parametrize(
    "name",
    [
        "Olg\u0430 Owner", "\u041elga Owner", "0lga Owner", "OIga Owner", "О1gа Оwnеr",
        "Ølga Öwner",
        "𝓞𝓵𝓰𝓪 Owner", "Ｏｌｇａ Ｏｗｎｅｒ", "Ⓞⓛⓖⓐ Owner", "ᴏʟɢᴀ ᴏᴡɴᴇʀ",
        "🅞🅛🅖🅐 🅾🅆🄽🄴🅁", "🇴🇱🇬🇦 Owner", "Olga\u3164Owner", "olga owner", "OLGA OWNER", "olga 0wner",
    ],
    ids=ascii,
)  # fmt: skip
def test_what_looks_like_the_authors_name_is_theirs(name: str) -> None:
    assert is_taken(pen_name(name), [AUTHOR])


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("irina lvanova", "Irina Ivanova"), ("rnarta", "Marta"), ("PAYPAI", "Paypal"),
        ("ОЛЬГА", "Ольга"), ("ольга", "Ольга"), ("Oльга", "Ольга"), ("Έλένα", "Ελενα"),
    ],
    ids=ascii,
)  # fmt: skip
def test_in_any_script_and_either_way(name: str, author: str) -> None:
    assert is_taken(pen_name(name), [author])


@pytest.mark.parametrize(
    "name",
    [
        "Olga Owner (author)", "0lga 0wner（author）", "[author] Olga Owner", "Olga Owner | author",
        "Olga Owner - author", "Olga Owner, author", "Author: Olga Owner", "✒ Olga Owner",
        "Olga Owner author", "Autor Olga Owner", "author", "(Autor)",
        "Author Olga Owner author",
    ],
)  # fmt: skip
def test_who_says_they_are_the_author_is_not_believed(name: str) -> None:
    assert is_taken(pen_name(name), [AUTHOR], BADGES)


@pytest.mark.parametrize(
    "name",
    [
        "Bo ✅", "⏳", "Bo 🕓", "⚠️ Bo", "Bo 🗑️", "✏️Bo", "✒️ Bo", "Bo ✓", "☑ Bo", "⌛ Bo",
        "🕐", "🖋 Bo", "Bo · 3 minutes ago", "Bo · on the blog", "Bo • on the blog",
        "Bo ∙ yesterday", "· Bo",
    ],
)  # fmt: skip
def test_the_bots_own_marks_and_lines_are_its_own(name: str) -> None:
    assert is_taken(pen_name(name), [], BADGES)


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Olga", AUTHOR), ("Owner", AUTHOR), ("Olga's Owner", AUTHOR), ("Ada Lovelace", "Ada"),
        ("Anna-Ada", "Ada"), ("Ella", "Elia"), ("Nora", "Vora"), ("राम", "रम"), ("が", "か"),
        ("🎉", "★"), ("マリー・キュリー", "Marie Curie"), ("Gal·la", "Galla Placidia"),
        ("Bo", "\u3164"),
    ],
)  # fmt: skip
def test_other_names_are_free(name: str, author: str) -> None:
    assert not is_taken(pen_name(name), [author], BADGES)
