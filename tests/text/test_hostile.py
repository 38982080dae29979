"""What must hold for any words at all."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.text.split import split
from bot.text.to_discord import escape, label, plain, shorten, to_discord
from tests.text.hostile import WORDS, Sample, samples
from tests.text.reader import Seen, read

HOME = "https://blog.example/"
relaxed = settings(deadline=None, suppress_health_check=list(HealthCheck))
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*WORDS, " ", " "]), max_size=12).map("".join),
)
unseen = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u200b\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def literal(text: str, link: str = "") -> list[Seen]:
    return [Seen(c, frozenset(), link) for c in unseen.sub("", text) if not c.isspace()]


@given(samples)
@settings(relaxed, max_examples=250)
def test_every_word_is_seen_as_written_and_nothing_else_happens(sample: Sample) -> None:
    markdown = to_discord(sample.html, base_url=HOME)

    assert read(markdown) == sample.seen, markdown


@given(samples, st.integers(200, 400), st.integers(200, 400))
@settings(relaxed, max_examples=250)
def test_parts_fit_and_show_together_what_the_whole_shows(
    sample: Sample, first: int, rest: int
) -> None:
    markdown = to_discord(sample.html * 6, base_url=HOME)

    parts = split(markdown, first=first, rest=rest)

    assert all(len(part) <= (rest if n else first) for n, part in enumerate(parts))
    assert all(part == part.strip() != "" for part in parts)
    assert [seen for part in parts for seen in read(part)] == read(markdown), parts


@given(texts)
@settings(relaxed, max_examples=300)
def test_escaped_text_is_seen_literally_on_one_line(text: str) -> None:
    escaped = escape(text)

    assert read(escaped) == literal(text), escaped
    assert "\n" not in escaped


@given(texts)
@settings(relaxed, max_examples=300)
@example("](https://e.vil)")
def test_a_label_is_seen_literally_and_leads_where_it_should(text: str) -> None:
    words = label(text)
    if not words:
        return

    assert read(f"[{words}](<https://to.be/>) after") == [
        *literal(text.translate(str.maketrans("∖∗ˍˋ［］", "\\*_`[]")), "https://to.be/"),
        *literal("after"),
    ]


@given(
    st.lists(
        st.sampled_from([*WORDS, *"*_~`|<>[]()", "**", "\n", " ", "[a](<https://x.y>)", "```"]),
        max_size=200,
    ),
    st.integers(1, 60),
    st.integers(1, 60),
)
@settings(relaxed, max_examples=200)
def test_any_text_at_all_is_cut_to_any_limit(words: list[str], first: int, rest: int) -> None:
    parts = split("".join(words), first=first, rest=rest)

    assert all(0 < len(part) <= (rest if n else first) for n, part in enumerate(parts)), parts


@given(texts, st.integers(1, 30))
@settings(relaxed, max_examples=200)
def test_a_shortened_text_is_the_beginning_of_it(text: str, limit: int) -> None:
    whole = " ".join(text.split())

    short = shorten(whole, limit)

    assert len(short) <= limit
    assert short == shorten(whole, 10_000) or (short.endswith("…") and len(whole) > limit)


@given(samples)
@settings(relaxed, max_examples=50)
def test_plain_text_holds_the_words(sample: Sample) -> None:
    assert "".join(plain(sample.html).split()) == "".join(
        seen.character for seen in sample.seen if "marker" not in seen.looks
    )
