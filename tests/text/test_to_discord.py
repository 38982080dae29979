from __future__ import annotations

import json
import time
from html import escape as html_escape
from pathlib import Path

import pytest

from bot.text.split import split
from bot.text.to_discord import escape, label, plain, shorten, to_discord
from tests.text.reader import read

HOME = "https://blog.example/2024/tea/"
Z = "\u200b"

EXAMPLES = {
    "stars": ("We *care* **a lot**", r"We \*care\* \*\*a lot\*\*"),
    "every mark": (r"_ ~ ` | \ * [", r"\_ \~ \` \| \\ \* \["),
    "list at a line's start": ("- a<br>1. b<br>+ c", "\\- a\n1\\. b\n\\+ c"),
    "list in a line": ("x - y 1. z", r"x \- y 1\. z"),
    "heading, quote, subtext": ("# a<br>&gt; b<br>-# c", "\\# a\n\\> b\n\\-# c"),
    "no list": ("-5 and 1.5 and C# and well-known", "-5 and 1.5 and C# and well-known"),
    "emphasis": (
        "<b>b</b> <strong>s</strong> <i>i</i> <em>e</em> <u>u</u> <s>s</s> <del>d</del>",
        "**b s** *i e* __u__ ~~s d~~",
    ),
    "white space moves out": ("a<b> b </b>c", "a **b** c"),
    "no-break space moves out": ("a<b>&nbsp;b&nbsp;</b>c", "a **b** c"),
    "equal neighbours merge": ("<b>a</b><strong>b</strong>", "**ab**"),
    "unequal neighbours are set apart": ("<b>a</b><i>b</i>", f"**a**{Z}*b*"),
    "both": ("<b><i>a</i></b>", "***a***"),
    "both, one ends first": ("<b>a <i>b</i></b>", f"**a *b*{Z}**"),
    "both, the inner ends first": ("<i><b>a</b> b</i>", f"*{Z}**a** b*"),
    "equal nested": ("<b>a <strong>b</strong></b>", "**a b**"),
    "empty emphasis": ("a<b></b><i> </i>b", "a b"),
    "emphasis across a line": ("<b>a<br>b</b>", "**a**\n**b**"),
    "mark inside its like": ("<s>a~</s>", f"~~a\\~{Z}~~"),
    "link": ('<a href="/a">x</a>', "[x](<https://blog.example/a>)"),
    "relative link": ('<a href="b?c#d">x</a>', "[x](<https://blog.example/2024/tea/b?c#d>)"),
    "bold link": ('<b><a href="/a">x</a></b>', "[**x**](<https://blog.example/a>)"),
    "script link": ('<a href="javascript:alert(1)">x</a>', "x"),
    "mail link": ('<a href="mailto:ann@blog.example">Ann</a>', "Ann"),
    "broken link": ('<a href="https://[::1">x</a>', "x"),
    "wordless link": ('a<a href="/x"> </a>b', "a b"),
    "awkward link": (
        '<a href="/a (b)>c\\d&#x60;ü">x</a>',
        "[x](<https://blog.example/a%20%28b%29%3Ec/d%60%C3%BC>)",
    ),
    "label with marks": (
        '<a href="/a">a*b_c[d]`\\</a>',
        "[a∗bˍc［d］ˋ∖](<https://blog.example/a>)",
    ),
    "label is the address": (
        '<a href="https://x.example/a_b">https://x.example/a_b</a>',
        "<https://x.example/a_b>",
    ),
    "label is another address": (
        '<a href="https://x.example">https://y.example</a>',
        f"https:{Z}//y.example (<https://x.example>)",
    ),
    "bare address": ("see https://x.example/a_b*c.", "see <https://x.example/a_b*c>."),
    "bare address in brackets": ("(https://x.example/a_(b))", "(<https://x.example/a_(b)>)"),
    "bare address in bold": (
        "<b>see https://x.example now</b>",
        "**see** <https://x.example> **now**",
    ),
    "bullets": ("<ul><li>a<li>b</ul>", "- a\n- b"),
    "numbers": ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
    "nested lists": (
        "<ol><li>a<ul><li>b<ul><li>c</ul></ul></li><li>d</ol>",
        "1. a\n   - b\n     - c\n2. d",
    ),
    "item with paragraphs": ("<ul><li><p>a</p><p>b</p></li><li>c</ul>", "- a\n  b\n- c"),
    "empty item": ("<ul><li></li><li>a</ul>", "- a"),
    "number after an empty item": ("<ol><li>a<li></li><li>b</ol>", "1. a\n3\\. b"),
    "quote": ("<blockquote><p>a</p><p>b<br>c</p></blockquote>d", "> a\n> \n> b\n> c\n\nd"),
    "blank line in a quote": ("<blockquote>a<br><br>b</blockquote>", "> a\n> \n> b"),
    "nested quote": ("<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n> \n> b"),
    "two quotes": ("<blockquote>a</blockquote><blockquote>b</blockquote>", "> a\n\n> b"),
    "list in a quote": ("<blockquote><ul><li>a<ul><li>b</ul></ul></blockquote>", "> - a\n>   - b"),
    "code": ("<code>a*b_c &lt;</code>", "`a*b_c <`"),
    "code with a backtick": ("<code>a`b</code>", "``a`b``"),
    "code with a backtick at its end": ("<code>`a`</code>", "`` `a` ``"),
    "bold code": ("<b><code>a</code></b>", "**`a`**"),
    "code block": (
        '<pre><code class="language-py">if x:\n    y</code></pre>',
        "```py\nif x:\n    y\n```",
    ),
    "code block with a fence": ("<pre>```\na\n```</pre>", f"```\n``{Z}`\na\n``{Z}`\n```"),
    "code block in a quote": ("<blockquote><pre>a\nb</pre></blockquote>", "> ```\n> a\n> b\n> ```"),
    "headings": (
        "<h1>a</h1>b<h3>c <i>d</i></h3>e<h4>f</h4>g",
        "# a\nb\n\n### c *d*\ne\n\n**f**\n\ng",
    ),
    "rule": ("a<hr>b", "a\n\n———\n\nb"),
    "breaks": ("a<br>b<br><br>c<br><br><br><br>d<br>", "a\nb\n\nc\n\nd"),
    "paragraphs": ("<p>a</p>\n<p>b\n c</p><p>&nbsp;</p>d", "a\n\nb c\n\nd"),
    "image": ('<img src="/cat.png" alt="A cat">', "[A cat](<https://blog.example/cat.png>)"),
    "image without words": ('<img src="/cat.png">', "<https://blog.example/cat.png>"),
    "image in a link": (
        '<a href="/big"><img src="/s.png" alt="A cat"></a>',
        "[A cat](<https://blog.example/big>)",
    ),
    "image in the text": ('<img src="data:image/png;base64,AA" alt="A cat">', "A cat"),
    "tracking pixel": ('a<img src="/t.gif" width="1" height="1">', "a"),
    "emoji": (
        '<img class="emoji" alt="😀" src="/1.svg"><img class="wp-smiley" alt="👩🏽‍🚀">',
        "😀👩🏽‍🚀",
    ),
    "a shortcode across a mark": ("a:<u>b:</u>", "a:\u200b__b:\u200b__"),
    "frame": (
        '<iframe src="//v.example/1" title="A film"></iframe>',
        "[A film](<https://v.example/1>)",
    ),
    "video": ('<video><source src="/a.mp4">Old browser</video>', "<https://blog.example/a.mp4>"),
    "embed": ("<figure><div>\nhttps://v.example/a_b\n</div></figure>", "<https://v.example/a_b>"),
    "table": (
        "<table><tr><th>A<th>B</tr><tr><td><p>1</p><td>2</tr></table>c",
        "**A** \\| **B**\n1 \\| 2\n\nc",
    ),
    "details": ("<details><summary>More</summary>words</details>", "**More**\n\nwords"),
    "glossary": ("<dl><dt>a<dd>b<dt>c<dd>d</dl>", "**a**\nb\n**c**\nd"),
    "raised and lowered": (
        "x<sup>2</sup> H<sub>2</sub>O 5<sup>th</sup> e<sup>π</sup>",
        "x² H₂O 5ᵗʰ e^(π)",
    ),
    "abbreviation": ('<abbr title="World Wide Web">WWW</abbr>', "WWW (World Wide Web)"),
    "short quotation": ("<q>a</q> <cite>b</cite>", "“a” *b*"),
    "not for reading": (
        "a<script>b</script><style>c</style><template>d</template><!-- e --><b hidden>f</b>"
        '<i style="display: none">g</i><noscript>h</noscript>i',
        "ai",
    ),
    "not for reading, at the start": ("<noscript><img src=x></noscript>a", "a"),
    "entities": ("&amp;amp; &eacute; &#x1F600; &lt;b&gt;", f"&amp; é 😀 \\<{Z}b>"),
    "right to left": ("שלום \u200fعالم\u200d\u200c", "שלום \u200fعالم\u200d\u200c"),
    "overrides and controls": ("a\u202eb\u2066c\x07d\u2028e\ud800f&#x202e;g", "abcd efg"),
    "mentions": ("@everyone @here <b>&lt;@1&gt;</b>", f"@{Z}everyone @{Z}here **\\<{Z}@1>**"),
    "emoji and times": (
        "&lt;:x:1&gt; &lt;t:1:R&gt; :smile:",
        f"\\<{Z}\\:x:1> \\<{Z}t\\:1:R> \\:smile:",
    ),
    "mentions in code": ("<code>@here &lt;@&amp;1&gt;</code>", "`@here <@&1>`"),
    "mentions in a link": (
        '<a href="/@everyone">&lt;#1&gt;</a>',
        f"[<{Z}#1>](<https://blog.example/%40everyone>)",
    ),
    "nothing": ("<p> </p><ul><li></ul><blockquote></blockquote>", ""),
}


