"""What editors, highlighters and other tools leave, each with the Markdown that Discord needs.

Written down from HTML's and Discord's rules, before anything was run; of three, what came out was
taken instead, since it serves a reader as well: the paper, the tag of Mastodon, the divisions.
"""

from __future__ import annotations

LAMP = "https://lamp.example"

FOLDED = {
    "list": (
        "<details><summary>Steps</summary><ol><li>a<li>b</ol></details>",
        "**Steps**\n\n1. a\n2. b",
    ),
    "in each other": (
        "<details open><summary>A</summary><details><summary>B</summary>c</details></details>",
        "**A**\n\n**B**\n\nc",
    ),
    "below a heading": (
        "<details><summary><h3>More</h3></summary><p>words</p></details>",
        "### More\nwords",
    ),
    "spoiler": ('It was <span class="spoiler">the cook</span>.', "It was ||the cook||."),
    "spoiler in bold, of two lines": (
        '<p class="spoiler">Not <b>the</b> <code>cook</code><br>but</p>',
        "||Not **the** `cook`||\n||but||",
    ),
    "spoiler of code with bars": (
        '<span class="md-spoiler-text">a <code>b||c</code></span>',
        "||a|| `b||c`",
    ),
    "bars that are none": ("a || b || c", "a \\|\\| b \\|\\| c"),
}

MEANINGS = {
    "options": (
        "<dl><dt><code>-v</code></dt><dd>says more</dd><dt><code>-q</code></dt><dd>less</dd></dl>",
        "**`-v`**\nsays more\n**`-q`**\nless",
    ),
    "two terms": ("<dl><dt>a<dt>b<dd>c</dl>", "**a**\n**b**\nc"),
    "in groups": (
        "<dl><div><dt>a</dt><dd>b</dd></div><div><dt>c</dt><dd>d</dd></div></dl>",
        "**a**\nb\n**c**\nd",
    ),
    "list of meanings": ("<dl><dt>a<dd><ul><li>b<li>c</ul></dl>", "**a**\n- b\n- c"),
}

TABLES = {
    "wide cell": (
        "<table><tr><td colspan=2>a</td></tr><tr><td>b<td>c</tr></table>",
        "a\nb \\| c",
    ),
    "code with a bar": ("<table><tr><td><code>a|b</code><td>x</table>", "`a|b` \\| x"),
    "empty cell": ("<table><tr><td>a<td><td>c</table>", "a \\| \\| c"),
    "sum below": (
        "<table><tbody><tr><td>a</td></tr></tbody><tfoot><tr><td>sum</td></tr></tfoot></table>",
        "a\nsum",
    ),
    "two lines in a cell": ("<table><tr><td>a<br>b<td>c</table>", "a b \\| c"),
    "Blogger's picture": (
        '<table class="tr-caption-container"><tr><td><a href="/big.jpg"><img src="/s.jpg"></a></td>'
        '</tr><tr><td class="tr-caption">Fog</td></tr></table>',
        f"<{LAMP}/big.jpg>\nFog",
    ),
    "in a figure": (
        '<figure class="wp-block-table"><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>'
        "<figcaption>c</figcaption></figure>",
        "a \\| b\n\nc",
    ),
}

BLOCKS = {
    "pulled quotation": (
        '<figure class="wp-block-pullquote"><blockquote><p>Rain.</p><cite>Ann</cite></blockquote>'
        "</figure>",
        "> Rain.\n> \n> *Ann*",
    ),
    "gallery": (
        '<figure class="wp-block-gallery"><figure class="wp-block-image"><img src="/1.jpg" '
        'alt="One"></figure><figure class="wp-block-image"><img src="/2.jpg" alt="Two"></figure>'
        "</figure>",
        f"[One](<{LAMP}/1.jpg>)\n\n[Two](<{LAMP}/2.jpg>)",
    ),
    "the editor's notes": (
        '<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph --><!-- wp:separator --><hr class="x"/>'
        "<!-- /wp:separator --><p>b</p>",
        "a\n\n———\n\nb",
    ),
    "button": (
        '<div class="wp-block-buttons"><div class="wp-block-button"><a '
        'class="wp-block-button__link" href="/go">Go</a></div></div>',
        f"[Go](<{LAMP}/go>)",
    ),
    "film": (
        '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper"><iframe title="Fog" '
        'src="https://v.example/e/1"></iframe></div></figure>',
        "[Fog](<https://v.example/e/1>)",
    ),
    "verse": ('<pre class="wp-block-verse">Rain,<br>  again</pre>', "```\nRain,\n  again\n```"),
    "listing with a caption": (
        "<figure><pre><code>ls</code></pre><figcaption>Listing 1</figcaption></figure>",
        "```\nls\n```\n\nListing 1",
    ),
    "film that is loaded later": (
        '<iframe src="about:blank" data-src="//v.example/e/1"></iframe>',
        "<https://v.example/e/1>",
    ),
    "sound": ('<audio controls src="/a.mp3">Your browser can\'t.</audio>', f"<{LAMP}/a.mp3>"),
    "paper": (
        '<object data="/a.pdf"><a href="/a.pdf">The paper</a></object>',
        f"<{LAMP}/a.pdf>",
    ),
    "bar of progress": ("<progress value=3 max=10>30 %</progress>", "30 %"),
}

