"""RSS and Atom: what they give, what they must not give, and what they may not do to us."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.blogs.base import Comparable, Order
from bot.blogs.feed import document as answers
from bot.blogs.feed.blog import UNCONDITIONAL_AFTER, Feed
from bot.blogs.feed.kind import FEED
from bot.errors import BlogUnreachable, BlogUnusable
from bot.model import ArticleState, BlogAddress

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.blogs.http.fetcher import Fetcher
    from bot.model import Article

NOW = datetime(2026, 6, 1, tzinfo=UTC)
URL = "https://blog.example/feed/"

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wfw="http://wellformedweb.org/CommentAPI/">
<channel><title>Salt &amp; Smoke</title><link>https://blog.example/</link>
<generator>https://wordpress.org/?v=6.8</generator>
<item><title>Ash &#038; <![CDATA[<em>ember</em>]]></title>
 <link>https://blog.example/ash/</link><guid isPermaLink="false">https://blog.example/?p=8</guid>
 <dc:creator><![CDATA[Noor]]></dc:creator><pubDate>Fri, 01 May 2026 10:00:00 +0200</pubDate>
 <category>Fire</category><category>Fire</category><category>Q&amp;A</category>
 <description>Short &amp;hellip;</description>
 <content:encoded><![CDATA[<p>Long <strong>words</strong>.</p>]]></content:encoded>
 <enclosure url="https://blog.example/ash.jpg" type="image/jpeg" length="1"/>
 <wfw:commentRss>https://blog.example/ash/feed/</wfw:commentRss></item>
<item><title>Oak</title><link>/oak/</link><author>noor@blog.example (Noor)</author>
 <description>&lt;p&gt;All there is.&lt;/p&gt;</description></item>
</channel></rss>"""

ATOM_COMMENTS = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
<title>Comments</title><updated>2026-05-03T00:00:00Z</updated>
<entry><title>Comment on Ash</title><id>https://blog.example/ash/#comment-3</id>
 <link href="https://blog.example/ash/#comment-3"/>
 <author><name>Bo</name><email>bo@visitors.example</email></author>
 <published>2026-05-03T09:00:00Z</published><updated>2026-05-03T09:00:00Z</updated>
 <content type="html"><![CDATA[<p>In reply to <a href="https://blog.example/ash/#comment-2">Ada</a>.</p>
<p>Yes.</p>]]></content>
 <thr:in-reply-to ref="https://blog.example/ash/#comment-2"
  href="https://blog.example/ash/#comment-2"/></entry>
<entry><title>Comment on Ash</title><id>https://blog.example/ash/#comment-2</id>
 <link href="https://blog.example/ash/#comment-2"/><author><name>Ada &amp; Eve</name></author>
 <published>2026-05-02T09:00:00Z</published><updated>2026-05-02T09:00:00Z</updated>
 <content type="html">&lt;p&gt;No?&lt;/p&gt;</content>
 <thr:in-reply-to ref="https://blog.example/?p=8" href="https://blog.example/ash/"/></entry>
<entry><title>Elsewhere</title><id>x</id><link href="https://blog.example/gone/#comment-1"/>
 <content>About an article that is not in the feed</content></entry>
