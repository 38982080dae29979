"""Reads a sample blog from its folder: blog.toml, and for each article <slug>.html and .toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.demo.blog_answers import path_of
from bot.demo.blog_content import Author, Content, Image, slug_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True)
class _Said:
    """A comment as its file has it; its number counts within one discussion."""

    article_id: int
    comment: dict[str, Any]


def load(folder: Path, now: datetime) -> Content:
    """Open the blog in `folder`, its newest comment moved to within a day before `now`.

    All dates move by the same whole days, so that a morning stays a morning.

    Numbers are given in the order of the dates, as a real blog's would be. Commenters' e-mail
    addresses, which a blog keeps but never shows, are made up from their names. An article links an
    earlier one by its slug alone.
    """
    blog = tomllib.loads((folder / "blog.toml").read_text("utf-8"))
    content = Content(
        blog["title"].replace("&", "&amp;"),
        blog["tagline"],
        Author(**blog["author"] | {"about": blog["author"]["about"].strip()}),
        images=folder / "images",
    )
    discussions = {
        article["slug"]: tomllib.loads((folder / f"{article['slug']}.toml").read_text("utf-8"))
        for article in blog["article"]
    }
    newest = max(one["at"] for found in discussions.values() for one in found["comment"])
    shift = timedelta(days=(now - newest).days)
    said: list[_Said] = []
    for article in sorted(blog["article"], key=lambda article: article["published"]):
        html = (folder / f"{article['slug']}.html").read_text("utf-8")
        for earlier in content.articles.values():
            html = html.replace(f'href="{earlier.slug}"', f'href="{path_of(earlier)}"')
        number = _add_article(content, article, html, shift)
        said += [_Said(number, one) for one in discussions[article["slug"]]["comment"]]
    _add_comments(content, said, shift)
    return content


def _add_article(content: Content, article: dict[str, Any], html: str, shift: timedelta) -> int:
    image = Image(**article["image"]) if "image" in article else None
    added = content.add_article(
        title=article["title"],
        slug=article["slug"],
        html=html,
        published=article["published"] + shift,
        excerpt=article["excerpt"],
        terms=tuple(article["terms"]),
        image=image,
    )
    return added.id


def _add_comments(content: Content, said: list[_Said], shift: timedelta) -> None:
    numbers: dict[tuple[int, int], int] = {}
    for one in sorted(said, key=lambda one: one.comment["at"]):
        comment, name = one.comment, one.comment["name"]
        own = name == content.author.name
        added = content.add_comment(
            one.article_id,
            comment["text"].strip(),
            name=name,
            email=content.author.email if own else f"{slug_of(name)}@readers.example",
            parent_id=numbers[one.article_id, comment["parent"]] if "parent" in comment else 0,
            user_id=content.author.id if own else 0,
            created=comment["at"] + shift,
        )
        numbers[one.article_id, comment["id"]] = added.id
        content.move_comment(added.id, comment.get("status", "approved"))
