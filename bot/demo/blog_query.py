"""What a request to the sample blog's REST API asks for, and how WordPress says no."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aiohttp import web

    from bot.demo.blog_content import Content

T = TypeVar("T")
Params = dict[str, Any]


class Answer(NamedTuple):
    """What a route returns; `totals` (things, pages) only for lists."""

    body: Any
    status: int = 200
    totals: tuple[int, int] | None = None


class RestError(Exception):
    """An error as WordPress answers it: `{code, message, data: {status}}`."""

    def __init__(self, status: int, code: str, message: str, **data: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message, "data": {"status": status, **data}}


def invalid(name: str, why: str, code: str = "rest_invalid_param") -> RestError:
    """The parameter `name` can't be used, because of `why`."""
    return RestError(
        400,
        "rest_invalid_param",
        f"Invalid parameter(s): {name}",
        params={name: why},
        details={name: {"code": code, "message": why, "data": None}},
    )


@dataclass(frozen=True)
class Visit:
    """One request: to which blog, with which parameters, by its account (`editor`) or anyone."""

    content: Content
    base: str
    params: Params
    editor: bool
    hold_new: bool

    @property
    def fields(self) -> list[str]:
        """The fields asked for; empty means all."""
        return listed(self.params.get("_fields"))

    @property
    def forced(self) -> bool:
        """Whether a removal is for good."""
        return str(self.params.get("force", "")).lower() in {"1", "true"}

    def wants_edit(self, what: str) -> bool:
        """Whether `context=edit` was asked for, which only the account may."""
        context = choice(self.params, "context", ("view", "embed", "edit"))
        if context == "edit" and not self.editor:
            message = f"Sorry, you are not allowed to edit {what}."
            raise RestError(401, "rest_forbidden_context", message)
        return context == "edit"

    def must_be_editor(self, code: str, what: str) -> None:
        """Refuse everyone but the account."""
        if not self.editor:
            raise RestError(401, code, f"Sorry, you are not allowed to {what}.")


async def parameters(request: web.Request) -> Params:
    """All parameters: those of the address, then the body's, JSON or form."""
    found: Params = {}
    for name, value in request.query.items():
        if name.endswith("[]"):
            found.setdefault(name[:-2], []).append(value)
        else:
            found[name] = value
    if not request.can_read_body:
        return found
    if request.content_type != "application/json":
        return found | dict(await request.post())
    try:
        body = await request.json()
    except ValueError as error:
        raise RestError(400, "rest_invalid_json", "Invalid JSON body passed.") from error
    return found | body if isinstance(body, dict) else found


def logged_in(request: web.Request, user: str, password: str) -> bool:
    """Whether the request carries the account's application password; spaces in it don't count.

    WordPress treats a wrong one as none at all.
    """
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        given_user, _, given = base64.b64decode(value).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    given, password = (re.sub(r"[^A-Za-z0-9]", "", text) for text in (given, password))
    return given_user == user and hmac.compare_digest(given, password)


def listed(value: Any) -> list[str]:
    """Split `1,2,3`, or take a list as it is; empty entries are left out."""
    if isinstance(value, list):
        return [str(item) for item in value]
    return [item for item in re.split(r"[\s,]+", str(value or "")) if item]


def integers(params: Params, name: str) -> list[int]:
    """Read a list of whole numbers; empty if it isn't given."""
    items = listed(params.get(name))
    for place, item in enumerate(items):
        if not re.fullmatch(r"-?\d{1,18}", item):
            raise invalid(name, f"{name}[{place}] is not of type integer.", "rest_invalid_type")
    return [int(item) for item in items]


def integer(
    params: Params, name: str, default: int, *, least: int = 0, most: int | None = None
) -> int:
    """Read one whole number within bounds."""
    text = str(params.get(name, default))
    if not re.fullmatch(r"-?\d{1,18}", text):
        raise invalid(name, f"{name} is not of type integer.", "rest_invalid_type")
    number = int(text)
    if most is not None and not least <= number <= most:
        why = f"{name} must be between {least} (inclusive) and {most} (inclusive)"
        raise invalid(name, why, "rest_out_of_bounds")
    if number < least:
        why = f"{name} must be greater than or equal to {least}"
        raise invalid(name, why, "rest_out_of_bounds")
    return number


def choice(params: Params, name: str, options: Sequence[str]) -> str:
    """Read one of `options`; the first is the default."""
    value = str(params.get(name, options[0]))
    if value not in options:
        names = f"{', '.join(options[:-1])}, and {options[-1]}"
        raise invalid(name, f"{name} is not one of {names}.", "rest_not_in_enum")
    return value


def moment(params: Params, name: str) -> datetime | None:
    """Read a time; one without a zone is in UTC, where this blog lives."""
    text = params.get(name)
    if not text:
        return None
    try:
        when = datetime.fromisoformat(str(text))
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise invalid(name, "Invalid date.", "rest_invalid_date") from error


def words(params: Params, name: str) -> str:
    """Read a text, given as it is or as `{"raw": …}`."""
    value = params[name]
    return str(value.get("raw", "")) if isinstance(value, dict) else str(value)


def page_of(params: Params, items: Sequence[T]) -> tuple[Sequence[T], int, int]:
    """Cut out the page asked for: its items, its number, how many pages there are."""
    size = integer(params, "per_page", 10, least=1, most=100)
    page = integer(params, "page", 1, least=1)
    return items[(page - 1) * size : page * size], page, -(-len(items) // size)


def only_fields(record: dict[str, Any], wanted: Iterable[str]) -> dict[str, Any]:
    """Keep the fields asked for, such as `id` or `content.rendered`, in the record's order."""
    paths = [tuple(path.split(".")) for path in wanted]
    return _kept(record, paths) if paths else record


def _kept(record: dict[str, Any], paths: list[tuple[str, ...]]) -> dict[str, Any]:
    kept = {}
    for name, value in record.items():
        inner = [path[1:] for path in paths if path[0] == name]
        if () in inner:
            kept[name] = value
        elif inner and isinstance(value, dict):
            kept[name] = _kept(value, inner)
    return kept
