"""What the landed version had in Discord is found as it was: see tests/store/landed.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.choices import Filters
from bot.languages.phrase import Phrase
from bot.mirror.room import THREAD_DELETED
from tests.store.landed import (
    BEGUN,
    BOAT,
    BREAD,
    FOG,
    FORUM,
    HARBOUR,
    LANE,
    MOON,
    MOOR,
    NETS,
    NEWS,
    OLD,
    OWNERS,
    QUAY,
    ROLE,
    RYE_IN_NEWS,
    TEXT,
    TIDES_IN_FORUM,
    TIDES_IN_LANE,
    TIDES_IN_TEXT,
    snowflake,
)

if TYPE_CHECKING:
    from bot.store.discord.mirrors import Progress
    from bot.store.store import Store


async def test_follows_and_what_owners_chose(store: Store) -> None:
    text, forum, news, lane, old = [await store.follows.get(number) for number in range(1, 6)]
    assert [each.channel for each in (text, forum, news, lane, old)] == [
        TEXT, FORUM, NEWS, LANE, OLD,
    ]  # fmt: skip
    assert await store.follows.standing() == [text, forum, news, lane]
    assert (text.guild, text.begun, text.brief, text.role) == (QUAY, True, True, ROLE)
    assert text.filters == Filters(("-Adverts",), (), ("tide", "moon", "nets", "boat", "fog"))
    assert str(text.quiet) == "22:00-07:00 Europe/Berlin"
    assert (forum.language, forum.filters, forum.publish) == ("de", Filters(), False)
    assert (news.blog, news.publish, news.quiet) == (BREAD, True, None)
    assert (lane.guild, lane.state) == (MOOR, "paused")
    assert lane.reason == Phrase("The bot may no longer see {channel}.", channel="#lane")
    assert old.state == "ended"
    assert await store.alarms.channels() == {QUAY: OWNERS}
    (alarm,) = await store.alarms.all()
    assert (alarm.guild, alarm.channel, alarm.since) == (QUAY, OWNERS, BEGUN + 6000)
    assert (alarm.message_id, alarm.hash) == (snowflake(6001), "alarm")


async def test_mirrors_with_announcement_and_thread(store: Store) -> None:
    by_follow = {number: await store.mirrors.progress(number) for number in range(1, 6)}
    assert [len(each) for each in by_follow.values()] == [5, 5, 2, 5, 2]
    tides = await store.mirrors.get(TIDES_IN_TEXT)
    assert tides is not None
    assert (tides.announcement_id, tides.announcement_state) == (snowflake(50, 1), "sent")
    assert (tides.announcement_hash, tides.announcement_since) == ("announcement 9", BEGUN + 50)
    assert (tides.counted, tides.counted_at, tides.active_at) == (5, BEGUN + 60, BEGUN + 1010)
    assert (tides.thread_id, tides.thread_name) == (snowflake(50, 1), "The tide tables")
    assert TIDES_IN_TEXT in await store.mirrors.to_be_changed(now=BEGUN * 2)
    post = await store.mirrors.get(TIDES_IN_FORUM)
    assert post is not None
    assert (post.channel, post.announcement_id) == (FORUM, post.thread_id)
    assert await store.mirrors.get(TIDES_IN_LANE) is None, "its follow is paused"
    (fog,) = await store.mirrors.misnamed()
    assert (fog.thread_name, fog.name_wanted) == ("Fog", "What the fog hides")
    (rye,) = await store.announcements.to_publish()
    assert (rye.id, rye.channel) == (RYE_IN_NEWS, NEWS)
    text, forum = titled(by_follow[1]), titled(by_follow[2])
    assert text["A boat, sold"].paused == THREAD_DELETED
    assert forum["New moon, again"].failure == Phrase(
        "The bot may not write in {channel}.", channel="#forum"
    )
    assert titled(by_follow[3])["Rye, slowly"].failure == Phrase(
        "Discord lets no more than {count} be published in an hour.", count=10
    )
    assert forum["Mending nets"].thread_id == snowflake(-86_400, 12), "it was adopted"
    stories = {number: await store.stories.mirrors(QUAY, HARBOUR, number) for number in range(1, 7)}
    assert stories[NETS][0].announcement == "sending"
    assert stories[BOAT][1].announcement == "removed"
    assert stories[MOON][0].left_out
    fog_in_text = await store.mirrors.get(stories[FOG][0].mirror or 0)
    assert fog_in_text is not None
    assert fog_in_text.closed


def titled(mirrors: list[Progress]) -> dict[str, Progress]:
    return {each.title: each for each in mirrors}


async def test_threads_and_messages(store: Store) -> None:
    text = await store.threads.by_thread(snowflake(50, 1))
    assert text is not None
    assert (text.mirror, text.guild, text.seen) == (TIDES_IN_TEXT, QUAY, snowflake(3000))
    assert not await store.threads.tell(RYE_IN_NEWS), "they had been told"
    assert await store.threads.tell(TIDES_IN_TEXT)

    async def parts(mirror: int) -> dict[tuple[str, int], tuple[str, int | None]]:
        return {
            (each.comment, each.number): (each.state, each.message_id)
            for each in await store.parts.of(mirror)
        }

    assert await parts(TIDES_IN_TEXT) == {
        ("10", 1): ("sent", snowflake(1010, 1)),
        ("11", 1): ("sent", snowflake(1011)),
        ("12", 1): ("sent", snowflake(1012)),
        ("12", 2): ("sent", snowflake(1013)),
        ("13", 1): ("removed", None),
    }
    assert await parts(TIDES_IN_FORUM) == {
        ("10", 1): ("sending", None),
        ("11", 1): ("refused", None),
        ("12", 1): ("removing", snowflake(1015)),
        ("13", 1): ("gone", None),
    }
    doubtful = {each.comment: each for each in await store.parts.of(TIDES_IN_FORUM)}["10"]
    assert (doubtful.generation, doubtful.nonce) == (1, "n18.10.1")
    assert (doubtful.hash, doubtful.since) == ("h", BEGUN + 1000)
    assert list(await parts(RYE_IN_NEWS)) == [("https://bread.example/rye#c1", 1)]
    assert await parts(TIDES_IN_LANE) == {("10", 1): ("sent", snowflake(1018))}
    arrivals = await store.lags.newest(1, 9)
    assert [(each.written, each.seen, each.shown) for each in arrivals][:1] == [
        (BEGUN + 300, BEGUN + 330, BEGUN + 1012)
    ]
