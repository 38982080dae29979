"""/blog connect: a form opens only where it is of use, and says where the password is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.model import BlogAddress
from tests.blogs.test_discover import site
from tests.blogs.wordpress.test_accounts import root
from tests.cogs.owners.test_commands import gathered

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

PAGE = "/cms/wp-admin/authorize-application.php"


async def connect(tmp_path: Path, pages: dict[str, Any]) -> tuple[str, str]:
    """What is answered, and the form's own words; one of them is empty."""
    async with gathered(tmp_path) as community, site(pages) as (home, _):
        await community.follow()
        store = community.env.bot.services.store
        (blog,) = await store.blogs.followed()
        there = BlogAddress("wordpress", home, f"{home}/wp-json/", "The Blog")
        await store.moves.moved(blog.id, there)
        result = await community.owner.slash(community.channel, "blog connect")
        form = result.modal
        community.env.errors.clear()  # what was refused, and is answered with its words
        return str(result.response and result.response.content), str(form)


async def test_the_link_is_the_roots_own(tmp_path: Path) -> None:
    _, form = await connect(tmp_path, {"/wp-json/": root(authorization=PAGE)})
    assert f"{PAGE}?app_name=Afterword)" in form


@pytest.mark.parametrize(
    "said", [root(authorization="https://other.example/authorize.php"), "<p>Hello"]
)
async def test_no_other_place_is_linked(tmp_path: Path, said: object) -> None:
    _, form = await connect(tmp_path, {"/wp-json/": said})
    assert "Application Passwords" in form
    assert "](" not in form


async def test_where_there_are_none_no_form_opens(tmp_path: Path) -> None:
    answered, form = await connect(tmp_path, {"/wp-json/": {"authentication": []}})
    assert "Application passwords are switched off at" in answered
    assert form == "None"
