"""Articles, comments and the author as WordPress' REST API writes them."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from bot.demo.blog_content import slug_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.demo.blog_content import Author, Content, Image, StoredArticle, StoredComment

EXCERPT_WORDS = 55
RIGHTS = (
    "read",
    "edit_posts",
    "edit_others_posts",
    "edit_published_posts",
    "publish_posts",
    "moderate_comments",
    "unfiltered_html",
)
_BLOCK = re.compile(
    r"</?(p|h[1-6]|ul|ol|li|blockquote|figure|pre|div|table|hr|script)\b", re.IGNORECASE
)


def rendered(raw: str) -> str:
    """Give bare text its paragraphs and line breaks, as WordPress does when it shows it."""
    blocks = []
    for chunk in re.split(r"\n\s*\n", raw.strip()):
        if not chunk:
            continue
        text = bare_ampersands(chunk)
        if not _BLOCK.match(chunk):
            text = "<p>" + text.replace("\n", "<br />\n") + "</p>"
        blocks.append(text + "\n")
    return "".join(blocks)


def bare_ampersands(text: str) -> str:
    """Write `&` as an entity unless it already begins one."""
    return re.sub(r"&(?!#?\w+;)", "&#038;", text)


def absolute(html: str, base: str) -> str:
    """Complete links within the site, which outside of it lead nowhere."""
    return re.sub(r'\b(href|src)="/', rf'\1="{base}/', html)


def excerpt_of(article: StoredArticle) -> str:
    """The author's excerpt, or the first words of the article; markup."""
    if article.excerpt:
        return rendered(article.excerpt)
    words = re.sub(r"<script.*?</script>|<[^>]*>", " ", article.html, flags=re.DOTALL).split()
    more = " [&hellip;]" if len(words) > EXCERPT_WORDS else ""
    return rendered(" ".join(words[:EXCERPT_WORDS]) + more)


def path_of(article: StoredArticle) -> str:
    """An article's address on this site, without the host."""
    if article.status in {"publish", "private"}:
        return f"/{article.published:%Y/%m}/{article.slug}/"
    return f"/?p={article.id}"


def author_path(author: Author) -> str:
    """The address of an author's page on this site, without the host."""
    return f"/author/{author.login}/"


def plain_title(article: StoredArticle) -> str:
    """The title without markup and entities."""
    return unescape(re.sub(r"<[^>]*>", "", article.title))


def article_json(
    article: StoredArticle, content: Content, base: str, *, edit: bool
) -> dict[str, Any]:
    """One article. Under `edit` also the raw text and the password."""
    hidden = bool(article.password) and not edit
    words = {
        "title": (article.title, bare_ampersands(article.title)),
        "content": (article.html, "" if hidden else absolute(rendered(article.html), base)),
        "excerpt": (article.excerpt, "" if hidden else excerpt_of(article)),
    }
    texts: dict[str, dict[str, Any]] = {
        name: {"raw": raw, "rendered": shown} if edit else {"rendered": shown}
        for name, (raw, shown) in words.items()
    }
    for name in ("content", "excerpt"):
        texts[name]["protected"] = bool(article.password)
    image = {"featured_media": media_id(article) if article.image else 0}
    record = {
        "id": article.id,
        "date": moment(article.published),
        "date_gmt": moment(article.published),
        "guid": {"rendered": f"{base}/?p={article.id}"},
        "modified": moment(article.modified),
        "modified_gmt": moment(article.modified),
        **({"password": article.password} if edit else {}),
        "slug": article.slug,
        "status": article.status,
        "type": "post",
        "link": base + path_of(article),
        **texts,
        "author": content.author.id,
        **image,
        "comment_status": "open" if article.comments_open else "closed",
        "ping_status": "closed",
        "sticky": False,
        "format": "standard",
        "meta": [],
        "categories": [term_id(content, term) for term in article.terms],
        "tags": [],
    }
    return record | {"_links": _article_links(article, base)}


def embedded(
    article: StoredArticle, content: Content, base: str, wanted: list[str]
) -> dict[str, Any]:
    """What `_embed` adds: the author, the picture and the terms; `wanted` empty means all."""
    parts: dict[str, Any] = {"author": [author_json(content.author, base)]}
    if article.image:
        parts["wp:featuredmedia"] = [_media_json(media_id(article), article.image, base)]
    parts["wp:term"] = [[_term_json(content, term, base) for term in article.terms], []]
    return {name: part for name, part in parts.items() if not wanted or name in wanted}


