"""The sample blog's discussions: the tree as a page shows it, and what the form brings in."""

from __future__ import annotations

import re
from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from bot.demo.blog_content import DuplicateComment
from bot.demo.blog_query import RestError
from bot.demo.blog_rest_comments import check_lengths, first_status, looks_like_email

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.demo.blog_content import Content, StoredComment


class FormRefused(Exception):
    """A comment that can't be taken, in words for the one who wrote it."""

    def __init__(self, message: str, status: int = 200) -> None:
        super().__init__(message)
        self.status = status


class Placed(NamedTuple):
    """A comment at its place: how deep, and what it answers, if that can be seen."""

    comment: StoredComment
    depth: int
    parent: StoredComment | None


def whole_number(text: str) -> int:
    """Read an id from an address or a form; 0, which is nobody's, if it isn't one."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else 0


def open_comments(content: Content, article_id: int) -> list[StoredComment]:
    """An article's comments that everyone may read, oldest first."""
    found = [one for one in content.comments_on(article_id) if one.status == "approved"]
    return sorted(found, key=lambda comment: (comment.created, comment.id))


def placed(content: Content, article_id: int) -> list[Placed]:
    """The discussion, each comment followed by its answers.

    What answers an unseen comment, or itself in a circle, stands at top level.
    """
    comments = open_comments(content, article_id)
    seen = {comment.id: comment for comment in comments}
    answers = defaultdict(list)
    for comment in comments:
        answers[comment.parent_id].append(comment)
    order: dict[int, Placed] = {}
    tops = [comment for comment in comments if comment.parent_id not in seen]
    for top in tops + comments:
        waiting = [Placed(top, 0, None)]
        while waiting:
            place = waiting.pop()
            if place.comment.id in order:
                continue
            order[place.comment.id] = place
            below = [
                Placed(answer, place.depth + 1, place.comment)
                for answer in answers[place.comment.id]
            ]
            waiting += reversed(below)
    return list(order.values())


def leave_comment(content: Content, form: Mapping[str, str], *, hold_new: bool) -> StoredComment:
    """Take in what the comment form sends; its text is text, never markup.

    Raises FormRefused, with WordPress' status: 200 for what the visitor can correct.
    """
    name, email, url, words = (
        form.get(field, "").strip() for field in ("author", "email", "url", "comment")
    )
    article = content.articles.get(whole_number(form.get("comment_post_ID", "")))
    if article is None:
        raise FormRefused("There is no such article.", 404)
    if not (article.readable and article.comments_open):
        raise FormRefused("Comments are closed here.", 403)
    if not (name and looks_like_email(email)):
        raise FormRefused("Please give a name and an e-mail address; it is not published.")
    if not words:
        raise FormRefused("Please write a comment.")
    html = escape(words.replace("\r\n", "\n"), quote=False)
    try:
        check_lengths(name, email, url, html)
        return content.add_comment(
            article.id,
            html,
            name=name,
            email=email,
            url=url,
            parent_id=whole_number(form.get("comment_parent", "")),
            status=first_status(content, name, email, hold_new=hold_new),
        )
    except RestError as error:
        raise FormRefused("This is longer than the blog has room for.") from error
    except DuplicateComment as error:
        raise FormRefused("It looks as though you have said that already.", 409) from error
