"""Whatever HTML there is: nothing is raised, nothing takes long, and what comes out is in order.

`python -m tests.text.fuzz 100000` tries so many.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from bot.mirror.lines import link, whole_link
from bot.text.address import absolute
from bot.text.excerpt import excerpt, title
from bot.text.split import split
from bot.text.to_discord import plain, to_discord
from tests.pace import slowness

if TYPE_CHECKING:
    from random import Random

HOME = "https://lamp.example/2026/rain/"
SECOND = 1.0
"""Of CPU: the most that one text may take, as a comment or as an article."""

_NAMES = (  # noqa: SIM905
    "a abbr article b bdo blockquote body br button center code dd del dialog div dl dt em figure "
    "font form frameset h1 h2 h6 head hr html i iframe img input li listing math mi nobr noscript "
    "object ol option p picture plaintext pre q rp rt ruby s script select span strong style sub "
    "summary sup svg table tbody td template textarea th title tr tt u ul video wbr xmp annotation "
    "my-card"
).split()
_KEYS = (  # noqa: SIM905
    "href src alt title class style start value reversed hidden type checked open width height "
    "data-src id"
).split()
_VALUES = [
    "", "/a", "#a", "//[", "http://[", "https://bücher.example/ä", "https://a_b.example",
    "https://xn--.example", "https://x.example:99999/", "https://@x.example", "\ud800",
    "https://\ud800.example/", "javascript:alert(1)", "data:image/png;base64,AA", "display:none",
    "font-weight:bold", "left:-9999px", "more-link", "language-py", "sr-only", "checkbox",
    "9" * 40, "-1", HOME, "https://" + "a" * 300 + ".example", "https://b%C3%BC%ff.example/",
]  # fmt: skip
_WORDS = [
    " ", "\n", "\t", "&amp;", "&#0;", "&#xd800;", "&#9999999999;", "&nbsp", "```", "``", "`",
    "https://", "https://x.example/a_b(c)", "http://[", "@everyone", "<@1>", "\u202e", "\ufeff",
    "\ud83d", "\U0001f469\u200d\U0001f680", "a\u0301" * 9, "Read more", "…", "[…]", "1. ", "- ",
    "# ", "> ", "||", "**", "~~", "\\", "](", "<", ">", "<!--", "-->", "<![CDATA[", "]]>", "</",
    "x", "words", "雨。", "שלום",
]  # fmt: skip
_TIMES = [*[1] * 300, *[9] * 20, 150, 3_000]


def _characters(chance: Random) -> str:
    """A few of any, halves of characters included."""
    return "".join(
        chr(chance.randrange(chance.choice([128, 0x3000, 0x11_0000])))
        for _ in range(chance.randrange(8))
    )


def _tag(chance: Random) -> str:
    written = ""
    for _ in range(chance.randrange(3)):
        mark = chance.choice("\"' ")
        value = chance.choice(_VALUES) if chance.random() < 0.8 else _characters(chance)
        written += f" {chance.choice(_KEYS)}={mark}{value}{mark}"
    return f"<{chance.choice(['', '', '/'])}{chance.choice(_NAMES)}{written}>"


def _piece(chance: Random) -> str:
    sort = chance.random()
    if sort < 0.55:
        return _tag(chance)
    return chance.choice(_WORDS) if sort < 0.85 else _characters(chance)


def _markup(chance: Random) -> str:
    pieces = []
    for _ in range(chance.randrange(25)):
        few = "".join(_piece(chance) for _ in range(chance.randrange(1, 4)))
        pieces.append(few * chance.choice(_TIMES))
    return "".join(pieces)


markup = st.randoms(use_true_random=True).map(_markup)


def check(html: str, *, most: float = SECOND) -> None:
    """Read it as comment, article, title, excerpt and address."""
    begun = time.process_time()
    parts = split(to_discord(html, base_url=HOME), first=1900, rest=1950)
    as_comment = time.process_time() - begun
    lines = [plain(html), title(html), excerpt(html, url=HOME)]
    addresses = [absolute(html[:3_000], HOME), link(html[:3_000]), whole_link(html[:3_000])]
    as_article = time.process_time() - begun - as_comment
    longest = max(as_comment, as_article)
    if longest >= most:
        # On a machine that has other work, a second of CPU does less.
        assert longest < most * slowness(), f"{as_comment:.2f} s, {as_article:.2f} s"
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
