"""The conversation: token, words, invitation, server. What was reached is kept wherever it ends."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from bot.console.configure import portal
from bot.console.configure.env_text import keep_token, text_of
from bot.console.configure.prompts import NoAnswer, agreed, secret
from bot.env.env_file import read
from bot.env.token import objection, without_prefix
from bot.env.typed import typed
from bot.errors import DiscordError, OutputError

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path
    from typing import Any

    from bot.console.configure.portal import Application

SETTING = "DISCORD_TOKEN"
WAIT = 600.0
"""Seconds that the bot's first server is waited for."""

WHERE = """\
This asks for what the bot needs, and writes it into {file}. Ctrl-C ends it at any time.

The token. Open https://discord.com/developers/applications, choose New Application, then Bot, then
Reset Token, and copy what it shows. Nobody sees what you paste here."""
KEPT = "   Press Enter to keep the one that {file} has."
AGAIN = "   Paste it once more, or press Enter to try the same again."
WORDS = """
Members' words. Discord tells the bot replies to its messages with the ping on, messages that
mention it, and what is written in its form. With the Message Content intent it reads everything in
the threads, so that members just write there."""
BUTTON = """
The button "Add App" on the bot's profile should ask for the permissions that the bot needs."""
INVITE = """
The invitation. Open this, and choose your server:

   {link}
"""
DONE = """
Then, in a channel of your server, type   /blog follow   with the address of your blog.
"""


def configure(env_file: Path) -> bool:
    """Ask, look and write; answers whether to start the bot now.

    Raises OutputError where it can't be written, or input ends too soon, SettingsError where what
    is there can't be read.
    """
    print(WHERE.format(file=env_file))
    try:
        token, application = _token(env_file)
    except NoAnswer:
        raise OutputError("There was no token to read, and nothing was changed.") from None
    keep_token(env_file, token)
    print(f"   ✓ {env_file} has it, and only you can read that file.")
    if os.environ.get(SETTING, token) != token:
        print(f"   ! The environment has another {SETTING}, which wins. Take that one away.")
    for obstacle in application.obstacles:
        print(f"   ! {obstacle}")
    try:
        _change(token, application)
        _invite(token, application)
        print(DONE.rstrip())
        return agreed("\nStart the bot now?")
    except NoAnswer:
        print(f"\nThe rest was not asked. {typed('start')} starts the bot.")
        return False


def _token(env_file: Path) -> tuple[str, Application]:
    """Ask until Discord accepts one. Raises NoAnswer."""
    text_of(env_file)  # before anything is typed: what can't be read would be lost
    before = without_prefix(read(env_file).values.get(SETTING, ""))
    if before:
        print(KEPT.format(file=env_file))
    while True:
        given = without_prefix(secret("   Token: "))
        token = given or before
        why = objection(token) if token else "is empty. Paste what Reset Token shows."
        if why is not None:
            print(f"   ✗ This {why}")
            continue
        before = token
        try:
            application = asyncio.run(portal.look(token))
        except DiscordError as error:
            print(f"   ✗ {error}\n{AGAIN}")
            continue
        print(f"   ✓ Discord accepts it. The bot is {application.bot}.")
        return token, application


def _change(token: str, application: Application) -> None:
    """Let the application be what it should be, if its owner wants that. Raises NoAnswer."""
    print(WORDS)
    if application.reads_all:
        print("   ✓ The intent is switched on.")
    elif agreed("   Switch it on?"):
        by_hand = "The bot works without it. You can switch it on in the portal, under Bot."
        _try(portal.let_read_all(token), "It is switched on.", by_hand)
    if not application.asks_enough:
        print(BUTTON)
        if agreed("   Set that?"):
            _try(portal.ask_enough(token), "It does.", "The link below asks for them anyway.")


def _try(change: Coroutine[Any, Any, bool], done: str, otherwise: str) -> None:
    try:
        print(f"   ✓ {done}" if asyncio.run(change) else f"   - Discord says no. {otherwise}")
    except DiscordError as error:
        print(f"   - {error} {otherwise}")


def _invite(token: str, application: Application) -> None:
    """Show the way into a server, and wait until it was gone; Ctrl-C waits no longer."""
    print(INVITE.format(link=application.invitation))
    try:
        names = asyncio.run(_servers(token))
    except KeyboardInterrupt:
        names = []
        print()
    except DiscordError as error:
        print(f"   - {error}")
        return
    if names:
        print(f"   ✓ It is in {', '.join(map(_plain, names))}.")
    else:
        print("   - It is in no server yet. The link stays good.")


async def _servers(token: str) -> list[str]:
    """The names of the servers that it is in, the first of which is waited for.

    Said in here, where Ctrl-C ends a task: outside it could strike a loop that is half made.
    """
    if names := await portal.servers(token):
        return names
    print("   Waiting until it is there. Ctrl-C goes on without …", flush=True)
    name = await portal.first_server(token, WAIT)
    return [] if name is None else [name]


def _plain(name: str) -> str:
    """Servers are named by others: nothing in a name may steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in name)
