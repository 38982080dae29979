"""The demo's sample blog: a small WordPress, in memory, with pages to read and comment on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.demo.blog_query import logged_in
from bot.demo.blog_rest import Rest

if TYPE_CHECKING:
    from bot.demo.blog_content import Content


def create_app(
    content: Content, *, user: str, password: str, hold_new: bool = False
) -> web.Application:
    """Serve `content` as WordPress would. `user` with the application password may do all."""
    rest = Rest(content, lambda request: logged_in(request, user, password), hold_new=hold_new)

    async def api(request: web.Request) -> web.Response:
        return await rest.respond(request, request.match_info["route"])

    async def home(request: web.Request) -> web.Response:
        if "rest_route" in request.query:
            return await rest.respond(request, request.query["rest_route"])
        return web.Response(text="")

    app = web.Application()
    app.router.add_route("*", "/wp-json{route:.*}", api)
    app.router.add_route("*", "/", home)
    return app
