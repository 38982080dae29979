"""`afterword [COMMAND]`, and `python -m afterword`."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Run the bot that lies beside this file, whose modules no other program sees."""
    sys.path.insert(0, str(Path(__file__).parent))
    from bot.__main__ import main as bot  # noqa: PLC0415 - only now it can be found

    bot()


if __name__ == "__main__":
    main()
