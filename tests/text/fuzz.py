"""Whatever HTML there is: nothing is raised, nothing takes long, and what comes out is in order.

`python -m tests.text.fuzz 100000` tries so many.
"""

from __future__ import annotations

import sys
import time

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from bot.mirror.lines import link, whole_link
from bot.text.address import absolute
from bot.text.excerpt import excerpt, title
from bot.text.split import split
from bot.text.to_discord import plain, to_discord

HOME = "https://lamp.example/2026/rain/"
SECOND = 1.0
"""Of CPU: the most that one text may take, as a comment or as an article."""

_NAMES = st.sampled_from(
    [
        "a",
        "abbr",
        "article",
        "b",
        "bdo",
        "blockquote",
        "body",
        "br",
        "button",
        "center",
        "code",
        "dd",
        "del",
        "dialog",
        "div",
        "dl",
        "dt",
        "em",
        "figure",
        "font",
        "form",
        "frameset",
        "h1",
        "h2",
        "h6",
        "head",
        "hr",
        "html",
        "i",
        "iframe",
        "img",
        "input",
        "li",
        "listing",
        "math",
        "mi",
        "nobr",
        "noscript",
        "object",
        "ol",
        "option",
        "p",
        "picture",
        "plaintext",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "script",
        "select",
        "span",
        "strong",
        "style",
        "sub",
        "summary",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "template",
        "textarea",
        "th",
        "title",
        "tr",
        "tt",
        "u",
        "ul",
        "video",
        "wbr",
        "xmp",
        "annotation",
        "my-card",
    ]
)
_VALUES = st.one_of(
    st.sampled_from([
        "", "/a", "#a", "//[", "http://[", "https://bücher.example/ä", "https://a_b.example",
        "https://xn--.example", "https://x.example:99999/", "https://@x.example", "\ud800",
        "https://\ud800.example/", "javascript:alert(1)", "data:image/png;base64,AA",
        "display:none",
        "font-weight:bold", "left:-9999px", "more-link", "language-py", "sr-only", "checkbox",
        "9" * 40, "-1", HOME, "https://" + "a" * 300 + ".example",
    ]),
    st.text(max_size=12),
)  # fmt: skip
_ATTRIBUTES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "href",
                "src",
                "alt",
                "title",
                "class",
                "style",
                "start",
                "value",
                "reversed",
                "hidden",
                "type",
                "checked",
                "open",
                "width",
                "height",
                "data-src",
                "id",
            ]
        ),
        _VALUES,
        st.sampled_from("\"' "),
    ),
    max_size=3,
)
_WORDS = st.one_of(
    st.text(max_size=20),
    st.sampled_from([
        " ", "\n", "\t", "&amp;", "&#0;", "&#xd800;", "&#9999999999;", "&nbsp", "```", "``", "`",
        "https://", "https://x.example/a_b(c)", "http://[", "@everyone", "<@1>", "\u202e", "\ufeff",
        "\ud83d", "\U0001f469\u200d\U0001f680", "a\u0301" * 9, "Read more", "…", "[…]", "1. ", "- ",
        "# ", "> ", "||", "**", "~~", "\\", "](", "<", ">", "<!--", "-->", "<![CDATA[", "]]>", "</",
    ]),
)  # fmt: skip


def _tag(name: str, attributes: list[tuple[str, str, str]], end: str) -> str:
    written = "".join(f" {key}={mark}{value}{mark}" for key, value, mark in attributes)
    return f"<{end}{name}{written}>"


_TAGS = st.builds(_tag, _NAMES, _ATTRIBUTES, st.sampled_from(["", "", "/"]))
_PIECES = st.one_of(_TAGS, _TAGS, _WORDS)
_REPEATED = st.builds(
    lambda pieces, times: "".join(pieces) * times,
    st.lists(_PIECES, min_size=1, max_size=3),
    st.sampled_from([2, 30, 150, 3_000]),
)
markup = st.lists(st.one_of(_PIECES, _PIECES, _PIECES, _REPEATED), max_size=25).map("".join)


def check(html: str, *, most: float = SECOND) -> None:
    """Read it as comment, article, title, excerpt and address."""
    begun = time.process_time()
    parts = split(to_discord(html, base_url=HOME), first=1900, rest=1950)
    as_comment = time.process_time() - begun
    lines = [plain(html), title(html), excerpt(html, url=HOME)]
    addresses = [absolute(html[:3_000], HOME), link(html[:3_000]), whole_link(html[:3_000])]
    as_article = time.process_time() - begun - as_comment
    assert max(as_comment, as_article) < most, f"{as_comment:.2f} s, {as_article:.2f} s"
    for text in [*parts, *lines, *filter(None, addresses)]:
        text.encode()  # No half of a character is left.
    assert all(0 < len(part) <= 1950 for part in parts)
    assert not any("\n" in line for line in lines)
    assert all(each is None or (each.isascii() and " " not in each) for each in addresses)


def fuzz(examples: int, *, quick: bool) -> None:
    """Try so many texts; without `quick`, none is made smaller and none is remembered."""

    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink] if quick else [Phase.generate],
    )
    @given(markup)
    @example("<p>\ud800<a href='http://['>x</a>")
    def run(html: str) -> None:
        check(html)

    run()


def main() -> None:
    examples = int(sys.argv[1])
    begun, seen = time.monotonic(), [0, 0.0, 0, 0]
    inner = check

    def counted(html: str, **_: float) -> None:
        at = time.process_time()
        seen[0] += 1
        try:
            inner(html)
        except Exception as error:  # noqa: BLE001 - it is what is looked for
            late = isinstance(error, AssertionError) and str(error).endswith(" s")
            seen[3 if late else 2] += 1
            sys.stderr.write(f"{error!r}: {html[:2_000]!r}\n")
        seen[1] = max(seen[1], time.process_time() - at)

    globals()["check"] = counted
    fuzz(examples, quick=False)
    sys.stdout.write(
        f"{seen[0]} texts in {time.monotonic() - begun:.0f} s: {seen[2]} raised something, "
        f"{seen[3]} took over a second; the longest took {seen[1]:.2f} s.\n"
    )


if __name__ == "__main__":
    main()
