"""What the developer portal holds of the application, and what that may change of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from simcord.backend import errors

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMITED = {
    "presences": discord.ApplicationFlags(gateway_presence_limited=True).value,
    "members": discord.ApplicationFlags(gateway_guild_members_limited=True).value,
    "message_content": discord.ApplicationFlags(gateway_message_content_limited=True).value,
}
"""The switches of the portal as flags, by the intents that they grant."""

EDITABLE = {"flags", "install_params", "integration_types_config", "custom_install_url"}
"""Of what an application may change, that which the stand-in knows."""


class Portal:
    """The privileged intents that are granted, and how the bot is installed."""

    def __init__(self, approved: Iterable[str]) -> None:
        self.approved = discord.Intents.none()
        self.approve(*approved)
        self.told: dict[str, Any] = {
            "install_params": None,
            "integration_types_config": {"0": {}},
            "bot_public": True,
            "bot_require_code_grant": False,
            "interactions_endpoint_url": None,
        }
        self.stubborn = False
        """Whether it refuses to be changed by the application, as after a review."""

    def approve(self, *intents: str) -> None:
        """Grant these privileged intents, and no others."""
        self.approved = discord.Intents.none()
        for name in intents:
            setattr(self.approved, name, True)

    @property
    def content_access(self) -> bool:
        """Whether other people's words are told."""
        return self.approved.message_content

    @property
    def flags(self) -> int:
        """The application's flags."""
        return sum(flag for name, flag in LIMITED.items() if getattr(self.approved, name))

    def application(self) -> dict[str, Any]:
        """What the application reads of itself."""
        return self.told | {"flags": self.flags}

    def edit(self, body: dict[str, Any]) -> None:
        """Change what an application may change: of its flags, only those of limited intents."""
        if self.stubborn or body.keys() - EDITABLE:
            raise errors.invalid_form_body(f"{sorted(body)}: can't be changed")
        changed = dict(body)
        flags = int(changed.pop("flags", self.flags))
        if flags & ~sum(LIMITED.values()) != self.flags & ~sum(LIMITED.values()):
            raise errors.invalid_form_body("flags: only limited intents can be changed")
        self.approve(*(name for name, flag in LIMITED.items() if flags & flag))
        self.told |= changed
