"""`configure` at a real terminal, against a Discord on sockets: every way through it, and out."""

from __future__ import annotations

import asyncio
import stat
from typing import TYPE_CHECKING, Any

import pytest

from bot.console.configure.env_text import keep_token
from tests.console.configure.person import Person, environment, person
from tests.wire.wire import PATIENCE, Wire

if TYPE_CHECKING:
    from pathlib import Path

ASKS = "Token: "


async def past_the_token(someone: Person, wire: Wire) -> None:
    await someone.waits_for(ASKS)
    someone.types(wire.token)
    await someone.waits_for("✓ Discord accepts it. The bot is ")


async def test_from_nothing_to_a_bot_that_is_connected(tmp_path: Path) -> None:
    async with Wire(pace=None, approved=()) as wire, person(wire, tmp_path, "configure") as someone:
        await past_the_token(someone, wire)
        await someone.waits_for("only you can read that file")
        await someone.waits_for("Switch it on? [Y/n]")
        someone.types("")
        await someone.waits_for("✓ It is switched on.")
        assert wire.portal.content_access
        await someone.waits_for("Set that? [Y/n]")
        someone.types("y")
        await someone.waits_for("✓ It does.")
        assert wire.portal.told["install_params"]["scopes"] == ["bot", "applications.commands"]
        await someone.waits_for("https://discord.com/oauth2/authorize?client_id=")
        await someone.waits_for("Waiting until it is there.")
        guild = wire.world.create_guild("Harbour")
        await someone.waits_for("✓ It is in Harbour.")
        await someone.waits_for("/blog follow")
        await someone.waits_for("Start the bot now? [Y/n]")
        someone.types("")
        await someone.waits_for("Connected as ")
        await wire.until(lambda: "blog" in wire.people.commands(guild))
        assert wire.token not in someone.shown
    file = tmp_path / ".env"
    assert file.read_text() == f"DISCORD_TOKEN={wire.token}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


MISTAKES = {
    "empty": ("", "This is empty"),
    "the client secret": ("aB3-" * 8, "This is the client secret"),
    "an id": ("123456789012345678", "This is a number, such as the application's id"),
    "not a token": ("a b", "This has a blank"),
    "refused": ("no.such.token", "Discord refuses the token"),
}


async def test_every_mistake_has_words_and_another_attempt(tmp_path: Path) -> None:
    async with Wire(pace=None) as wire, person(wire, tmp_path, "configure") as someone:
        for typed, said in MISTAKES.values():
            await someone.waits_for(ASKS)
            someone.types(typed)
            await someone.waits_for(f"✗ {said}")
        await someone.waits_for(ASKS)
        assert not (tmp_path / ".env").exists()
        someone.types(f"Bot {wire.token}")
        await someone.waits_for("only you can read that file")
        assert "Traceback" not in someone.shown
    assert wire.token in (tmp_path / ".env").read_text()


async def test_without_a_network_the_same_is_tried_again(tmp_path: Path) -> None:
    async with Wire(pace=None) as wire, person(wire, tmp_path, "configure") as someone:
        wire.fault(path="/users/@me", status=None, drop="close", times=None)
        await someone.waits_for(ASKS)
        someone.types(wire.token)
        await someone.waits_for("✗ Discord can't be reached")
        await someone.waits_for(ASKS)
        wire.faults.waiting.clear()
        someone.types("")
        await someone.waits_for("✓ Discord accepts it")


async def test_what_stands_in_env_is_kept_and_its_token_offered(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "# Mine\nPOLL_SECONDS=90\nexport DISCORD_TOKEN='old.old.old'\nBLOG_BACKFILL=1\n"
    )
    file.chmod(0o644)
    async with Wire(pace=None) as wire, person(wire, tmp_path, "configure") as someone:
        wire.world.create_guild("Harbour")
        await someone.waits_for("Press Enter to keep the one that .env has")
        await past_the_token(someone, wire)
        await someone.waits_for("✓ The intent is switched on.")
        await someone.waits_for("Set that?")
        someone.types("no")
        await someone.waits_for("✓ It is in Harbour.")
        await someone.waits_for("Start the bot now?")
        someone.types("n")
        assert await someone.ends() == 0
        assert wire.portal.told["install_params"] is None
    assert file.read_text() == (
        f"# Mine\nPOLL_SECONDS=90\nDISCORD_TOKEN={wire.token}\nBLOG_BACKFILL=1\n"
    )
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    async with Wire(pace=None) as wire, person(wire, tmp_path, "configure") as someone:
        await someone.waits_for(ASKS)
        someone.types("")
        await someone.waits_for("✓ Discord accepts it")


async def test_what_discord_leaves_to_the_owner_is_said(tmp_path: Path) -> None:
    async with Wire(pace=None, approved=()) as wire, person(wire, tmp_path, "configure") as someone:
        wire.portal.stubborn = True
        wire.portal.told["bot_require_code_grant"] = True
        wire.portal.told["interactions_endpoint_url"] = "https://bot.example/"
        await past_the_token(someone, wire)
        await someone.waits_for("“Requires OAuth2 Code Grant” is on")
        await someone.waits_for("An Interactions Endpoint URL is set")
        await someone.waits_for("Switch it on?")
        someone.types("perhaps")
        await someone.waits_for("Please answer y or n.")
        someone.types("y")
        await someone.waits_for("Discord says no. The bot works without it.")
        await someone.waits_for("Set that?")
        someone.types("")
        await someone.waits_for("Discord says no. The link below asks for them anyway.")


