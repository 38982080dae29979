"""/blog connect: a form opens only where it is of use, and says where the password is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.blogs.wordpress.desk import DESK_RIGHTS
from bot.model import BlogAddress
from tests.blogs.test_discover import site
from tests.blogs.wordpress.test_accounts import root
from tests.cogs.owners.test_commands import gathered
from tests.e2e.afterword import PASSWORD, USER

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


async def submitted(
    tmp_path: Path, account: dict[str, Any], password: str = PASSWORD
) -> tuple[str, list[str]]:
    """What is answered to the form, and the passwords that reached the blog."""
    pages = {"/wp-json/": root(authorization=PAGE), "/wp-json/wp/v2/users/me": account}
    async with gathered(tmp_path) as community, site(pages) as (home, asked):
        await community.follow()
        store = community.env.bot.services.store
        (blog,) = await store.blogs.followed()
        there = BlogAddress("wordpress", home, f"{home}/wp-json/", "The Blog")
        await store.moves.moved(blog.id, there)
        form = await community.owner.slash(community.channel, "blog connect")
        assert "it opens no login page" in str(form.modal)
        sent = await community.owner.submit_modal(form, {"user": USER, "password": password})
        community.env.errors.clear()
        answers = [sent.response, *sent.followups]
        given = [each.headers["Authorization"] for each in asked if "Authorization" in each.headers]
        return "\n".join(each.content for each in answers if each is not None), given


def account_of(*more: str, role: str) -> dict[str, Any]:
    rights = dict.fromkeys([*DESK_RIGHTS, *more], True)
    return {"id": 3, "name": "Kit", "roles": [role], "capabilities": rights}


async def test_what_is_no_application_password_is_not_sent(tmp_path: Path) -> None:
    said, given = await submitted(tmp_path, account_of(role="editor"), "my own password")
    assert "This was sent nowhere" in said
    assert given == []


async def test_an_account_that_may_do_too_much_is_named_so(tmp_path: Path) -> None:
    account = account_of("manage_options", "edit_users", "edit_plugins", role="administrator")
    said, given = await submitted(tmp_path, account)
    assert given
    assert "The account's role there: Administrator." in said
    assert "change the site's settings, make and change accounts, change its code" in said
    assert "install plugins" not in said


async def test_an_editor_is_what_the_bot_needs(tmp_path: Path) -> None:
    said, _ = await submitted(tmp_path, account_of("unfiltered_html", role="editor"))
    assert "The account's role there: Editor." in said
    assert "more than the bot needs" not in said


async def test_a_role_of_a_plugins_is_named_as_the_blog_does(tmp_path: Path) -> None:
    said, _ = await submitted(tmp_path, account_of(role="discord_*bot*"))
    assert r"The account's role there: discord\_\*bot\*." in said
