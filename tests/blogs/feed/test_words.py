"""What a feed says of an article: its title, writers, words, links and pictures."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.blogs.feed import document as answers
from bot.languages.language import ENGLISH
from bot.mirror.desired import desire

if TYPE_CHECKING:
    from bot.model import Article

NOW = datetime(2027, 3, 1, tzinfo=UTC)
HOME = "https://harbour.example/blog/"
FEED = "https://feeds.example/harbour.xml"


def rss(inner: str, *, home: str = HOME, feed: str = FEED, head: str = "") -> Article:
    return read(
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
        'xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">'
        f"<channel><title>Harbour</title><link>{home}</link>{head}<item>{inner}</item>"
        "</channel></rss>",
        feed,
    )


def atom(inner: str, *, head: str = "", attributes: str = "") -> Article:
    return read(
        f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>Harbour</title>'
        f'<link href="{HOME}"/>{head}<entry><id>urn:1</id>{inner}</entry></feed>',
        FEED,
    )


def read(text: str, feed: str = FEED) -> Article:
    (entry,) = answers.entries(answers.parse(text.encode(), feed), NOW)
    return entry.article


def json_feed(**item: object) -> Article:
    return read(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "Harbour",
                "home_page_url": HOME,
                "authors": [{"name": "Mo"}],
                "items": [{"id": 7, "url": "/blog/7", **item}],
            }
        )
    )


LINK = "<link>https://harbour.example/1</link>"


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Fog &amp; rain", "Fog & rain"),
        ("Fog &amp;amp; rain", "Fog & rain"),
        ("It&amp;#8217;s fog", "It’s fog"),
        ("<![CDATA[Fog & rain]]>", "Fog & rain"),
        ("<![CDATA[Fog &amp; <em>rain</em>]]>", "Fog & rain"),
        ("Fog&lt;br/&gt;and rain", "Fog and rain"),
        ("Fog&lt;br&gt;and rain", "Fog and rain"),
        ("&lt;p&gt;Fog&lt;/p&gt;&lt;p&gt;Rain&lt;/p&gt;", "Fog Rain"),
        ("What List&lt;Fog&gt; holds", "What List<Fog> holds"),
        ("Vec&lt;T&gt; &amp;amp; more", "Vec<T> & more"),
        ("1 &lt; 2", "1 < 2"),
        ("The &lt;b&gt; tag", "The <b> tag"),
        ("Fog<i>s</i>", "Fogs"),
        ("  Fog \n\n rain ", "Fog rain"),
        ("&lt;" * 128, "<" * 128),
        ("&lt;![CDATA[Fog &amp;amp; rain]]&gt;", "Fog & rain"),
        ("What &lt;![CDATA[ means", "What <![CDATA[ means"),
    ],
)
def test_titles_of_rss_are_text_or_markup(given: str, title: str) -> None:
    assert rss(f"<title>{given}</title>{LINK}").title == title


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ('type="text">use &lt;br&gt; &amp;amp; so on', "use <br> &amp; so on"),
        ('type="html">Fog&lt;br/&gt;and &amp;lt;T&amp;gt;', "Fog and <T>"),
        (
            'type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Fog <b>and</b> x</div>',
            "Fog and x",
        ),
        (">Fog &amp;amp; rain", "Fog & rain"),
    ],
)
def test_titles_of_atom_are_what_they_say(given: str, title: str) -> None:
    assert atom(f"<title {given}</title>").title == title


def test_without_a_title_it_is_called_by_its_first_words_and_does_not_say_them_twice() -> None:
    short = "Gulls on the roof, nobody else awake."
    article = rss(f"{LINK}<description>&lt;p&gt;{short}&lt;/p&gt;</description>")
    shown = desire(article, [], shown=set(), say=ENGLISH)
    assert (shown.announcement.title, shown.thread_name) == (short, short)
    assert shown.announcement.excerpt == ""
    long = "Gulls on the roof " * 30
    article = rss(f"{LINK}<description>{long}</description>")
    shown = desire(article, [], shown=set(), say=ENGLISH)
    title, excerpt = shown.announcement.title, shown.announcement.excerpt
    assert title.endswith("…")
    assert excerpt.startswith("…")
    assert f"{title[:-1]}{excerpt[1:-1]}" == long[: len(title) + len(excerpt) - 3]
    assert json_feed(content_text=short).title == short
    assert rss(LINK).title == "https://harbour.example/1"


@pytest.mark.parametrize(
    ("given", "authors"),
    [
        ("<dc:creator>Ana</dc:creator><dc:creator>Bo</dc:creator>", "Ana, Bo"),
        ("<author>a@b.example (Ana)</author><author>Bo &lt;bo@b.example&gt;</author>", "Ana, Bo"),
        ("<author>a@b.example</author><itunes:author>Ana</itunes:author>", "Ana"),
        ("<dc:creator>Ana &amp;amp; Bo</dc:creator>", "Ana & Bo"),
        ("<dc:creator>Ana</dc:creator><dc:creator>Ana</dc:creator>", "Ana"),
        ("<dc:creator>@ana@social.example</dc:creator>", "@ana@social.example"),
        (f"<dc:creator>Ana {'a' * 70}@b.example</dc:creator>", "Ana"),
        ("<dc:creator>Ana @@a@b.example</dc:creator>", "Ana"),
        ("<media:credit role='photographer'>Cy</media:credit>", ""),
        ("<media:credit role='author'>Cy</media:credit>", "Cy"),
        ("", ""),
    ],
)
def test_all_authors_are_named(given: str, authors: str) -> None:
    assert rss(f"<title>A</title>{LINK}{given}").author == authors


def test_who_writes_an_atom_feed_writes_what_has_no_author_of_its_own() -> None:
    head = "<author><name>Mo</name><email>mo@h.example</email></author>"
    assert atom("<title>A</title>", head=head).author == "Mo"
    two = "<author><name>Ana</name></author><author><name>Bo</name></author>"
    assert atom(f"<title>A</title>{two}", head=head).author == "Ana, Bo"
    elsewhere = "<source><title>B</title><author><name>Bo</name></author></source>"
    assert atom(f"<title>A</title>{elsewhere}", head=head).author == "Bo"
    assert json_feed(title="A").author == "Mo"
    assert json_feed(title="A", authors=[{"name": "Ana"}, {"name": "Bo"}]).author == "Ana, Bo"
    assert json_feed(title="A", author={"name": "Ana"}).author == "Ana"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("notes/1.html", "https://harbour.example/blog/notes/1.html"),
        ("/1", "https://harbour.example/1"),
        ("./1", "https://harbour.example/blog/1"),
        ("?p=1", "https://harbour.example/blog/?p=1"),
        ("//other.example/1", "https://other.example/1"),
        ("www.harbour.example/1", "https://www.harbour.example/1"),
        ("https://häfen-für-alle.example/größe", "https://xn--hfen-fr-alle-icb48b.example/gr%C3%B6%C3%9Fe"),
        ("https://harbour.example/my note", "https://harbour.example/my%20note"),
        ("\n https://harbour.example/1 \n", "https://harbour.example/1"),
        ("/?a=1&amp;amp;b=2&amp;#038;copy=3", "https://harbour.example/?a=1&b=2&copy=3"),
        ("https://n.example/" + "a_B-9" * 150, "https://n.example/" + "a_B-9" * 150),
        ("https://n.example/" + "%E0%B8%84" * 80, "https://n.example/" + "%E0%B8%84" * 80),
        ("http://[", HOME),
        ("http://[::1", HOME),
        ("javascript:alert(1)", HOME),
        ("mailto:a@b.example", HOME),
    ],
)  # fmt: skip
def test_links_are_whole_and_against_the_right_base(link: str, address: str) -> None:
    if address.startswith("https://xn--h"):
        address = f"https://{'häfen-für-alle'.encode('idna').decode()}.example/gr%C3%B6%C3%9Fe"
    article = rss(f"<title>A</title><guid isPermaLink='false'>g</guid><link>{link}</link>")
    assert article.url == address
    assert json_feed(url=html.unescape(link), title="A").url == address


def test_a_service_that_counts_readers_stands_in_no_link() -> None:
    origin = "<f:origLink xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'>{}</f:origLink>"
    proxy = "https://feedproxy.example/~r/harbour/~3/x"
    page = "https://harbour.example/1"
    assert rss(f"<title>A</title><link>{proxy}</link>{origin.format(page)}").url == page
    assert atom(f"<title>A</title><link href='{proxy}'/>{origin.format(page)}").url == page


def test_a_base_that_is_said_counts_most() -> None:
    link = '<title>A</title><link href="1"/>'
    assert atom(link, attributes='xml:base="https://b.example/x/"').url == "https://b.example/x/1"
    words = '<content type="html" xml:base="https://b.example/z/">&lt;img src="p.jpg"></content>'
    assert atom(f"{link}{words}").image == "https://b.example/z/p.jpg"
    own = '<link rel="self" href="https://own.example/y/feed"/>'
    assert atom(link, head=own).url == "https://own.example/y/1"
    assert atom(link).url == "https://harbour.example/blog/1"
    inner = '<title>A</title><link xml:base="https://c.example/" href="1"/>'
    assert atom(inner).url == "https://c.example/1"


def test_of_several_links_the_page_is_taken_and_its_own_address_if_there_is_no_other() -> None:
    edit = '<link rel="edit" href="https://h.example/edit"/>'
    own = '<link rel="self" href="https://h.example/self"/>'
    print_ = '<link rel="alternate" type="application/pdf" href="https://h.example/pdf"/>'
    page = '<link rel="alternate" type="text/html" href="https://h.example/page"/>'
    assert atom(f"<title>A</title>{edit}{own}{print_}{page}").url == "https://h.example/page"
    assert atom(f"<title>A</title>{edit}{own}").url == "https://h.example/self"


IMAGE = "https://harbour.example/p.jpg"
PORTRAIT = "https://secure.gravatar.com/avatar/00ff?s=96"


def media(name: str, url: str, said: str = "", inner: str = "") -> str:
    return f"<media:{name} url='{url}' {said}>{inner}</media:{name}>"


def enclosed(url: str, said: str = "type='image/jpeg'") -> str:
    return f"<enclosure url='{url}' {said}/>"


def described(*images: str) -> str:
    return f"<description>{''.join(f'&lt;img {each}&gt;' for each in images)}x</description>"


THUMBNAIL = media("thumbnail", IMAGE)
VIDEO = "https://h.example/v.mp4"
LARGE = "https://harbour.example/large.jpg"
SIZED = "<media:content medium='image' width='{}' url='https://harbour.example/{}'/>"


@pytest.mark.parametrize(
    ("inner", "picture"),
    [
        (media("content", PORTRAIT, "medium='image'") + media("content", IMAGE), IMAGE),
        (media("thumbnail", PORTRAIT), None),
        (media("thumbnail", "https://h.example/avatars/1.png") + enclosed(IMAGE), IMAGE),
        (f"<media:group>{media('content', VIDEO)}{THUMBNAIL}</media:group>", IMAGE),
        (media("content", VIDEO, "medium='video'", THUMBNAIL), IMAGE),
        (enclosed("/p.jpg"), IMAGE),
        (enclosed("//harbour.example/p.jpg"), IMAGE),
        (enclosed(IMAGE, ""), IMAGE),
        (enclosed("/my p.jpg"), "https://harbour.example/my%20p.jpg"),
        (enclosed("/p.mp3", "type='audio/mpeg'"), None),
        (enclosed(f"https://h.example/{'x' * 2300}.jpg"), None),
        (enclosed("http://[/p.jpg"), None),
        (f"<itunes:image href='{IMAGE}'/>", IMAGE),
        (described(f"src='{IMAGE}'"), IMAGE),
        (described("src='../p.jpg'"), IMAGE),
        (described("alt='x' SRC=/p.jpg"), IMAGE),
        (described("src='data:image/gif;base64,R0' data-src='/p.jpg'"), IMAGE),
        (described(f"src='{PORTRAIT}'", f"src='{IMAGE}'"), IMAGE),
        (described("width='1' height='1' src='/c.gif'", "src='/p.jpg'"), IMAGE),
        (described("class='wp-smiley' src='/s.png'", "src='/p.jpg'"), IMAGE),
        (f"<content:encoded><![CDATA[<p><img src='{IMAGE}'></p>]]></content:encoded>", IMAGE),
        ("<description>no picture</description>", None),
        (THUMBNAIL.replace(" ", " width='72' ", 1) + described("src='/large.jpg'"), LARGE),
        (THUMBNAIL.replace(" ", " width='72' ", 1), IMAGE),
        (SIZED.format("140", "s.jpg") + SIZED.format("460", "large.jpg"), LARGE),
        (SIZED.format("700", "large.jpg") + SIZED.format("900", "two.jpg"), LARGE),
        (enclosed("https://h.example/logo", "type='image/svg+xml'"), None),
        (described("srcset='/s.jpg 300w, /large.jpg 1024w'"), LARGE),
        (described("src='data:image/gif;base64,R0' data-srcset='/large.jpg 2x, /s.jpg'"), LARGE),
        (described("src='/c.gif' style='height:1px; width: 1px'", "src='/p.jpg'"), IMAGE),
        (described("alt='a > b' src='/p.jpg'"), IMAGE),
        ("<description>&lt;!-- &lt;img src='/c.jpg'&gt; --&gt;none</description>", None),
        ("<description>&lt;video src='/v.mp4' poster='/p.jpg'&gt;</description>", IMAGE),
        ("<description>&lt;video&gt;&lt;source src='/v.webm'&gt;</description>", None),
        ("<description>&lt;picture&gt;&lt;source srcset='/p.jpg'&gt;</description>", IMAGE),
    ],
)
def test_the_picture_is_the_one_that_a_reader_would_expect(inner: str, picture: str | None) -> None:
    link = "<link>https://harbour.example/2026/note</link>"
    assert rss(f"<title>A</title>{link}{inner}").image == picture


def test_pictures_of_json() -> None:
    assert json_feed(title="A", image="/p.jpg").image == IMAGE
    assert json_feed(title="A", banner_image=IMAGE).image == IMAGE
    assert json_feed(title="A", content_html=f"<img src='{IMAGE}'>").image == IMAGE
    attached = [{"url": IMAGE, "mime_type": "image/jpeg"}]
    assert json_feed(title="A", attachments=attached).image == IMAGE


def excerpt(article: Article) -> str:
    return desire(article, [], shown=set(), say=ENGLISH).announcement.excerpt


def test_atoms_text_is_text_and_keeps_its_lines() -> None:
    article = atom('<title>A</title><content type="text">use &lt;b&gt; or &lt;T&gt; here</content>')
    assert excerpt(article) == "use <b> or <T> here"
    article = atom("<title>A</title><content>one &lt; two\n\nthree\nfour</content>")
    assert article.html == "<p>one &lt; two</p><p>three<br>four</p>"
    article = json_feed(title="A", content_text="use <b> & so on")
    assert excerpt(article) == "use <b> & so on"


def test_markup_stays_markup_in_every_form() -> None:
    markup = "<p>One <b>two</b></p>"
    escaped = markup.replace("<", "&lt;")
    inline = '<div xmlns="http://www.w3.org/1999/xhtml"><p>One <b>two</b></p></div>'
    for inner in (
        f'<content type="html">{escaped}</content>',
        f'<content type="xhtml">{inline}</content>',
        f"<content>{escaped}</content>",
        f'<content type="text/html" mode="escaped">{escaped}</content>',
    ):
        assert "<b>two</b>" in atom(f"<title>A</title>{inner}").html
    for inner in (
        f"<description>{escaped}</description>",
        f"<description>{markup}</description>",
        f"<description><![CDATA[{markup}]]></description>",
        f"<content:encoded>{escaped}</content:encoded><description>short</description>",
    ):
        assert "<b>two</b>" in rss(f"<title>A</title>{LINK}{inner}").html
    assert json_feed(title="A", content_html=markup).html == markup
    wrapped = f"&lt;![CDATA[{escaped}]]&gt;"
    assert rss(f"<title>A</title>{LINK}<description>{wrapped}</description>").html == markup


def test_what_a_feed_can_not_know_is_not_claimed() -> None:
    short = rss(f"<title>A</title>{LINK}<description>First words.</description>")
    shown = desire(short, [], shown=set(), say=ENGLISH).announcement
    assert (shown.minutes, shown.counted) == (0, False)
    counted = "<slash:comments>14</slash:comments>"
    assert not rss(f"<title>A</title>{LINK}{counted}").counted
    whole = rss(f"<title>A</title>{LINK}<content:encoded>All.</content:encoded>")
    assert desire(whole, [], shown=set(), say=ENGLISH).announcement.minutes == 1
    for end in ("…", "[…]", "...", "&amp;hellip;"):
        cut = rss(f"<title>A</title>{LINK}<content:encoded>Some {end}</content:encoded>")
        assert not cut.whole
    comments = "<wfw:commentRss>https://harbour.example/1/feed/</wfw:commentRss>"
    assert rss(f"<title>A</title>{LINK}{comments}").counted


def test_addresses_and_markup_are_no_terms() -> None:
    terms = "<category>https://h.example/kind#post</category><category>&lt;b&gt;Fog&lt;/b&gt;"
    assert rss(f"<title>A</title>{LINK}{terms}</category>").terms == ("Fog",)


def test_terms_are_named_once_and_without_escapes() -> None:
    terms = "<category>Q&amp;amp;A</category><category>Fog</category><category>Fog</category>"
    assert rss(f"<title>A</title>{LINK}{terms}").terms == ("Q&A", "Fog")
    assert json_feed(title="A", tags=["Fog", "Rain", 7]).terms == ("Fog", "Rain", "7")


def test_json_is_a_form_of_feed() -> None:
    article = json_feed(
        title="Fog",
        content_html="<p>All.</p>",
        summary="Short.",
        date_published="2026-11-13T10:00Z",
    )
    assert (article.remote_id, article.url) == ("7", "https://harbour.example/blog/7")
    assert (article.title, article.excerpt, article.html) == ("Fog", "Short.", "<p>All.</p>")
    assert article.published == datetime(2026, 11, 13, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "none",
    ["Bez kategorijas", "Chưa phân loại", "Sailkatugabea",
     "Uncategorized", "uncategorised", "Allgemein", "Non class\u00e9", "Non classe\u0301",
     "Sin categoría", "Без рубрики", "未分類", "미분류", "Geen categorie", "Bez kategorii"],
)  # fmt: skip
def test_that_an_article_has_no_category_is_no_term(none: str) -> None:
    named = rss(f"<guid>1</guid><category>{none}</category><category>Fog</category>")
    assert named.terms == ("Fog",)


@pytest.mark.parametrize("title", ["&#8203;", " &#8203;&#8205; ", "<![CDATA[<b>&nbsp;</b>]]>"])
def test_a_title_of_which_nothing_shows_is_none(title: str) -> None:
    read = rss(f"<guid>1</guid><title>{title}</title><description>Rain at six.</description>")
    assert read.title == "Rain at six."


def test_an_address_may_begin_with_the_host() -> None:
    for said in ("harbour.example/blog/1", "www.harbour.example/blog/1"):
        read = rss(f"<title>T</title><link>{said}</link>")
        assert read.url == f"https://{said}"
    assert rss("<title>T</title><link>notes.html/1</link>").url == f"{HOME}notes.html/1"