@pytest.mark.parametrize(("html", "markdown"), EXAMPLES.values(), ids=EXAMPLES)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert to_discord(html, base_url=HOME) == markdown


HOSTILE = {
    "bold": "<b>" * 60_000 + "words",
    "different bold": "<p>" + "".join(f"<b id={n}>" for n in range(5_000)) + "<p>x" * 5_000,
    "quotes": "<blockquote>" * 60_000 + "words",
    "lists": "<ul><li>" * 60_000 + "words",
    "closed divisions": "<div>" * 60_000 + "words" + "</div>" * 60_000,
    "tables": "<table><tr><td>" * 20_000 + "words",
    "anchors": "<a href>" * 60_000 + "words",
    "links": "<a href=x>" * 60_000 + "words",
    "attributes": "<a " + "b " * 60_000 + ">words",
    "ends": "</b></p></div>" * 20_000 + "words",
    "stars": "*" * 1_000_000,
    "brackets": "[" * 300_000,
    "backticks": "`" * 300_000,
    "less": "<" * 300_000,
    "comments": "words" + "<!--" * 100_000,
    "accents": "a" + "\u0301" * 200_000,
    "addresses": "https://" * 30_000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_hostile_markup_takes_linear_time(html: str) -> None:
    """Quadratic time would be minutes here."""
    begun = time.process_time()

    parts = split(to_discord(html, base_url=HOME), first=2000, rest=2000)

    assert time.process_time() - begun < 10
    assert parts
    assert max(map(len, parts)) <= 2000
    assert "words" not in html or "words" in parts[-1]


def test_deep_nesting_keeps_what_is_around_it() -> None:
    deep = "<div>" * 5_000 + "<b>in</b> <a href='/x'>link</a>" + "</div>" * 5_000

    markdown = to_discord(f"<p><i>before</i></p>{deep}<ul><li>after</ul>", base_url=HOME)

    assert markdown == "*before*\n\n**in** [link](<https://blog.example/x>)\n\n- after"


def test_plain_text_is_one_line_without_images() -> None:
    html = '<p>Tea &amp; <b>cake</b><br>with https://x.example</p><img src=a alt="A cat"><p>Ann</p>'

    assert plain(html) == "Tea & cake with https://x.example Ann"


@pytest.mark.parametrize(
    ("limit", "short"),
    [
        (100, "Tea, cake and rain"),
        (18, "Tea, cake and rain"),
        (17, "Tea, cake and…"),
        (10, "Tea, cake…"),
        (9, "Tea…"),
        (1, "…"),
    ],
)
def test_shortening_ends_at_a_word(limit: int, short: str) -> None:
    assert shorten("Tea,  cake\nand rain", limit) == short


def test_shortening_keeps_joined_emoji_whole() -> None:
    assert shorten("👩\u200d🚀👩\u200d🚀👩\u200d🚀", 6) == "👩\u200d🚀…"


def test_names_and_titles_are_literal_on_one_line() -> None:
    assert escape(" Bo\n*B* <@1> ") == f"Bo \\*B\\* \\<{Z}@1>"
    assert label("a_[b] https://x.example") == f"aˍ［b］ https:{Z}//x.example"


def test_the_real_discussion_reads_as_it_was_written() -> None:
    path = Path(__file__).parents[3] / "shared" / "data" / "joy.json"
    if not path.exists():
        pytest.skip("the real discussion is not beside this repository")
    comments = [
        c["paragraphs"] for c in json.loads(path.read_text())["comments"] if c.get("paragraphs")
    ]

    several = 0
    for paragraphs in comments:
        html = "".join(f"<p>{html_escape(text)}</p>" for text in paragraphs)
        parts = split(to_discord(html, base_url=HOME), first=1900, rest=1950)
        several += len(parts) > 1
        seen = [s for part in parts for s in read(part)]
        assert "".join(s.character for s in seen) == "".join("".join(paragraphs).split())
        assert not any(s.looks for s in seen)
    assert len(comments) == 33
    assert several == 4


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="https://b.example/a/">this</a>.', "[this](<https://b.example/a/>) (<#7>)."),
        ('<a href="/a">it</a> and on', "[it](<https://b.example/a>) (<#7>) and on"),
        ("https://b.example/a/#comment-3, no?", "<https://b.example/a/#comment-3> (<#7>), no?"),
        ('<b><a href="/a/">bold</a></b>', "[**bold**](<https://b.example/a/>) (<#7>)"),
        ('<a href="/b/">other</a>', "[other](<https://b.example/b/>)"),
        ("<code>https://b.example/a/</code>", "`https://b.example/a/`"),
    ],
)
def test_a_link_to_an_article_also_leads_to_its_thread(html: str, expected: str) -> None:
    ways = {"https://b.example/a": 7}
    assert to_discord(html, base_url="https://b.example/x/", ways=ways) == expected
