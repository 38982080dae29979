"""The REST routes of the sample blog's comments."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

from bot.demo.blog_answers import comment_json
from bot.demo.blog_content import TEXT_BYTES, DuplicateComment
from bot.demo.blog_query import (
    Answer,
    RestError,
    choice,
    integer,
    integers,
    invalid,
    moment,
    only_fields,
    page_of,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.demo.blog_content import Content, StoredArticle, StoredComment
    from bot.demo.blog_query import Params, Visit

ORDERS: dict[str, Callable[[StoredComment], Any]] = {
    "date_gmt": lambda comment: (comment.created, comment.id),
    "date": lambda comment: (comment.created, comment.id),
    "id": lambda comment: comment.id,
    "post": lambda comment: (comment.article_id, comment.id),
    "parent": lambda comment: (comment.parent_id, comment.id),
}
SHOWN = {"approve": {"approved"}, "all": {"approved", "hold"}}
"""Which statuses a list shows; the word `approved` is not among what WordPress understands."""
FOR_MODERATORS = {"status": "approve", "type": "comment", "author": None, "author_email": None}
"""Parameters only a moderator may use, with the one value that everyone may."""
LONGEST = {"author": 245, "author_email": 100, "author_url": 200}


def show_list(visit: Visit) -> Answer:
    """List comments; what the reader may not see leaves the page, but not the total."""
    order = choice(visit.params, "orderby", tuple(ORDERS))
    newest_first = choice(visit.params, "order", ("desc", "asc")) == "desc"
    wanted = _filter(visit.params)
    edit = _check_list(visit)
    found = [comment for comment in visit.content.comments.values() if wanted(comment)]
    found.sort(key=ORDERS[order], reverse=newest_first)
    shown, _, pages = page_of(visit.params, found)
    records = [_record(visit, one, edit=edit) for one in shown if _may_read(visit, one)]
    return Answer(records, totals=(len(found), pages))


def show(visit: Visit, comment_id: int) -> Answer:
    """Show one comment."""
    comment = _existing(visit, comment_id)
    edit = visit.wants_edit("comments")
    if not _may_read(visit, comment):
        raise RestError(401, "rest_cannot_read", "Sorry, you are not allowed to read this comment.")
    return Answer(_record(visit, comment, edit=edit))


def create(visit: Visit) -> Answer:
    """Write a comment as the account, or with name and e-mail address on someone's behalf."""
    changes = _changes(visit.params)
    if not visit.editor:
        message = "Sorry, you must be logged in to comment."
        raise RestError(401, "rest_comment_login_required", message)
    article = _open_article(visit)
    if not changes.get("html"):
        raise RestError(400, "rest_comment_content_invalid", "Invalid comment content.")
    fields = _person(visit, changes) | {
        name: changes[name] for name in ("html", "parent_id", "created") if name in changes
    }
    check_lengths(fields["name"], fields["email"], fields["url"], fields["html"])
    if not fields["user_id"]:
        who = fields["name"], fields["email"]
        fields["status"] = first_status(visit.content, *who, hold_new=visit.hold_new)
    try:
        comment = visit.content.add_comment(article.id, **fields)
    except DuplicateComment as error:
        message = "Duplicate comment detected; it looks as though you&#8217;ve already said that!"
        raise RestError(409, "comment_duplicate", message) from error
    comment = visit.content.move_comment(comment.id, str(visit.params.get("status", "")))
    return Answer(_record(visit, comment, edit=True), 201)


def save(visit: Visit, comment_id: int) -> Answer:
    """Change a comment."""
    changes = _changes(visit.params)
    before = _existing(visit, comment_id)
    visit.must_be_editor("rest_cannot_edit", "edit this comment")
    if changes.get("html") == "":
        raise RestError(400, "rest_comment_content_invalid", "Invalid comment content.")
    after = replace(before, **changes)
    check_lengths(after.name, after.email, after.url, after.html)
    visit.content.save_comment(comment_id, **changes)
    comment = visit.content.move_comment(comment_id, str(visit.params.get("status", "")))
    return Answer(_record(visit, comment, edit=True))


def delete(visit: Visit, comment_id: int) -> Answer:
    """Put a comment into the trash, or with `force` remove it for good."""
    comment = _existing(visit, comment_id)
    visit.must_be_editor("rest_cannot_delete", "delete this comment")
    if visit.forced:
        before = _record(visit, comment, edit=True)
        visit.content.delete_comment(comment_id)
        return Answer({"deleted": True, "previous": before})
    if comment.status == "trash":
        raise RestError(410, "rest_already_trashed", "The comment has already been trashed.")
    return Answer(_record(visit, visit.content.move_comment(comment_id, "trash"), edit=True))


def first_status(content: Content, name: str, email: str, *, hold_new: bool) -> str:
    """Tell where a visitor's new comment goes: the first one may have to wait."""
    return "hold" if hold_new and not content.approved_before(name, email) else "approved"


