from __future__ import annotations

import pytest

from bot.text.split import split

TEA = "Tea is hot."
RAIN = "Rain is wet."
FAMILY = "👩\u200d👩\u200d👧"

CASES = {
    "nothing": ("  \n ", 20, []),
    "fits": ("a b", 20, ["a b"]),
    "paragraph": (f"{TEA} {TEA}\n\n{RAIN}\n{RAIN}", 40, [f"{TEA} {TEA}", f"{RAIN}\n{RAIN}"]),
    "line": (f"{TEA} {TEA}\n{RAIN}", 30, [f"{TEA} {TEA}", RAIN]),
    "sentence": (f"{TEA} {RAIN} One two", 30, [f"{TEA} {RAIN}", "One two"]),
    "word": ("one two three four", 10, ["one two", "three four"]),
    "in a word": ("a" * 25, 10, ["a" * 8, "a" * 8, "a" * 9]),
    "an early paragraph is passed over": (
        f"Hi.\n\n{TEA} {RAIN} {TEA}",
        32,
        [f"Hi.\n\n{TEA} {RAIN}", TEA],
    ),
    "sentences without spaces": ("茶は熱い。雨は冷たい。", 7, ["茶は熱い。", "雨は冷たい。"]),
    "bold": ("**one two three four**", 14, ["**one two**", "**three four**"]),
    "bold and italic": ("***one two three***", 16, ["***one two***", "***three***"]),
    "strike, underline, spoiler": (
        "~~one two~~ __one two__ ||one two||",
        13,
        ["~~one two~~", "__one two__", "||one two||"],
    ),
    "spoiler": ("||one two three||", 13, ["||one two||", "||three||"]),
    "bold across lines": ("**one\ntwo\nthree**", 13, ["**one\ntwo**", "**three**"]),
    "a lone star is a word": ("5 * 4 * three four", 10, ["5 * 4 *", "three four"]),
    "quote": ("> one two three four", 12, ["> one two", "> three four"]),
    "quoted paragraphs": ("> one two\n> \n> three", 12, ["> one two", "> three"]),
    "heading": ("# one two three", 12, ["# one two", "# three"]),
    "list": ("- one two\n- three", 12, ["- one two", "- three"]),
    "nested list": ("- one\n  - two\n  - three\n- four", 16, ["- one\n  - two", "- three\n- four"]),
    "code block": ("```py\na = 1\nb = 2\n```", 18, ["```py\na = 1\n```", "```py\nb = 2\n```"]),
    "code block keeps indentation": (
        "```\nif a:\n    b\n```",
        17,
        ["```\nif a:\n```", "```\n    b\n```"],
    ),
    "quoted code block": (
        "> ```\n> a = 1\n> b = 2\n> ```",
        24,
        ["> ```\n> a = 1\n> ```", "> ```\n> b = 2\n> ```"],
    ),
    "inline code": ("one `two three`", 13, ["one", "`two three`"]),
    "long inline code": ("`one two three`", 10, ["`one two`", "`three`"]),
    "link": (
        "one two three four [a b](<https://x.example>)",
        36,
        ["one two three four", "[a b](<https://x.example>)"],
    ),
    "address": (
        "one two three <https://x.example/a>",
        30,
        ["one two three", "<https://x.example/a>"],
    ),
    "escapes": ("a" + "\\*" * 7, 9, ["a" + "\\*" * 3, "\\*" * 4]),
    "no new heading": ("aaaaaaaa# b", 8, ["aaaaaaaa", "\u200b# b"]),
    "quoted bold": ("> **one two three four**", 16, ["> **one two**", "> **three four**"]),
    "a mark beside its like": ("**one \\* two**", 12, ["**one \\*\u200b**", "**two**"]),
}


@pytest.mark.parametrize(("markdown", "limit", "parts"), CASES.values(), ids=CASES)
def test_cut(markdown: str, limit: int, parts: list[str]) -> None:
    assert split(markdown, first=limit, rest=limit) == parts


def test_what_people_see_as_one_character_stays_whole() -> None:
    characters = [
        FAMILY,
        "🇳🇴",
        "e\u0301\u0323",
        "👍🏽",
        "\u1112\u1161\u11ab",
        "🏴\U000e0067\U000e007f",
    ]

    for character in characters:
        parts = split("a" + character * 40, first=30, rest=20)
        assert "".join(parts) == "a" + character * 40
        assert all(len(part.lstrip("a")) % len(character) == 0 for part in parts), character


def test_a_part_uses_its_room() -> None:
    markdown = "\n\n".join(f"{'word ' * count}end." for count in (3, 300, 40, 500, 2, 90))

    parts = split(markdown, first=1000, rest=1000)

    assert all(len(part) > 500 for part in parts[:-1])


def test_the_first_part_has_its_own_limit() -> None:
    assert split("one two three four five", first=8, rest=20) == ["one two", "three four five"]


def test_a_link_with_a_long_label_becomes_several() -> None:
    markdown = f"[{'word ' * 100}end](<https://x.example>)"

    parts = split(markdown, first=200, rest=200)

    assert len(parts) > 2
    assert all(p.startswith("[") and p.endswith("](<https://x.example>)") for p in parts)
    assert sum(p.count("word") for p in parts) == 100


def test_an_address_longer_than_a_part_stays_as_words() -> None:
    address = "https://x.example/" + "a_" * 200

    parts = split(f"[the label](<{address}>) and <{address}>", first=200, rest=200)

    assert parts[0].startswith("the label and")
    assert "".join(parts).replace("\\", "").replace("\u200b", "").endswith(address)
    assert "<" not in "".join(parts)


def test_a_part_that_is_half_full_is_full_enough() -> None:
    paragraph, others = f"{'x' * 49} {'y' * 50}", "z " * 90
    assert split(f"{paragraph}\n\n{others}", first=200, rest=200)[0] == paragraph
    assert len(split(f"{paragraph[1:]}\n\n{others}", first=200, rest=200)[0]) > 190
