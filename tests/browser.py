"""A real browser, driven by Playwright: Chromium or Chrome as it is installed here."""

from __future__ import annotations

import os
import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def program() -> str:
    """Where the browser is. Raises FileNotFoundError if there is none."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise FileNotFoundError(f"None of these is installed: {', '.join(NAMES)}.")


def reason_for_none() -> str:
    """Why a test in a browser is left out here; empty if it is not."""
    try:
        program()
    except FileNotFoundError as error:
        return f"no browser here: {error}"
    return ""


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """Start a browser, and end it. Raises FileNotFoundError if there is none."""
    path = program()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path,
            # Chromium refuses to run its sandbox as root, as in a container.
            chromium_sandbox=os.geteuid() != 0,
            args=["--force-color-profile=srgb"],
        )
        try:
            yield browser
        finally:
            await browser.close()
