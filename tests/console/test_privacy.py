"""`privacy`: the policy names all that is stored, and tells the truth about this instance."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.console.privacy import policy, privacy
from bot.env.settings import BackupSettings, load
from bot.errors import OutputError, SettingsError
from tests.store.people.test_inventory import OTHERS, columns_of

if TYPE_CHECKING:
    from bot.env.settings import Settings

NOBODY_TOLD = "Jane Doe, privacy@blog.example"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.setenv("OPERATOR", NOBODY_TOLD)
    return load(tmp_path / ".env")


async def test_every_column_with_something_of_a_member_is_named(
    tmp_path: Path, settings: Settings
) -> None:
    text = policy(settings, NOBODY_TOLD, hears_all=True)
    for table, columns in (await columns_of(tmp_path / "afterword.sqlite3")).items():
        if table in OTHERS:
            continue
        (section,) = [part for part in text.split("\n\n") if part.startswith(f"**`{table}`**")]
        assert [name for name in columns if f"`{name}`" not in section] == [], table


def test_it_says_what_holds_here(settings: Settings) -> None:
    usual = policy(settings, NOBODY_TOLD, hears_all=True)
    assert f"> {NOBODY_TOLD}" in usual
    assert "a copy that nobody can remove" in usual
    assert "The bot makes no daily backups." in usual
    assert "address an address that is nobody's" in usual
    assert "This text is at" not in usual
    other = dataclasses.replace(
        settings,
        backups=BackupSettings(Path("b"), 12),
        reply_email="{hash}@mail.example",
        privacy_url="https://blog.example/privacy",
    )
    changed = policy(other, NOBODY_TOLD, hears_all=False)
    assert "the newest 12 are kept" in changed
    assert "makes no daily backups" not in changed
    assert "`{hash}@mail.example`" in changed
    assert "This text is at https://blog.example/privacy." in changed
    assert "(the Message Content intent is on)" in " ".join(usual.split())
    assert "The Message Content intent is off" in changed
    assert "Where the Message Content intent is on" in policy(settings, "J", hears_all=None)


def test_whoever_runs_it_is_named_in_one_line(settings: Settings) -> None:
    text = policy(settings, "Jane Doe\n\n## Privacy\njane@blog.example", hears_all=True)
    assert "> Jane Doe ## Privacy jane@blog.example\n\nAsk them" in text


def test_it_promises_no_more_than_the_bot_keeps(settings: Settings) -> None:
    text = policy(settings, NOBODY_TOLD, hears_all=True)
    assert "Until they are on a blog, messages' words are not stored" in text
    assert "one of few words can be guessed" in text
    assert "with the name and the link to your message that the blog shows" in text


async def test_it_is_written_for_others_to_read(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "PRIVACY.md"
    await privacy(settings, file, force=False)
    assert file.read_text(encoding="utf-8") == policy(settings, NOBODY_TOLD, hears_all=None)
    assert file.stat().st_mode & 0o777 == 0o644
    with pytest.raises(OutputError):
        await privacy(settings, file, force=False)


async def test_without_somebody_to_ask_there_is_none(tmp_path: Path, settings: Settings) -> None:
    nobody = dataclasses.replace(settings, operator=None)
    with pytest.raises(SettingsError, match="OPERATOR: not set"):
        await privacy(nobody, tmp_path / "PRIVACY.md", force=False)
    assert not (tmp_path / "PRIVACY.md").exists()


def test_its_address_must_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIVACY_URL", "blog.example/privacy")
    with pytest.raises(SettingsError, match="PRIVACY_URL: not a web address"):
        load(tmp_path / ".env")
