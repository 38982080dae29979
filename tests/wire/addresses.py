"""Addresses in embeds and buttons: Discord refuses a message over one that is not well formed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from simcord.backend import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

EMBED_LIMIT = 2048
BUTTON_LIMIT = 512
SCHEMES = {"http", "https"}
PICTURE_SCHEMES = SCHEMES | {"attachment"}
_HOST = re.compile(r"[^\s_/?#@\\]+")


def check_addresses(body: Any) -> None:
    """Refuse (50035) what holds such an address; `body` is a request's, whatever its kind."""
    if not isinstance(body, dict):
        return
    for part in (body, body.get("message"), body.get("data")):
        if isinstance(part, dict):
            for number, embed in enumerate(part.get("embeds") or []):
                _check_embed(number, embed)
            for button in _buttons(part.get("components")):
                _check(("components", "url"), button["url"], BUTTON_LIMIT, SCHEMES)


def _check_embed(number: int, embed: dict[str, Any]) -> None:
    at = ("embeds", str(number))
    _check((*at, "url"), embed.get("url"), EMBED_LIMIT, SCHEMES)
    for key, field, schemes in (
        ("author", "url", SCHEMES),
        ("author", "icon_url", PICTURE_SCHEMES),
        ("footer", "icon_url", PICTURE_SCHEMES),
        ("image", "url", PICTURE_SCHEMES),
        ("thumbnail", "url", PICTURE_SCHEMES),
    ):
        _check((*at, key, field), (embed.get(key) or {}).get(field), EMBED_LIMIT, schemes)


def _buttons(components: Any) -> Iterator[dict[str, Any]]:
    for each in components or []:
        if isinstance(each, dict):
            if each.get("url"):
                yield each
            yield from _buttons(each.get("components"))


def _check(at: tuple[str, ...], address: str | None, limit: int, schemes: set[str]) -> None:
    if not address:
        return
    if len(address) > limit:
        raise _refusal(at, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")
    parts = urlsplit(address)
    if re.search(r"\s", address) or not parts.scheme or not _HOST.fullmatch(parts.netloc):
        raise _refusal(at, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    if parts.scheme not in schemes:
        raise _refusal(at, "URL_TYPE_INVALID_SCHEME", f"Scheme {parts.scheme!r} is not supported.")


def _refusal(at: tuple[str, ...], code: str, message: str) -> errors.BackendError:
    detail: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for key in reversed(at):
        detail = {key: detail}
    return errors.invalid_form_body(errors=detail)
