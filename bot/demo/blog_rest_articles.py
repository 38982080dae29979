"""The REST routes of the sample blog's articles, which WordPress calls posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.demo.blog_answers import article_json, embedded
from bot.demo.blog_query import (
    Answer,
    RestError,
    choice,
    integers,
    invalid,
    listed,
    moment,
    only_fields,
    page_of,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.demo.blog_content import StoredArticle
    from bot.demo.blog_query import Visit

STATUSES = ("publish", "future", "draft", "pending", "private")
ORDERS: dict[str, Callable[[StoredArticle], Any]] = {
    "date": lambda article: (article.published, article.id),
    "modified": lambda article: (article.modified, article.id),
    "id": lambda article: article.id,
}


def show_list(visit: Visit) -> Answer:
    """List articles; a page beyond the last is an error, other than with comments."""
    order = choice(visit.params, "orderby", tuple(ORDERS))
    newest_first = choice(visit.params, "order", ("desc", "asc")) == "desc"
    only = integers(visit.params, "include")
    statuses = _statuses(visit)
    edit = visit.wants_edit("posts in this post type")
    found = [
        article
        for article in visit.content.articles.values()
        if article.status in statuses and (not only or article.id in only)
    ]
    found.sort(key=ORDERS[order], reverse=newest_first)
    shown, page, pages = page_of(visit.params, found)
    if found and page > pages:
        message = "The page number requested is larger than the number of pages available."
        raise RestError(400, "rest_post_invalid_page_number", message)
    records = [_record(visit, article, edit=edit) for article in shown]
    return Answer(records, totals=(len(found), pages))


def show(visit: Visit, article_id: int) -> Answer:
    """Show one article; protected by a password it is shown without its words."""
    article = _existing(visit, article_id)
    edit = visit.wants_edit("this post")
    if article.status != "publish" and not visit.editor:
        raise RestError(401, "rest_forbidden", "Sorry, you are not allowed to do that.")
    return Answer(_record(visit, article, edit=edit))


def create(visit: Visit) -> Answer:
    """Write an article; a draft unless a status says otherwise."""
    changes = _changes(visit)
    visit.must_be_editor("rest_cannot_create", "create posts as this user")
    if not any(changes.get(name) for name in ("title", "html", "excerpt")):
        raise RestError(400, "empty_content", "Content, title, and excerpt are empty.")
    fields = {"title": "", "html": "", "status": "draft"} | changes
    return Answer(_record(visit, visit.content.add_article(**fields), edit=True), 201)


def save(visit: Visit, article_id: int) -> Answer:
    """Change an article."""
    changes = _changes(visit)
    _existing(visit, article_id)
    visit.must_be_editor("rest_cannot_edit", "edit this post")
    article = visit.content.save_article(article_id, **changes)
    return Answer(_record(visit, article, edit=True))


def delete(visit: Visit, article_id: int) -> Answer:
    """Put an article into the trash, or with `force` remove it for good."""
    article = _existing(visit, article_id)
    visit.must_be_editor("rest_cannot_delete", "delete this post")
    if visit.forced:
        before = _record(visit, article, edit=True)
        visit.content.delete_article(article_id)
        return Answer({"deleted": True, "previous": before})
    if article.status == "trash":
        raise RestError(410, "rest_already_trashed", "The post has already been deleted.")
    return Answer(_record(visit, visit.content.trash_article(article_id), edit=True))


def _existing(visit: Visit, article_id: int) -> StoredArticle:
    article = visit.content.articles.get(article_id)
    if article is None:
        raise RestError(404, "rest_post_invalid_id", "Invalid post ID.")
    return article


def _record(visit: Visit, article: StoredArticle, *, edit: bool) -> dict[str, Any]:
    record = article_json(article, visit.content, visit.base, edit=edit)
    wanted = visit.fields
    linked = not wanted or any(name.split(".")[0] in {"_links", "_embedded"} for name in wanted)
    if "_embed" in visit.params and linked:
        parts = [part for part in listed(visit.params["_embed"]) if part not in {"1", "true"}]
        record["_embedded"] = embedded(article, visit.content, visit.base, parts)
    return only_fields(record, wanted)


def _statuses(visit: Visit) -> set[str]:
    asked = listed(visit.params.get("status", "publish"))
    for status in asked:
        if status not in {*STATUSES, "trash", "any"}:
            raise invalid("status", f"{status} is not a status.", "rest_not_in_enum")
        if status != "publish" and not visit.editor:
            raise invalid("status", "Status is forbidden.", "rest_forbidden_status")
    return {*STATUSES} if "any" in asked else set(asked)


def _changes(visit: Visit) -> dict[str, Any]:
    params = visit.params
    names = {"title": "title", "content": "html", "excerpt": "excerpt"}
    changes: dict[str, Any] = {
        ours: words(params, theirs) for theirs, ours in names.items() if theirs in params
    }
    changes |= {name: str(params[name]) for name in ("slug", "password") if name in params}
    if "status" in params:
        changes["status"] = choice(params, "status", STATUSES)
    if "comment_status" in params:
        changes["comments_open"] = choice(params, "comment_status", ("open", "closed")) == "open"
    published = moment(params, "date_gmt") or moment(params, "date")
    return changes | ({"published": published} if published else {})
