"""What a blog says about its authors, and what of it we take: the sample blog and a real one."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from bot.blogs.kinds import open_blog
from bot.blogs.wordpress import embedded, items
from bot.model import Author
from tests.blogs.harness import address

if TYPE_CHECKING:
    from bot.blogs.http.fetcher import Fetcher
    from tests.blogs.harness import Place


async def test_an_article_brings_its_author_along(fetcher: Fetcher, place: Place) -> None:
    article = await place.admin.add_article("By its author")
    await place.admin.introduce(
        description="Salt & <em>rope</em>.\n\nAnd the sea.", url="https://rope.example/?a=1&b=2"
    )
    blog = open_blog(fetcher, address(place))
    (full,) = await blog.articles([article])
    writer = full.writer
    assert writer is not None
    assert writer.name == full.author
    assert writer.page == f"{place.home}/author/{place.user}/"
    assert writer.website == "https://rope.example/?a=1&b=2"
    first, _, second = writer.bio.partition("<br><br>")
    assert first in {"Salt &amp; <em>rope</em>.", "Salt &#038; <em>rope</em>."}
    assert second == "And the sea."
    await place.admin.introduce(description="", url="")
    (again,) = await blog.articles([article])
    assert again.writer is not None
    assert again.writer.bio == ""


def read(person: dict[str, Any]) -> Author | None:
    """The author of an article that has this person embedded."""
    return items.article(ENTRY | {"_embedded": {"author": [person]}}, None).writer


ENTRY = {
    "id": 1, "link": "https://blog.example/1/", "title": {"rendered": "One"}, "status": "publish",
    "date_gmt": "2027-03-01T12:00:00", "modified_gmt": "2027-03-01T12:00:00", "author": 1,
    "content": {"rendered": "", "protected": False}, "excerpt": {"rendered": ""},
}  # fmt: skip
PERSON = {
    "id": 3, "name": "Ada &amp; Co", "url": "https://ada.example/", "description": "One\r\ntwo",
    "link": "https://blog.example/author/ada/", "slug": "ada", "email": "ada@private.example",
    "avatar_urls": {"24": "https://secure.gravatar.com/avatar/0123456789abcdef"},
}  # fmt: skip


def test_nothing_but_name_words_and_addresses_is_taken() -> None:
    author = read(PERSON)
    assert author == Author(
        "Ada & Co", "One<br>two", "https://blog.example/author/ada/", "https://ada.example/"
    )
    assert {each.name for each in fields(Author)} == {"name", "bio", "page", "website"}


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "mailto:ada@private.example", "ada.example", None, 7]
)
def test_an_address_that_is_none_is_left_out(url: object) -> None:
    author = read(PERSON | {"url": url, "link": url})
    assert author == Author("Ada & Co", "One<br>two", None, None)


@pytest.mark.parametrize(
    "person",
    [
        {"code": "rest_user_invalid_id", "message": "Invalid user ID.", "data": {"status": 404}},
        PERSON | {"name": " "},
        PERSON | {"name": None},
        {},
    ],
)
def test_a_blog_that_hides_its_authors_still_has_articles(person: dict[str, Any]) -> None:
    article = items.article(ENTRY | {"_embedded": {"author": [person]}}, None)
    assert (article.title, article.author, article.writer) == ("One", "", None)


def test_a_bio_without_end_is_cut() -> None:
    author = read(PERSON | {"description": "x" * 100_000})
    assert author is not None
    assert len(author.bio) == embedded.BIO_LIMIT


@pytest.mark.parametrize("bio", [None, 3, ["x"]])
def test_a_bio_that_is_no_text_is_none(bio: object) -> None:
    author = read(PERSON | {"description": bio})
    assert author is not None
    assert author.bio == ""
