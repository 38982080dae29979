"""Discord's REST API over HTTP: who asks, how fast, what goes wrong, what is answered."""

from __future__ import annotations

import asyncio
import io
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from aiohttp import web
from simcord.backend.errors import BackendError
from simcord.http.router import RouteNotImplemented, UnsupportedField

from tests.wire.faults import cut, drop

if TYPE_CHECKING:
    from tests.wire.contract import Contract
    from tests.wire.faults import Fault, Faults
    from tests.wire.limits import Limits, Verdict
    from tests.wire.rules import Rules

API = "/api/v10"

OLD_EDITS = {
    "message": "Maximum number of edits to messages older than 1 hour reached. Try again later",
    "code": 30046,
    "global": False,
}

Stage = Literal["received", "stored", "answered"]


@dataclass(eq=False, slots=True)
class RequestRow:
    """A request as it came; `status` None means that it got no answer (yet)."""

    at: float
    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as simcord's routes read it."""

    fp: io.BytesIO
    filename: str
    description: str | None = None


Watcher = Callable[[Stage, RequestRow], None]


class Rest:
    """Everything under /api/v10."""

    def __init__(
        self,
        rules: Rules,
        limits: Limits,
        faults: Faults,
        token: str,
        contract: Contract | None,
    ) -> None:
        self.contract = contract
        self.violations: list[str] = []
        self.rules = rules
        self.limits = limits
        self.faults = faults
        self.token = token
        self.gateway_url = ""
        self.requests: list[RequestRow] = []
        self.gaps: list[str] = []
        self.watchers: list[Watcher] = []
        self.late = 0
        """Requests that were struck and are still to be carried out."""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Take one request through token, limits, faults and rules, in this order."""
        path = request.rel_url.raw_path.removeprefix(API)
        body, files = await _read(request)
        row = RequestRow(time.time(), request.method, path, dict(request.query), body)
        self.requests.append(row)
        self._tell("received", row)
        if self.contract is not None:
            self.violations += self.contract.check(row.method, row.path, row.body)
        if not self._known(request, path):
            return _reply(row, 401, {"message": "401: Unauthorized", "code": 0})
        renames = request.method == "PATCH" and isinstance(body, dict) and "name" in body
        verdict = self.limits.judge(request.method, path, renames=renames)
        if verdict.retry_after is not None:
            return _reply(row, 429, _limited(verdict), _via(verdict.headers))
        channel = self.rules.edits_old(request.method, path)
        wait = self.limits.judge_old_edit(channel) if channel is not None else None
        if wait is not None:
            return _reply(row, 429, OLD_EDITS | {"retry_after": wait}, _via(verdict.headers))
        fault = self.faults.draw(request.method, path)
        if fault is not None:
            return await self._answer_troubled(request, row, files, fault, verdict.headers)
        response = self._stored(row, files, verdict.headers)
        self._tell("answered", row)
        return response

    async def _answer_troubled(
        self,
        request: web.Request,
        row: RequestRow,
        files: list[Any],
        fault: Fault,
        headers: dict[str, str],
    ) -> web.StreamResponse:
        row.fault = f"{fault.status or 'drop'} {fault.when}"
        if fault.when == "before":
            await asyncio.sleep(fault.delay)
            if fault.late:
                self._carry_out_late(row, files, fault.late)
            if fault.status != 0:
                return _strike(request, row, fault, headers)
        response = self._stored(row, files, headers)
        if fault.when == "after":
            await asyncio.sleep(fault.delay)
            if fault.drop == "cut":
                return await cut(request, response)
            if fault.status != 0:
                return _strike(request, row, fault, headers)
        self._tell("answered", row)
        return response

    def _stored(self, row: RequestRow, files: list[Any], headers: dict[str, str]) -> web.Response:
        status, answer = self._carry_out(row, files)
        self._tell("stored", row)
        return _reply(row, status, answer, headers)

    def _known(self, request: web.Request, path: str) -> bool:
        """Interactions and webhooks carry their own token in the path."""
        if path.startswith("/interactions/") or (
            path.startswith("/webhooks/") and path.count("/") > 2
        ):
            return True
        return request.headers.get("Authorization") == f"Bot {self.token}"

    def _carry_out(self, row: RequestRow, files: list[Any]) -> tuple[int, Any]:
        if row.method == "GET" and row.path in ("/gateway", "/gateway/bot"):
            return 200, self._gateway_info()
        try:
            answer = self.rules.answer(row.method, row.path, row.body, row.query, files)
        except (RouteNotImplemented, UnsupportedField) as gap:
            self.gaps.append(str(gap))
            return 501, {"message": str(gap), "code": 0}
        except BackendError as refusal:
            return refusal.status, refusal.to_json()
        if row.path.endswith("/callback") and row.query.get("with_response") not in ("1", "true"):
            return 204, None
        return (204, None) if answer is None else (200, answer)

    def _carry_out_late(self, row: RequestRow, files: list[Any], seconds: float) -> None:
        """What nobody waits for any more."""

        def carry_out() -> None:
            self.late -= 1
            self._carry_out(row, files)
            self._tell("stored", row)

        self.late += 1
        asyncio.get_running_loop().call_later(seconds, carry_out)

    def _gateway_info(self) -> dict[str, Any]:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return {"url": self.gateway_url, "shards": 1, "session_start_limit": limit}

    def _tell(self, stage: Stage, row: RequestRow) -> None:
        for watcher in list(self.watchers):
            watcher(stage, row)


async def _read(request: web.Request) -> tuple[Any, list[Upload]]:
    """The JSON body, and the files of a multipart one."""
    if request.content_type == "application/json":
        text = await request.text()
        return (json.loads(text) if text else None), []
    if request.content_type != "multipart/form-data":
        return None, []
    form = await request.post()
    files = [
        Upload(io.BytesIO(part.file.read()), part.filename)
        for part in form.values()
        if isinstance(part, web.FileField)
    ]
    return json.loads(str(form["payload_json"])), files


def _reply(
    row: RequestRow, status: int, answer: Any, headers: dict[str, str] | None = None
) -> web.Response:
    """discord.py reads JSON only under exactly `application/json`, without a charset."""
    row.status = status
    if answer is None:
        return web.Response(status=status, headers=headers)
    text = json.dumps(answer).encode()
    return web.Response(status=status, body=text, headers=headers, content_type="application/json")


def _limited(verdict: Verdict) -> dict[str, Any]:
    return {
        "message": "You are being rate limited.",
        "retry_after": verdict.retry_after,
        "global": verdict.is_global,
    }


def _via(headers: dict[str, str]) -> dict[str, str]:
    """Without `Via` discord.py takes a 429 for a ban and gives up."""
    return headers | {"Via": "1.1 google"}


def _strike(
    request: web.Request, row: RequestRow, fault: Fault, headers: dict[str, str]
) -> web.Response:
    """Answer with the fault's error, or end the connection without an answer."""
    row.status = fault.status
    if fault.status is None:
        drop(request, fault.drop)
        return web.Response(status=500)
    if fault.page:
        return web.Response(status=fault.status, text=fault.page, content_type="text/html")
    answer: dict[str, Any] = {"message": fault.message, "code": fault.code}
    if fault.retry_after is not None:
        answer |= {"retry_after": fault.retry_after, "global": fault.is_global}
    if fault.status == 429:
        headers = _via(headers)
    return _reply(row, fault.status, answer, headers)
