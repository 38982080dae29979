"""The bytes of feeds: every encoding, said rightly, wrongly or not at all; and what XML forbids."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.blogs.feed import document as answers
from bot.text.to_discord import plain

NOW = datetime(2027, 3, 1, tzinfo=UTC)
URL = "https://harbour.example/feed.xml"

RUSSIAN, JAPANESE, CHINESE, KOREAN = "Туман над гаванью", "港の霧", "港口的雾", "항구의 안개"
FRENCH, GREEK, THAI = "Été à la crique — « brume »", "Ομίχλη στο λιμάνι", "หมอกที่ท่าเรือ"


def feed(title: str, before: str = "", words: str = "Some words.") -> str:
    return (
        f"{before}<rss version='2.0'><channel><title>H</title><link>https://harbour.example/</link>"
        f"<item><title>{title}</title><link>https://harbour.example/1</link>"
        f"<description>{words}</description></item></channel></rss>"
    )


def titles(body: bytes, content_type: str = "") -> list[str]:
    document = answers.parse(body, URL, content_type)
    return [entry.article.title for entry in answers.entries(document, NOW)]


def declared(name: str) -> str:
    return f'<?xml version="1.0" encoding="{name}"?>'


@pytest.mark.parametrize(
    ("title", "codec", "name"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (RUSSIAN, "iso8859-5", "ISO-8859-5"),
        (FRENCH, "cp1252", "ISO-8859-1"),
        (FRENCH, "cp1252", "windows-1252"),
        (GREEK, "iso8859-7", "iso-8859-7"),
        (THAI, "cp874", "TIS-620"),
        (JAPANESE, "shift_jis", "Shift_JIS"),
        (JAPANESE, "shift_jis", "x-sjis"),
        (JAPANESE, "cp932", "windows-31j"),
        (CHINESE, "gbk", "x-gbk"),
        (RUSSIAN, "cp1251", "x-cp1251"),
        (RUSSIAN, "cp1251", "CP-1251"),
        (RUSSIAN, "koi8-u", "KOI8-RU"),
        (THAI, "cp874", "windows-874"),
        ("ערפל בנמל", "iso8859-8", "iso-8859-8-i"),
        ("Mgła w porcie", "iso8859-2", "ISO88592"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (JAPANESE, "iso2022_jp", "ISO-2022-JP"),
        (CHINESE, "gb18030", "GB2312"),
        ("囍", "gbk", "gb2312"),
        ("霧鎖港口", "big5", "Big5"),
        (KOREAN, "cp949", "EUC-KR"),
        (FRENCH, "utf-8", "UTF-8"),
        (RUSSIAN, "utf-8", "iso-8859-1"),
        (JAPANESE, "utf-8", "utf-16"),
        (FRENCH, "cp1252", "UTF-8"),
        (RUSSIAN, "utf-8", "no-such-thing"),
        (RUSSIAN, "utf-8", "zip"),
        (RUSSIAN, "utf-8", "punycode"),
    ],
)
def test_encodings_said_in_the_document_or_by_the_server(title: str, codec: str, name: str) -> None:
    said = feed(title, declared(name)).encode(codec)
    assert titles(said, "application/rss+xml") == [title]
    served = feed(title).encode(codec)
    assert titles(served, f"text/xml; charset={name}") == [title]
    assert titles(served, f'text/xml; charset="{name.lower()}"; q=1') == [title]


def test_where_both_say_something_the_document_knows_better() -> None:
    said = feed(RUSSIAN, declared("windows-1251")).encode("cp1251")
    assert titles(said, "text/xml; charset=iso-8859-1") == [RUSSIAN]
    wrong = feed(RUSSIAN, declared("utf-8")).encode("cp1251")
    assert titles(wrong, "text/xml; charset=windows-1251") == [RUSSIAN]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["utf-8", "utf-16", "iso-8859-1"])
def test_marks_and_wide_letters_count_more_than_what_is_said(codec: str, name: str) -> None:
    body = feed(JAPANESE, declared(name)).encode(codec)
    assert titles(body, f"text/xml; charset={name}") == [JAPANESE]


def test_two_marks_are_one_too_many_and_no_harm() -> None:
    mark = "\ufeff".encode()
    assert titles(mark + mark + feed(JAPANESE, declared("utf-8")).encode()) == [JAPANESE]
    assert titles(b" \n" + mark + feed(JAPANESE, declared("utf-8")).encode()) == [JAPANESE]


@pytest.mark.parametrize(
    ("codec", "name", "bad"),
    [("utf-8", "utf-8", b"\xff"), ("utf-8", "", b"\xe9"), ("utf-8-sig", "utf-8", b"\xff"),
     ("cp1251", "windows-1251", b"\x98"), ("euc_jp", "EUC-JP", b"\xff"),
     ("cp949", "euc-kr", b"\xff"), ("cp1252", "iso-8859-1", b"\x81")],
)  # fmt: skip
def test_of_one_bad_byte_one_character_suffers(codec: str, name: str, bad: bytes) -> None:
    words = {"windows-1251": RUSSIAN, "EUC-JP": JAPANESE, "euc-kr": KOREAN, "iso-8859-1": FRENCH}
    title = words.get(name, JAPANESE)
    body = feed(f"{title} @ {title}", declared(name) if name else "").encode(codec)
    assert titles(body.replace(b"@", bad)) == [f"{title} \ufffd {title}"]


@pytest.mark.parametrize("said", ["windows-1251", "iso-8859-1", "EUC-JP"])
def test_of_one_bad_byte_one_character_suffers_whatever_is_said(said: str) -> None:
    bad = feed(f"{RUSSIAN} @ {RUSSIAN}").encode().replace(b"@", b"\xd1")
    title = f"{RUSSIAN} \ufffd {RUSSIAN}"
    assert titles(bad, f"text/xml; charset={said}") == [title]
    assert titles(declared(said).encode() + bad) == [title]


@pytest.mark.parametrize(
    "before",
    ["<!-- made by hand -->", "<!-- <rss> <html> -->\n", " \n\t", "<?xml-stylesheet href='x'?>",
     '<?xml version="1.0"?>\n<!-- x --><?y z?>', '<?xml version="1.1" encoding="utf-8"?>',
     "<!DOCTYPE rss PUBLIC '-//N//DTD RSS 0.91//EN' 'http://n.example/rss-0.91.dtd'>",
     "<!doctype rss>", "<br />\n<b>Notice</b>: x in y on line <b>3</b><br />\n", "junk"],
)  # fmt: skip
def test_what_stands_before_the_root_is_passed_over(before: str) -> None:
    assert titles(feed("Fog", before).encode()) == ["Fog"]


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Fog & rain", "Fog & rain"),
        ("AT&T;", "AT&T;"),
        ("Fog&nbsp;and&hellip; &eacute;t&eacute;", "Fog and… été"),
        ("Fog\x00\x0b\x1f and", "Fog and"),
        ("Fog &#0;&#xD800;&#x1F;&#99999999; and", "Fog and"),
        ("Fog &unknown; and", "Fog &unknown; and"),
        ("<![CDATA[Fog & rain &nbsp; x]]>", "Fog & rain x"),
        ("Fog <x:y>and</x:y>", "Fog and"),
    ],
)
def test_what_is_not_well_formed_is_mended(given: str, title: str) -> None:
    assert titles(feed(given, words="a & b").encode()) == [title]


def test_the_rest_of_a_document_that_breaks_off_is_read() -> None:
    whole = feed("One").replace(
        "</channel></rss>", "<item><title>Two</title><link>https://h.example/2"
    )
    assert titles(whole.encode()) == ["One", "Two"]
    assert titles(feed("One").replace("</channel></rss>", "").encode()) == ["One"]
    assert titles((feed("One") + "<!-- 0.2 s -->junk<x>").encode()) == ["One"]


@pytest.mark.parametrize("space", ["http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"])
def test_a_space_for_all_of_rss_means_nothing(space: str) -> None:
    body = feed("One").replace("<rss", f"<rss xmlns='{space}'")
    assert titles(body.encode()) == ["One"]


def test_elements_without_an_end_swallow_nothing() -> None:
    body = feed("Fog", words="One<br>two <img src='/p.jpg'>three <b>four</b>")
    (entry,) = answers.entries(answers.parse(body.encode(), URL), NOW)
    assert plain(entry.article.html) == "One two three four"
    assert entry.article.image == "https://harbour.example/p.jpg"


def test_prefixes_that_nobody_declared_are_known_by_their_usual_meaning() -> None:
    more = "<dc:creator>Ana</dc:creator><content:encoded>&lt;p&gt;All&lt;/p&gt;</content:encoded>"
    body = feed("One").replace("</item>", f"{more}</item>")
    (entry,) = answers.entries(answers.parse(body.encode(), URL), NOW)
    assert (entry.article.author, entry.article.html) == ("Ana", "<p>All</p>")


def test_spaces_are_known_by_their_address_whatever_they_are_called_there() -> None:
    body = (
        "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
        " xmlns:d='http://purl.org/dc/elements/1.1/'><channel><title>H</title></channel>"
        "<item r:about='urn:7'><title>One</title><link>https://h.example/1</link>"
        "<d:creator>Ana</d:creator><d:date>2026-11-13T10:00:00Z</d:date></item></r:RDF>"
    )
    (entry,) = answers.entries(answers.parse(body.encode(), URL), NOW)
    assert (entry.article.remote_id, entry.article.author) == ("urn:7", "Ana")
    assert entry.article.published == datetime(2026, 11, 13, 10, tzinfo=UTC)
    old = (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>H</title><entry><id>a</id>'
        '<title>One</title><link rel="alternate" href="https://h.example/1"/>'
        "<issued>2026-11-13T10:00:00Z</issued>"
        '<content mode="escaped">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>'
    )
    (entry,) = answers.entries(answers.parse(old.encode(), URL), NOW)
    assert (entry.article.title, entry.article.html, entry.dated) == ("One", "<p>x</p>", True)


@pytest.mark.parametrize("broken", ["", "<b>"])
def test_letters_by_the_numbers_of_the_wests_old_encoding(broken: str) -> None:
    title = "Fog &#150; the harbour&#146;s &#x93;own&#x94;"
    assert titles(feed(title, words=broken).encode()) == ["Fog – the harbour’s “own”"]


def test_items_whose_end_is_missing_are_all_read() -> None:
    items = "".join(f"<item><guid>{n}</guid><title>Note {n}</title>" for n in range(1, 5))
    body = f"<rss version='2.0'><channel><title>H</title>{items}</channel></rss>"
    assert titles(body.encode()) == ["Note 1", "Note 2", "Note 3", "Note 4"]
