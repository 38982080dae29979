"""What can be seen of a Discord token without asking Discord: that it is something else. Pure."""

from __future__ import annotations

import re

_ELSE = (
    (r"https?:", "is a web address. The token is in the developer portal under Bot"),
    (r"[A-Z_]+ *=", "begins with the setting's name again. Leave only the token"),
    (r"\d{15,21}", "is a number, such as the application's id. The token is under Bot"),
    (r"[0-9a-f]{64}", "is the application's public key. The token is under Bot"),
    (r"[\w-]{32}", "is the client secret, which is under OAuth2. The token is under Bot"),
)
"""How each begins, or looks from beginning to end, and what is said of it."""

_PREFIX = re.compile(r"(Bot|Bearer)\s+", re.IGNORECASE)


def objection(token: str) -> str | None:
    """Why this is no bot's token, without a word of it; None: Discord has to say."""
    if _PREFIX.match(token):
        return "begins with “Bot”, which is no part of the token. Take that word out."
    for pattern, words in _ELSE:
        found = re.match(pattern, token)
        if found and (found.end() == len(token) or found[0][-1] in ":="):
            return f"{words}."
    if re.search(r"\s", token):
        return "has a blank or a line break in it. Copy it once more, in one piece."
    if not re.fullmatch(r"[\w.-]+", token, re.ASCII):
        return "has characters in it that no token has. Copy it once more."
    return None


def without_prefix(token: str) -> str:
    """What someone pasted, without what does not belong to it but is often copied along."""
    return _PREFIX.sub("", token.strip().strip("\"'")).strip()
