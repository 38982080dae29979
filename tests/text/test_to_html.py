from __future__ import annotations

import pytest

from bot.text.to_html import Attachment, Names, to_html

NAMES = Names(
    people={1: "Ann <b>*B*</b>", 2: " \u202e\u200b ", 3: "B\0o\n> Ny"},
    roles={1: "Mods & Co"},
    channels={1: "tea"},
)
NB = "\u00a0"
TAGS = "\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074"
SCOTLAND = f"🏴{TAGS}\U000e007f"
ACUTE = "\u0301"

EXAMPLES = {
    "words": ('Tea & <cake> "hot" it\'s', "Tea &amp; &lt;cake&gt; &quot;hot&quot; it's"),
    "nothing": (" \n\u200b\n** **\n|| ||\n> \n```\n \n```", ""),
    "bold": ("a **b** c", "a <strong>b</strong> c"),
    "italics": ("*a* _b_", "<em>a</em> <em>b</em>"),
    "both": ("***a***", "<em><strong>a</strong></em>"),
    "both, the inner ends first": ("***a** b*", "<em><strong>a</strong> b</em>"),
    "both, the outer is bold": ("***a* b**", "<strong><em>a</em> b</strong>"),
    "bold in italics": ("*a **b** c*", "<em>a <strong>b</strong> c</em>"),
    "underline": ("__a *b*__", "a <em>b</em>"),
    "underline and italics": ("___a___", "<em>a</em>"),
    "bold with a star": ("**a***", "<strong>a*</strong>"),
    "strike": ("~~a~~", "<del>a</del>"),
    "strike across lines": ("~~a\nb~~", "<del>a</del>\n<del>b</del>"),
    "spoiler": ("||a **b**||", "[spoiler: a <strong>b</strong>]"),
    "spoiler with air": ("|| a ||", "[spoiler: a]"),
    "everything": ("**~~_a_~~**", "<strong><del><em>a</em></del></strong>"),
    "bold within bold": ("# a **b**", "<strong>a b</strong>"),
    "within a word": ("5*4*3 snake_case_word a_b_ c", "5<em>4</em>3 snake_case_word a_b_ c"),
    "stars that stand alone": ("5 * 4 * 3 * 2*", "5 * 4 * 3 * 2*"),
    "italics after a mark without an end": ("**a *b*", "**a <em>b</em>"),
    "marks around nothing": ("a ** ** _b_ ~~ ~~", "a   <em>b</em>"),
    "unbalanced": ("**a *b ~~c ||d `e __f", "**a *b ~~c ||d `e __f"),
    "crossing": ("**a ~~b** c~~", "<strong>a ~~b</strong> c~~"),
    "rows of marks": ("**** ____ ~~~~~ |||||", "**** ____ ~~~~~ |||||"),
    "across lines": (
        "**a\nb *c\n\nd* e**",
        "<strong>a</strong>\n<strong>b <em>c</em></strong>\n\n<strong><em>d</em> e</strong>",
    ),
    "escapes": (r"\*a\* \_b\_ \\ \<@1> \a ¯\_(ツ)_/¯", r"*a* _b_ \ &lt;@1&gt; \a ¯_(ツ)_/¯"),
    "escaped end": (r"**a\** b**", "<strong>a** b</strong>"),
    "code": ("`a *b* <@1>`", "<code>a *b* &lt;@1&gt;</code>"),
    "code with a backtick": ("``co`de`` `` `a` ``", "<code>co`de</code> <code>`a`</code>"),
    "code with a backtick first": ("``a`", "<code>`a</code>"),
    "code across lines": ("`a\nb`", "<code>a</code>\n<code>b</code>"),
    "bold code": ("**`a`**", "<strong><code>a</code></strong>"),
    "code in which bold ends": ("**a `b** c`", "<strong>a `b</strong> c`"),
    "code block": (
        "a ```py\nif x:\n    y  < *1*\n\n\n\tz\n``` b",
        f"a\n<code>if x:</code>\n<code>{NB * 4}y  &lt; *1*</code>\n\n<code>{NB}z</code>\nb",
    ),
    "code block on one line": ("```py x```", "<code>py x</code>"),
    "code block before a line": ("```a```\nb", "<code>a</code>\nb"),
    "code block of a language's name": ("```py\n```", "<code>py</code>"),
    "code block without an end": ("```\na", "```\na"),
    "quote": (
        "> a\n> **b\n> c**\nd",
        "<blockquote>a\n<strong>b</strong>\n<strong>c</strong></blockquote>\nd",
    ),
    "quoted paragraphs": ("> a\n> \n>\n> b", "<blockquote>a\n\nb</blockquote>"),
    "long quote": ("a\n>>> b\n\n> c", "a\n<blockquote>b\n\n&gt; c</blockquote>"),
    "two quotes": (
        "> a\n\n> b",
        "<blockquote>a</blockquote>\n\n<blockquote>b</blockquote>",
    ),
    "quoted list and code": (
        "> - a\n> ```\n>  b\n> ```",
        f"<blockquote>• a\n<code>{NB}b</code></blockquote>",
    ),
    "no quote": ("a > b\n>c\n>", "a &gt; b\n&gt;c\n&gt;"),
    "headings": (
        "# a\n## b *c*\n### d\ne",
        "<strong>a</strong>\n<strong>b <em>c</em></strong>\n<strong>d</strong>\ne",
    ),
    "no headings": ("#a\n#### b\n# \na # b", "#a\n#### b\n#\na # b"),
    "subtext": ("-# a *b*", "a <em>b</em>"),
    "bullets": ("- a\n* b\n-c\n+ d", "• a\n• b\n-c\n+ d"),
    "nested bullets": (
        "- a\n  - b\n    - c\n  - d\n- e",
        f"• a\n{NB * 2}• b\n{NB * 4}• c\n{NB * 2}• d\n• e",
    ),
    "empty item": ("- || ||\nb", "b"),
    "numbers": ("3. a\n3. b\n  1. c\n9. d", f"3. a\n4. b\n{NB * 2}1. c\n5. d"),
    "numbers begin anew": (
        "1. a\n\n1. b\nx\n1. c\n# d\n1. e",
        "1. a\n\n1. b\nx\n1. c\n<strong>d</strong>\n1. e",
    ),
    "heading and code in items": (
        "- # a\n- `b`\n- ```c```",
        "• <strong>a</strong>\n• <code>b</code>\n• <code>c</code>",
    ),
    "list in bold": (
        "**a\n- b**",
        "<strong>a</strong>\n• <strong>b</strong>",
    ),
    "link": (
        "[a *b*](https://x.y/?c=d&e=f)",
        '<a href="https://x.y/?c=d&amp;e=f">a <em>b</em></a>',
    ),
    "link in angle brackets": ("[a](<https://x.y/(b)>)", '<a href="https://x.y/(b)">a</a>'),
    "link with parentheses": ("[a](https://x.y/(b))", '<a href="https://x.y/(b)">a</a>'),
    "link with a title": (
        "[a](https://x.y \"t\") [b](<https://x.y> 't')",
        '<a href="https://x.y">a</a> <a href="https://x.y">b</a>',
    ),
    "link across lines": (
        "[a\nb](https://x.y)",
        '<a href="https://x.y">a</a>\n<a href="https://x.y">b</a>',
    ),
    "link with an escape": (r"[a](http://x.y/b\_c)", '<a href="http://x.y/b_c">a</a>'),
    "link in a link, through an escape": (
        r"[a [b](http:\//x.y)](http://v.w)",
        '<a href="http://v.w">a [b](http://x.y)</a>',
    ),
    "link in bold": ("**[a](https://x.y)**", '<strong><a href="https://x.y">a</a></strong>'),
    "link in brackets": ("[[a](https://x.y)]", '[<a href="https://x.y">a</a>]'),
    "label in brackets": ("[[a]](https://x.y)", '<a href="https://x.y">[a]</a>'),
    "link in a link": ("[a [b](/c)](http://v.w)", '<a href="http://v.w">a [b](/c)</a>'),
    "link in brackets with an address": (
        "[a [b](http://x.y)](http://v.w)",
        '[a <a href="http://x.y">b</a>](http://v.w)',
    ),
    "wordless link": ("[ ](https://x.y)", "[ ](https://x.y)"),
    "relative link": ("[a](/b) [a](b) [a]()", "[a](/b) [a](b) [a]()"),
    "address": ("see https://x.y/a_b_c*d*?e=f&g=h.", "see https://x.y/a_b_c*d*?e=f&amp;g=h."),
    "address in angle brackets": (
        "<https://x.y?a&b>, <HTTP://x.y>",
        "https://x.y?a&amp;b, HTTP://x.y",
    ),
    "address in parentheses": ("(https://x.y/(a)).", "(https://x.y/(a))."),
    "address that WordPress would not find": (
        "a<https://x.y> https://x.y/a|b **https://x.y**",
        'a<a href="https://x.y">https://x.y</a> <a href="https://x.y/a%7Cb">https://x.y/a|b</a> '
        '<strong><a href="https://x.y">https://x.y</a></strong>',
    ),
    "address that WordPress would read on": (
        '"https://x.y" <i>https://x.y</i> ||https://x.y||',
        '&quot;<a href="https://x.y">https://x.y</a>&quot; '
        '&lt;i&gt;<a href="https://x.y">https://x.y</a>&lt;/i&gt; '
        '[spoiler: <a href="https://x.y">https://x.y</a>]',
    ),
    "no address": ("https:// http://. htp://x.y", "https:// http://. htp://x.y"),
    "people": ("<@1> <@!1> <@9>", "@Ann &lt;b&gt;*B*&lt;/b&gt; " * 2 + "@someone"),
    "unseen name": ("<@2>", "@someone"),
    "name of several lines": ("<@3>", "@Bo &gt; Ny"),
    "roles and channels": ("<@&1> <@&9> <#1> <#9>", "@Mods &amp; Co @role #tea #channel"),
    "bold person": ("**<@9>**", "<strong>@someone</strong>"),
    "everyone": ("@everyone @here", "@everyone @here"),
    "emoji": ("<:tea:12> <a:hot_tea:12> :tea: 🍵", ":tea: :hot_tea: :tea: 🍵"),
    "commands": ("</latest:12> </blog follow url:12>", "/latest /blog follow url"),
    "places": ("<id:customize> <id:linked-roles:12>", "#customize #linked-roles"),
    "no reference": (
        "<@> <@x> <#1 <:x> </a/b:1> <t:x>",
        "&lt;@&gt; &lt;@x&gt; &lt;#1 &lt;:x&gt; &lt;/a/b:1&gt; &lt;t:x&gt;",
    ),
    "moments": (
        "<t:1795269900> <t:0:f> <t:-1:F>",
        "21 November 2026, 14:05 UTC 1 January 1970, 00:00 UTC 31 December 1969, 23:59 UTC",
    ),
    "relative moment": ("<t:1795269900:R>", "21 November 2026, 14:05 UTC"),
    "times and days": (
        "<t:1795269900:t> <t:1795269900:T>, <t:1795269900:d> <t:1795269900:D>",
        "14:05 UTC 14:05 UTC, 21 November 2026 21 November 2026",
    ),
    "moments too far": (
        "<t:99999999999999999> <t:1:x>",
        "&lt;t:99999999999999999&gt; &lt;t:1:x&gt;",
    ),
    "empty lines": ("\n a \n\n\n \nb\r\nc\n", "a\n\nb\nc"),
    "line separators": ("a\u2028b\u2029c\x0bd\re", "a\nb\nc\nd\ne"),
    "controls": ("a\x00b\x1bc\x7fd\x9fe\tf\ud800g", "abcde fg"),
    "directions": ("\u202ea\u2066b\u200ec\u200fd\u061ce\u2069", "abcde"),
    "of no width": ("a\u200bb\u2060c\u2064d\ufeffe\xadf\u180eg", "abcdefg"),
    "of no width, as Discord's separator": ("**a**\u200b*b*", "<strong>a</strong><em>b</em>"),
    "joiners": ("👩\u200d🚀 می\u200cخواهم \u200d a\u200c b", "👩\u200d🚀 می\u200cخواهم  a b"),
    "flags and tags": (
        f"{SCOTLAND} a\U000e0061\U000e0062\U000e007fb 🏴{TAGS}{TAGS[:2]}\U000e007f",
        f"{SCOTLAND} ab 🏴",
    ),
    "accents": ("e" + ACUTE * 9 + "a" + ACUTE * 2, "e" + ACUTE * 4 + "a" + ACUTE * 2),
    "accents with joiners between": ("e" + f"{ACUTE * 4}\u200d" * 3, "e" + ACUTE * 4),
    "accents upon nothing": ("a **" + ACUTE + "b**", "a <strong>b</strong>"),
}

