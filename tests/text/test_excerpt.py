"""Excerpts as themes, plugins and feeds write them, and what a reader wants to see of them."""

from __future__ import annotations

import time

import pytest

from bot.text.excerpt import excerpt, title
from bot.text.to_discord import plain

URL = "https://lamp.example/2026/rain/"

EXCERPTS = {
    "paragraphs": (
        "<p>First ends here.</p><p>Second begins.</p>",
        "First ends here. Second begins.",
    ),
    "lists and breaks": (
        "<ul><li>alpha</li><li>beta</li></ul>line<br>break",
        "alpha beta line break",
    ),
    "a table": ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>d", "a | b c d"),
    "style and script": (
        "<style>.a{color:red}</style><p>Rain.</p><script>var x=1</script><noscript>no</noscript>"
        "<svg><title>Icon</title></svg>",
        "Rain.",
    ),
    "a theme's link": (
        f'<p>It rains &hellip; <a class="more-link" href="{URL}#more-7">Continue reading'
        '<span class="screen-reader-text"> Rain</span></a></p>',
        "It rains …",
    ),
    "a link of an unknown class": (
        f'<p>It rains [&hellip;] <a class="btn" href="{URL}">Continue reading '
        "<span>Rain</span> <span>&rarr;</span></a></p>",
        "It rains […]",
    ),
    "in German": (f'It rains … <a href="{URL}">„Rain“ weiterlesen</a>', "It rains …"),
    "in a language of nobody's list": (
        f'<p>It rains.</p><p><a href="{URL}">Xyz abc</a></p>',
        "It rains.",
    ),
    "after a full stop": (f'It rains. <a href="{URL}">→</a>', "It rains."),
    "in a button": (f'It rains.<button><a href="{URL}">Go on</a></button>', "It rains."),
    "in brackets": (f'It rains <a href="{URL}">[Lire la suite...]</a>', "It rains"),
    "without its link": ("It rains and … Read more »", "It rains and …"),
    "without its link, with the title": (
        "It rains and […] Continue reading Rain →",
        "It rains and […]",
    ),
    "alone in its paragraph": ("<p>It rains.</p><p>Leia mais</p>", "It rains."),
    "of the other hemisphere": (f'<p>雨が降る。<a href="{URL}">続きを読む</a></p>', "雨が降る。"),
    "(more…)": (f'It rains. <a href="{URL}#more-1">(more&hellip;)</a>', "It rains."),
    "where it stood first": (
        f'<p>It rains.</p><p>The post <a href="{URL}">Rain</a> appeared first on '
        '<a href="https://lamp.example">Lamp</a>.</p>',
        "It rains.",
    ),
    "where it stood first, in Welsh": (
        f'<p>It rains.</p><p>Ymddangosodd <a href="{URL}">Rain</a> gyntaf ar '
        '<a href="https://lamp.example/">Lamp</a>.</p>',
        "It rains.",
    ),
    "where it stood first, without links": (
        "It rains. The post Rain appeared first on Lamp.",
        "It rains.",
    ),
    "words that only begin like it": (
        "<p>Read more books, they said. We read on.</p>",
        "Read more books, they said. We read on.",
    ),
    "a link that ends a sentence": (
        f'<p>It is all in <a href="{URL}">the first part</a>.</p>',
        "It is all in the first part.",
    ),
    "a link to itself in a sentence": (
        f'<p>You are reading <a href="{URL}">Rain</a></p>',
        "You are reading Rain",
    ),
    "a link to another place at the end": (
        '<p>It rains. <a href="https://x.example/">A photograph</a></p>',
        "It rains. A photograph",
    ),
    "escaped twice": (
        "&lt;p&gt;It&amp;#8217;s raining.&lt;/p&gt;&lt;p&gt;Still.&lt;/p&gt;",
        "It’s raining. Still.",
    ),
    "about markup": ("<p>Use &lt;p&gt; or List&lt;T&gt; here</p>", "Use <p> or List<T> here"),
    "for screen readers": (
        '<p>Rain <span class="visually-hidden">in words</span>falls.</p>',
        "Rain falls.",
    ),
    "a picture": ('<p><img src="/f.jpg" alt="Fog"> It rains.</p>', "It rains."),
    "nothing": ("<p>&nbsp;</p>", ""),
    "nothing but a way on": (f'<a href="{URL}">Read more</a>', ""),
}


def test_what_a_spoiler_hides_is_in_no_plain_text() -> None:
    hidden = '<p>It was <span class="spoiler">the <b>cook</b></span> <i>again</i>.</p>'
    assert excerpt(hidden) == "It was […] again."
    assert plain(hidden) == "It was […] again."


@pytest.mark.parametrize(("markup", "words"), EXCERPTS.values(), ids=EXCERPTS)
def test_an_excerpt_is_what_its_author_wrote(markup: str, words: str) -> None:
    assert excerpt(markup, url=URL) == words


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("Part One<br>The Beginning", "Part One The Beginning"),
        ("Part One<br/>The Beginning", "Part One The Beginning"),
        ("<i>Fog</i> &amp; <b>frost</b>", "Fog & frost"),
        ("It&#8217;s", "It’s"),
        ("<p>A</p><p>B</p>", "A B"),
        ("a\ud800b", "ab"),
        ("http://[", "http://["),
        ("super<wbr>califragi&shy;listic", "supercalifragilistic"),
        ("x" * 700, "x" * 700),
    ],
)
def test_a_title_is_one_line(markup: str, words: str) -> None:
    assert title(markup) == words


@pytest.mark.parametrize(
    "piece", ["<ul><li>", "<p>x", "<b>", "<", "&amp;", "<a href=x>y", "Read more "]
)
def test_a_title_or_an_excerpt_of_megabytes_holds_nothing_up(piece: str) -> None:
    markup = piece * (4 * 2**20 // len(piece))
    begun = time.process_time()

    assert len(title(markup)) < 10_000
    assert len(excerpt(markup, url=URL)) < 100_000

    assert time.process_time() - begun < 10  # quadratic time would be minutes


@pytest.mark.parametrize(
    "before",
    ["<h1>Rain at six</h1>", f'<h2><a href="{URL}">Rain at <i>six</i></a></h2>', "RAIN at six<hr>",
     '<p><img src="/p.jpg" alt="p"></p><h1>Rain at six</h1>'],
)  # fmt: skip
def test_a_title_that_stands_alone_before_the_words_is_not_said_again(before: str) -> None:
    assert excerpt(f"{before}<p>It rains.</p>", url=URL, title="Rain at six") == "It rains."


def test_words_that_only_begin_like_the_title_stay() -> None:
    assert excerpt("<p>Rain at six is wet.</p><p>x</p>", title="Rain at six").startswith("Rain")
    assert excerpt("<p>Rain at six</p>", title="Rain at six") == "Rain at six"
