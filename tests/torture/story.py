"""What happened, line by line; and of a failure the page that tells how it came."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PAGE = 60
"""Lines that are read at once."""

ALWAYS_TOLD = re.compile(r"^(kill|trouble|calm|agreed|clock)")


@dataclass(slots=True)
class Story:
    """The lines so far, each with its second; `loud` says them at once, and a `file` keeps them."""

    loud: bool = False
    file: Path | None = None
    lines: list[str] = field(default_factory=list)
    _begun: float = field(default_factory=time.monotonic)

    def tell(self, kind: str, words: str) -> None:
        """One line; `kind` is one word."""
        line = f"{time.monotonic() - self._begun:7.2f}  {kind:<8} {words}"
        self.lines.append(line)
        if self.file is not None:
            with self.file.open("a") as file:
                file.write(line + "\n")
        if self.loud:
            print(line, flush=True)

    def page(self, about: set[str]) -> str:
        """What concerns these words (comments, messages), and the kills between; the end of it."""
        wanted = re.compile("|".join(rf"\b{re.escape(each)}\b" for each in sorted(about)) or "$^")
        told = [line for line in self.lines if ALWAYS_TOLD.match(line[9:]) or wanted.search(line)]
        left_out = max(len(told) - PAGE, 0)
        return "\n".join([*([f"… {left_out} lines before"] if left_out else []), *told[-PAGE:]])
