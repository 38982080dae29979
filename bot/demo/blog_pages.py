"""The sample blog's web pages, as pure functions from content to HTML; no JavaScript."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from bot.demo.blog_answers import bare_ampersands, excerpt_of, path_of, plain_title, rendered
from bot.demo.blog_comments import open_comments, placed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.demo.blog_comments import Placed
    from bot.demo.blog_content import Content, StoredArticle, StoredComment

DEEPEST = 6
"""Answers are not indented further than this."""


@dataclass(frozen=True)
class Site:
    """What every page needs: the blog, the links beside it, whether the owner's box is shown."""

    content: Content
    links: Mapping[str, str] = field(default_factory=dict)
    thread_link: Callable[[int], str | None] = lambda _: None
    moderation: bool = False


def home(site: Site) -> str:
    """The blog's front page: its articles, newest first."""
    hidden = [one for one in _newest_first(site) if one.status != "publish"]
    withdrawn = "".join(_withdrawn(one) for one in hidden) if site.moderation else ""
    return _layout(site, "", _teasers(site) + withdrawn)


def author(site: Site) -> str:
    """The page about the author, with their articles."""
    name = site.content.author.name
    words = f"<article><h1>{escape(name)}</h1>{rendered(site.content.author.about)}</article>"
    return _layout(site, name, words + _teasers(site))


def article(site: Site, shown: StoredArticle, *, reply_to: int, edit: int, held: bool) -> str:
    """One article with its discussion and the comment form.

    `reply_to` and `edit` are ids of comments, 0 for none; `held` tells the visitor that a comment
    of theirs is waiting.
    """
    if shown.password:
        words = "<p>This article is protected by a password.</p>"
        return _layout(site, plain_title(shown), f"<article>{_heading(shown)}{words}</article>")
    thread = site.thread_link(shown.id)
    link = (
        f'<a class="thread" href="{escape(thread)}" target="_top">This discussion in Discord</a>'
        if thread
        else ""
    )
    picture = ""
    if shown.image and shown.image.file not in shown.html:
        picture = (
            f'<img src="/wp-content/uploads/{escape(shown.image.file)}"'
            f' alt="{escape(shown.image.alt)}" width="1200" height="630">'
        )
    comments = "".join(_comment(site, one, edit=edit) for one in placed(site.content, shown.id))
    return _layout(
        site,
        plain_title(shown),
        f"<article>{_heading(shown)}{picture}{rendered(shown.html)}</article>"
        f'<section id="comments"><h2>{_count(site, shown)}</h2>{link}'
        f"{comments}</section>"
        f"{_form(site, shown, reply_to, held=held)}{_owner(site, shown)}",
    )


def notice(site: Site, title: str, words: str, back: str = "/") -> str:
    """A page that says one thing, such as that there is nothing here."""
    return _layout(
        site,
        title,
        f"<article><h1>{escape(title)}</h1><p>{escape(words)}</p>"
        f'<p><a href="{escape(back)}">Go back</a></p></article>',
    )


def _layout(site: Site, title: str, body: str) -> str:
    name = bare_ampersands(site.content.title)
    links = "".join(
        f'<a href="{escape(url)}" target="_top">{escape(label)}</a>'
        for label, url in site.links.items()
    )
    nav = f"<nav>{links}</nav>" if links else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title) + " &middot; " if title else ""}{name}</title>