ATTACKS = {
    "script": ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    "attribute": ("<b onclick='x'>a</b>", "&lt;b onclick='x'&gt;a&lt;/b&gt;"),
    "entities": ("&lt;script&gt; &#60;b&#62;", "&amp;lt;script&amp;gt; &amp;#60;b&amp;#62;"),
    "comment": ("<!-- a --> <![CDATA[a]]>", "&lt;!-- a --&gt; &lt;![CDATA[a]]&gt;"),
    "javascript": ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
    "javascript, mixed": ("[a](JaVa\x01script:a)", "[a](JaVascript:a)"),
    "javascript, framed": (
        "[a](<javascript://x.y/%0aalert>)",
        "[a](&lt;javascript://x.y/%0aalert&gt;)",
    ),
    "javascript, as entities": (
        "[a](java&#115;cript&colon;a)",
        "[a](java&amp;#115;cript&amp;colon;a)",
    ),
    "javascript, in words of no width": ("[a](java\u200bscript:a)", "[a](javascript:a)"),
    "data": ("[a](data:text/html,x)", "[a](data:text/html,x)"),
    "break out of an attribute": (
        '[a](https://x.y/"onclick="b)',
        '<a href="https://x.y/%22onclick=%22b">a</a>',
    ),
    "break out of a tag": (
        "[a](https://x.y/><script>) [a](https://x.y/'x)",
        '[a](<a href="https://x.y/">https://x.y/</a>&gt;&lt;script&gt;) '
        '<a href="https://x.y/\'x">a</a>',
    ),
    "break out of an address": (
        '"https://x.y/`"',
        '&quot;<a href="https://x.y/">https://x.y/</a>`&quot;',
    ),
    "label that lies": ("[https://bank.x](http://evil.x)", "[https://bank.x](http://evil.x)"),
    "label of HTML": ("[</a><b>](http://x.y)", '<a href="http://x.y">&lt;/a&gt;&lt;b&gt;</a>'),
    "host of another script": ("[a](http://\u0430.x)", '<a href="http://xn--80a.x">a</a>'),
}


