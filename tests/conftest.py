"""Where tests run, and fixtures for more than one folder of them."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.wordpress import server

if TYPE_CHECKING:
    from collections.abc import Iterator

# How fast this machine is at the moment says nothing about the product.
settings.register_profile("afterword", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("afterword")

MEMORY = Path("/dev/shm")
"""A disk in memory, on Linux."""

ROOM = 1024**3
"""Bytes that it must have free: in a container it may be a small one."""


def pytest_configure() -> None:
    """Keep what tests write in memory.

    The store waits for the disk with every commit, and no test can see whether it did.
    """
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM:
        tempfile.tempdir = str(MEMORY)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Run everything side by side; what was chosen runs here, so that it starts at once."""
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if not everything or config.option.keyword:
        return 0
    return min(1 + (os.cpu_count() or 1), 4)  # a third of the time is waiting


@pytest.fixture(scope="session")
def wordpress() -> Iterator[server.Server]:
    """A real WordPress on loopback, one for each worker; tests bring their own articles.

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