<link rel="https://api.w.org/" href="/wp-json/">
<link rel="stylesheet" href="/style.css">
<script src="/live.js" defer></script>
</head>
<body>
<header><div><a class="name" href="/">{name}</a><p>{site.content.tagline}</p></div>{nav}</header>
<main>{body}</main>
<footer>{rendered(site.content.author.about)}</footer>
</body>
</html>
"""


def _newest_first(site: Site) -> list[StoredArticle]:
    return sorted(site.content.articles.values(), key=lambda a: a.published, reverse=True)


def _teasers(site: Site) -> str:
    shown = [one for one in _newest_first(site) if one.status == "publish"]
    return f'<div class="articles">{"".join(_teaser(site, one) for one in shown)}</div>'


def _teaser(site: Site, shown: StoredArticle) -> str:
    path = escape(path_of(shown))
    picture = ""
    if shown.image:
        source = escape(f"/wp-content/uploads/{shown.image.file}")
        picture = f'<a href="{path}"><img src="{source}" alt="" width="1200" height="630"></a>'
    words = "" if shown.password else excerpt_of(shown)
    return (
        f'<section class="teaser">{picture}<div><h2><a href="{path}">'
        f"{bare_ampersands(shown.title)}</a></h2>{words}"
        f'<p class="quiet">{_day(shown.published)} · {_terms(shown)} · '
        f'<a href="{path}#comments">{_count(site, shown)}</a></p></div></section>'
    )


def _heading(shown: StoredArticle) -> str:
    about = f"{_day(shown.published)} · {_terms(shown)}"
    return f'<h1>{bare_ampersands(shown.title)}</h1><p class="quiet">{about}</p>'


def _comment(site: Site, place: Placed, *, edit: int) -> str:
    comment = place.comment
    badge = ' <span class="badge">author</span>' if comment.user_id else ""
    answers = ""
    if place.parent:
        name = escape(place.parent.name)
        answers = f' <a class="quiet" href="#comment-{place.parent.id}">to {name}</a>'
    elif comment.parent_id:
        answers = ' <span class="quiet">to a comment that is no longer here</span>'
    own = f'<a href="?edit={comment.id}#comment-{comment.id}">Edit</a>' if site.moderation else ""
    body = _edit_form(comment) if edit == comment.id and site.moderation else _words(comment)
    when = f'<time datetime="{comment.created.isoformat()}">{_moment(comment.created)}</time>'
    return (
        f'<div class="comment depth-{min(place.depth, DEEPEST)}" id="comment-{comment.id}">'
        f'<p class="who"><strong>{escape(comment.name)}</strong>{badge}{answers}'
        f' <a class="quiet when" href="#comment-{comment.id}">{when}</a></p>{body}'
        f'<p class="do"><a href="?replytocom={comment.id}#respond">Reply</a>{own}</p></div>'
    )


def _words(comment: StoredComment) -> str:
    return f'<div class="words">{rendered(comment.html)}</div>'


def _form(site: Site, shown: StoredArticle, reply_to: int, *, held: bool) -> str:
    if not shown.comments_open:
        return '<section id="respond"><p>Comments are closed.</p></section>'
    parent = site.content.comments.get(reply_to)
    title = "Leave a comment"
    cancel = ""
    if parent and parent in open_comments(site.content, shown.id):
        title = f"Answer {escape(parent.name)}"
        cancel = f' <a class="quiet" href="{escape(path_of(shown))}#respond">rather not</a>'
    waiting = '<p class="note">Thank you. Your comment is awaiting moderation.</p>' if held else ""
    return f"""<section id="respond"><h2>{title}{cancel}</h2>{waiting}
<form action="/wp-comments-post.php" method="post">
<label>Name <input name="author" required maxlength="245" autocomplete="name"></label>
<label>E-mail <span class="quiet">not published</span>
<input name="email" type="email" required maxlength="100" autocomplete="email"></label>
<label class="wide">Comment <textarea name="comment" rows="6" required></textarea></label>
<input type="hidden" name="comment_post_ID" value="{shown.id}">
<input type="hidden" name="comment_parent" value="{parent.id if cancel and parent else 0}">
<button>Post comment</button>
</form></section>"""


def _edit_form(comment: StoredComment) -> str:
    text = escape(comment.html)
    return _deed(
        f"/demo/comments/{comment.id}",
        {"save": "Save", "hold": "Hold back", "trash": "Remove"},
        f'<textarea name="text" rows="8" aria-label="Comment">{text}</textarea>',
    )


def _owner(site: Site, shown: StoredArticle) -> str:
    if not site.moderation:
        return ""
    rows = _deed(f"/demo/articles/{shown.id}", {"unpublish": "Unpublish this article"})
    offers = {"hold": ("waiting", "Approve"), "trash": ("removed", "Bring back")}
    for comment in site.content.comments_on(shown.id):
        if comment.status in offers:
            state, offer = offers[comment.status]
            who = f'<p class="quiet">{escape(comment.name)}, {state}</p>{_words(comment)}'
            rows += _deed(f"/demo/comments/{comment.id}", {"approve": offer}, who)
    return f'<details class="owner"><summary>The owner&rsquo;s drawer</summary>{rows}</details>'


def _withdrawn(hidden: StoredArticle) -> str:
    title = f"<p>{bare_ampersands(hidden.title)}, not published</p>"
    return _deed(f"/demo/articles/{hidden.id}", {"publish": "Publish again"}, title)


def _deed(path: str, actions: Mapping[str, str], inside: str = "") -> str:
    buttons = "".join(
        f'<button name="action" value="{action}">{label}</button>'
        for action, label in actions.items()
    )
    return f'<form class="deed" action="{path}" method="post">{inside}{buttons}</form>'


def _count(site: Site, shown: StoredArticle) -> str:
    count = len(open_comments(site.content, shown.id))
    return {0: "No comments yet", 1: "One comment"}.get(count, f"{count} comments")


def _terms(shown: StoredArticle) -> str:
    return ", ".join(escape(term) for term in shown.terms)


def _day(when: datetime) -> str:
    return f"{when.day} {when:%B %Y}"


def _moment(when: datetime) -> str:
    return f"{when.day} {when:%B, %H:%M}"
