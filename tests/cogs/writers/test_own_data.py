"""A member's whole life: asked, agreed, wrote, exported to the last row, forgotten to the last."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from bot.discord import json_file, memory
from bot.languages.phrase import Phrase
from bot.store.people.disclosure import Disclosed
from bot.store.people.inventory import INVENTORY
from cogs.writers import own_data
from tests.cogs.writers.test_replies import conversing, mirrored, ours, question, read, say, texts
from tests.cogs.writers.test_reply_form import reply_by_form
from tests.speech import LANGUAGES
from tests.store.kept import rows_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cogs.owners.test_commands import Community

NUMBERED = {"comment", "remote_id", "parent", "parent_id"}
"""Columns with a comment's number on its blog; elsewhere so small a number is another."""


async def exported(community: Community) -> Any:
    result = await community.member.slash(community.channel, "profile export")
    assert result.ephemeral
    (message,) = [
        each for each in [result.response, *result.followups] if each and each.attachments
    ]
    (file,) = message.attachments
    assert file.filename == "afterword.json"
    return json.loads(await file.read())


async def wrote(community: Community) -> list[int]:
    """Agreed, after a first no; wrote and answered, edited, in a form too; and is answered."""
    await say(community, "Not for the blog.")
    await community.pass_time()
    await community.member.click(question(community), label="Not this one")
    first = await say(community, "Unmistakable words.")
    await community.pass_time()
    await community.member.click(question(community), label="This one")
    await community.pass_time()
    second = await say(community, "Of mine, too.", reply_to=first)
    await community.pass_time()
    await community.member.click(question(community), label="Always")
    await reply_by_form(community, mirrored(community, "Well said"), "Written in a form.")
    await community.pass_time(2)
    await community.owner.send(community.thread(), "An answer.", reply_to=second)
    third = await say(community, "Changed soon.")
    await community.pass_time()
    await community.member.edit(third, "Changed now.")
    await community.pass_time(2)
    return [first.id, second.id, third.id]


def of_theirs(path: Path, user: int) -> list[tuple[str, dict[str, Any], list[str]]]:
    """Every row of the database that names them, a message or a comment of theirs; and where."""
    tables = rows_in(path)
    replies = [row for row in tables["reply"] if row["user"] == user]
    numbers = {user, *(row["message_id"] for row in replies)}
    comments = {row["comment"] for row in replies} - {None}
    found = []
    for table, rows in tables.items():
        for row in rows:
            names = [
                column
                for column, value in row.items()
                if value in numbers or (column in NUMBERED and value in comments)
            ]
            if names:
                found.append((table, row, names))
    return found


def missing(file: Any, path: Path, user: int) -> list[str]:
    """What the database has on them, and the file has not."""
    stored = {each["table"]: each["rows"] for each in file["stored"]}
    mentioned = {
        (row["table"], row["column"], str(row["value"])) for row in stored.pop("mentions", [])
    }
    lost = []
    for table, row, names in of_theirs(path, user):
        plain = json_file.exact(row)
        whole = any(plain.items() <= each.items() for each in stored.get(table, []))
        if not whole and not all((table, name, str(row[name])) in mentioned for name in names):
            lost.append(f"{table}: {row}")
    return lost


async def test_asked_agreed_wrote_exported_and_forgotten(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        user, path = community.member.id, tmp_path / "afterword.sqlite3"
        messages = await wrote(community)
        assert len(texts(community)) == 4
        file = await exported(community)
        assert len(of_theirs(path, user)) > 15, "the search finds little where there is much"
        assert missing(file, path, user) == []
        stored = {each["table"]: each["rows"] for each in file["stored"]}
        assert {"member", "agreement", "reply", "comment", "passage", "part"} <= stored.keys()
        words = json.dumps(file, ensure_ascii=False)
        for each in ("Unmistakable words.", "Changed now.", "Written in a form.", '"member"'):
            assert each in words
        assert str(community.owner.id) not in words, "somebody else's"
        shown = await community.member.slash(community.channel, "profile forget")
        await community.member.click(
            shown.response.message, label="Forget me, and take it off the blog"
        )
        await community.pass_time(3)
        assert ours(community) == []
        assert [row for row in of_theirs(path, user) if user in row[1].values()] == []
        kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        agreed = ["stand on **The Blog**", "Unmistakable", "Changed now", "in a form"]
        needles = [str(user).encode(), user.to_bytes(8, "big"), *map(str.encode, agreed)]
        assert [needle for needle in needles if needle in kept] == []
        ids = {str(message) for message in messages}
        assert not [row for row in rows_in(path)["reply"] if str(row["message_id"]) in ids]
        answer = await community.member.slash(community.channel, "profile export")
        assert read(answer) == "The bot stores nothing of you, in any server."


async def test_words_that_were_heard_are_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "Heard.")
        heard = community.env.bot.talk._memory._heard
        assert [each.said.words for each in heard.values()] == ["Heard."]
        monkeypatch.setattr(memory, "HEARD_SECONDS", 0)
        await community.env.bot.get_cog("DiscussionCog").pulse()
        assert not heard


async def test_of_whom_nothing_is_stored(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        answer = await community.member.slash(community.channel, "profile export")
        assert read(answer) == "The bot stores nothing of you, in any server."
        assert not [
            each for each in [answer.response, *answer.followups] if each and each.attachments
        ]


async def test_after_a_never_that_is_all(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "Mine.")
        await community.pass_time()
        await community.member.click(question(community), label="Never")
        await community.pass_time()
        file = await exported(community)
        stored = {each["table"]: each["rows"] for each in file["stored"]}
        assert stored.keys() == {"member", "agreement"}
        (said,) = stored["agreement"]
        assert (said["choice"], said["asked"], said["message"]) == ("never", "", None)


@pytest.mark.parametrize("much", [False, True])
async def test_what_is_too_large_for_discord_is_packed(
    monkeypatch: pytest.MonkeyPatch, much: bool
) -> None:
    monkeypatch.setattr(json_file, "LARGEST", 100 if much else 10_000)
    rows = [{"user": 2**60 + 1, "marks": "✅", "edits": 3}]
    found = [Disclosed("reply", Phrase("Yours."), rows)]
    made = await own_data.own_data(5, found, LANGUAGES.of("en"))
    content = made.fp.read()
    if much:
        assert made.filename == "afterword.json.zip"
        content = zipfile.ZipFile(BytesIO(content)).read("afterword.json")
    (stored,) = json.loads(content)["stored"]
    assert stored["rows"] == [{"user": str(2**60 + 1), "marks": "✅", "edits": 3}]
    assert "✅" in content.decode()


def test_each_table_is_described_once() -> None:
    names = [kept.table for kept in INVENTORY]
    assert len(names) == len(set(names))
