"""What the chat's page is told of simcord's Discord, and what it may do there."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import pytest

from bot.demo.seat import Changes
from tests.demo.chatting import BLOG, chatting


def words(told: Any) -> list[str]:
    return [one["content"] for one in told["room"]["messages"]]


async def test_who_sees_which_rooms_and_messages() -> None:
    async with chatting() as chat:
        await chat.act("run", command="say", options={"words": "Psst"})
        await chat.act("write", words="Good morning", at=chat.ben)
        assert words(await chat.look()) == ["Psst (de)", "Good morning"]
        told = await chat.look(at=chat.ben)
        assert words(told) == ["Good morning"]
        assert [one["name"] for one in told["rooms"]] == ["talk"]
        assert [one["name"] for one in (await chat.look())["rooms"]] == ["talk", "keepers"]
        assert (await chat.look(chat.hidden, at=chat.ben))["room"] is None
        assert told["blog"] == BLOG
        assert "ann" in told["users"].values()
        assert "Keeper" in told["roles"].values()


async def test_a_thread_begins_with_its_message_and_has_no_row_in_the_channel() -> None:
    async with chatting() as chat:
        said = await chat.act("write", words="Let us talk")
        number = int(said["written"])
        thread = chat.env.backend.create_thread(
            chat.room.id, "Talk", chat.env.backend.bot_user.id, message_id=number
        )
        assert words(await chat.look()) == ["Let us talk"]
        assert words(await chat.look(thread)) == ["Let us talk"]
        await chat.act("write", words="Yes", room=str(thread.id))
        told = await chat.look(thread)
        assert words(told) == ["Let us talk", "Yes"]
        assert told["room"]["start"] == said["written"]
        (room,) = [one for one in told["rooms"] if one["parent"]]
        assert (room["name"], room["messages"]) == ("Talk", 1)
        assert room["type"] == discord.ChannelType.public_thread.value


async def test_answers_edits_reactions_and_deletions() -> None:
    async with chatting() as chat:
        first = (await chat.act("write", words="One", at=chat.ben))["written"]
        second = (await chat.act("write", words="Two", answers=first))["written"]
        third = (await chat.act("write", words="Three", answers=second))["written"]
        await chat.act("edit", message=third, words="Four")
        await chat.act("react", message=first, emoji="👍", on=True)
        one, _, four = (await chat.look())["room"]["messages"]
        assert one["reactions"][0]["me"]
        assert four["content"] == "Four"
        # What it answers is there, and not in turn all that this one answers.
        assert four["referenced_message"]["content"] == "Two"
        assert four["referenced_message"]["referenced_message"] is None
        await chat.act("react", message=first, emoji="👍", on=False)
        refused = await chat.act("delete", message=second, at=chat.ben, status=409)
        assert "missing" in refused["refused"].lower()
        await chat.act("delete", message=first)
        assert words(await chat.look()) == ["Two", "Four"]


async def test_buttons_forms_and_menus() -> None:
    async with chatting() as chat:
        panel = await chat.panel()
        form = (await chat.act("press", message=panel, button="form"))["form"]
        assert form["title"] == "A form"
        shown = await chat.act("submit", form=form["id"], values={"name": "Ann"})
        last = (await chat.look())["room"]["messages"][-1]
        assert (last["id"], last["content"]) == (shown["shown"], "Hello Ann")
        roles = (await chat.look())["roles"]
        (keeper,) = [number for number, name in roles.items() if name == "Keeper"]
        for menu, value, said in (
            ("colour", "Green", "Colour: Green"),
            ("channel", str(chat.hidden.id), "Channel: keepers"),
            ("role", keeper, "Roles: Keeper"),
        ):
            await chat.act("choose", message=panel, menu=menu, values=[value])
            assert words(await chat.look())[0] == said
        await chat.act("choose", message=panel, menu="role", values=[])
        assert words(await chat.look())[0] == "Roles: "
        refused = await chat.act("press", message=panel, button="silence", status=409)
        assert refused["refused"] == "The bot did not answer."


async def test_a_form_is_shown_while_the_bot_is_still_busy() -> None:
    async with chatting() as chat:
        try:
            done = await chat.act("press", message=await chat.panel(), button="busy")
            assert done["form"]["title"] == "A form"
        finally:
            chat.bot.gate.set()


async def test_commands_suggestions_and_the_apps_menu() -> None:
    async with chatting() as chat:
        async with chat.ann.get("/commands", params={"room": str(chat.room.id)}) as answer:
            known = await answer.json()
        assert [one["path"] for one in known["slash"]] == ["say"]
        assert [one["name"] for one in known["apps"]] == ["Why?"]
        asked: dict[str, Any] = {"command": "say", "option": "words", "typed": "ha"}
        (choice,) = (await chat.act("suggest", options={"times": 3}, **asked))["choices"]
        assert (choice["name"], choice["value"]) == ("ha × 3", "HA")
        options = {"words": "ha", "times": 3, "where": str(chat.hidden.id)}
        said = await chat.act("run", command="say", options=options, locale="en-GB")
        assert words(await chat.look()) == ["hahaha in keepers (en-GB)"]
        people = {name: number for number, name in (await chat.look())["users"].items()}
        options = {"words": "ha", "to": people["ben"]}
        await chat.act("run", command="say", options=options, locale="en-GB")
        assert words(await chat.look())[-1] == "ha to ben (en-GB)"
        wrote = await chat.act("write", words="Hm")
        await chat.act("apps", command="Why?", message=wrote["written"])
        assert words(await chat.look())[-1] == "Because: Hm"
        assert said["shown"] != wrote["written"]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("fly", {}),
        ("write", {}),
        ("write", {"words": "x", "room": "7"}),
        ("run", {"command": "nothing", "options": {}}),
        ("run", {"command": "say", "options": {"words": "x", "times": "many"}}),
        ("submit", {"form": "7", "values": {}}),
    ],
)
async def test_what_can_t_be_done_is_refused_with_words(name: str, asked: dict[str, Any]) -> None:
    async with chatting() as chat:
        assert (await chat.act(name, **asked, status=409))["refused"]
        assert words(await chat.look()) == []


async def test_other_sites_pages_neither_read_nor_act() -> None:
    async with chatting() as chat:
        body = {"room": str(chat.room.id), "words": "Spam"}
        for headers in (
            {"Origin": "http://elsewhere.example"},
            {"Host": "elsewhere.example"},
            {"Origin": "null"},
        ):
            async with chat.ann.post("/acts/write", json=body, headers=headers) as answer:
                assert answer.status == 403
        assert words(await chat.look()) == []
        async with chat.ann.get("/") as answer:
            rule = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in rule
        assert f"frame-src {BLOG}" in rule
        assert "unsafe" not in rule


async def test_who_waits_is_woken_by_a_change_and_otherwise_after_a_while() -> None:
    changes = Changes()
    waiting = asyncio.create_task(changes.after(0, 3600))
    await asyncio.sleep(0)
    changes.note()
    async with asyncio.timeout(60):
        assert await waiting == 1
        assert await changes.after(0, 3600) == 1
        assert await changes.after(1, 0.01) == 1


async def test_a_page_hears_that_something_happened() -> None:
    async with chatting() as chat, chat.ann.get("/events") as stream:
        first = await stream.content.readuntil(b"\n\n")
        heard = asyncio.create_task(stream.content.readuntil(b"\n\n"))
        await chat.act("write", words="Hello", at=chat.ben)
        async with asyncio.timeout(60):
            assert await heard != first
