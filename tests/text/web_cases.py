"""What the web's writers leave in HTML, each with the Markdown that Discord needs for it.

Written down from HTML's and Discord's rules, before anything was run.
"""

from __future__ import annotations

HOME = "https://lamp.example/posts/rain/"
Z = "\u200b"

EAST_ASIA = {
    "ruby": ("<ruby>雨<rp>(</rp><rt>あめ</rt><rp>)</rp></ruby>が降る", "雨(あめ)が降る"),
    "ruby without brackets": ("<ruby>雨<rt>あめ</rt></ruby>", "雨(あめ)"),
    "address before a full stop": (
        "見て https://x.example/a。はい",
        "見て <https://x.example/a>。はい",
    ),
    "isolated direction": ('<bdi>שלום</bdi> <bdo dir="rtl">abc</bdo>', "שלום abc"),
}

LISTS = {
    "to do": (
        '<ul><li><input type="checkbox" checked disabled> rake'
        '<li><input type="checkbox" disabled> sow</ul>',
        "- ☑ rake\n- ☐ sow",
    ),
    # Discord counts on from a list's first number, whatever the others are.
    "counted backwards": (
        "<ol reversed><li>c<li>b<li>a</ol>",
        "3\\. c\n2\\. b\n1\\. a",
    ),
    "a number out of turn": ('<ol><li>a<li value="7">g<li>h</ol>', "1. a\n7\\. g\n8\\. h"),
    "letters": ('<ol type="a"><li>x<li>y</ol>', "1. x\n2. y"),
    "list in a list, not in an item": (
        "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>",
        "- a\n  - b\n- c",
    ),
    "items without a list": ("<li>a</li><li>b</li>", "- a\n- b"),
    "words after an inner list": ("<ul><li>a<ul><li>b</ul>c</ul>", "- a\n  - b\n  c"),
    "code in an item": ("<ul><li>run<pre>ls</pre></ul>", "- run\n```\nls\n```"),
    "picture in an item": (
        '<ul><li><img src="/f.jpg" alt="Fog"></ul>',
        "- [Fog](<https://lamp.example/f.jpg>)",
    ),
    "several meanings": ("<dl><dt>frost<dd>cold<dd>white</dl>", "**frost**\ncold\nwhite"),
}

TABLES = {
    "caption and head": (
        "<table><caption>Tides</caption><thead><tr><th>Hour<th>Metres"
        "<tbody><tr><td>6<td>1.2</table>",
        "Tides\n**Hour** \\| **Metres**\n6 \\| 1.2",
    ),
    "numbered code": (
        '<table class="rouge-table"><tr><td class="gutter"><pre>1\n2</pre></td>'
        '<td class="code"><pre>a\nb</pre></td></tr></table>',
        "```\na\nb\n```",
    ),
}

CODE = {
    "coloured": (
        '<pre><span class="k">let</span> x = <span class="s">"&lt;b&gt;"</span>;</pre>',
        '```\nlet x = "<b>";\n```',
    ),
    "broken by elements": ("<pre>one<br>two</pre>", "```\none\ntwo\n```"),
    "empty lines around": ("<pre>\n\n  x\n\n</pre>", "```\n  x\n```"),
    "language of a brush": (
        '<pre class="brush: php; gutter: true">$a = 1;</pre>',
        "```php\n$a = 1;\n```",
    ),
    "to be copied": (
        "<pre>#include &lt;stdio.h&gt;\nstd::cout &lt;&lt; a[0](b);\n// https://x.example</pre>",
        "```\n#include <stdio.h>\nstd::cout << a[0](b);\n// https://x.example\n```",
    ),
    "in a line, to be copied": (
        "<code>curl https://x.example/ &lt;in @everyone</code>",
        "`curl https://x.example/ <in @everyone`",
    ),
    "two ticks": ("<code>a``b</code>", "`a``b`"),
    "nothing but a fence": ("<code>```</code>", "` ``` `"),
    "two ticks in a block": ("<pre>a ``b`` c</pre>", "```\na ``b`` c\n```"),
    "last backslash": ("<code>C:\\</code> x", "`C:\\` x"),
    "keys": ("<kbd>Ctrl</kbd>+<kbd>C</kbd>", "`Ctrl`\\+`C`"),
    "example as it was once written": ("<xmp><b>x</b></xmp>y", "```\n<b>x</b>\n```\n\ny"),
}

