"""Comments as no one should write them, each with what a reader must see of it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from hypothesis import strategies as st

from tests.text.reader import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable

WORDS = [
    *[
        "word",
        "a",
        "3",
        "It's",
        "שלום",
        "سلام",
        "日本語",
        "e\u0301",
        "👩🏽\u200d🚀",
        "🇳🇴",
        "x" * 70,
    ],
    *["*", "**", "***", "_", "__", "~", "~~", "`", "``", "```", "|", "||", "\\", "<", ">", "&"],
    *["#", "##", "-", "-#", "+", "1.", "12.", ">>>", "---", "[", "]", "(", ")", "](", "!["],
    *["*our*", "_so_", "snake_case", "~~no~~", "`ls`", "||psst||", "¯\\_(ツ)_/¯", "</b>", "C#"],
    *["@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "<:x:1>", "<a:x:1>", "</cmd:1>"],
    *["<t:1:R>", "<id:guide>", ":smile:", "12:30:45", "https:// ", "http:", "\n", "\t"],
]
ADDRESSES = ["https://ex.am/a_b_c", "https://ex.am/?a*b=c*d~~e__f", "http://ex.am/(x)"]
TARGETS = [
    "https://to.be/",
    "https://to.be/a_b*c?d=~~e__f",
    "https://to.be/(x)/",
    "https://to.be/`|x",
]
LOOKS = {
    **dict.fromkeys(["b", "strong"], "bold"),
    **dict.fromkeys(["i", "em"], "italic"),
    **dict.fromkeys(["u", "ins"], "underline"),
    **dict.fromkeys(["s", "del"], "strike"),
}
SPACES = [" "] * 20
ENDS = ["/"] * 12


class Sample(NamedTuple):
    """HTML and the characters that must be seen of it, without white space."""

    html: str
    seen: list[Seen]


class _Comment:
    def __init__(self) -> None:
        self.html = ""
        self.seen: list[Seen] = []

    def show(self, text: str, looks: Iterable[str], link: str = "") -> None:
        self.seen += [Seen(c, frozenset(looks), link) for c in text if not c.isspace()]

    def write_inline(self, atoms: list[str], around: set[str]) -> None:
        """Write words and elements, as a list of atoms: `b` opens an element, `/` ends one."""
        stack: list[str] = []
        link = ""
        for atom in [*atoms, *ENDS]:
            if atom == "/":
                tag = stack.pop() if stack else None
                link = "" if tag == "a" else link
                self.html += f"</{tag}>" if tag else ""
            elif atom in TARGETS and not link:
                stack.append("a")
                link = quote(atom, safe=":/?=*~")
                self.html += f'<a href="{atom}">'
            elif atom in LOOKS:
                stack.append(atom)
                self.html += f"<{atom}>"
            elif atom in ADDRESSES and not link:
                self.html += f" {atom} "
                self.show(atom, around, atom)
            elif atom.startswith("code "):
                self.html += f"<code>{escape(atom[5:])}</code>"
                self.show(atom[5:], around | {"code"}, link)
            elif atom not in TARGETS and atom not in ADDRESSES:
                self.html += escape(atom)
                self.show(atom, around | {LOOKS[tag] for tag in stack if tag != "a"}, link)

    def write_block(self, kind: str, lines: list[list[str]]) -> None:
        tag, looks = {"quote": ("blockquote", {"quote"}), "h2": ("h2", {"h2"})}.get(
            kind, (kind, set())
        )
        self.html += f"<{tag}>"
        number = 1
        for atoms in lines:
            if kind == "pre":
                words = "".join(atom for atom in atoms if atom in WORDS)
                self.html += escape(words)
                self.show(words, {"pre", "pre "})
            elif tag in {"ul", "ol"}:
                before, mark = self.html, len(self.seen)
                self.show("-" if tag == "ul" else f"{number}.", {"marker"})
                empty = len(self.seen)
                self.html += "<li>"
                self.write_inline(atoms, set())
                number += 1
                if len(self.seen) == empty:
                    # The next one is counted otherwise: test_to_discord has an example.
                    self.html, number = before, number - 1
                    del self.seen[mark:]
            else:
                self.write_inline(atoms, set(looks))
                self.html += "<br>"
        self.html += f"</{tag}>"


_ATOMS = st.sampled_from(
    [
        *WORDS,
        *SPACES,
        *ENDS,
        *LOOKS,
        *LOOKS,
        *ADDRESSES,
        *TARGETS,
        *(f"code {word}" for word in WORDS),
    ]
)
_LINES = st.lists(st.lists(_ATOMS, min_size=1, max_size=12), min_size=1, max_size=3)
_BLOCKS = st.tuples(st.sampled_from(["p", "p", "ul", "ol", "quote", "h2", "pre"]), _LINES)


def _comment(blocks: list[tuple[str, list[list[str]]]]) -> Sample:
    comment = _Comment()
    for kind, lines in blocks:
        comment.write_block(kind, lines)
    return Sample(comment.html, comment.seen)


samples = st.lists(_BLOCKS, max_size=4).map(_comment)