async def test_waiting_for_a_server_can_be_left(tmp_path: Path) -> None:
    async with Wire(pace=None) as wire, person(wire, tmp_path, "configure") as someone:
        await past_the_token(someone, wire)
        await someone.waits_for("Set that?")
        someone.types("n")
        await someone.waits_for("Ctrl-C goes on without")
        someone.leaves()
        await someone.waits_for("It is in no server yet. The link stays good.")
        await someone.waits_for("Start the bot now?")
        await someone.leaves_until("Left. What has a ✓ above is done")
        assert await someone.ends() == 130
        assert "Traceback" not in someone.shown
    assert (tmp_path / ".env").exists()


async def test_left_before_there_is_a_token_nothing_is_written(tmp_path: Path) -> None:
    async with Wire(pace=None) as wire, person(wire, tmp_path, "configure") as someone:
        await someone.waits_for(ASKS)
        await someone.leaves_until("Left.")
        assert await someone.ends() == 130
        assert "Traceback" not in someone.shown
    assert list(tmp_path.iterdir()) == []


async def piped(
    wire: Wire, folder: Path, typed: str | bytes, **more: str
) -> tuple[int | None, str]:
    """What is said to somebody who has no terminal."""
    process = await asyncio.create_subprocess_exec(
        *wire.command("bot", "configure"),
        cwd=folder, env=environment(wire, **more),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await asyncio.wait_for(
        process.communicate(typed.encode() if isinstance(typed, str) else typed), PATIENCE
    )
    return process.returncode, said.decode()


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("", 2, "There was no token to read, and nothing was changed."),
        ("wrong.token.here\n", 2, "There was no token to read, and nothing was changed."),
        ("{token}\n", 0, "The rest was not asked. ./run start starts the bot."),
        ("{token}\nn\nn\nn\n", 0, "Start the bot now?"),
    ],
)
async def test_input_that_ends(tmp_path: Path, typed: str, status: int, said: str) -> None:
    async with Wire(pace=None, approved=()) as wire:
        wire.world.create_guild("Harbour")
        ended, words = await piped(wire, tmp_path, typed.format(token=wire.token))
        assert (ended, said in words) == (status, True), words
        assert "Traceback" not in words
        assert (tmp_path / ".env").exists() == (status == 0)


@pytest.mark.parametrize(
    ("held", "said"),
    [(b"\xff\xfeD\0I\0", "is saved as UTF-16"), (None, ".env: is a folder")],
)
async def test_an_env_that_can_not_be_kept_is_told_first(
    tmp_path: Path, held: bytes | None, said: str
) -> None:
    file = tmp_path / ".env"
    if held is None:
        file.mkdir()
    else:
        file.write_bytes(held)
    async with Wire(pace=None) as wire:
        ended, words = await piped(wire, tmp_path, f"{wire.token}\n")
    assert (ended, said in words) == (2, True), words
    assert held is None or file.read_bytes() == held


async def test_another_token_in_the_environment_is_told(tmp_path: Path) -> None:
    async with Wire(pace=None) as wire:
        more: dict[str, Any] = {"DISCORD_TOKEN": "another.one.here"}
        _, words = await piped(wire, tmp_path, f"{wire.token}\n", **more)
    assert "The environment has another DISCORD_TOKEN, which wins." in words


async def test_bytes_and_terminals_that_know_less(tmp_path: Path) -> None:
    async with Wire(pace=None) as wire:
        typed = b"t\xf6ken\n" + wire.token.encode() + b"\n\xff\n"
        ended, words = await piped(wire, tmp_path, typed, PYTHONIOENCODING="utf-8")
        assert (ended, "Traceback" in words) == (0, False), words
        assert "This has characters in it that no token has" in words
        assert "Please answer y or n." in words
        ended, words = await piped(wire, tmp_path, f"{wire.token}\n", PYTHONIOENCODING="latin-1")
        assert (ended, "? Discord accepts it" in words) == (0, True), words


async def test_a_token_that_is_taken_back_meanwhile(tmp_path: Path) -> None:
    async with Wire(pace=None) as wire, person(wire, tmp_path, "configure") as someone:
        await past_the_token(someone, wire)
        await someone.waits_for("Set that?")
        wire.fault(path="/users/@me/guilds", status=403, times=None)
        someone.types("n")
        await someone.waits_for("Discord answers with error 403.")
        await someone.waits_for("Start the bot now?")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "DISCORD_TOKEN=a.b.c\n"),
        ("\ufeffDISCORD_TOKEN=\n", "DISCORD_TOKEN=a.b.c\n"),
        ("X=1", "X=1\nDISCORD_TOKEN=a.b.c\n"),
        ("DISCORD_TOKEN=\nX=1\nDISCORD_TOKEN='z'\nY=2\n", "DISCORD_TOKEN=a.b.c\nX=1\nY=2\n"),
        ("#DISCORD_TOKEN=z\n", "#DISCORD_TOKEN=z\nDISCORD_TOKEN=a.b.c\n"),
    ],
)
def test_the_token_stands_in_env_once(tmp_path: Path, before: str, after: str) -> None:
    (tmp_path / ".env").write_text(before, encoding="utf-8")
    keep_token(tmp_path / ".env", "a.b.c")
    assert (tmp_path / ".env").read_text(encoding="utf-8") == after


def test_a_new_env_begins_as_the_example(tmp_path: Path) -> None:
    (tmp_path / ".env.example").write_text("# Words.\nDISCORD_TOKEN=\n#X=1\n")
    keep_token(tmp_path / ".env", "a.b.c")
    assert (tmp_path / ".env").read_text() == "# Words.\nDISCORD_TOKEN=a.b.c\n#X=1\n"
