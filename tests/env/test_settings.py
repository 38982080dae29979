"""The settings: names and defaults are fixed, and mistakes come all at once, without values."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.env import settings
from bot.env.place import Place
from bot.errors import SettingsError
from bot.model import Credentials

NOWHERE = Path("no-such-file.env")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.NAMES:
        monkeypatch.setenv(name, "")


def test_defaults() -> None:
    loaded = settings.load(NOWHERE)
    assert loaded == settings.Settings(
        token=None,
        database=Path("data/afterword.sqlite3"),
        poll_seconds=60,
        log_level="INFO",
        blog=None,
        backfill=3,
        allow_private=False,
        secret_key=None,
        reply_email="{hash}@discord.invalid",
    )


def test_everything_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DISCORD_TOKEN": "the-token",
        "DATABASE_PATH": "/var/lib/a.sqlite3",
        "POLL_SECONDS": "5",
        "LOG_LEVEL": "debug",
        "BLOG_URL": "https://blog.example/any/page",
        "BLOG_CHANNEL_ID": "123456789012345678",
        "BLOG_USER": "owner",
        "BLOG_APP_PASSWORD": "abcd efgh",
        "BLOG_BACKFILL": "0",
        "BLOG_ALLOW_PRIVATE": "true",
        "SECRET_KEY": "hush hush, not a word",
        "REPLY_EMAIL": "reader-{hash}@blog.example",
        "BLOG_MAX_ARTICLES": "1000",
        "BLOG_MAX_COMMENTS": "20000",
        "BLOG_MAX_MIB": "50",
        "BACKUP_DIR": "/var/backups/a",
        "BACKUP_KEEP": "30",
        "HEALTH_AT": "8710",
    }.items():
        monkeypatch.setenv(name, value)
    loaded = settings.load(NOWHERE)
    assert loaded.token == "the-token"
    assert loaded.database == Path("/var/lib/a.sqlite3")
    assert (loaded.poll_seconds, loaded.log_level, loaded.backfill) == (5, "DEBUG", 0)
    assert loaded.allow_private
    assert loaded.blog == settings.BlogSettings(
        "https://blog.example/any/page",
        123456789012345678,
        Credentials("owner", "abcd efgh"),
    )
    assert loaded.secret_key == "hush hush, not a word"
    assert loaded.reply_email == "reader-{hash}@blog.example"
    assert loaded.limits == settings.Limits(articles=1000, comments=20_000, mebibytes=50)
    assert loaded.backups == settings.BackupSettings(Path("/var/backups/a"), keep=30)
    assert loaded.health == Place("127.0.0.1", 8710)
    assert "the-token" not in repr(loaded)
    assert "hush" not in repr(loaded)
    assert "abcd" not in repr(loaded)


def test_a_week_of_backups_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKUP_DIR", "kept")
    assert settings.load(NOWHERE).backups == settings.BackupSettings(Path("kept"), keep=7)


def test_the_environment_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text("POLL_SECONDS=7\nBLOG_BACKFILL=9\n")
    monkeypatch.delenv("BLOG_BACKFILL")
    monkeypatch.setenv("POLL_SECONDS", "8")
    loaded = settings.load(file)
    assert (loaded.poll_seconds, loaded.backfill) == (8, 9)


def test_every_mistake_at_once_by_name_without_values(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "POLL_SECONDS": "hush-1",
        "LOG_LEVEL": "hush-2",
        "BLOG_URL": "hush-3",
        "BLOG_CHANNEL_ID": "hush-4",
        "BLOG_BACKFILL": "-77",
        "BLOG_ALLOW_PRIVATE": "hush-5",
        "BLOG_USER": "hush-6",
        "SECRET_KEY": "hush-7",
        "REPLY_EMAIL": "hush-8@",
        "BLOG_MAX_ARTICLES": "hush-9",
        "BLOG_MAX_COMMENTS": "0",
        "BLOG_MAX_MIB": "-77",
        "BACKUP_KEEP": "0",
        "HEALTH_AT": "hush-10",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        settings.load(NOWHERE)
    named = {problem.partition(":")[0] for problem in caught.value.problems}
    assert named == set(wrong) - {"BLOG_USER"} | {"BLOG_APP_PASSWORD"}
    assert "hush" not in str(caught.value)
    assert "77" not in str(caught.value)


@pytest.mark.parametrize("name", ["BLOG_CHANNEL_ID", "BLOG_USER", "BLOG_APP_PASSWORD"])
def test_a_blog_setting_without_a_blog(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "12345")
    with pytest.raises(SettingsError, match=name):
        settings.load(NOWHERE)


def test_a_blog_needs_a_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLOG_URL", "https://blog.example")
    with pytest.raises(SettingsError, match="BLOG_CHANNEL_ID"):
        settings.load(NOWHERE)
