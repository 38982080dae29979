"""The real article with its real discussion, on a real WordPress, followed through its changes."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from tests.e2e.afterword import Afterword, Seen
from tests.wire.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.wordpress.server import Server

DISCUSSION = Path(__file__).parents[3] / "shared" / "data" / "joy.json"
START = datetime.now(UTC) - timedelta(days=20)

pytestmark = [
    pytest.mark.wordpress,
    pytest.mark.skipif(not DISCUSSION.exists(), reason="the real discussion is not in ../shared"),
]


@dataclass(frozen=True, slots=True)
class Site:
    """WordPress as its administrator uses it."""

    server: Server
    session: aiohttp.ClientSession

    async def call(self, method: str, path: str, **body: Any) -> Any:
        async with self.session.request(
            method,
            self.server.api + "wp/v2/" + path,
            json=body or None,
            headers={
                "Authorization": aiohttp.encode_basic_auth(self.server.user, self.server.password)
            },
        ) as answer:
            content = await answer.json()
            assert answer.status < 300, content
            return content

    async def words(self, comment: int) -> list[str]:
        """The words that WordPress shows of a comment, read without our own renderer."""
        rendered = (await self.call("GET", f"comments/{comment}"))["content"]["rendered"]
        return html.unescape(re.sub(r"<[^>]*>", " ", rendered)).split()


@dataclass(frozen=True, slots=True)
class Joy:
    """The article as it stands in WordPress; `comments` maps the file's ids to WordPress'."""

    article: int
    title: str
    comments: Mapping[int, int]
    parents: Mapping[int, int]
    """By WordPress' ids; 0 at top level."""
    removed: frozenset[int]


async def load(site: Site) -> Joy:
    """Write the article and its discussion; a place whose text is missing is trashed again."""
    source = json.loads(DISCUSSION.read_text())
    author = await site.call(
        "POST", "users", username="joe", name=source["author"], email="joe@example.test",
        password="x" * 20, roles=["author"],
    )  # fmt: skip
    article = await site.call(
        "POST", "posts", title=source["title"], status="publish", author=author["id"],
        content="\n\n".join(f"<p>{html.escape(text)}</p>" for text in source["article"]),
    )  # fmt: skip
    ids = {0: 0}
    for comment in source["comments"]:
        by_author = comment["author_is_post_author"]
        who = (
            {"author": author["id"]}
            if by_author
            else {"author_name": comment["author"], "author_email": "someone@example.test"}
        )
        made = await site.call(
            "POST", "comments", post=article["id"], parent=ids[comment["parent"]], **who,
            status="approved",
            date_gmt=(START + timedelta(hours=comment["id"])).strftime("%Y-%m-%dT%H:%M:%S"),
            content=html.escape("\n\n".join(comment["paragraphs"]), quote=False) or "(missing)",
        )  # fmt: skip
        ids[comment["id"]] = made["id"]
    missing = [comment["id"] for comment in source["comments"] if comment.get("missing")]
    for comment in missing:
        await site.call("DELETE", f"comments/{ids[comment]}")
    parents = {ids[comment["id"]]: ids[comment["parent"]] for comment in source["comments"]}
    return Joy(
        article["id"], source["title"], ids, parents, frozenset(ids[each] for each in missing)
    )