</feed>"""


def articles(rss: str = RSS) -> list[Article]:
    document = answers.parse(rss.encode(), URL)
    return [entry.article for entry in answers.entries(document, NOW)]


def test_articles_of_rss() -> None:
    ash, oak = articles()
    assert (ash.remote_id, ash.url) == ("https://blog.example/?p=8", "https://blog.example/ash/")
    assert ash.title == "Ash & ember"
    assert ash.author == "Noor"
    assert ash.published == datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
    assert ash.html == "<p>Long <strong>words</strong>.</p>"
    assert ash.excerpt == "Short …"
    assert ash.terms == ("Fire", "Q&A")
    assert ash.image == "https://blog.example/ash.jpg"
    assert oak.remote_id == oak.url == "https://blog.example/oak/"
    assert (oak.html, oak.excerpt) == ("<p>All there is.</p>", "")
    assert oak.published == NOW


def test_what_has_nothing_but_words_is_named_by_them() -> None:
    text = "<item><description>{}</description></item>"
    several = "".join(map(text.format, ["Fog.", "Rain.", "Fog.", ""]))
    bare = f"<rss version='2.0'><channel><title>T</title>{several}</channel></rss>"
    document = answers.parse(bare.encode(), URL)
    found = answers.entries(document, NOW)
    assert [entry.article.title for entry in found] == ["Fog.", "Rain."]
    assert found[0].article.remote_id != found[1].article.remote_id
    assert answers.comments(document, [], about=articles()[0]) == []


def test_the_feed_tells_about_the_blog_and_its_comment_feeds() -> None:
    document = answers.parse(RSS.encode(), URL)
    assert (document.title, document.home) == ("Salt & Smoke", "https://blog.example/")
    assert document.is_wordpress
    feeds = [entry.comment_feed for entry in answers.entries(document, NOW)]
    assert feeds == ["https://blog.example/ash/feed/", None]


def test_atom_names_an_entrys_comment_feed_as_replies() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>1</id>'
        '<title>a</title><link href="https://a.example/1"/>'
        '<link rel="replies" type="text/html" href="https://a.example/1#comments"/>'
        '<link rel="replies" type="application/atom+xml" href="https://a.example/1/c"/>'
        "</entry></feed>"
    )
    (entry,) = answers.entries(answers.parse(atom.encode(), URL), NOW)
    assert entry.comment_feed == "https://a.example/1/c"


def test_comments_are_nested_by_what_they_answer() -> None:
    read = answers.comments(answers.parse(ATOM_COMMENTS.encode(), URL), articles())
    yes, no = read
    assert yes.remote_id == "https://blog.example/ash/#comment-3"
    assert yes.parent_id == no.remote_id
    assert no.parent_id is None
    assert {yes.article_id, no.article_id} == {"https://blog.example/?p=8"}
    assert (yes.author, no.author) == ("Bo", "Ada & Eve")
    assert (yes.html, no.html) == ("<p>Yes.</p>", "<p>No?</p>")
    assert no.created == datetime(2026, 5, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("<author>ada@a.example (Ada L)</author>", "Ada L"),
        ("<author>ada@a.example</author>", ""),
        ("<author>Ada &lt;ada@a.example&gt;</author>", "Ada"),
        ("<author>Ada ada@a.museum</author>", "Ada"),
        ("<author>ada@localhost</author>", ""),
        ("<dc:creator>Ada</dc:creator>", "Ada"),
        ("<dc:creator>ada@a.example</dc:creator>", ""),
        ("<author>Müller &amp; Söhne</author>", "Müller & Söhne"),
        ("", ""),
    ],
)
def test_addresses_of_people_never_surface(field: str, name: str) -> None:
    rss = RSS.replace("<author>noor@blog.example (Noor)</author>", field)
    oak = articles(rss)[1]
    assert oak.author == name
    assert "@" not in repr(oak)


def test_every_edit_is_another_version() -> None:
    before = articles()[0].version
    assert articles()[0].version == before
    for old, new in [("Long ", "Longer "), ("ember", "coal"), ("Short", "Shorter")]:
        assert articles(RSS.replace(old, new))[0].version != before


def test_another_name_or_link_is_no_edit() -> None:
    before = articles()[0].version
    for old, new in [("/ash/</link>", "/soot/</link>"), ("?p=8</guid>", "?p=9</guid>")]:
        assert articles(RSS.replace(old, new))[0].version == before


def test_a_feed_about_one_article_need_not_say_so() -> None:
    document = answers.parse(ATOM_COMMENTS.encode(), URL)
    oak = articles()[1]
    assert {one.article_id for one in answers.comments(document, articles(), oak)} == {oak.url}
    assert len(answers.comments(document, articles()[:1])) == 2


def test_a_protected_article_shows_neither_its_form_nor_its_comments() -> None:
    form = '<form class="post-password-form" method="post"></form>'
    ash = articles(RSS.replace("<p>Long", f"{form}<p>Long"))[0]
    assert (ash.state, ash.html, ash.excerpt) == (ArticleState.WITHDRAWN, "", "")
    protected = ATOM_COMMENTS.replace("&lt;p&gt;No?", '&lt;form class="post-password-form"&gt;')
    read = answers.comments(answers.parse(protected.encode(), URL), articles())
    assert [comment.author for comment in read] == ["Bo"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_wide_encodings_are_read_like_others(encoding: str) -> None:
    document = answers.parse(RSS.replace('encoding="UTF-8"', "").encode(encoding), URL)
    assert document.title == "Salt & Smoke"


BOMB = (
    '<?xml version="1.0"?>{before}<!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><rss version='2.0'><channel><title>&i;</title></channel></rss>"
)
ONE_LARGE = (
    f'{{before}}<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]>'
    f"<rss version='2.0'><channel><title>{'&a;' * 50_000}</title></channel></rss>"
)


@pytest.mark.parametrize("before", ["", "<!-- <rss> -->", " \n", "junk", "<?x <rss ?>"])
@pytest.mark.parametrize("bomb", [BOMB, ONE_LARGE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_bombs_are_refused(bomb: str, before: str, encoding: str) -> None:
    body = bomb.replace("{before}", before).encode(encoding)
    with pytest.raises(BlogUnusable, match="entities"):
        answers.parse(body, URL)


def test_a_harmless_doctype_is_no_bomb() -> None:
    netscape = '<!DOCTYPE rss SYSTEM "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    rss = '<rss version="0.91"><channel><title>Old</title></channel></rss>'
    assert answers.parse(f"{netscape}{rss}".encode(), URL).title == "Old"
    cdata = RSS.replace("<p>Long", "<!DOCTYPE html [<!ENTITY x 'y'>]><p>Long")
    assert "<!ENTITY" in articles(cdata)[0].html


@pytest.mark.parametrize("letter", ["a", "&#97;", "&#x61;", "&#0000097;", "a.", "a-"])
@pytest.mark.parametrize(
    "place", ["<author>{}</author>", "<dc:creator><![CDATA[{}]]></dc:creator>"]
)
def test_long_runs_do_not_keep_the_parser_busy(letter: str, place: str) -> None:
    """Unguarded, each of these takes minutes or hours."""
    field = place.format(letter * (200_000 // len(letter)))
    start = time.process_time()
    assert len(articles(RSS.replace("<author>noor@blog.example (Noor)</author>", field))) == 2
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    "junk", ["<" * 200_000, "<!DOCTYPE" * 50_000, "<!--" * 100_000, "&" * 300_000]
)
def test_junk_is_refused_soon(junk: str) -> None:
    start = time.process_time()
    with contextlib.suppress(BlogUnusable):
        answers.parse(junk.encode(), URL)
    assert time.process_time() - start < 20


@pytest.mark.parametrize("body", ["", "<p>A page</p>", "{}", "<?xml version='1.0'?><opml/>"])
def test_what_is_no_feed_is_refused(body: str) -> None:
    with pytest.raises(BlogUnusable, match="neither RSS nor Atom"):
        answers.parse(body.encode(), URL)


def test_parsing_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser may take text for an address or a file name; it must never get the chance."""
    with pytest.raises(BlogUnusable):
        answers.parse(b"/etc/hostname", URL)
    with pytest.raises(BlogUnusable):
        answers.parse(b"http://127.0.0.1:9/", URL)


