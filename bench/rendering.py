"""What it takes to read HTML and write it as Markdown, beside markdownify and html-to-markdown.

    python bench/rendering.py

Neither of the two is the bot's; each is measured where it is installed. Both write Markdown of a
kind that Discord does not know, and keep no mention from being one.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.figures import NOTHING, Row, show
from bench.large import Vocabulary
from bot.text.to_discord import to_discord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PAGE = "https://blog.example/1/"
ROUNDS = 3
"""The quickest of so many counts: others use the machine, too."""


def corpora() -> dict[str, list[str]]:
    """Comments and articles, short ones and long ones, as the editors of blogs write them."""
    chance = random.Random(4)
    vocabulary = Vocabulary(chance)

    def words(least: int, most: int) -> str:
        return vocabulary.text(chance.randint(least, most)).capitalize() + "."

    def paragraphs(count: int) -> list[str]:
        return [f"<p>{words(20, 80)}</p>" for _ in range(count)]

    def rich(count: int) -> str:
        href = f"https://elsewhere.example/{chance.randrange(1000)}"
        kinds: tuple[Callable[[], str], ...] = (
            lambda: f"<h2>{words(2, 5)}</h2>",
            lambda: f'<p>{words(5, 40)} <a href="{href}">{words(1, 4)}</a> {words(5, 30)}</p>',
            lambda: f"<p>{words(5, 20)} <strong>{words(1, 4)}</strong> <em>{words(2, 6)}</em></p>",
            lambda: "<ul>" + f"<li>{words(4, 12)}</li>" * 4 + "</ul>",
            lambda: f"<blockquote><p>{words(10, 40)}</p></blockquote>",
            lambda: f'<figure><img src="{href}.png" alt="{words(1, 3)}"></figure>',
            lambda: f"<pre><code>{words(4, 9)}\n{words(4, 9)}</code></pre>",
        )
        written = paragraphs(count)
        for _ in range(count):
            written.insert(chance.randrange(len(written)), chance.choice(kinds)())
        return "\n".join(written)

    return {
        "short comments": [f"<p>{words(3, 50)}</p>" for _ in range(400)],
        "long comments": ["\n".join([*paragraphs(5), rich(2)]) for _ in range(60)],
        "short articles": [rich(6) for _ in range(40)],
        "long articles": [rich(60) for _ in range(6)],
    }


def milliseconds(render: Callable[[str], Any], pages: Sequence[str]) -> float:
    """CPU of a page."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for page in pages:
            render(page)
        times.append(time.process_time() - began)
    return min(times) * 1000 / len(pages)


def neighbours() -> dict[str, Callable[[str], Any]]:
    """Those that are installed."""
    found: dict[str, Callable[[str], Any]] = {}
    for module, name in (("markdownify", "markdownify"), ("html_to_markdown", "convert")):
        try:
            found[module] = getattr(import_module(module), name)
        except (ImportError, AttributeError):
            continue
    return found


def rows() -> Iterable[Row]:
    """Each corpus beside each neighbour."""
    beside = neighbours()
    for name, pages in corpora().items():
        ours = milliseconds(lambda page: to_discord(page, base_url=PAGE), pages)
        for module, render in beside.items():
            theirs = milliseconds(render, pages)
            yield Row(
                f"rendering, {name}", f"{ours:.3f} ms", f"{module}: {theirs:.3f} ms",
                ours / theirs, "≤ markdownify",
            )  # fmt: skip
        if not beside:
            yield Row(f"rendering, {name}", f"{ours:.3f} ms", NOTHING, None, "≤ markdownify")


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    show(rows())


if __name__ == "__main__":
    main()