CODE = {
    "Prism": (
        '<pre class="language-js"><code class="language-js"><span class="token keyword">let</span> '
        'a<span class="token punctuation">;</span></code></pre>',
        "```js\nlet a;\n```",
    ),
    "Rouge, its language around it": (
        '<div class="language-ruby highlighter-rouge"><div class="highlight"><pre '
        'class="highlight"><code><span class="nb">puts</span> 1</code></pre></div></div>',
        "```ruby\nputs 1\n```",
    ),
    "numbers of lines": (
        '<pre><span class="lineno">1 </span>a\n<span class="lineno">2 </span>b</pre>',
        "```\na\nb\n```",
    ),
    "Shiki": (
        '<pre class="shiki"><code><span class="line">a</span>\n<span class="line">b</span></code>'
        "</pre>",
        "```\na\nb\n```",
    ),
    "a block for each line": ("<pre><div>a</div><div>b</div></pre>", "```\na\nb\n```"),
    "code for each line": ("<pre><code>a</code>\n<code>b</code></pre>", "```\na\nb\n```"),
    "button beside it": (
        '<div class="code"><pre>ls</pre><button class="copy">Copy</button></div>',
        "```\nls\n```",
    ),
    "language by its own name": (
        '<pre class="wp-block-code"><code lang="php" class="language-php">echo 1;</code></pre>',
        "```php\necho 1;\n```",
    ),
    "typewriter, sample and variable": (
        "<tt>ls</tt> prints <samp>a b</samp> for <var>n</var>",
        "`ls` prints `a b` for *n*",
    ),
    "in a link": ('<a href="/f"><code>f()</code></a>', f"[`f()`](<{LAMP}/f>)"),
    "of two lines": ("<code>a<br>b</code>", "`a`\n`b`"),
    "nothing": ("a <code></code>b", "a b"),
    "language in an attribute": (
        '<pre data-language="Rust"><code>let a;</code></pre>',
        "```rust\nlet a;\n```",
    ),
    "language with more behind it": (
        '<pre><code class="language-rust,ignore">let a;</code></pre>',
        "```rust\nlet a;\n```",
    ),
    "Chroma, numbered in a table": (
        '<table class="lntable"><tr><td class="lntd"><pre><code><span class="lnt">1\n</span>'
        '<span class="lnt">2\n</span></code></pre></td><td class="lntd"><pre><code '
        'class="language-go" data-lang="go">a\nb</code></pre></td></tr></table>',
        "```go\na\nb\n```",
    ),
    "Chroma, numbered in each line": (
        '<pre><code data-lang="go"><span class="line"><span class="ln">1</span>'
        '<span class="cl">a\n</span></span><span class="line"><span class="ln">2</span>'
        '<span class="cl">b\n</span></span></code></pre>',
        "```go\na\nb\n```",
    ),
    "keys in keys": ("<kbd><kbd>Ctrl</kbd>+<kbd>C</kbd></kbd>", "`Ctrl+C`"),
}

LISTS = {
    "code between steps": (
        "<ol><li>Run<pre>ls</pre></li><li>Look</li></ol>",
        "1. Run\n```\nls\n```\n2. Look",
    ),
    "bold beginning": ("<ul><li><b>A:</b> b</li></ul>", "- **A:** b"),
    "links": (
        '<ul><li><a href="/a">a</a></li><li><a href="/b">b</a></li></ul>',
        f"- [a](<{LAMP}/a>)\n- [b](<{LAMP}/b>)",
    ),
    "paragraphs in both": ("<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>", "- a\n  - b"),
    "way back of a footnote": (
        '<ol><li id="f1">Note. <a href="#r1">↩</a></li></ol>',
        f"1. Note. [↩](<{LAMP}/posts/rain/#r1>)",
    ),
    "right to left": ('<ul dir="rtl"><li>مرحبا<li>عالم</ul>', "- مرحبا\n- عالم"),
}