LINKS = {
    "around blocks": (
        '<a href="/x"><h3>Title</h3><p>words</p></a>',
        "### [Title](<https://lamp.example/x>)\n[words](<https://lamp.example/x>)",
    ),
    "label is another host": (
        '<a href="https://evil.example/">www.bank.example</a>',
        "www.bank.example (<https://evil.example/>)",
    ),
    "label is the name before the host": (
        '<a href="https://bank.example@evil.example/">https://bank.example</a>',
        f"https:{Z}//bank.example (<https://bank.example@evil.example/>)",
    ),
    "label is the address without its scheme": (
        '<a href="https://www.x.example/a">x.example/a</a>',
        "[x.example/a](<https://www.x.example/a>)",
    ),
    "label is the address's beginning": (
        '<a href="https://x.example/a/long/way">x.example/a/long…</a>',
        "[x.example/a/long…](<https://x.example/a/long/way>)",
    ),
    "label has another address in it": (
        '<a href="https://evil.example/">log in at https://bank.example</a>',
        f"log in at https:{Z}//bank.example (<https://evil.example/>)",
    ),
    "label is another address, bold": (
        '<b><a href="https://evil.example/">https://bank.example/</a></b>',
        f"**https:{Z}//bank.example/** (<https://evil.example/>)",
    ),
    "host of another script": (
        '<a href="https://bücher.example/ä?ö=ü#ß">b</a>',
        "[b](<https://xn--bcher-kva.example/%C3%A4?%C3%B6=%C3%BC#%C3%9F>)",
    ),
    "host with a sharp s": (
        '<a href="https://straße.example/">s</a>',
        "[s](<https://xn--strae-oqa.example/>)",
    ),
    "host that is encoded": (
        '<a href="https://b%C3%BCcher.example/">b</a>',
        "[b](<https://xn--bcher-kva.example/>)",
    ),
    "backslashes": ('<a href="https:\\\\x.example\\a">x</a>', "[x](<https://x.example/a>)"),
    "line break in the target": (
        '<a href=" https://x.example/a\n/b c ">x</a>',
        "[x](<https://x.example/a/b%20c>)",
    ),
    "bar in the target": (
        '<a href="https://x.example/a|b">x</a>',
        "[x](<https://x.example/a%7Cb>)",
    ),
    "telephone": ('<a href="tel:+4712">call</a>', "call"),
    "script behind a tab": ('<a href="java\tscript:alert(1)">x</a>', "x"),
    "line break in the label": (
        '<a href="/x">a<br>b</a>',
        "[a](<https://lamp.example/x>)\n[b](<https://lamp.example/x>)",
    ),
    "footnote": (
        'word<sup><a href="#f1">1</a></sup>',
        "word[¹](<https://lamp.example/posts/rain/#f1>)",
    ),
    "heading's own": ('<h2>Rain <a class="headerlink" href="#rain">¶</a></h2>', "## Rain"),
    "address with parameters": (
        "https://x.example/?a=1&amp;b=2.",
        "<https://x.example/?a=1&b=2>.",
    ),
}

PICTURES = {
    "space in the name": (
        '<img src="//cdn.example/a b.png" alt="Fog">',
        "[Fog](<https://cdn.example/a%20b.png>)",
    ),
    "loaded later": (
        '<img src="data:image/gif;base64,R0" data-src="/fog.jpg" alt="Fog">',
        "[Fog](<https://lamp.example/fog.jpg>)",
    ),
    "loaded later, behind a picture of nothing": (
        '<img src="/blank.gif" data-src="/fog.jpg" alt="Fog">',
        "[Fog](<https://lamp.example/fog.jpg>)",
    ),
    "of a set": (
        '<img srcset="/fog-300.jpg 300w, /fog.jpg 1024w, /fog-600.jpg 600w" alt="Fog">',
        "[Fog](<https://lamp.example/fog.jpg>)",
    ),
    "counter by style": ('a<img src="/t.gif" style="width:1px; height: 0">', "a"),
    "counter with units": ('a<img src="/t.gif" width="1px" height="1px">', "a"),
    "without a source": ('<picture><source srcset="/f.webp 1x"><img alt="Fog"></picture>', "Fog"),
    "caption": (
        '<figure><img src="/f.jpg" alt=""><figcaption>Fog at <b>six</b></figcaption></figure>',
        "<https://lamp.example/f.jpg>\n\nFog at **six**",
    ),
    "marks in the description": (
        '<img alt="*a* [b]" src="/f.png">',
        "[∗a∗ ［b］](<https://lamp.example/f.png>)",
    ),
    "drawn in the page": ("<svg><text>x</text></svg>y", "y"),
}