def comment_json(
    comment: StoredComment, content: Content, base: str, *, edit: bool
) -> dict[str, Any]:
    """One comment. Only under `edit` does it carry the e-mail address and the raw text."""
    private = {"author_email": comment.email} if edit else {}
    raw = {"raw": comment.html} if edit else {}
    article = content.articles[comment.article_id]
    return {
        "id": comment.id,
        "post": comment.article_id,
        "parent": comment.parent_id,
        "author": comment.user_id,
        "author_name": escape(comment.name, quote=False),
        **private,
        "author_url": comment.url,
        "date": moment(comment.created),
        "date_gmt": moment(comment.created),
        "content": {"rendered": rendered(comment.html), **raw},
        "link": f"{base}{path_of(article)}#comment-{comment.id}",
        "status": comment.status,
        "type": "comment",
        "meta": [],
        "_links": _comment_links(comment, base),
    }


def author_json(author: Author, base: str, *, edit: bool = False) -> dict[str, Any]:
    """The blog's author; under `edit` with address and rights."""
    private = {
        "email": author.email,
        "roles": ["administrator"],
        "capabilities": dict.fromkeys(RIGHTS, True),
    }
    return {
        "id": author.id,
        "name": escape(author.name, quote=False),
        "url": bare_ampersands(author.url or base),
        "description": bare_ampersands(author.about),
        "link": base + author_path(author),
        "slug": author.login,
        **(private if edit else {}),
        "_links": {"self": [{"href": f"{base}/wp-json/wp/v2/users/{author.id}"}]},
    }


def root_json(content: Content, base: str) -> dict[str, Any]:
    """The REST root, by which a WordPress is recognised."""
    authorize = f"{base}/wp-admin/authorize-application.php"
    return {
        "name": bare_ampersands(content.title),
        "description": bare_ampersands(content.tagline),
        "url": base,
        "home": base,
        "gmt_offset": 0,
        "timezone_string": "UTC",
        "namespaces": ["wp/v2"],
        "authentication": {"application-passwords": {"endpoints": {"authorization": authorize}}},
        "routes": {},
    }


def moment(when: datetime) -> str:
    """A time in WordPress' way: to the second, without a zone."""
    return when.strftime("%Y-%m-%dT%H:%M:%S")


def term_id(content: Content, term: str) -> int:
    """A term's number, by its first use in the blog."""
    terms = dict.fromkeys(term for article in content.articles.values() for term in article.terms)
    return list(terms).index(term) + 1


def media_id(article: StoredArticle) -> int:
    """The number of an article's picture."""
    return 1000 + article.id


def _term_json(content: Content, term: str, base: str) -> dict[str, Any]:
    slug = slug_of(term)
    return {
        "id": term_id(content, term),
        "link": f"{base}/category/{slug}/",
        "name": bare_ampersands(term),
        "slug": slug,
        "taxonomy": "category",
    }


def _media_json(number: int, image: Image, base: str) -> dict[str, Any]:
    return {
        "id": number,
        "type": "attachment",
        "title": {"rendered": ""},
        "author": 1,
        "alt_text": image.alt,
        "media_type": "image",
        "mime_type": "image/png",
        "source_url": f"{base}/wp-content/uploads/{image.file}",
    }


def _article_links(article: StoredArticle, base: str) -> dict[str, Any]:
    api = f"{base}/wp-json/wp/v2"
    links: dict[str, Any] = {
        "self": [{"href": f"{api}/posts/{article.id}"}],
        "collection": [{"href": f"{api}/posts"}],
        "author": [{"embeddable": True, "href": f"{api}/users/1"}],
        "replies": [{"embeddable": True, "href": f"{api}/comments?post={article.id}"}],
    }
    if article.image:
        href = f"{api}/media/{media_id(article)}"
        links["wp:featuredmedia"] = [{"embeddable": True, "href": href}]
    return links


def _comment_links(comment: StoredComment, base: str) -> dict[str, Any]:
    api = f"{base}/wp-json/wp/v2"
    links: dict[str, Any] = {
        "self": [{"href": f"{api}/comments/{comment.id}"}],
        "collection": [{"href": f"{api}/comments"}],
        "up": [
            {"embeddable": True, "post_type": "post", "href": f"{api}/posts/{comment.article_id}"}
        ],
    }
    if comment.parent_id:
        href = f"{api}/comments/{comment.parent_id}"
        links["in-reply-to"] = [{"embeddable": True, "href": href}]
    return links
