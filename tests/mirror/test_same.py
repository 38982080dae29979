"""Known articles are found under whatever name, and no two are ever taken for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.mirror.same import recognise, recognise_comments, settled
from bot.model import ArticleState, Summary
from bot.store.blog.article import Known
from tests.mirror.fake_blog import comment

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
HOME = "https://l.example/"

few = st.integers(0, 2)
sketches = st.tuples(few, few, few, few, st.booleans())
"""Name, page, title, day, and whether the day is known."""


def listed(sketch: tuple[int, int, int, int, bool]) -> Summary:
    name, page, title, day, dated = sketch
    url = f"{HOME}{page or ''}"
    return Summary(
        f"n{name}", url, f"T{title}", BEGIN + timedelta(days=day), "v",
        ArticleState.PUBLISHED, dated=dated,
    )  # fmt: skip


def known_as(number: int, item: Summary, **changes: str) -> Known:
    name, url = changes.get("name", item.remote_id), changes.get("url", item.url)
    return Known(number, name, url, item.title, item.published)


@given(
    st.lists(sketches, max_size=6, unique_by=lambda each: each[0]),
    st.lists(sketches, max_size=6, unique_by=lambda each: each[0]),
)
def test_no_two_are_one_and_what_is_found_agrees_in_something(
    now: list[tuple[int, int, int, int, bool]], before: list[tuple[int, int, int, int, bool]]
) -> None:
    items = {each.remote_id: each for each in map(listed, now)}
    known = [known_as(number, listed(each)) for number, each in enumerate(before)]
    found = recognise([*items.values()], known, home=HOME)
    assert len({each.id for each in found.values()}) == len(found)
    for name, same in found.items():
        item = items[name]
        agreeing = (
            item.remote_id == same.remote_id,
            item.url == same.url != HOME,
            item.title == same.title,
            item.dated and item.published == same.published,
        )
        assert agreeing[0] or any(agreeing[1:])
        # Where most of the document is as it was, one sign alone is none.
        if any(each.remote_id == called for called, each in found.items()):
            assert agreeing[0] or sum(agreeing) >= 2


@given(st.permutations(range(6)), st.permutations(range(6)), st.booleans())
def test_any_exchange_of_names_is_seen_through(
    names: list[int], order: list[int], moved: bool
) -> None:
    items = [listed((names[n], n + 1, n, n, True)) for n in order]
    known = [
        known_as(
            n, listed((n, n + 1, n, n, True)), **({"url": f"http://o.example/{n}"} if moved else {})
        )
        for n in range(6)
    ]
    found = recognise(items, known, home=HOME)
    assert {names[n]: n for n in range(6)} == {
        int(name.removeprefix("n")): each.id for name, each in found.items()
    }


def test_a_parameter_that_changed_in_one_link_alone_is_an_edit() -> None:
    items = [listed((n, 1, n, n, True)) for n in range(3)]
    links = [f"{HOME}?t={n}&s=1" for n in range(3)]
    known = {f"n{n}": known_as(n, items[n], url=links[n]) for n in range(3)}

    def read(*urls: str) -> list[str]:
        changed = [
            Summary(each.remote_id, url, each.title, each.published, "v", each.state)
            for each, url in zip(items, urls, strict=True)
        ]
        return [each.url for each in settled(changed, known)]

    assert read(*(link.replace("s=1", "s=2") for link in links)) == links
    assert read(*links[:2], f"{HOME}?t=9&s=1") == [*links[:2], f"{HOME}?t=9&s=1"]
    mended = [f"{HOME}?t=0&s=2", f"{HOME}?t=1&s=2", f"{HOME}?t=9&s=2"]
    assert read(*mended) == [*links[:2], f"{HOME}?t=9&s=2"]


def test_comments_keep_the_ids_that_they_have_and_so_do_answers_to_them() -> None:
    old = [comment(1), comment(2, 1)]
    named = [replace(each, remote_id=f"http://b.example/#{each.remote_id}") for each in old]
    named[1] = replace(named[1], parent_id=named[0].remote_id)
    moved = [
        replace(
            each,
            remote_id=each.remote_id.replace("http:", "https:"),
            parent_id=each.parent_id and each.parent_id.replace("http:", "https:"),
        )
        for each in named
    ]
    assert recognise_comments(moved, named) == named
    drawn = [replace(each, remote_id=f"x{n}") for n, each in enumerate(named)]
    assert [each.remote_id for each in recognise_comments(drawn, named)] == [
        each.remote_id for each in named
    ]
    twice = [replace(named[0], remote_id=f"y{n}", parent_id=None) for n in range(2)]
    assert [each.remote_id for each in recognise_comments(twice, named)] == ["y0", "y1"]
