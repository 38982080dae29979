"""The demo's sample blog: a small WordPress, in memory, with pages to read and comment on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.demo import blog_pages as pages
from bot.demo.blog_answers import author_path, path_of
from bot.demo.blog_comments import FormRefused, leave_comment, whole_number
from bot.demo.blog_query import logged_in
from bot.demo.blog_rest import Rest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.demo.blog_content import Content

CSS = Path(__file__).with_name("blog.css")
SCRIPT = Path(__file__).with_name("blog.js")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'",
    "Referrer-Policy": "same-origin",
}


def create_app(
    content: Content,
    *,
    user: str,
    password: str,
    hold_new: bool = False,
    links: Mapping[str, str] | None = None,
    thread_link: Callable[[int], str | None] = lambda _: None,
    moderation: bool = False,
) -> web.Application:
    """Serve `content` as WordPress would, at the root of whatever address it is reached by.

    `user` with the application password `password` may do everything through the REST API. With
    `hold_new` a visitor's first comment waits for approval. `links` (label → URL) stand in every
    page's header and may change later; `thread_link` gives an article's discussion elsewhere.
    `moderation` lets every visitor edit, remove, approve and unpublish: for a demo only.
    """
    site = pages.Site(content, {} if links is None else links, thread_link, moderation)
    rest = Rest(content, lambda request: logged_in(request, user, password), hold_new=hold_new)
    front = _Front(site, rest, hold_new=hold_new)
    app = web.Application()
    app.router.add_route("*", "/wp-json{route:.*}", front.api)
    app.router.add_route("*", "/", front.home)
    app.router.add_get(r"/{year:\d{4}}/{month:\d\d}/{slug}/", front.article)
    app.router.add_get(author_path(content.author), front.author)
    app.router.add_post("/wp-comments-post.php", front.comment)
    app.router.add_get("/style.css", front.style)
    app.router.add_get("/live.js", front.script)
    if content.images:
        app.router.add_static("/wp-content/uploads", content.images)
    if moderation:
        app.router.add_post(r"/demo/comments/{id:\d+}", front.moderate_comment)
        app.router.add_post(r"/demo/articles/{id:\d+}", front.moderate_article)
    app.router.add_route("*", "/{anything:.*}", front.nothing)
    return app


class _Front:
    """The blog's doors: what comes in at each address, and what goes back."""

    def __init__(self, site: pages.Site, rest: Rest, *, hold_new: bool) -> None:
        self._site = site
        self._content = site.content
        self._rest = rest
        self._hold_new = hold_new

    async def api(self, request: web.Request) -> web.Response:
        return await self._rest.respond(request, request.match_info["route"])

    async def home(self, request: web.Request) -> web.Response:
        if "rest_route" in request.query:
            return await self._rest.respond(request, request.query["rest_route"])
        self._content.publish_due()
        if "p" not in request.query:
            return _page(request, pages.home(self._site))
        article = self._content.articles.get(whole_number(request.query["p"]))
        if article and article.status == "publish":
            raise web.HTTPMovedPermanently(path_of(article))
        return await self.nothing(request)

    async def article(self, request: web.Request) -> web.Response:
        self._content.publish_due()
        for article in self._content.articles.values():
            if article.status == "publish" and path_of(article) == request.path:
                html = pages.article(
                    self._site,
                    article,
                    reply_to=whole_number(request.query.get("replytocom", "")),
                    edit=whole_number(request.query.get("edit", "")),
                    held="unapproved" in request.query,
                )
                return _page(request, html)
        return await self.nothing(request)

    async def author(self, request: web.Request) -> web.Response:
        self._content.publish_due()
        return _page(request, pages.author(self._site))

    async def comment(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        try:
            comment = leave_comment(self._content, form, hold_new=self._hold_new)
        except FormRefused as refused:
            article = self._content.articles.get(whole_number(form.get("comment_post_ID", "")))
            back = f"{path_of(article)}#respond" if article else "/"
            html = pages.notice(self._site, "Not yet", str(refused), back)
            return _page(request, html, refused.status)
        path = path_of(self._content.articles[comment.article_id])
        if comment.status == "hold":
            raise web.HTTPFound(f"{path}?unapproved={comment.id}#respond")
        raise web.HTTPFound(f"{path}#comment-{comment.id}")

    async def moderate_comment(self, request: web.Request) -> web.Response:
        form = await _own_form(request)
        number = whole_number(request.match_info["id"])
        comment = self._content.comments.get(number)
        if comment is None:
            return await self.nothing(request)
        action = str(form.get("action", ""))
        if action == "save" and (text := str(form.get("text", "")).replace("\r\n", "\n").strip()):
            self._content.save_comment(number, html=text)
        else:
            self._content.move_comment(number, action)
        path = path_of(self._content.articles[comment.article_id])
        raise web.HTTPFound(f"{path}#comment-{number}")

    async def moderate_article(self, request: web.Request) -> web.Response:
        form = await _own_form(request)
        number = whole_number(request.match_info["id"])
        if number not in self._content.articles:
            return await self.nothing(request)
        if form.get("action") == "unpublish":
            self._content.save_article(number, status="draft")
            raise web.HTTPFound("/")
        raise web.HTTPFound(path_of(self._content.restore_article(number)))

    async def style(self, _: web.Request) -> web.FileResponse:
        return web.FileResponse(CSS)

    async def script(self, _: web.Request) -> web.FileResponse:
        return web.FileResponse(SCRIPT)

    async def nothing(self, request: web.Request) -> web.Response:
        words = "This page does not exist, or it has been taken back."
        return _page(request, pages.notice(self._site, "Nothing here", words), 404)


def _page(request: web.Request, html: str, status: int = 200) -> web.Response:
    link = f'<{request.url.origin()}/wp-json/>; rel="https://api.w.org/"'
    headers = HEADERS | {"Link": link}
    return web.Response(text=html, content_type="text/html", status=status, headers=headers)


async def _own_form(request: web.Request) -> Mapping[str, object]:
    """Read a form that one of our own pages sent: another site's page may not moderate here."""
    if request.headers.get("Origin", str(request.url.origin())) != str(request.url.origin()):
        raise web.HTTPForbidden(text="This form was not sent from this blog.")
    return await request.post()
