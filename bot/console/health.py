"""`python -m bot health`: asks the bot that runs here whether all is well."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

if TYPE_CHECKING:
    from bot.env.place import Place

LIMIT = 5.0
"""Seconds that it has for an answer."""

OFF = "Nothing can be asked: HEALTH_AT is not set, so the bot does not say how it is."
NO_ANSWER = (
    "The bot at {url} does not answer within {seconds:g} seconds. It is not running, or blocked."
)
WELL = "All is well."


def health(place: Place | None) -> tuple[bool, str]:
    """Whether all is well, and what to print."""
    if place is None:
        return False, OFF
    # No proxy: it is this computer that is asked.
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(f"{place.url}/healthz", timeout=LIMIT) as answer:
            said = answer.read()
    except HTTPError as error:
        said = error.read()
    except (OSError, HTTPException):
        return False, NO_ANSWER.format(url=place.url, seconds=LIMIT)
    try:
        found = json.loads(said)
        return bool(found["well"]), "\n".join(found["wrong"]) or WELL
    except (ValueError, KeyError, TypeError):
        return False, f"What answers at {place.url} is not Afterword."