LOOKS = {
    "by style": (
        '<span style="font-weight:700">a</span> <span style="font-style: italic">b</span> '
        '<span style="text-decoration:line-through">c</span>',
        "**a** *b* ~~c~~",
    ),
    "bold that is not": ('<b style="font-weight:normal">a</b>', "a"),
    "nested the wrong way": ("<b><i>x</b>y</i>", f"*{Z}**x**y*"),
    "struck and underlined": ("<u><s>x</s></u>", f"__~~x~~{Z}__"),
    "no look in Discord": ("<mark>a</mark> <small>b</small> <big>c</big>", "a b c"),
    "shortcode in bold": ("<b>:smile:</b>", "**\\:smile:**"),
    "stars between parts": ("<p align=center>* * *</p>", "\\* \\* \\*"),
    "heading with a mark": ("<h2># 1</h2>x", "## \\# 1\nx"),
    "heading of two lines": ("<h2>Part<br>Two</h2>", "## Part Two"),
    "heading of nothing": ("<h2> </h2>x", "x"),
}

QUOTES = {
    "with its writer": (
        "<blockquote>Rain.<footer>— <cite>Ann</cite></footer></blockquote>",
        "> Rain.\n> \n> — *Ann*",
    ),
    "heading and list": (
        "<blockquote><h3>To do</h3><ul><li>a<li>b</ul></blockquote>",
        "> ### To do\n> - a\n> - b",
    ),
}

UNSEEN = {
    "formula twice": (
        '<span class="katex"><span class="katex-mathml"><math><mi>x</mi></math></span>'
        '<span class="katex-html" aria-hidden="true">x</span></span>',
        "x",
    ),
    "formula's source": (
        "<math><semantics><mrow><mi>x</mi><mo>=</mo><mn>2</mn></mrow>"
        '<annotation encoding="application/x-tex">x=2</annotation></semantics></math>',
        "x=2",
    ),
    "for screen readers": (
        '<a href="/x">Next <span class="sr-only">about fog</span></a>',
        "[Next](<https://lamp.example/x>)",
    ),
    "moved out of sight": ('<span style="position:absolute;left:-9999px">x</span>y', "y"),
    "the theme's way on": (
        '<p>Rain.</p><p><a class="more-link" href="#more-7">Weiterlesen</a></p>',
        "Rain.",
    ),
    "closed dialogue": ("<dialog>x</dialog>y", "y"),
    "closed dialogue with a name": ('<dialog id="a">x</dialog>y', "y"),
    "open dialogue": ("<dialog open>x</dialog>", "x"),
    "for one mail program": ("<!--[if mso]>Outlook<![endif]-->Rain", "Rain"),
    "possible breaks": ("super<wbr>cali&shy;fragile", "supercalifragile"),
    "abbreviation of itself": ('<abbr title="CSS">CSS</abbr>', "CSS"),
    "entities as people type them": ("AT&ampT &copy 2026 &#150;", "AT&T © 2026 –"),
    "elements of the blog's own": ("<my-card>a</my-card><my-card>b</my-card>", "ab"),
}

CASES = {
    f"{kind}: {name}": case
    for kind, cases in {
        "East Asia": EAST_ASIA,
        "lists": LISTS,
        "tables": TABLES,
        "code": CODE,
        "links": LINKS,
        "pictures": PICTURES,
        "looks": LOOKS,
        "quotes": QUOTES,
        "unseen": UNSEEN,
    }.items()
    for name, case in cases.items()
}
