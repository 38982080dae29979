"""Why an account is not let in, each its own sentence, and where its password is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.blogs.wordpress.accounts import not_let_in, password_page
from bot.blogs.wordpress.blog import WordPress
from bot.blogs.wordpress.desk import WordPressDesk
from bot.blogs.wordpress.kind import WORDPRESS, WordPressKind
from bot.errors import BlogError, BlogRefused
from bot.model import BlogAddress, Credentials
from tests.blogs.test_discover import site
from tests.blogs.wordpress.bodies import answer

if TYPE_CHECKING:
    from bot.blogs.http.fetcher import Fetcher

HOST, API = "blog.example", "https://blog.example/wp-json/"
MADE, ORDINARY = "abcd EFGH 1234 ijkl MNOP 5678", "correct horse battery"


@pytest.mark.parametrize(
    ("code", "password", "words"),
    [
        ("invalid_username", MADE, "no account with this user name"),
        ("invalid_username", ORDINARY, "no account with this user name"),
        ("invalid_email", MADE, "no account with this e-mail"),
        ("incorrect_password", MADE, "was revoked"),
        ("incorrect_password", ORDINARY, "account's own password"),
        ("rest_not_logged_in", ORDINARY, "account's own password"),
        ("rest_not_logged_in", MADE, "dropping the Authorization header"),
        ("application_passwords_disabled", MADE, "switched off at blog.example"),
        ("application_passwords_disabled_for_user", MADE, "allows this account no"),
        ("", MADE, "dropping the Authorization header"),
    ],
)
def test_why_an_account_is_not_let_in(code: str, password: str, words: str) -> None:
    said = str(not_let_in(answer({"code": code}, 401), HOST, Credentials("bridge", password)))
    assert words in said
    assert password not in said


@pytest.mark.parametrize("code", ["rest_not_logged_in", ""])
def test_of_an_account_that_was_accepted_it_is_certain_that_something_changed(code: str) -> None:
    """WordPress's answer alone does not tell a revoked password from a wrong name."""
    given, kept = Credentials("bridge", MADE), Credentials("bridge", MADE, accepted=True)
    refused = answer({"code": code}, 401)
    assert "any more, which it did when they were given" in str(not_let_in(refused, HOST, kept))
    assert given == kept
    assert "does not say which of the two is wrong" in str(not_let_in(refused, HOST, given))


@pytest.mark.parametrize(
    ("code", "words"),
    [("invalid_username", "no account with this user name"), ("incorrect_password", "was revoked")],
)
def test_what_wordpress_says_itself_goes_before_what_is_known(code: str, words: str) -> None:
    kept = Credentials("bridge", MADE, accepted=True)
    said = str(not_let_in(answer({"code": code}, 401), HOST, kept))
    assert words in said
    assert "any more, which it did" not in said


async def test_missing_rights_are_told_from_a_wrong_password(fetcher: Fetcher) -> None:
    for me, words in (
        ({"id": 1, "name": "B", "capabilities": {"edit_posts": True}}, "lacks the right"),
        (web.json_response({"code": "rest_forbidden"}, status=403), "role Editor"),
        (web.json_response({"code": "incorrect_password"}, status=401), "was revoked"),
        (web.json_response({"code": "rest_no_route"}, status=404), "hides its accounts"),
    ):
        async with site({"/wp-json/wp/v2/users/me": me}) as (home, _):
            await refused(fetcher, home, words)


async def refused(fetcher: Fetcher, home: str, words: str) -> None:
    """By what reads and by what writes alike."""
    address = BlogAddress(WORDPRESS, home, f"{home}/wp-json/", "B")
    account = Credentials("bridge", MADE)
    with pytest.raises(BlogError, match=words):
        await WordPress(fetcher, address, account).check_credentials()
    with pytest.raises(BlogError, match=words):
        await WordPressDesk(fetcher, address, account).check()


async def test_that_passwords_are_switched_off_is_why_none_is_accepted(fetcher: Fetcher) -> None:
    """WordPress's answer is the same as to a wrong one."""
    me = web.json_response({"code": "rest_not_logged_in"}, status=401)
    pages = {"/wp-json/wp/v2/users/me": me, "/wp-json/": {"authentication": []}}
    async with site(pages) as (home, _):
        await refused(fetcher, home, "switched off at")


async def test_a_root_in_trouble_does_not_hide_why_an_account_is_refused(fetcher: Fetcher) -> None:
    me = web.json_response({"code": "incorrect_password"}, status=401)
    pages = {"/wp-json/wp/v2/users/me": me, "/wp-json/": web.Response(status=500)}
    async with site(pages) as (home, _):
        await refused(fetcher, home, "was revoked")


def root(**ways: object) -> dict[str, object]:
    return {"authentication": {"application-passwords": {"endpoints": ways}}}


@pytest.mark.parametrize(
    ("page", "taken"),
    [
        ("https://blog.example/wp-admin/authorize-application.php", True),
        ("https://blog.example/cms/wp-admin/authorize-application.php?a=b", True),
        ("https://other.example/wp-admin/authorize-application.php", False),
        ("http://blog.example/wp-admin/authorize-application.php", False),
        ("javascript:alert(1)", False),
        ("http://[", False),
        (7, False),
        ("", False),
    ],
)
def test_the_page_is_the_roots_own(page: object, taken: bool) -> None:
    assert password_page(root(authorization=page), API, HOST) == (page if taken else None)


@pytest.mark.parametrize("ways", [[], {}, {"application-passwords": []}, {"oauth2": {"a": "b"}}])
def test_passwords_that_are_switched_off_are_known_from_the_root(ways: object) -> None:
    with pytest.raises(BlogRefused, match="switched off at blog"):
        password_page({"authentication": ways}, API, HOST)


@pytest.mark.parametrize("found", [{}, {"authentication": None}, root(), root(authorization=None)])
def test_a_root_that_says_nothing_is_no_obstacle(found: dict[str, object]) -> None:
    assert password_page(found, API, HOST) is None


async def test_the_root_is_asked_without_a_password(fetcher: Fetcher) -> None:
    async with site({"/wp-json/": root(authorization="/wp-admin/a.php")}) as (home, requests):
        found = await WordPressKind().password_page(fetcher, f"{home}/wp-json/")
        assert found == f"{home}/wp-admin/a.php"
        assert "Authorization" not in requests[0].headers
    for silent in ("<p>Hi", web.json_response({"code": "rest_not_logged_in"}, status=401)):
        async with site({"/wp-json/": silent}) as (home, _):
            assert await WordPressKind().password_page(fetcher, f"{home}/wp-json/") is None
