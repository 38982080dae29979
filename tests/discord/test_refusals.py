"""What Discord refuses of an announcement: it comes all the same, without that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.discord import refusals
from bot.discord.cards import announcement_embed, announcement_view, is_well_formed
from bot.discord.publisher import DiscordPublisher
from bot.errors import WordsRefused
from bot.mirror.ports import Place
from tests.discord.test_cards import BREAD
from tests.wire.addresses import check_addresses
from tests.wire.client import Harbour, harbour

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.mirror.desired import Announcement

HOSTILE = {
    "a space in the picture's name": {"image": "https://blog.example/my photo.jpg"},
    "a picture of 2,300 characters": {"image": "https://blog.example/" + "a" * 2300},
    "a picture that is no address": {"image": "http://["},
    "a picture beside a name": {"image": "https://ann:b@blog.example/i.png"},
    "a picture in the page": {"image": "data:image/png;base64,AA"},
    "a picture without a scheme": {"image": "//blog.example/i.png"},
    "a picture on a host with an underscore": {"image": "https://my_blog.example/i.png"},
    "a host with an underscore": {"url": "https://my_blog.example/1/"},
    "a link of 600 characters": {"url": "https://blog.example/" + "a" * 579},
    "a link of 2,048 characters": {"url": "https://blog.example/" + "a" * 2027},
    "a link of 2,049 characters": {"url": "https://blog.example/" + "a" * 2028},
    "a title of angle brackets": {"title": "<" * 128},
    "a title of 3,000 characters": {"title": "x" * 3000},
    "a title of 3,000 marks": {"title": "*_`|" * 750},
    "a title of half characters": {"title": "a\ud800b\udfff"},
    "half characters everywhere": {
        "author": "\ud800",
        "excerpt": "\udc00x",
        "terms": ("\ud800",),
        "image": "https://blog.example/\ud800.png",
    },
    "an author of 3,000 characters": {"author": "A" * 3000},
    "forty-one terms": {"terms": tuple(f"term {n}" * 20 for n in range(41))},
}


async def announced(here: Harbour, announcement: Announcement) -> tuple[Any, Any]:
    """Announce it in the channel; answers what stands there and what was said of it."""
    posted = await DiscordPublisher(here.client).announce(
        here.channel.id, announcement, 0, name="On bread", nonce="n", role=None
    )
    (row,) = here.wire.world.messages(here.channel.id)
    return row, posted


@pytest.mark.parametrize("changes", HOSTILE.values(), ids=HOSTILE)
async def test_what_is_known_to_be_refused_is_never_sent(changes: dict[str, Any]) -> None:
    async with harbour(pace=None) as here:
        row, posted = await announced(here, replace(BREAD, **changes))
        posts = [each for each in here.wire.rest.requests if each.method == "POST"]
        assert len(posts) == 1
        assert posted.thread is None
        assert row.embeds[0]["title"]


@pytest.mark.parametrize("changes", HOSTILE.values(), ids=HOSTILE)
def test_it_keeps_discords_rules(changes: dict[str, Any]) -> None:
    announcement = replace(BREAD, **changes)
    embed = announcement_embed(announcement, 3)
    assert 0 < len(embed.title or "") <= 256
    assert len(embed) <= 6000
    view = announcement_view(announcement, "https://discord.com/channels/1/2")
    check_addresses({"embeds": [embed.to_dict()], "components": view.to_components()})


def test_a_title_is_cut_where_it_is_too_long_as_it_is_sent() -> None:
    def title(words: str) -> str:
        return announcement_embed(replace(BREAD, title=words), 0).title or ""

    assert title("x " * 128) == ("x " * 128).strip()
    assert title("x" * 257) == "x" * 255 + "…"
    assert title("*" * 128) == "\\*" * 128
    assert title("*" * 129) == "\\*" * 127 + "…"


def test_a_link_that_has_no_place_stands_in_the_words() -> None:
    for url in ("https://my_blog.example/1/", "https://ann@blog.example/"):
        embed = announcement_embed(replace(BREAD, url=url), 0)
        assert (embed.url, embed.description) == (None, f"A few words\n<{url}>")


def test_four_terms_are_shown() -> None:
    embed = announcement_embed(replace(BREAD, terms=("a", "b", "c", "d", "e")), 1)
    assert embed.footer.text == "3 min read · 1 comment · a · b · c · d"


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("https://blog.example/", True),
        ("http://127.0.0.1:8080/a", True),
        ("https://", False),
        ("http://[", False),
        ("ftp://blog.example/", False),
        ("https://a_b.example/", False),
        ("https://blog.example/a b", False),
        ("", False),
    ],
)
def test_which_addresses_discord_takes(address: str, taken: bool) -> None:
    assert is_well_formed(address) is taken


# What no rule tells beforehand.

PICKY: dict[str, tuple[Callable[[dict[str, Any]], Any], str, list[Any], dict[str, Any]]] = {
    "the picture": (
        lambda body: body["embeds"][0].get("image"),
        "embeds.0.image.url",
        [refusals.PICTURE],
        {"url": BREAD.url},
    ),
    "the link": (
        lambda body: body["embeds"][0].get("url"),
        "embeds.0.url",
        [refusals.LINK],
        {"description": f"A few words\n<{BREAD.url}>"},
    ),
    "a button": (
        lambda body: body.get("components"),
        "components.0.components.0.url",
        [refusals.LINK],
        {"description": f"A few words\n<{BREAD.url}>"},
    ),
    "the title": (
        lambda body: len(body["embeds"][0].get("title", "")) > 70,
        "embeds.0.title",
        [refusals.END_OF_TITLE],
        {"url": BREAD.url},
    ),
    "words that a filter stops": (
        lambda body: body["embeds"][0].get("description"),
        "",
        [refusals.WORDS_OF_IT],
        {"url": BREAD.url, "title": "bread " * 12 + "bread"},
    ),
}
LONG = replace(BREAD, title="bread " * 12 + "bread", image="https://blog.example/i.png")


def pick(here: Harbour, refuse: Callable[[dict[str, Any]], Any], field: str) -> list[int]:
    """Let the client's own requests with such a body be refused; answers how many there were."""
    request, refused = here.client.http.request, [0]

    async def picky(route: Any, *arguments: Any, **details: Any) -> Any:
        body = details.get("json") or {}
        body = body.get("message", body)
        if body.get("embeds") and refuse(body):
            refused[0] += 1

            class Answer:
                status, reason = 400, "Bad Request"

            errors: dict[str, Any] = {"_errors": [{"code": "X", "message": "Not this."}]}
            for key in reversed(field.split(".") if field else []):
                errors = {key: errors}
            code = 50035 if field else 200_000
            raise discord.HTTPException(
                Answer(),
                {"code": code, "message": "Refused", **({"errors": errors} if field else {})},
            )
        return await request(route, *arguments, **details)

    setattr(here.client.http, "request", picky)  # noqa: B010 - mypy knows it as a method
    return refused


