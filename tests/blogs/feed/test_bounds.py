"""What hostile feeds may not do: raise, take long, or keep the loop from its other work."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import pytest

from bot.blogs.feed import document as answers
from bot.blogs.feed.xml import MOST_ITEMS
from bot.errors import BlogUnusable
from tests.blogs.fuzz import URL, fuzzed, read, within_bounds

NOW = datetime(2027, 3, 1, tzinfo=UTC)
MEBIBYTE = 1024 * 1024
ROOM = 4 * MEBIBYTE


def filled(piece: str, around: str = "{}") -> bytes:
    """A feed of 4 MiB, full of one thing."""
    whole = f"<rss version='2.0'><channel><title>T</title>{around}</channel></rss>"
    room = ROOM - len(whole)
    return whole.replace("{}", piece * (room // len(piece.encode()))).encode()


def in_item(place: str) -> str:
    return f"<item><guid>1</guid>{place}</item>"


TITLE, TEXT = in_item("<title>{}</title>"), in_item("<description>{}</description>")
MARKUP = in_item("<title>t</title><content:encoded><![CDATA[{}]]></content:encoded>")

HEAVY: dict[str, bytes] = {
    "lists in a title": filled("&lt;ul&gt;&lt;li&gt;", TITLE),
    "lists in a text": filled("&lt;ul&gt;&lt;li&gt;", TEXT),
    "lists as elements": filled("<ul><li>", TITLE),
    "quotations": filled("<blockquote>", MARKUP),
    "emphasis": filled("<b><p>", MARKUP),
    "one tag": filled("<img a=", MARKUP),
    "pictures": filled("<img src=x>", MARKUP),
    "half pictures": filled("<img ", MARKUP),
    "letters in a title": filled("a", TITLE),
    "letters of an author": filled("a.", in_item("<author>{}</author>")),
    "addresses of an author": filled("a@b ", in_item("<author>{}</author>")),
    "authors": filled("<author>a@b.example (A)</author>", in_item("{}")),
    "categories": filled("<category>a</category>", in_item("{}")),
    "links": filled("<link>https://h.example/1</link>", in_item("{}")),
    "a long link": filled("é", in_item("<link>https://h.example/{}</link>")),
    "a long host": filled("é", in_item("<link>https://{}.example/</link>")),
    "items": filled("<item/>"),
    "items with names": filled("<item><guid>a</guid><title>&lt;b&gt;b&lt;/b&gt;</title></item>"),
    "dates": filled("<item><title>a</title><pubDate>1 xxxx yyyy zzzz 13 2026</pubDate></item>"),
    "a long date": filled("Nov ", in_item("<pubDate>{}</pubDate>")),
    "elements": filled("<a/>"),
    "elements unlike each other": filled("<a/><b/><c:d/>"),
    "never closed": filled("<a>"),
    "closed too often": filled("</a>"),
    "crossed": filled("<a><b></a></b>"),
    "ampersands": filled("&"),
    "stray ampersands": filled("& a", TITLE),
    "entities": filled("&nbsp;", TITLE),
    "numbers of letters": filled("&#1;", TITLE),
    "letters by number": filled("&#31179;", TITLE),
    "angle brackets": filled("<"),
    "comments": filled("<!--"),
    "comments before": filled("<!--").replace(b"<rss", b"", 1),
    "instructions before": b"<?a " * MEBIBYTE,
    "types before": b"<!DOCTYPE" * 400_000,
    "sections": filled("<![CDATA["),
    "empty sections": filled("<![CDATA[]]>", "{}&"),
    "zeros": filled("\0"),
    "attributes": filled("a='1' ", "<x {}/>"),
    "undeclared prefixes": filled("<a:b c:d='1'/>"),
    "faces": filled("\U0001f600&"),
    "brackets of JSON": b"{" + b"[" * (ROOM - 1),
    "objects of JSON": b"{" + b'{"a":' * (ROOM // 5),
    "a number of JSON": b'{"version":' + b"9" * (ROOM - 20) + b"}",
    "items of JSON": json.dumps(
        {"version": "https://jsonfeed.org/version/1", "items": [{"id": 1}] * (ROOM // 11)}
    ).encode(),
    "strings of JSON": json.dumps({"items": [""] * (ROOM // 4)}).encode(),
    "wide letters": filled("a", TITLE).decode().encode("utf-16")[:ROOM],
}


@pytest.mark.parametrize("name", HEAVY)
def test_no_feed_of_four_mebibytes_takes_a_second(name: str) -> None:
    within_bounds(HEAVY[name][:ROOM])


async def test_the_loop_goes_on_meanwhile() -> None:
    items = "".join(
        f"<item><title>Note {n} &amp;amp; more</title><link>https://h.example/{n}</link>"
        f"<guid>{n}</guid><pubDate>Fri, 13 Nov 2026 10:{n % 60:02}:00 GMT</pubDate><description>"
        f"&lt;p&gt;{'Some words. ' * 40}&lt;/p&gt;</description></item>"
        for n in range(5000)
    )
    body = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()
    turns, reading = 0, asyncio.create_task(asyncio.to_thread(read, body))
    while not reading.done():
        await asyncio.sleep(0.001)
        turns += 1
    await reading
    assert turns > 10, "one step of it keeps everything else waiting"


def test_of_an_endless_document_the_first_items_are_read() -> None:
    items = "".join(f"<item><guid>{n}</guid></item>" for n in range(2 * MOST_ITEMS))
    body = f"<rss version='2.0'><channel><title>T</title>{items}".encode()
    found = answers.entries(answers.parse(body, URL), NOW)
    assert [entry.summary.remote_id for entry in found] == [str(n) for n in range(MOST_ITEMS)]


def test_how_many_more_there_are_is_counted() -> None:
    item = "<item><guid>1</guid></item>"
    for name in ("rss", "rdf:RDF"):  # RDF's items stand beside the channel
        body = f"<{name}><channel><title>T</title></channel>{item * (MOST_ITEMS + 7)}</{name}>"
        assert answers.parse(body.encode(), URL).feed.beyond == 7
    listed = {"version": "https://jsonfeed.org/version/1", "items": [{"id": "1"}] * MOST_ITEMS}
    for more in (0, 3):
        body = json.dumps(listed | {"items": [{"id": "1"}] * (MOST_ITEMS + more)})
        assert answers.parse(body.encode(), URL).feed.beyond == more


FOUND: dict[str, bytes] = {
    "a lone surrogate in JSON": b'{"version":"https://jsonfeed.org/version/1","title":"\\ud800",'
    b'"items":[{"id":"\\udfff","url":"/1","title":"\\ud800 x","content_html":"\\ud800"}]}',
    "a lone surrogate by number": b"<rss><item><guid>&#xD800;</guid><title>&#55296;</title>"
    b"</item></rss>",
    "one where no section is": b"<rss><item><guid>1</guid><title a='<![CDATA['>&#xD800; &#xDBFF;"
    b"<b/>&#xD800</title><link><!-- <![CDATA[ -->&#xDFFF;</link></item></rss>",
    "an address that is none": b"<rss><channel><link>http://[</link><item><link>http://[::</link>"
    b"<guid>http://[</guid><enclosure url='http://]' type='image/png'/></item></channel></rss>",
    "a base that is none": b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://['><entry>"
    b"<id>1</id><link href='1'/></entry></feed>",
    "a port that is none": b"<rss><item><link>http://h.example:99999/</link></item></rss>",
    "years that are none": b"<rss><item><guid>1</guid><pubDate>0000-00-00</pubDate></item><item>"
    b"<guid>2</guid><pubDate>9999-12-31T23:59:59-14:00</pubDate></item></rss>",
    "a long title": b"<rss><item><guid>1</guid><title>" + b"x" * 3000 + b"</title></item></rss>",
    "markup in what is no markup": b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id>"
    b"<content type='xhtml'><x:y.z/><a:b xmlns:a='u'/></content></entry></feed>",
    "JSON of other things": b'{"version":"https://jsonfeed.org/version/1","authors":{"a":1},'
    b'"items":[null,1,"x",{"id":true,"tags":{"a":1},"attachments":[[]],"authors":["x"]}]}',
    "an id beyond all numbers": b'{"version":"https://jsonfeed.org/version/1","items":[{"id":'
    + b"9" * 5000 + b"},{\"id\":1e999,\"title\":\"x\"},{\"id\":NaN}]}",
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_what_is_hostile_is_read_or_refused(name: str) -> None:
    within_bounds(FOUND[name])


@pytest.mark.parametrize("body", [b"{}", b"{", b"[1]", b'{"version":7}', b'{"items":[]}', b"{\xff"])
def test_json_that_is_no_feed_is_refused(body: bytes) -> None:
    with pytest.raises(BlogUnusable, match="neither RSS nor Atom"):
        answers.parse(body, URL)


@pytest.mark.parametrize("kind", ["feed", "json"])
def test_whatever_it_is_nothing_breaks(kind: str) -> None:
    fuzzed(kind, 300)()