@pytest.mark.parametrize(("message", "html"), EXAMPLES.values(), ids=EXAMPLES)
def test_a_message_becomes_a_comment(message: str, html: str) -> None:
    assert to_html(message, NAMES) == html


@pytest.mark.parametrize(("message", "html"), ATTACKS.values(), ids=ATTACKS)
def test_an_attack_becomes_words(message: str, html: str) -> None:
    assert to_html(message, NAMES) == html


def test_attachments_come_last() -> None:
    files = [
        Attachment("cat.png", "https://cdn.x/1/cat.png?ex=1&is=2&hm=3&"),
        Attachment(" \u202e", "https://cdn.x/2"),
        Attachment('<b>"x"\n**y**', "javascript:alert(1)"),
    ]
    lines = (
        '<a href="https://cdn.x/1/cat.png?ex=1&amp;is=2&amp;hm=3&amp;">cat.png</a>'
        " (attachment; this link expires)\n"
        '<a href="https://cdn.x/2">attachment</a> (attachment; this link expires)\n'
        "&lt;b&gt;&quot;x&quot; **y**"
    )

    assert to_html("Look:", NAMES, files) == f"Look:\n\n{lines}"
    assert to_html("", NAMES, files) == lines


def test_marks_that_nest_too_deep_stay_as_they_were_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Discord's own rules end long before the real limit: no mark is found within its like."""
    monkeypatch.setattr("bot.text.markdown.MAX_DEPTH", 2)

    html = to_html("*a **b ~~c~~ [d](http://x.y )** e*", NAMES)

    assert html == "<em>a <strong>b ~~c~~ [d](http://x.y )</strong> e</em>"
