"""How soon after a start the first article of a large WordPress is announced.

    python bench/first_announcement.py                    # 5,000 articles, 10,000 comments
    python bench/first_announcement.py --articles 20000

The blog is a real WordPress, Discord a stand-in on real sockets, and the bot a process of its own;
the time is from that process's start, Python's own start included, to the message in the channel.
Two seconds of it are discord.py's, which waits so long for more servers. Where the machine has
other work, the processor's time says more: what the bot used until then.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.e2e.afterword import Afterword
from tests.wire.wire import Wire
from tests.wordpress import server

PATIENCE = 600
"""Seconds."""

BATCH = 500
"""Rows that are written at once."""

WRITTEN = """
global $wpdb;
foreach (array_chunk(range(1, {articles}), {batch}) as $numbers) {{
    $rows = array_map(fn($n) => $wpdb->prepare('(1,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)',
        $at = gmdate('Y-m-d H:i:s', 1600000000 + $n * 3600), $at, $at, $at,
        '<p>' . str_repeat("Words of article $n. ", 150) . '</p>', "Article $n", '', 'publish',
        "article-$n", '', '', '', 'post'), $numbers);
    $wpdb->query("INSERT INTO $wpdb->posts (post_author, post_date, post_date_gmt, post_modified,
        post_modified_gmt, post_content, post_title, post_excerpt, post_status, post_name,
        to_ping, pinged, post_content_filtered, post_type) VALUES " . implode(',', $rows));
}}
$ids = $wpdb->get_col("SELECT ID FROM $wpdb->posts WHERE post_title LIKE 'Article %'");
foreach (array_chunk(range(1, {comments}), {batch}) as $numbers) {{
    $rows = array_map(fn($n) => $wpdb->prepare("(%d,'Reader','',%s,%s,%s,'1','comment')",
        $ids[$n * 7919 % count($ids)], $at = gmdate('Y-m-d H:i:s', 1700000000 + $n * 60), $at,
        "Comment $n"), $numbers);
    $wpdb->query("INSERT INTO $wpdb->comments (comment_post_ID, comment_author,
        comment_author_email, comment_date, comment_date_gmt, comment_content, comment_approved,
        comment_type) VALUES " . implode(',', $rows));
}}
return count($ids);
"""


async def first(site: server.Server, folder: Path, *, account: bool, backfill: int) -> None:
    """One start with an empty database; prints the seconds."""
    async with Wire() as wire:
        channel = wire.world.create_channel(
            wire.world.create_guild("Community"), "articles", "text"
        )
        user, password = (site.user, site.password) if account else ("", "")
        afterword = Afterword(wire, channel, folder, site.url, user, password)
        begun = time.monotonic()
        async with afterword.running(POLL_SECONDS="60", BLOG_BACKFILL=str(backfill)) as process:
            for wanted in (1, backfill):
                await wire.until(partial(_are_there, afterword, wanted), PATIENCE)
                seconds = time.monotonic() - begun
                worked = cpu(process.pid)
                print(f"  announcement {wanted}: {seconds:.1f} s after the start, {worked:.1f} CPU")


def _are_there(afterword: Afterword, wanted: int) -> bool:
    return len(afterword.announcements()) >= wanted


def cpu(process: int) -> float:
    """Seconds of the processor that a process has had (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def run(articles: int, comments: int) -> None:
    with server.running() as site:
        begun = time.monotonic()
        made = site.eval(WRITTEN.format(articles=articles, comments=comments, batch=BATCH))
        print(f"{made} articles, {comments} comments, written in {time.monotonic() - begun:.0f} s")
        for account in (False, True):
            for backfill in (3, 30):
                who = "with an account" if account else "as a visitor"
                print(f"{who}, BLOG_BACKFILL={backfill}")
                with tempfile.TemporaryDirectory() as folder:
                    await first(site, Path(folder), account=account, backfill=backfill)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--comments", type=int, default=10_000)
    options = parser.parse_args()
    asyncio.run(run(options.articles, options.comments))


if __name__ == "__main__":
    main()
