"""How requests ended, counted."""

from __future__ import annotations

import aiohttp
from aiohttp import web

from bot.machine.tally import Tally

STATUSES = (200, 204, 304, 404, 401, 403, 429, 500, 503)


async def answer(request: web.Request) -> web.Response:
    return web.Response(status=int(request.path[1:]))


async def test_every_answer_counts_and_so_does_none() -> None:
    app = web.Application()
    app.router.add_get("/{status}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    tally = Tally()
    trace = tally.count_in(aiohttp.TraceConfig())
    async with aiohttp.ClientSession(trace_configs=[trace]) as session:
        for status in STATUSES:
            async with session.get(f"http://127.0.0.1:{port}/{status}"):
                pass
        await runner.cleanup()
        for _ in range(2):
            try:
                await session.get(f"http://127.0.0.1:{port}/200")
            except aiohttp.ClientError:
                continue
    assert tally.answers == {"2xx": 2, "3xx": 1, "4xx": 4, "5xx": 2, "none": 2}
    assert tally.refusals == 5