async def test_real_article(wordpress: Server, tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as session, Wire(pace=20) as wire:
        site = Site(wordpress, session)
        joy = await load(site)
        guild = wire.world.create_guild("Community")
        channel = wire.world.create_channel(guild, "articles")
        bot = Afterword(wire, channel, tmp_path, wordpress.url, wordpress.user, wordpress.password)
        async with bot.running(BLOG_BACKFILL="1"):
            await wire.until(lambda: len(by_comment(bot, joy)) == 33)
            await check_first_mirror(bot, joy, site)
            await check_reply(bot, joy, site)
            await check_edit(bot, joy, site)
            await check_removed_parent(bot, joy, site)
            await check_late_approval(bot, joy, site)
            await check_withdrawal(bot, joy, site)
        assert "example.test" not in bot.log


async def check_first_mirror(bot: Afterword, joy: Joy, site: Site) -> None:
    (announcement,) = bot.announcements()
    assert announcement.embeds[0]["title"] == joy.title
    assert len(bot.wire.world.threads(bot.channel)) == 1
    said = by_comment(bot, joy)
    assert set(said) == set(joy.parents) - joy.removed
    assert sum(len(parts) > 1 for parts in said.values()) == 4
    orphans = [each for each in said if joy.parents[each] in joy.removed]
    assert len(orphans) == 2
    for comment, parts in said.items():
        assert words(parts) == await site.words(comment)
        parent = joy.parents[comment]
        answered = None if parent == 0 or comment in orphans else said[parent][0].message
        assert parts[0].reply_to == answered
    rows = bot.wire.world.messages(bot.thread(joy.title) or 0)
    assert max(len(row.content) for row in rows) <= 2000
    first_parts = [each.comment for each in bot.comments(joy.title) if each.number == 1]
    assert first_parts.index(joy.comments[9]) < first_parts.index(joy.comments[10])


async def check_reply(bot: Afterword, joy: Joy, site: Site) -> None:
    made = await site.call(
        "POST", "comments", post=joy.article, parent=joy.comments[34], status="approved",
        author_name="Someone new", author_email="new@example.test", content="I agree with you.",
    )  # fmt: skip
    parts = await bot.wire.until(lambda: by_comment(bot, joy).get(made["id"]))
    assert parts[0].reply_to == by_comment(bot, joy)[joy.comments[34]][0].message
    assert words(parts) == ["I", "agree", "with", "you."]
    assert bot.comments(joy.title)[-1] == parts[0]


async def check_edit(bot: Afterword, joy: Joy, site: Site) -> None:
    comment = joy.comments[6]
    before = by_comment(bot, joy)[comment]
    old = await site.call("GET", f"comments/{comment}?context=edit")
    await site.call("POST", f"comments/{comment}", content=f"{old['content']['raw']}\n\n" * 3)
    expected = await site.words(comment)
    await bot.wire.until(lambda: words(by_comment(bot, joy)[comment]) == expected)
    after = by_comment(bot, joy)[comment]
    assert after[0].message == before[0].message
    assert len(after) > len(before) == 1
    assert {part.reply_to for part in after[1:]} <= {None, after[0].message}


async def check_removed_parent(bot: Afterword, joy: Joy, site: Site) -> None:
    comment = joy.comments[7]
    message = by_comment(bot, joy)[comment][0].message
    told = set(await site.words(comment))
    await site.call("DELETE", f"comments/{comment}")
    await bot.wire.until(lambda: comment not in by_comment(bot, joy))
    rows = {row.id: row for row in bot.wire.world.messages(bot.thread(joy.title) or 0)}
    assert "no longer on the blog" in rows[message].content
    assert len(told & set(rows[message].content.split())) < 5
    assert by_comment(bot, joy)[joy.comments[8]][0].reply_to == message


async def check_late_approval(bot: Afterword, joy: Joy, site: Site) -> None:
    held = await site.call(
        "POST", "comments", post=joy.article, parent=joy.comments[1], status="hold",
        author_name="Patient one", author_email="patient@example.test", content="Held for long.",
        date_gmt=(datetime.now(UTC) - timedelta(days=7)).strftime("%Y-%m-%dT%H:%M:%S"),
    )  # fmt: skip
    newer = await site.call(
        "POST", "comments", post=joy.article, status="approved",
        author_name="Quick one", author_email="quick@example.test", content="Seen at once.",
    )  # fmt: skip
    await bot.wire.until(lambda: newer["id"] in by_comment(bot, joy))
    assert held["id"] not in by_comment(bot, joy)
    await site.call("POST", f"comments/{held['id']}", status="approved")
    parts = await bot.wire.until(lambda: by_comment(bot, joy).get(held["id"]))
    assert parts[0].reply_to == by_comment(bot, joy)[joy.comments[1]][0].message


async def check_withdrawal(bot: Afterword, joy: Joy, site: Site) -> None:
    def announced() -> str:
        return json.dumps([row.embeds for row in bot.announcements()])

    kept = bot.comments(joy.title)
    await site.call("POST", f"posts/{joy.article}", status="draft")
    await bot.wire.until(lambda: bot.wire.world.threads(bot.channel)[0].locked)
    assert bot.wire.world.threads(bot.channel)[0].archived
    await bot.wire.until(lambda: joy.title not in announced())
    assert bot.comments(joy.title) == kept
    await site.call("POST", f"posts/{joy.article}", status="publish")
    await bot.wire.until(lambda: not bot.wire.world.threads(bot.channel)[0].locked)
    await bot.wire.until(lambda: joy.title in announced())
    await site.call("DELETE", f"posts/{joy.article}?force=true")
    await bot.wire.until(lambda: bot.thread(joy.title) is None)
    await bot.wire.until(lambda: bot.wire.world.threads(bot.channel)[0].locked)
    rows = bot.wire.world.messages(bot.wire.world.threads(bot.channel)[0].id)
    assert not [row for row in rows if "#comment-" in row.content]


def by_comment(bot: Afterword, joy: Joy) -> dict[int, list[Seen]]:
    """The mirrored parts of each comment, in order of their numbers."""
    found: dict[int, list[Seen]] = {}
    for seen in bot.comments(joy.title):
        found.setdefault(seen.comment, []).append(seen)
    return {
        comment: sorted(parts, key=lambda part: part.number) for comment, parts in found.items()
    }


def words(parts: list[Seen]) -> list[str]:
    """What the parts say, without the notes that Afterword adds."""
    lines = [line for part in parts for line in part.words.splitlines()]
    return " ".join(line for line in lines if not line.startswith("-# ")).split()
