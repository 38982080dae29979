"""The WordPress of the tests is a real one, and the tests may do as they like with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.blogs.discover import discover
from bot.blogs.http.fetcher import Fetcher
from bot.blogs.wordpress.blog import WordPress
from bot.model import Credentials

if TYPE_CHECKING:
    from tests.wordpress.server import Server

pytestmark = pytest.mark.wordpress


async def test_its_administrator_may_do_everything(wordpress: Server) -> None:
    async with Fetcher(allow_private=True) as fetcher:
        address = (await discover(fetcher, wordpress.url)).address
        blog = WordPress(fetcher, address, Credentials(wordpress.user, wordpress.password))
        assert await blog.check_credentials() == "admin"
    assert address.api == wordpress.api


def test_php_runs_inside_it(wordpress: Server) -> None:
    version = wordpress.eval("return get_bloginfo('version');")
    assert int(version.split(".")[0]) >= 6
    assert wordpress.eval("return current_user_can('manage_options');") is True


def test_its_database_is_apart_from_others(wordpress: Server) -> None:
    """Where two share the folder of temporary tables, the later one's start is the other's end."""
    folders = wordpress.eval(
        "global $wpdb; return $wpdb->get_row('SELECT @@tmpdir, @@datadir, @@socket', ARRAY_N);"
    )
    assert {wordpress.site.parent} == {Path(folder).parent for folder in folders}
