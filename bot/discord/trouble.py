"""What people read when a command, button or form failed."""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from discord import app_commands

from bot.discord.locale import language_of
from bot.errors import AfterwordError
from bot.machine.shortage import shortage

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    import discord

log = logging.getLogger(__name__)

S = TypeVar("S")
P = ParamSpec("P")


async def tell(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Show our own errors in their own words; a fault of ours is logged and said so."""
    say = language_of(interaction)
    cause = error.__cause__ if isinstance(error, app_commands.CommandInvokeError) else error
    if isinstance(cause, AfterwordError):
        words = say(cause.phrase)
    elif isinstance(error, app_commands.MissingPermissions):
        words = say("You need the Manage Server permission for this.")
    elif isinstance(error, app_commands.NoPrivateMessage):
        words = say("This works in a server only.")
    elif cause is not None and (refused := shortage(cause)) is not None:
        log.error("%s That stopped a command.", refused)
        words = say(refused)
    else:
        log.error("A fault in Afterword itself stopped a command.", exc_info=error)
        words = say("Something in Afterword itself went wrong. Its log tells more.")
    if interaction.response.is_done():
        await interaction.followup.send(words, ephemeral=True)
    else:
        await interaction.response.send_message(words, ephemeral=True)


def told(
    callback: Callable[Concatenate[S, discord.Interaction[Any], P], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[S, discord.Interaction[Any], P], Coroutine[Any, Any, None]]:
    """Let a button's or form's failure be told like a command's: discord.py would only log it."""

    @functools.wraps(callback)
    async def telling(
        self: S, interaction: discord.Interaction[Any], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        try:
            await callback(self, interaction, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 - told, and logged if it is ours
            await tell(interaction, error)

    return telling  # type: ignore[return-value]  # wraps() names the first parameter
