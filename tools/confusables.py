"""Unicode's list of characters that look alike → `bot/text/confusables.txt`, what names need of it.

    .venv/bin/python -m tools.confusables confusables.txt

The argument is the file of that name of Unicode's Security Mechanisms (UTS #39).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from bot.text.lookalikes import DOT, TABLE, plain_letters

_LINE = re.compile(r"([0-9A-F]+) ;\s*([0-9A-F ]+?) ;")
_HEADER = """\
# Which characters look like which: those of names that no normalisation tells. Each line is what
# they look like, and they. Made by tools/confusables.py from Unicode's confusables.txt
# (UTS #39, version {version}), and shortened. Copyright (c) Unicode, Inc. Distributed under the
# Terms of Use in https://www.unicode.org/copyright.html, without warranty of any kind.
"""


def shortened(text: str) -> str:
    """The list as our file has it; `text` is Unicode's file."""
    alike: dict[str, list[str]] = {}
    for line in text.splitlines():
        if match := _LINE.match(line):
            character, looks = chr(int(match[1], 16)), _characters(match[2])
            if _is_of_use(character, looks):
                alike.setdefault(looks, []).append(character)
    version = re.search(r"Version: ([\d.]+)", text)
    header = _HEADER.format(version=version[1] if version else "unknown")
    return header + "".join(
        f"{'+'.join(map(_hex, looks))} {' '.join(map(_hex, characters))}\n"
        for looks, characters in sorted(alike.items())
    )


def _is_of_use(character: str, looks: str) -> bool:
    tells = character.isalnum() or any(each.isalnum() for each in looks) or looks == DOT
    return tells and plain_letters(character) == character != plain_letters(looks)


def _characters(codes: str) -> str:
    return "".join(chr(int(code, 16)) for code in codes.split())


def _hex(character: str) -> str:
    return f"{ord(character):04X}"


if __name__ == "__main__":
    found = shortened(Path(sys.argv[1]).read_text(encoding="utf-8-sig"))
    (Path(__file__).parent.parent / "bot" / "text" / TABLE).write_text(found, encoding="ascii")
