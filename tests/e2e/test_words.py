"""Hostile words through an administrator's account, for which WordPress filters nothing.

What a member writes is read where visitors read it, on the article's page, and in the REST API.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import aiohttp
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.e2e.afterword import Afterword
from tests.e2e.conversation import DONE, Conversation
from tests.wire.wire import Wire
from tests.wordpress.site import Site, guests_at_once

if TYPE_CHECKING:
    from pathlib import Path

    from selectolax.lexbor import LexborNode

    from tests.wordpress.server import Server

pytestmark = pytest.mark.wordpress

OURS = {"a", "blockquote", "code", "del", "em", "strong"}
WORDPRESS_OWN = {"p", "br"}
ALLOWED = {"a": {"href", "rel"}}
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

READABLE = {
    "<script>alert('a')</script>": "<script>alert(",
    "[press](javascript:alert(1)) me": "press",
    "[press](<JaVaScRiPt:alert(1)>) me": "press",
    "[press](data:text/html;base64,PHNjcmlwdD4=) me": "press",
    "[press](vbscript:alert(1)) me": "press",
    "[one](https://ok.test/ \"\" onclick=\"alert(1)\") two": "one",
    "https://ok.test/\"onmouseover=\"alert(1)\"// there": "there",
    "<https://ok.test/'onmouseover='alert(1)> there": "there",
    "[**a** <b onclick=alert(1)>b</b>](https://ok.test/\"onclick=\"alert(1))": "onclick",
    "<img src=x onerror=alert(1)>": "<img src=x onerror=alert(1)>",
    "<a href=\"javascript:alert(1)\" onclick=\"alert(1)\">here</a>": ">here</a>",
    "**<b onclick=alert(1)>bold</b>**": "<b onclick=alert(1)>bold</b>",
    "</p></div></li></ol><script>alert(1)</script>": "</p></div></li></ol><script>",
    "&lt;script&gt; is how one writes it": "&lt;script&gt; is how",
    "&#60;script&#62;alert(1)&#60;/script&#62;": "&#60;script&#62;",
    "&amp;lt;script&amp;gt;": "&amp;lt;script&amp;gt;",
    "<svg/onload=alert(1)> <math><mi//xlink:href='x'>": "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>": "<iframe src=javascript:alert(1)>",
    "<style>*{display:none}</style> <!-- and the rest": "and the rest",
    "<![CDATA[ <script>alert(1)</script> ]]>": "<![CDATA[",
    "`<script>alert(1)</script>` ```html\n<script>alert(1)</script>\n```": "<script>alert(1)",
    "[embed]javascript:alert(1)[/embed] [gallery] [caption]x[/caption]": "[gallery]",
    "<\u200bscript>alert(1)<\u200b/script>": "<script>alert(1)</script>",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e": "script\uff1ealert(1)",
    "\u202egnp.exe\u202c and \u2066more\u2069": "gnp.exe and more",
    "pass\u200bword \u2060and\ufeff so on": "password and so on",
    "> <script>\n> quoted\n\n\\<script> \\*plain\\*": "<script> *plain*",
    "<@1> <@&2> <#3> <:x:4> @everyone <t:0:R> </x:5>": "@everyone",
}  # fmt: skip

PIECES = [
    "<script>", "</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "[", "](",
    ")", "[b](https://ok.test/)", "(https://ok.test/\"onclick=\"x)", "**", "*", "__", "_", "~~",
    "||", "`", "```", "\n> ", "\n>>> ", "\n# ", "\n- ", "\n", "\n\n", "\\", "<", ">", "&", "&lt;",
    "&#x3c;", "\"", "'", "<a href=", " onclick=\"x\"", "<!--", "-->", "]]>", "\u202e", "\u2066",
    "\u200b", "\u200d", "e\u0301\u0301\u0301\u0301\u0301\u0301", "<@1>", "<t:1:R>", "🇳🇴", "שלום",
    "https://ok.test/", "javascript:x", " ", " ", " ",
]  # fmt: skip
NAME = "</a><img src=x onerror=alert(1)>\u202eAda"
SHOWN_NAME = "/aimg src=x onerror=alert(1)Ada"


def tangle(seed: int) -> tuple[str, list[str]]:
    """2,000 characters of hostile Markdown, and the words in it that a reader should find."""
    chance = random.Random(seed)
    text = ""
    words: list[str] = []
    while True:
        piece = "".join(chance.choices(PIECES, k=chance.randint(1, 6)))
        word = f"word{len(words)}x"
        if len(text) + len(piece) + len(word) + 2 > 2000:
            return text.ljust(2000, "."), words
        text += f"{piece} {word} "
        words.append(word)


async def test_words_stay_words(wordpress: Server, tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as session, Wire(pace=20) as wire:
        with guests_at_once(wordpress):
            site = Site(wordpress, session)
            article = await site.article("On words")
            assert await lets_everything_pass(site, article)
            await site.comment(article, "Harmless.")
            before = await page(site, article)
            guild = wire.world.create_guild("Community")
            channel = wire.world.create_channel(guild, "articles")
            bot = Afterword(
                wire, channel, tmp_path, wordpress.url, wordpress.user, wordpress.password
            )
            talk = Conversation(bot, "On words", guild)
            talk.join(NAME)
            tangles = [tangle(seed) for seed in range(6)]
            async with bot.running(BLOG_BACKFILL="1"):
                await wire.until(lambda: bot.thread("On words"))
                said = {talk.say(NAME, words): [shown] for words, shown in READABLE.items()}
                said |= {talk.say(NAME, words): shown for words, shown in tangles}
                await talk.answer(NAME, "always")
                await wire.until(lambda: all(talk.marks(each) == DONE for each in said))
            found = {each.message: each.id for each in await site.from_discord(article)}
            after = await page(site, article)
            check_page(before, after)
            for message, expected in said.items():
                check_comment(after, found[message], expected)
                rest = await site.call("GET", f"comments/{found[message]}")
                check_fragment(fragment(rest["content"]["rendered"]))


async def lets_everything_pass(site: Site, article: int) -> bool:
    """Whether WordPress keeps a script that this account writes; it is taken away again."""
    comment = await site.comment(article, "<script>alert(1)</script>")
    shown = (await site.call("GET", f"comments/{comment}"))["content"]["rendered"]
    await site.call("DELETE", f"comments/{comment}?force=true")
    return "<script>" in shown


async def page(site: Site, article: int) -> LexborHTMLParser:
    async with site.session.get(f"{site.server.url}/?p={article}") as answer:
        assert answer.status == 200
        return LexborHTMLParser(await answer.read())


def fragment(html: str) -> LexborNode:
    body = LexborHTMLParser(f"<!doctype html><html><body>{html}</body></html>").body
    assert body is not None
    return body


def attributes(tree: LexborHTMLParser, name: re.Pattern[str]) -> list[tuple[str, str]]:
    """Attributes of such a name, wherever they are."""
    return sorted(
        (key, value or "")
        for node in tree.css("*")
        for key, value in node.attributes.items()
        if name.match(key)
    )


def check_page(before: LexborHTMLParser, after: LexborHTMLParser) -> None:
    """The page runs what it ran when there was a harmless comment, and nothing else."""
    for tag in ("script", "style", "iframe", "object", "embed", "svg", "form", "link", "meta"):
        assert len(after.css(tag)) <= len(before.css(tag)), tag
    handlers = re.compile("on|style", re.IGNORECASE)
    assert set(attributes(after, handlers)) <= set(attributes(before, handlers))
    assert len(after.css("img:not(.avatar)")) == len(before.css("img:not(.avatar)"))
    addresses = [value for _, value in attributes(after, re.compile("href|action"))]
    assert not [each for each in addresses if not re.match("(https?:/)?/|#", each)]


def check_comment(tree: LexborHTMLParser, comment: int, expected: list[str]) -> None:
    (place,) = tree.css(f"#comment-{comment}")
    (name,) = place.css(".wp-block-comment-author-name, .fn")
    assert name.text().strip() == SHOWN_NAME
    (content,) = place.css(".wp-block-comment-content, .comment-content")
    check_fragment(content)
    shown = plain(content.text())
    for words in expected:
        assert plain(words) in shown, (words, content.html)


def check_fragment(content: LexborNode) -> None:
    for node in content.css("*"):
        if node.mem_id == content.mem_id:
            continue
        tag = node.tag or ""
        assert tag in OURS | WORDPRESS_OWN, node.html
        assert set(node.attributes) <= ALLOWED.get(tag, set()), node.html
        if tag == "a":
            assert re.match("https?://[^/]", node.attributes["href"] or ""), node.html
    assert not UNSEEN.search(content.text())


def plain(text: str) -> str:
    """Without what WordPress makes nicer: curly quotation marks, spaces."""
    return re.sub(r"\s+", "", text.translate(str.maketrans("‘’“”′″", "''\"\"'\"")))
