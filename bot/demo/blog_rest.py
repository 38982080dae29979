"""The sample blog's REST API: as much of WordPress' own as Afterword uses, answer for answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiohttp import web

from bot.demo import blog_rest_articles as articles
from bot.demo import blog_rest_comments as comments
from bot.demo.blog_answers import author_json, root_json
from bot.demo.blog_query import Answer, RestError, Visit, only_fields, page_of, parameters

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.demo.blog_content import Author, Content


class Rest:
    """Answers REST requests about one blog.

    `knows` tells whether a request carries the account's password. With `hold_new` a visitor's
    first comment waits for approval.
    """

    def __init__(
        self, content: Content, knows: Callable[[web.Request], bool], *, hold_new: bool
    ) -> None:
        self._content = content
        self._knows = knows
        self._hold_new = hold_new

    async def respond(self, request: web.Request, route: str) -> web.Response:
        """Answer one request; `route` is the part after `/wp-json`."""
        base = str(request.url.origin())
        headers = {"Link": f'<{base}/wp-json/>; rel="https://api.w.org/"'}
        self._content.publish_due()
        try:
            params = await parameters(request)
            visit = Visit(self._content, base, params, self._knows(request), self._hold_new)
            answer = _follow(visit, request.method, route.rstrip("/"))
        except RestError as error:
            return web.json_response(error.body, status=error.status, headers=headers)
        if answer.totals:
            total, pages = answer.totals
            headers |= {"X-WP-Total": str(total), "X-WP-TotalPages": str(pages)}
        if visit.editor:  # what WordPress allows an account tells that its password counted
            headers["Allow"] = "GET, POST"
        return web.json_response(answer.body, status=answer.status, headers=headers)


def _follow(visit: Visit, method: str, route: str) -> Answer:
    for pattern, methods in ROUTES.items():
        match = re.fullmatch(pattern, route)
        if not match:
            continue
        numbers = [int(number) for number in match.groups()]
        same = {"HEAD": "GET"} | ({"PUT": "POST", "PATCH": "POST"} if numbers else {})
        action = methods.get(same.get(method, method))
        if action:
            return action(visit, *numbers)
    message = "No route was found matching the URL and request method."
    raise RestError(404, "rest_no_route", message)


def _root(visit: Visit) -> Answer:
    return Answer(root_json(visit.content, visit.base))


def _me(visit: Visit) -> Answer:
    if not visit.editor:
        raise RestError(401, "rest_not_logged_in", "You are not currently logged in.")
    return _user(visit, visit.content.author.id)


def _users(visit: Visit) -> Answer:
    """List the author once an article is published; WordPress names no other accounts."""
    edit = visit.wants_edit("users")
    published = any(one.status == "publish" for one in visit.content.articles.values())
    authors = [visit.content.author] if published else []
    shown, _, pages = page_of(visit.params, authors)
    records = [only_fields(author_json(one, visit.base, edit=edit), visit.fields) for one in shown]
    return Answer(records, totals=(len(authors), pages))


def _user(visit: Visit, user_id: int) -> Answer:
    author = _existing(visit, user_id)
    record = author_json(author, visit.base, edit=visit.wants_edit("this user"))
    return Answer(only_fields(record, visit.fields))


def _save_me(visit: Visit) -> Answer:
    if not visit.editor:
        raise RestError(401, "rest_not_logged_in", "You are not currently logged in.")
    return _save_user(visit, visit.content.author.id)


def _save_user(visit: Visit, user_id: int) -> Answer:
    """Change what is said about the author."""
    _existing(visit, user_id)
    visit.must_be_editor("rest_cannot_edit", "edit this user")
    names = {"description": "about", "url": "url"}
    changes = {
        ours: str(visit.params[name]) for name, ours in names.items() if name in visit.params
    }
    author = visit.content.save_author(**changes)
    return Answer(only_fields(author_json(author, visit.base, edit=True), visit.fields))


def _existing(visit: Visit, user_id: int) -> Author:
    author = visit.content.author
    if user_id != author.id:
        raise RestError(404, "rest_user_invalid_id", "Invalid user ID.")
    return author


ROUTES: dict[str, dict[str, Callable[..., Answer]]] = {
    r"": {"GET": _root},
    r"/wp/v2/posts": {"GET": articles.show_list, "POST": articles.create},
    r"/wp/v2/posts/(\d{1,18})": {
        "GET": articles.show,
        "POST": articles.save,
        "DELETE": articles.delete,
    },
    r"/wp/v2/comments": {"GET": comments.show_list, "POST": comments.create},
    r"/wp/v2/comments/(\d{1,18})": {
        "GET": comments.show,
        "POST": comments.save,
        "DELETE": comments.delete,
    },
    r"/wp/v2/users": {"GET": _users},
    r"/wp/v2/users/me": {"GET": _me, "POST": _save_me},
    r"/wp/v2/users/(\d{1,18})": {"GET": _user, "POST": _save_user},
}