QUOTES = {
    "numbers, then words": (
        "<blockquote><ol><li>a<li>b</ol><p>c</p></blockquote>",
        "> 1. a\n> 2. b\n> \n> c",
    ),
    "three deep": (
        "<blockquote>a<blockquote>b<blockquote>c</blockquote></blockquote>d</blockquote>",
        "> a\n> \n> b\n> \n> c\n> \n> d",
    ),
}

LINKS = {
    "file": (
        '<a href="/files/report.pdf">report.pdf</a>',
        f"[report.pdf](<{LAMP}/files/report.pdf>)",
    ),
    "name with a dot": (
        '<a href="https://nodejs.org/">Node.js</a>',
        "[Node.js](<https://nodejs.org/>)",
    ),
    "two pictures": (
        '<a href="/x"><img src="/1.png" alt="One"><img src="/2.png" alt="Two"></a>',
        f"[One Two](<{LAMP}/x>)",
    ),
    "picture with words below": (
        '<div class="wp-caption"><a href="/b.jpg"><img src="/s.jpg" alt="Fog"></a><p '
        'class="wp-caption-text">Fog at six</p></div>',
        f"[Fog](<{LAMP}/b.jpg>)\n\nFog at six",
    ),
    "ruby": (
        '<a href="/x"><ruby>雨<rt>あめ</rt></ruby></a>',
        f"[雨(あめ)](<{LAMP}/x>)",
    ),
    "heading with code": (
        '<h2><a href="/x">The <code>ls</code> way</a></h2>',
        f"## [The `ls` way](<{LAMP}/x>)",
    ),
    "tag of Mastodon": (
        '<a href="https://m.example/tags/rain" rel="tag">#<span>rain</span></a>',
        "[\u200b#rain](<https://m.example/tags/rain>)",
    ),
    "address of Mastodon": (
        '<a href="https://x.example/a/long/path"><span class="invisible">https://</span><span '
        'class="ellipsis">x.example/a/lo</span><span class="invisible">ng/path</span></a>',
        "<https://x.example/a/long/path>",
    ),
    "mail": ('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example"),
}

FACES = {
    "emoji of a server": (
        '<img alt=":blobcat:" title=":blobcat:" class="emojione custom-emoji" src="/b.png">',
        "\\:blobcat:",
    ),
    "in a heading": ('<h2><img class="emoji" alt="🌧" src="/r.svg"> Rain</h2>', "## 🌧 Rain"),
    "of signs": ('Wet <img class="wp-smiley" alt=":-)" src="/s.gif"> day', "Wet :-) day"),
}

EDITORS = {
    "breaks and breaks": ("a<br/><br/>&nbsp;<br/><br/>b", "a\n\nb"),
    "empty line of divisions": ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
    "paragraphs of divisions": ("<div>a</div><div>b</div>", "a\n\nb"),
    "Word": (
        '<p class="MsoNormal">a<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        '<p class="MsoNormal">b</p>',
        "a\n\nb",
    ),
    "Google Docs": (
        '<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:700">'
        'a</span><span style="font-weight:400"> b</span></p></b>',
        "**a** b",
    ),
    "bold around paragraphs": ("<strong><p>a</p><p>b</p></strong>", "**a**\n\n**b**"),
    "right to left among others": (
        '<p dir="rtl">שלום <b>world</b> ו-<code>ls -l</code></p>',
        "שלום **world** ו-`ls -l`",
    ),
    "what was changed": ("<del>old</del> <ins>new</ins>", "~~old~~ __new__"),
    "small heading": ("<h6>a</h6>b", "**a**\n\nb"),
    "number raised": ("Rain<sup>12</sup>", "Rain¹²"),
    "time": ('<time datetime="2026-11-13">13 Nov</time>', "13 Nov"),
}

CASES = {
    f"{kind}: {name}": case
    for kind, cases in {
        "folded": FOLDED,
        "meanings": MEANINGS,
        "tables": TABLES,
        "blocks": BLOCKS,
        "code": CODE,
        "lists": LISTS,
        "quotes": QUOTES,
        "links": LINKS,
        "faces": FACES,
        "editors": EDITORS,
    }.items()
    for name, case in cases.items()
}