class Site:
    """Serves feeds with an ETag, and remembers what was asked."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages
        self.asked: list[tuple[str, int]] = []

    async def handle(self, request: web.Request) -> web.Response:
        status, text = 200, self.pages.get(request.path, "")
        tag = f'"{hash(text)}"'
        if not text:
            status = 404
        elif text == "broken":
            status = 503
        elif request.headers.get("If-None-Match") == tag:
            status, text = 304, ""
        self.asked.append((request.path, status))
        home = str(request.url.origin())
        text = text.replace("https://blog.example", home)
        return web.Response(status=status, text=text, headers={"ETag": tag})


@contextlib.asynccontextmanager
async def feed(fetcher: Fetcher, pages: dict[str, str]) -> AsyncIterator[tuple[Feed, Site]]:
    site = Site(pages)
    app = web.Application()
    app.router.add_get("/{path:.*}", site.handle)
    async with TestServer(app) as server:
        home = str(server.make_url("/"))
        yield Feed(fetcher, BlogAddress(FEED, home, f"{home}feed/", "Blog")), site


WORDPRESS_PAGES = {
    "/feed/": RSS,
    "/comments/feed/atom/": ATOM_COMMENTS,
    "/ash/feed/atom/": ATOM_COMMENTS,
}


async def test_a_feed_is_a_blog_that_can_not_be_compared(fetcher: Fetcher) -> None:
    async with feed(fetcher, WORDPRESS_PAGES) as (blog, _):
        assert not isinstance(blog, Comparable)
        page = await blog.summaries(Order.MODIFIED)
        assert [summary.title for summary in page.items] == ["Oak", "Ash & ember"]
        assert (page.total, page.pages) == (None, 1)
        second = await blog.summaries(Order.CREATED, page=2, size=1)
        assert ([one.title for one in second.items], second.pages) == (["Ash & ember"], 2)
        assert (await blog.summaries(Order.CREATED, page=3, size=1)).items == ()
        ids = [summary.remote_id for summary in page.items]
        full = await blog.articles([ids[1], "unknown"])
        assert [(one.remote_id, one.version) for one in full] == [(ids[1], page.items[1].version)]


async def test_the_same_again_is_not_sent_again(fetcher: Fetcher) -> None:
    pages = WORDPRESS_PAGES | {"/ash/feed/atom/": ATOM_COMMENTS.partition("<entry><title>Else")[0]}
    async with feed(fetcher, pages) as (blog, site):
        first = (await blog.summaries(Order.MODIFIED), await blog.newest_comments())
        asked = len(site.asked)
        again = (await blog.summaries(Order.MODIFIED), await blog.newest_comments())
        assert again == first
        assert len(first[1].items) == 2
        assert [status for _, status in site.asked[asked:]] == [304, 304, 304]
        site.pages["/feed/"] = RSS.replace("Oak", "Elm")
        assert (await blog.summaries(Order.MODIFIED)).items[0].title == "Elm"


async def test_now_and_then_everything_is_read_whatever_the_server_says(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with feed(fetcher, WORDPRESS_PAGES) as (blog, site):
        await blog.summaries(Order.MODIFIED)
        later = time.monotonic() + UNCONDITIONAL_AFTER + 1
        monkeypatch.setattr(time, "monotonic", lambda: later)
        await blog.summaries(Order.MODIFIED)
        assert site.asked == [("/feed/", 200), ("/feed/", 200)]


async def test_a_feed_without_comment_feeds_is_asked_for_them_once(fetcher: Fetcher) -> None:
    async with feed(fetcher, {"/feed/": RSS}) as (blog, site):
        assert (await blog.newest_comments()).items == ()
        assert (await blog.newest_comments()).items == ()
        paths = [path for path, _ in site.asked]
        assert paths == ["/feed/", "/comments/feed/atom/", "/ash/feed/atom/"]


async def test_comment_feeds_of_articles_are_read_in_turn(fetcher: Fetcher) -> None:
    elm = RSS.replace("WordPress", "").replace("https://wordpress.org/?v=6.8", "Hand")
    elm = elm.replace(
        "</item>\n</channel>",
        "<wfw:commentRss>https://blog.example/oak/feed/</wfw:commentRss></item></channel>",
    )
    pages = {"/feed/": elm, "/ash/feed/": ATOM_COMMENTS, "/oak/feed/": ATOM_COMMENTS}
    async with feed(fetcher, pages) as (blog, site):
        for _ in range(4):
            await blog.newest_comments()
        paths = [path for path, _ in site.asked]
        assert paths == ["/feed/", "/ash/feed/", "/oak/feed/", "/ash/feed/", "/oak/feed/"]


async def test_a_feed_in_trouble_says_so(fetcher: Fetcher) -> None:
    async with feed(fetcher, dict(WORDPRESS_PAGES)) as (blog, site):
        await blog.summaries(Order.MODIFIED)
        site.pages["/feed/"] = "broken"
        with pytest.raises(BlogUnreachable, match="503"):
            await blog.summaries(Order.MODIFIED)
        site.pages["/feed/"] = "<p>Moved</p>"
        with pytest.raises(BlogUnusable, match="neither RSS nor Atom"):
            await blog.summaries(Order.MODIFIED)
        del site.pages["/feed/"]
        with pytest.raises(BlogUnusable, match="404"):
            await blog.summaries(Order.MODIFIED)
        site.pages["/comments/feed/atom/"] = "broken"
        with pytest.raises(BlogUnreachable, match="503"):
            await blog.newest_comments()
