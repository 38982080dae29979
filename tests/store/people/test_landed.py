"""What members had agreed to and written is found as it was: see tests/store/landed.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blogs.http.fetcher import Fetcher
from bot.care.connections import Connections
from bot.languages.phrase import Phrase
from bot.model import Credentials
from tests.store.landed import (
    BEGUN,
    HARBOUR,
    ISA,
    LEAVING,
    MARN,
    MODERATORS,
    MOOR,
    NELL,
    PASSWORD,
    PELL,
    QUAY,
    SECRET_KEY,
    TIDES_IN_TEXT,
    VIK,
    snowflake,
)

if TYPE_CHECKING:
    from bot.store.store import Store


REPLIES = {
    2100: (MARN, "published", "14"),
    2200: (MARN, "held", "15"),
    2300: (MARN, "posting", None),
    2400: (MARN, "refused", None),
    2500: (MARN, "queued", None),
    2600: (MARN, "withdrawn", None),
    2700: (MARN, "removed", "17"),
    2800: (MARN, "published", "18"),
    2810: (MARN, "published", "22"),
    2820: (MARN, "removed", "23"),
    2830: (LEAVING, "published", "24"),
    2900: (PELL, "waiting", None),
    2950: (ISA, "queued", None),
}
"""By the second in which it was written."""


async def test_members_and_their_replies(store: Store) -> None:
    members = {user: await store.members.get(QUAY, user) for user in (MARN, ISA, PELL, VIK)}
    assert {user: each and (each.consent, each.pen_name) for user, each in members.items()} == {
        MARN: ("always", "Marn of the Mole"),
        ISA: ("each", "Isa"),
        PELL: ("asked", None),
        VIK: ("never", None),
    }
    marn = [await store.members.get(guild, MARN) for guild in (QUAY, MOOR)]
    assert [each and each.consent for each in marn] == ["always", "never"]
    asked = await store.members.by_question(snowflake(2901))
    assert asked is not None
    assert (asked.user, asked.asked_for, asked.asked_in) == (
        PELL, snowflake(2900), snowflake(50, 1),
    )  # fmt: skip
    assert await store.exchanges.author(QUAY, HARBOUR, NELL) == (3, "Nell Carver")
    replies = {
        seconds: await store.replies.get(snowflake(seconds, seconds == 2100)) for seconds in REPLIES
    }
    assert {
        seconds: each and (each.user, each.state, each.comment) for seconds, each in replies.items()
    } == REPLIES
    published, edited, leaving, form = (replies[each] for each in (2100, 2810, 2830, 2950))
    assert published and edited and leaving and form  # noqa: PT018 - for mypy
    assert (published.answers, published.words, published.marks) == (snowflake(1010, 1), "w1", "✅")
    assert (edited.edits, edited.carried, edited.words, edited.altered) == (1, 1, "w22b", True)
    assert (leaving.withdraw, leaving.forget) == (True, True)
    assert (form.formed, form.form) == (True, "From a form.")
    refused = replies[2400]
    assert refused is not None
    assert refused.reason == Phrase("The blog says: {reason}", reason="Comments are closed.")
    natives = await store.replies.natives(TIDES_IN_TEXT)
    assert natives["14"] == snowflake(2100, 1)
    assert natives["16"] is None, "its writer is forgotten, and it stands there as nobody's"
    undecided = await store.replies.undecided(QUAY, HARBOUR)
    assert [each.comment for each in undecided] == ["15", "23"]


async def test_accounts_and_held_cards(store: Store) -> None:
    quay = await store.exchanges.get(QUAY, HARBOUR)
    assert (quay.user, quay.replies, quay.at_once) == ("afterword", True, True)
    assert (quay.attachments, quay.moderated, quay.moderators) == ("refuse", "leave", MODERATORS)
    moor = await store.exchanges.get(MOOR, HARBOUR)
    assert (moor.user, moor.secret, moor.replies) == (None, None, False)
    async with Fetcher(allow_private=False) as fetcher:
        opened = await Connections(store, fetcher, None, SECRET_KEY).unseal(quay)
    assert opened == Credentials("afterword", PASSWORD), "what is sealed opens no more"
    cards = {
        comment: await store.held.get(QUAY, HARBOUR, comment)
        for comment in ("15", "17", "19", "21")
    }
    assert {comment: each and (each.state, each.message_id) for comment, each in cards.items()} == {
        "15": ("sending", None),
        "17": ("open", snowflake(2201, 5)),
        "19": ("settled", snowflake(2202, 5)),
        "21": ("dismissed", snowflake(2203, 5)),
    }
    assert {each and (each.channel, each.since - BEGUN) for each in cards.values()} == {
        (MODERATORS, 2200 + number) for number in range(4)
    }
