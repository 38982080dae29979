"""The play itself, short: `python -m tests.torture` has more of it."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from tests.torture.blogs import RealBlog, SampleBlog
from tests.torture.bot import CLOCK, MISTAKE, nursery, set_clock
from tests.torture.checker import UNCONSENTED
from tests.torture.mistakes import MISTAKES
from tests.torture.play import life, play
from tests.torture.story import Story

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wordpress.server import Server

KILLS = 5


@pytest.mark.wordpress
@pytest.mark.parametrize("seed", [1, 2])
async def test_both_sides_agree_after_every_kill(
    wordpress: Server, tmp_path: Path, seed: int
) -> None:
    story = Story()
    async with nursery() as born:
        outcome = await play(
            RealBlog(wordpress), born, tmp_path, story, seed=seed, kills=KILLS, pace=20
        )
    assert outcome.findings == [], outcome.page
    assert outcome.kills == KILLS
    assert len([line for line in story.lines if "  kill " in line]) == KILLS
    assert sum(outcome.faults.values()) > 0


async def test_what_is_not_as_it_should_be_is_found_and_told(tmp_path: Path) -> None:
    story = Story()
    async with nursery() as born:
        outcome = await play(
            SampleBlog(), born, tmp_path, story, seed=3, kills=KILLS, pace=20,
            mistake="consent after the question",
        )  # fmt: skip
    found = [each for each in outcome.findings if each.kind == UNCONSENTED]
    assert found != []
    assert all(each.about[0] in outcome.page for each in found)


async def test_a_bot_is_buried_whatever_ends_it(tmp_path: Path) -> None:
    set_clock(tmp_path / "clock", 0)
    async with nursery() as born:
        settings = {CLOCK: str(tmp_path / "clock"), MISTAKE: "", "AFTERWORD_WIRE": "http://x"}
        without_token = await born.start(os.environ | settings, tmp_path)
        assert await without_token.wait() == 2
        killed = await born.start(os.environ | settings, tmp_path)
        killed.kill()
        assert await killed.wait() in {-9, 2}
    assert "DISCORD_TOKEN" in (tmp_path / "log").read_text()


def test_a_seed_draws_the_same_again() -> None:
    assert life(random.Random("7/life 0")) == life(random.Random("7/life 0"))
    assert life(random.Random("7/life 0")) != life(random.Random("7/life 1"))


def test_a_page_tells_what_concerns_the_finding_and_the_kills_between() -> None:
    story = Story()
    story.tell("discord", "Ada says m1x2000 (5), at top level")
    story.tell("discord", "Ada says m1x20001 (6), at top level")
    story.tell("kill", "1, at any moment")
    for number in range(200):
        story.tell("blog", f"c{number} is edited")
    page = story.page({"m1x2000", "c7"}).splitlines()
    assert [line.split(maxsplit=2)[2] for line in page] == [
        "Ada says m1x2000 (5), at top level",
        "1, at any moment",
        "c7 is edited",
    ]


def test_ten_mistakes_have_names() -> None:
    assert len(MISTAKES) >= 10