@pytest.mark.parametrize(("refuse", "field", "without", "shown"), PICKY.values(), ids=PICKY)
async def test_what_is_refused_is_left_out_and_told(
    refuse: Callable[[dict[str, Any]], Any], field: str, without: list[Any], shown: dict[str, Any]
) -> None:
    async with harbour(pace=None) as here:
        refused = pick(here, refuse, field)
        row, posted = await announced(here, LONG)
        assert refused == [len(without)]
        assert shown.items() <= row.embeds[0].items()
        place = Place(here.guild_id, here.channel.id, posted.message, None)
        changed = await DiscordPublisher(here.client).change_announcement(place, LONG, 2)
        assert list(changed) == without
        (row,) = here.wire.world.messages(here.channel.id)
        assert shown.items() <= row.embeds[0].items()


async def test_where_nothing_is_left_it_is_said() -> None:
    async with harbour(pace=None) as here:
        refused = pick(here, lambda _: True, "")
        with pytest.raises(WordsRefused):
            await announced(here, LONG)
        assert refused == [6]


async def test_a_forum_post_comes_without_its_picture() -> None:
    async with harbour(pace=None) as here:
        forum = here.wire.world.create_channel(here.guild_id, "talk", "forum")
        await here.wire.until(lambda: here.client.get_channel(forum))
        pick(here, PICKY["the picture"][0], "message.embeds.0.image.url")
        posted = await DiscordPublisher(here.client).announce(
            forum, LONG, 0, name="On bread", nonce="n", role=None
        )
        assert posted.thread is not None
        assert len(here.wire.world.threads()) == 1
