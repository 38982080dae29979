"""The forms of /blog settings: which articles, and when; tried on the blog as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.choices import Filters
from tests.cogs.owners.test_commands import gathered
from tests.cogs.owners.test_settings import panel, store, words

if TYPE_CHECKING:
    from pathlib import Path


async def test_filters_and_quiet_hours_by_forms(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        shown = await panel(community)
        form = await community.owner.click(shown.response.message, label="Filters …")
        await community.owner.submit_modal(
            form, {"terms": "News, -Sport", "authors": "", "words": "patience"}
        )
        form = await community.owner.click(shown.response.message, label="Quiet hours …")
        refused = await community.owner.submit_modal(form, {"hours": "25-7"})
        assert "A day has 24 hours" in refused.response.content
        form = await community.owner.click(shown.response.message, label="Quiet hours …")
        await community.owner.submit_modal(form, {"hours": "22-7 Europe/Berlin"})
        (follow,) = await store(community).follows.of_guild(community.guild.id)
        assert follow.filters == Filters(("News", "-Sport"), (), ("patience",))
        assert str(follow.quiet) == "22:00-07:00 Europe/Berlin"
        assert "categories and tags: News, -Sport · words: patience" in words(shown)
        assert "Quiet from 22:00-07:00 Europe/Berlin" in words(shown)


async def test_a_misspelt_name_is_asked_about_before_it_is_kept(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        for title, term in (("Hm", "Unsorted"), ("Loaves", "Bread"), ("Goals", "Sport")):
            community.content.add_article(title=title, html="<p>Hm.</p>", terms=[term])
        await community.follow()
        shown = await panel(community)

        async def type_in(terms: str) -> None:
            form = await community.owner.click(shown.response.message, label="Filters …")
            await community.owner.submit_modal(form, {"terms": terms, "authors": "", "words": ""})

        async def kept() -> Filters:
            (follow,) = await store(community).follows.of_guild(community.guild.id)
            return follow.filters

        await type_in("Braed")
        assert "“Braed”: the nearest is **Bread**." in words(shown)
        assert await kept() == Filters()
        await community.owner.click(shown.response.message, label="Take the nearest")
        assert await kept() == Filters(("Bread",))
        assert "Of the newest 4 articles, 1 would have come. Not: “Goals”, “Hm”" in words(shown)
        await type_in("Braed")
        await community.owner.click(shown.response.message, label="Change nothing")
        assert await kept() == Filters(("Bread",))
        await type_in("Politics")
        await community.owner.click(shown.response.message, label="Keep as typed")
        assert await kept() == Filters(("Politics",))


async def test_the_question_is_answered_after_a_restart_too(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        community.content.add_article(title="Loaves", html="<p>Hm.</p>", terms=["-", "Bread"])
        await community.follow()
        typed = Filters(("Braed", "-*News*", "``` ``"), (), ("“a_b_c”", "-\\*"))
        for label, kept in (
            ("Change nothing", Filters()),
            ("Keep as typed", typed),
            ("Take the nearest", replace(typed, terms=("Bread", *typed.terms[1:]))),
        ):
            shown = await panel(community)
            form = await community.owner.click(shown.response.message, label="Filters …")
            await community.owner.submit_modal(
                form,
                {"terms": ",".join(typed.terms), "authors": "", "words": ", ".join(typed.words)},
            )
            await community.restart()
            await community.owner.click(shown.response.message, label=label)
            (follow,) = await store(community).follows.of_guild(community.guild.id)
            assert follow.filters == kept
            assert "## The Blog in <#" in words(shown), "the panel is back"


async def test_the_form_suggests_what_the_blog_has(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        community.content.add_article(title="Loaves", html="<p>Hm.</p>", terms=["-", "Bread"])
        await community.follow()
        shown = await panel(community)
        form = await community.owner.click(shown.response.message, label="Filters …")
        assert "Bread" in str(form.modal)
        assert "Olga Owner" in str(form.modal)


@pytest.mark.parametrize("zone", ["Europe/Vienna", "Asia/Kathmandu", "UTC+05:30", "UTC-03:30"])
async def test_quiet_hours_are_the_blogs_own_where_no_zone_is_named(
    tmp_path: Path, zone: str
) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        blogs = store(community).blogs
        (blog,) = await blogs.followed()
        assert blog.zone == "UTC", "as its REST root says"
        await blogs.told(blog.id, "The Blog", blog.address.url, zone=zone, now=blog.told_at)
        shown = await panel(community)
        form = await community.owner.click(shown.response.message, label="Quiet hours …")
        assert f"Without a zone: {zone}." in str(form.modal)
        assert f"22:00-07:00 {zone}" in str(form.modal), "as an example"
        await community.owner.submit_modal(form, {"hours": "22-7"})
        assert f"Quiet from 22:00-07:00 {zone}:" in words(shown)
        (follow,) = await store(community).follows.of_guild(community.guild.id)
        assert str(follow.quiet) == f"22:00-07:00 {zone}"
