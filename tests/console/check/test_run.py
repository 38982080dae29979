"""`check` as a whole: what it looks at, and what it never shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.console.check import run
from bot.console.check.findings import Finding, Group, summary, table
from bot.env.settings import BlogSettings, Settings
from bot.errors import SettingsError
from bot.model import Credentials
from bot.store.opening import open_database
from bot.store.store import open_store
from tests.console.check.world import KEY
from tests.e2e.afterword import PASSWORD, USER
from tests.wire.launch import point_discord_at

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.console.check.world import World


async def test_all_is_well(world: World) -> None:
    await world.follow(connect=True, moderators=world.channel)
    assert await world.wrong() == {}
    well = [found.words for found in await world.all() if found.ok]
    assert [words for words in well if "all permissions" in words][1:], "the cards' channel, too"
    assert "opens every stored password." in well
    assert any("accepted, with every right" in words for words in well)
    assert "can be read." in well


async def test_whether_members_can_read_a_privacy_policy(world: World) -> None:
    found = {each.subject: each for each in await world.all()}
    assert (found["PRIVACY_URL"].ok, "privacy` writes one" in found["PRIVACY_URL"].words) == (
        None, True,
    )  # fmt: skip
    url = "https://blog.example/privacy"
    found = {each.subject: each for each in await world.all(privacy_url=url)}
    assert found["PRIVACY_URL"] == Finding(True, "PRIVACY_URL", f"members are shown {url}.")


async def test_before_the_first_start(world: World) -> None:
    ahead = BlogSettings(world.blog, world.channel, Credentials(USER, PASSWORD))
    assert await world.wrong(blog=ahead) == {}
    found = {each.subject: each.words for each in await world.all(blog=ahead)}
    assert "permissions are there" in found["#articles in Harbour"]
    assert any("the bot will follow it" in words for words in found.values())
    assert not world.settings.database.exists(), "looking makes nothing"


async def test_a_blog_of_the_settings_that_is_followed(world: World) -> None:
    await world.follow()
    async with open_database(world.settings.database) as opened:
        await opened.write("UPDATE follow SET settings_url = ?", (world.blog,))
    ahead = BlogSettings(world.blog, world.channel, Credentials(USER, PASSWORD))
    assert await world.wrong(blog=ahead) == {}
    found = [each.subject.partition(" ")[0] for each in await world.all(blog=ahead)]
    assert found.count("#articles") == 1
    assert "BLOG_URL" not in found


async def test_no_secret_is_shown(world: World) -> None:
    await world.follow(connect=True)
    secrets = [world.wire.token, KEY, PASSWORD, USER, "@venn.example", "discord.invalid"]
    for changed in ({}, {"token": "wrong-token"}, {"secret_key": "another key, just as long"}):
        shown = "".join(each.subject + each.words for each in await world.all(**changed))
        assert not [secret for secret in [*secrets, *changed.values()] if secret in shown]


async def test_a_blog_address_with_a_password_is_not_shown(world: World) -> None:
    url = world.blog.replace("://", "://me:hush-hush@")
    shown = await world.all(blog=BlogSettings(url, world.channel, None))
    assert "hush" not in "".join(each.subject + each.words for each in shown)


async def test_every_mistake_in_the_settings_by_name() -> None:
    def load() -> Settings:
        raise SettingsError(["POLL_SECONDS: Not a valid integer.", "BLOG_URL: not a web address."])

    groups = [group async for group in run.look(load)]
    assert [(each.ok, each.subject) for each in groups[0].findings] == [
        (False, "POLL_SECONDS"),
        (False, "BLOG_URL"),
    ]
    assert "2 to mend." in summary(groups)


async def test_without_a_token_the_rest_is_checked(world: World) -> None:
    await world.follow(connect=True)
    assert (await world.wrong(token=None)).keys() == {"DISCORD_TOKEN"}
    found = await world.all(token=None)
    assert any(each.ok and "can be read" in each.words for each in found)
    assert any(each.ok is None and str(world.channel) in each.subject for each in found)
    assert world.wire.rest.requests == []


async def test_no_network(world: World) -> None:
    await world.follow(connect=True)
    point_discord_at("http://127.0.0.1:9")
    host = world.blog.removeprefix("http://")
    async with open_database(world.settings.database) as opened:
        await opened.write("UPDATE blog SET api = 'http://127.0.0.1:9/wp-json/'")
        await opened.write("UPDATE exchange SET origin = 'http://127.0.0.1:9'")
    wrong = await world.wrong()
    assert wrong.keys() == {
        "DISCORD_TOKEN",
        f"Bread & salt ({host})",
        "Account at http://127.0.0.1:9",
    }
    assert "online" in wrong["DISCORD_TOKEN"]


def test_the_table() -> None:
    long = "Some words that fill the room. " * 6
    findings = (
        Finding(True, "DISCORD_TOKEN", "accepted."),
        Finding(False, "A blog \x1b[31m", long),
        Finding(None, "A blog with a very long name, much too long", "not looked at."),
    )
    lines = table(Group("Discord", findings)).splitlines()
    assert lines[0] == "Discord"
    assert lines[1] == "  ✓ DISCORD_TOKEN                   accepted."
    assert lines[2].startswith("  ✗ A blog  [31m")
    assert lines[3].startswith(" " * 36)
    assert lines[-2:] == [
        "  - A blog with a very long name, much too long",
        " " * 36 + "not looked at.",
    ]
    assert max(len(line) for line in lines) <= 100
    assert summary([]) == "Nothing to mend."


async def test_a_server_that_the_bot_was_removed_from_says_until_when(world: World) -> None:
    await world.follow(connect=True)
    async with open_store(world.settings.database) as store:
        await store.departures.note(world.guild, now=1_800_000_000)
    found = {each.subject: each.words for each in await world.all()}
    assert "are deleted on 2027-02-14" in found[f"Server {world.guild}"]


async def test_an_env_that_others_can_read(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("")
    (tmp_path / ".env").chmod(0o644)
    assert (await world.wrong())[".env"].endswith("Type: chmod 600 .env")
    (tmp_path / ".env").chmod(0o600)
    assert await world.wrong() == {}


async def test_for_programs_it_is_json_with_the_same_in_it(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    await world.follow(connect=True)
    well = await run.check(lambda: world.settings, as_json=True)
    said = capsys.readouterr().out
    found = json.loads(said)
    assert found["well"] == well
    assert [group["title"] for group in found["groups"]] == [
        "Settings", "Database", "Discord", "Blogs",
    ]  # fmt: skip
    assert {"ok": True, "subject": "Message Content", "words": "the intent is switched on."} in (
        found["groups"][2]["findings"]
    )
    assert PASSWORD not in said
    assert KEY not in said
