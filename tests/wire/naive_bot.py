"""A bot that sends first and writes down afterwards: what a kill between the two does to it.

Run by `launch.py tests.wire.naive_bot CHANNEL COUNT RECORD`, it sends the lines 0 to COUNT-1 and
appends each number to the file RECORD; started again, it goes on after the last one written down.
With a fourth argument, "nonce", it gives every line its own enforced nonce, and is safe.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

import discord


class Sender(discord.Client):
    """Sends what its record doesn't hold yet, then leaves."""

    def __init__(self, channel_id: int, count: int, record: Path, *, nonces: bool) -> None:
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.01)
        self.channel_id = channel_id
        self.count = count
        self.record = record
        self.nonces = nonces

    async def on_ready(self) -> None:
        channel = self.get_partial_messageable(self.channel_id)
        done = len(self.record.read_text().split()) if self.record.exists() else 0
        with self.record.open("a") as written:
            for number in range(done, self.count):
                nonce = f"line-{number}" if self.nonces else secrets.token_hex(8)
                await channel.send(f"Line {number}", nonce=nonce)
                written.write(f"{number}\n")
                written.flush()
        await self.close()


def main() -> None:
    channel, count, record, *nonce = sys.argv[1:]
    sender = Sender(int(channel), int(count), Path(record), nonces=bool(nonce))
    sender.run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
