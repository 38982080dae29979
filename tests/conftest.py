"""Fixtures for more than one folder of tests."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import pytest

from tests.wordpress import server

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def wordpress() -> Iterator[server.Server]:
    """A real WordPress on loopback, one for the whole session; tests bring their own articles.

    Where there can be none, tests are skipped, or fail if AFTERWORD_REQUIRE_WORDPRESS=1.
    """
    with contextlib.ExitStack() as stack:
        try:
            site = stack.enter_context(server.running())
        except server.Unavailable as error:
            if os.environ.get("AFTERWORD_REQUIRE_WORDPRESS") == "1":
                raise
            pytest.skip(f"no WordPress here: {error}")
        yield site
