"""How the chat's page shows Discord's Markdown, in a real browser."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser import launched, reason_for_none
from tests.demo.chatting import chatting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

pytestmark = pytest.mark.skipif(bool(reason_for_none()), reason=reason_for_none())

DRAW = """async text => {
    const { markdown } = await import("./markdown.js");
    const into = document.createElement("div");
    into.append(markdown(text, {
        blog: "http://blog.example/", users: {1: "Ann <b>"}, roles: {2: "Keeper"},
        rooms: [{id: "3", name: "talk"}],
    }));
    return into.innerHTML;
}"""

LIVE = """() => {
    const read = new DOMParser().parseFromString(window.shown, "text/html").body;
    const links = [...read.querySelectorAll("a")].map(one => one.getAttribute("href"));
    const alive = "script, img, svg, iframe, [onload], [onerror], [onmouseover]";
    return read.querySelectorAll(alive).length
        + links.filter(one => !/^(https?:|#)/.test(one)).length;
}"""

EXAMPLES = {
    "plain & <b>text</b>": "plain &amp; &lt;b&gt;text&lt;/b&gt;",
    "one\ntwo": "one<br>two",
    "**bold** *it* _it_ __under__ ~~gone~~": (
        "<strong>bold</strong> <em>it</em> <em>it</em> <u>under</u> <s>gone</s>"
    ),
    "***both***": "<em><strong>both</strong></em>",
    r"\*not\* 2 * 3 * 4 snake_case_name": "*not* 2 * 3 * 4 snake_case_name",
    "`**code**`": "<code>**code**</code>",
    "```py\nx < 1\n```": "<pre><code>x &lt; 1</code></pre>",
    "# Head\ntext": "<h3>Head</h3>text",
    "-# small": '<small class="subtext">small</small>',
    "> said\nnot said": "<blockquote>said<br></blockquote>not said",
    "> > deeper": "<blockquote>&gt; deeper</blockquote>",
    "- one\n  - two\n- three": "<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>",
    "3. three\n4. four": '<ol start="3"><li>three</li><li>four</li></ol>',
    "<@1> <@&2> <#3> <#4>": (
        '<span class="mention">@Ann &lt;b&gt;</span> <span class="mention">@Keeper</span> '
        '<a class="mention" href="#3">#talk</a> <span class="mention">#4</span>'
    ),
    "</blog settings:7>": '<span class="mention">/blog settings</span>',
    "[on the *blog*](<http://blog.example/a#b>)": (
        '<a href="http://blog.example/a#b" target="blog" rel="noopener noreferrer">'
        "on the <em>blog</em></a>"
    ),
    "https://other.example/x.": (
        '<a href="https://other.example/x" target="_blank" rel="noopener noreferrer">'
        "https://other.example/x</a>."
    ),
    "https://discord.com/channels/9/3/8": ('<a href="#3/8">https://discord.com/channels/9/3/8</a>'),
}

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](<javascript:alert(1)>)",
    "<javascript:alert(1)>",
    '[a](<https://x.example/" onmouseover="alert(1)>)',
    "**<script>alert(1)</script>**",
    "```html\n<script>alert(1)</script>\n```",
    "> # ||<svg onload=alert(1)>||",
    "<t:99999999999999:F> <t:9999999999999:R>",
    "*" * 2000 + "_" * 2000,
    "[" * 1000 + "](" * 1000,
)


@asynccontextmanager
async def page() -> AsyncIterator[Page]:
    async with chatting() as chat, launched() as browser:
        opened = await browser.new_page(locale="en-GB")
        await opened.goto(str(chat.ann.make_url("/")))
        yield opened


async def test_what_becomes_of_each_mark() -> None:
    async with page() as opened:
        shown = {text: await opened.evaluate(DRAW, text) for text in EXAMPLES}
        assert shown == EXAMPLES
        ago = await opened.evaluate(DRAW, "<t:0:R> <t:0:d>")
        assert "years ago" in ago
        assert ">01/01/1970</time>" in ago


async def test_a_spoiler_shows_its_words_when_it_is_pressed() -> None:
    async with chatting() as chat, launched() as browser:
        await chat.act("write", words="It was ||the butler||.")
        opened = await browser.new_page()
        await opened.goto(str(chat.ann.make_url("/")))
        hidden = opened.get_by_text("the butler")
        await expect(hidden).to_be_hidden()
        await opened.get_by_role("button", name="Spoiler").click()
        await expect(hidden).to_be_visible()


async def test_no_text_becomes_anything_but_text() -> None:
    async with page() as opened:
        for text in HOSTILE:
            await opened.evaluate(f"async text => {{ window.shown = await ({DRAW})(text); }}", text)
            assert await opened.evaluate(LIVE) == 0, text
