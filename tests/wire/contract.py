"""Request bodies against Discord's own OpenAPI document, for those who have a copy of it.

It doesn't see everything: it allows 4,000 characters of content, any sum of embeds, and keys that
it doesn't know; `rules.py` and simcord refuse those.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema_rs

if TYPE_CHECKING:
    from pathlib import Path

SNOWFLAKE_MIN = 10**15
MEDIA_CHANNEL = {"title": "GUILD_MEDIA", "const": 16}
"""Missing from the document's channel types, though Discord describes it elsewhere."""


class Contract:
    """Knows what body every route takes."""

    def __init__(self, document: Path) -> None:
        self._document: dict[str, Any] = json.loads(document.read_text())
        self._document["components"]["schemas"]["ChannelTypes"]["oneOf"].append(MEDIA_CHANNEL)
        paths = sorted(self._document["paths"], key=lambda path: str(path).count("{"))
        self._validators: dict[tuple[str, str], jsonschema_rs.Validator | None] = {}
        self._paths = [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in paths]

    def check(self, method: str, path: str, body: Any) -> list[str]:
        """What is wrong with a body, one line each; nothing for routes without a JSON body."""
        template = next((name for regex, name in self._paths if regex.fullmatch(path)), None)
        if template is None:
            return [f"{method} {path}: no such route"]
        key = method.lower(), template
        if key not in self._validators:
            self._validators[key] = self._compile(*key)
        validator = self._validators[key]
        if validator is None or body is None:
            return []
        errors = validator.iter_errors(with_text_ids(body))
        return [f"{method} {template}: {error.message[:300]}" for error in errors]

    def _compile(self, method: str, template: str) -> jsonschema_rs.Validator | None:
        operation = self._document["paths"][template].get(method, {})
        content = operation.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        if schema is None:
            return None
        components = {"components": self._document["components"]}
        return jsonschema_rs.validator_for({**schema, **components})


def with_text_ids(value: Any) -> Any:
    """Snowflakes as text: discord.py sends some as integers, and Discord takes both."""
    if isinstance(value, dict):
        return {key: with_text_ids(each) for key, each in value.items()}
    if isinstance(value, list):
        return [with_text_ids(each) for each in value]
    if isinstance(value, int) and not isinstance(value, bool) and value >= SNOWFLAKE_MIN:
        return str(value)
    return value
