"""Addresses that Discord takes, and those over which it refuses the whole message."""

from __future__ import annotations

import discord
import pytest

from tests.wire.client import harbour

WELL_FORMED = [
    "https://blog.example/?p=1#comment-2",
    "http://127.0.0.1:8080/a",
    "https://bücher.example/",
    "https://blog.example/" + "a" * 2027,
]
ILL_FORMED = [
    "https://blog.example/a b",
    "https://blog.example/\n",
    "blog.example/a",
    "//blog.example/a",
    "https://",
    "https://my_blog.example/",
    "ftp://blog.example/a",
    "https://blog.example/" + "a" * 2028,
]


@pytest.mark.parametrize("address", WELL_FORMED)
async def test_a_well_formed_address_is_taken(address: str) -> None:
    async with harbour() as here:
        embed = discord.Embed(title="An article", url=address).set_image(url=address)
        await here.channel.send(embed=embed)
        (row,) = here.wire.world.messages(here.channel.id)
        assert row.embeds[0]["url"] == address


@pytest.mark.parametrize("address", ILL_FORMED)
async def test_an_ill_formed_address_is_refused_wherever_it_stands(address: str) -> None:
    async with harbour(pace=None) as here:
        message = await here.channel.send("Before")
        for embed in (
            discord.Embed(title="An article", url=address),
            discord.Embed().set_image(url=address),
            discord.Embed().set_thumbnail(url=address),
            discord.Embed().set_author(name="Ada", url=address),
            discord.Embed().set_footer(text="2", icon_url=address),
        ):
            for doing in (here.channel.send(embed=embed), message.edit(embed=embed)):
                with pytest.raises(discord.HTTPException) as refusal:
                    await doing
                assert (refusal.value.status, refusal.value.code) == (400, 50035)
        assert [row.embeds for row in here.wire.world.messages(here.channel.id)] == [[]]


async def test_a_forum_post_is_refused_over_one_too() -> None:
    async with harbour() as here:
        forum_id = here.wire.world.create_channel(here.guild_id, "talk", "forum")
        await here.wire.until(lambda: here.client.get_channel(forum_id))
        forum = here.client.get_channel(forum_id)
        assert isinstance(forum, discord.ForumChannel)
        with pytest.raises(discord.HTTPException) as refusal:
            await forum.create_thread(name="Tides", embed=discord.Embed(title="T", url="no scheme"))
        assert refusal.value.code == 50035
        assert here.wire.world.threads() == []


async def test_a_button_has_less_room_than_an_embed() -> None:
    async with harbour() as here:
        for path, taken in (("a" * 491, True), ("a" * 492, False)):
            view = discord.ui.View()
            address = f"https://blog.example/{path}"
            view.add_item(discord.ui.Button(label="Read", url=address))
            if taken:
                await here.channel.send(view=view)
                continue
            with pytest.raises(discord.HTTPException) as refusal:
                await here.channel.send(view=view)
            assert refusal.value.code == 50035


@pytest.mark.parametrize(
    "embeds",
    [
        [discord.Embed(title="t" * 257)],
        [discord.Embed(description="d" * 4097)],
        [discord.Embed().set_author(name="a" * 257)],
        [discord.Embed().set_footer(text="f" * 2049)],
        [discord.Embed().add_field(name="n", value="v" * 1025)],
        [discord.Embed(description="d" * 3001), discord.Embed(description="d" * 3000)],
    ],
)
async def test_embeds_have_limits_each_and_together(embeds: list[discord.Embed]) -> None:
    async with harbour() as here:
        message = await here.channel.send("Before")
        for doing in (here.channel.send(embeds=embeds), message.edit(embeds=embeds)):
            with pytest.raises(discord.HTTPException) as refusal:
                await doing
            assert refusal.value.code == 50035