def check_lengths(name: str, email: str, url: str, html: str) -> None:
    """Refuse what WordPress has no room for."""
    texts = {"author": name, "author_email": email, "author_url": url}
    too_long = [f"comment_{field}" for field, text in texts.items() if len(text) > LONGEST[field]]
    if len(html.encode()) > TEXT_BYTES:
        too_long.append("comment_content")
    if too_long:
        code = f"{too_long[0]}_column_length"
        raise RestError(400, code, "Comment field exceeds maximum length allowed.")


def looks_like_email(text: str) -> bool:
    """Whether this has the shape of an e-mail address."""
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text))


def _existing(visit: Visit, comment_id: int) -> StoredComment:
    comment = visit.content.comments.get(comment_id)
    if comment is None:
        raise RestError(404, "rest_comment_invalid_id", "Invalid comment ID.")
    return comment


def _record(visit: Visit, comment: StoredComment, *, edit: bool) -> dict[str, Any]:
    # On comments WordPress knows no nested fields: content.rendered yields no content.
    fields = [name for name in visit.fields if "." not in name] or visit.fields
    return only_fields(comment_json(comment, visit.content, visit.base, edit=edit), fields)


def _may_read(visit: Visit, comment: StoredComment) -> bool:
    article = visit.content.articles[comment.article_id]
    return visit.editor or (comment.status == "approved" and article.readable)


def _check_list(visit: Visit) -> bool:
    for article_id in integers(visit.params, "post"):
        article = visit.content.articles.get(article_id)
        if article and not (visit.editor or article.readable):
            message = "Sorry, you are not allowed to read the post for this comment."
            raise RestError(401, "rest_cannot_read_post", message)
    edit = visit.wants_edit("comments")
    for name, harmless in FOR_MODERATORS.items():
        if not visit.editor and visit.params.get(name, harmless) != harmless:
            message = f"Query parameter not permitted: {name}"
            raise RestError(401, "rest_forbidden_param", message)
    return edit


def _filter(params: Params) -> Callable[[StoredComment], bool]:
    articles = integers(params, "post")
    parents = integers(params, "parent")
    only = integers(params, "include")
    status = str(params.get("status", "approve"))
    statuses = SHOWN.get(status, {status} - {"approved"})
    needle = str(params.get("search", "")).lower()

    def wanted(comment: StoredComment) -> bool:
        # WordPress searches the hidden address too, for everyone.
        places = (comment.html, comment.name, comment.email, comment.url)
        return (
            comment.status in statuses
            and (not articles or comment.article_id in articles)
            and (not parents or comment.parent_id in parents)
            and (not only or comment.id in only)
            and any(needle in place.lower() for place in places)
        )

    return wanted


def _open_article(visit: Visit) -> StoredArticle:
    article = visit.content.articles.get(integer(visit.params, "post", 0))
    if article is None:
        message = "Sorry, you are not allowed to create this comment without a post."
        raise RestError(403, "rest_comment_invalid_post_id", message)
    if article.status in {"draft", "trash"}:
        message = "Sorry, you are not allowed to create a comment on this post."
        raise RestError(403, f"rest_comment_{article.status}_post", message)
    if not article.comments_open:
        message = "Sorry, comments are closed for this item."
        raise RestError(403, "rest_comment_closed", message)
    return article


def _person(visit: Visit, changes: dict[str, Any]) -> dict[str, Any]:
    author = visit.content.author
    if "author" in visit.params and integer(visit.params, "author", 0) != author.id:
        raise RestError(400, "rest_comment_author_invalid", "Invalid comment author ID.")
    given = {name: changes.get(name, "") for name in ("name", "email", "url")}
    if "author" in visit.params or not any(given.values()):
        own = {"name": author.name, "email": author.email, "url": visit.base}
        return {"user_id": author.id} | own | {name: text for name, text in given.items() if text}
    if not (given["name"] and given["email"]):
        message = "Creating a comment requires valid author name and email values."
        raise RestError(400, "rest_comment_author_data_required", message)
    return {"user_id": 0} | given


def _changes(params: Params) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if "content" in params:
        changes["html"] = words(params, "content").strip()
    if "author_name" in params:
        changes["name"] = unescape(re.sub(r"<[^>]*>", "", str(params["author_name"]))).strip()
    if "author_url" in params:
        changes["url"] = str(params["author_url"])
    if params.get("author_email"):
        changes["email"] = str(params["author_email"])
        if not looks_like_email(changes["email"]):
            raise invalid("author_email", "Invalid email address.", "rest_invalid_email")
    for theirs, ours in (("parent", "parent_id"), ("post", "article_id")):
        if theirs in params:
            changes[ours] = integer(params, theirs, 0)
    created = moment(params, "date_gmt") or moment(params, "date")
    return changes | ({"created": created} if created else {})
