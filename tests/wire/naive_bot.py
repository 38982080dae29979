"""A bot that keeps a naive record of what it has sent: what a kill at the wrong moment does to it.

Run by `launch.py tests.wire.naive_bot CHANNEL COUNT RECORD HABIT`, it sends the lines 0 to COUNT-1
and appends each number to the file RECORD; started again, it goes on after the last one written
down. HABIT "late" writes a line down after sending it, "early" before; "nonce" is late too, but
gives every line its own enforced nonce, and is safe.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

import discord


class Sender(discord.Client):
    """Sends what its record doesn't hold yet, then leaves."""

    def __init__(self, channel_id: int, count: int, record: Path, habit: str) -> None:
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.01)
        self.channel_id = channel_id
        self.count = count
        self.record = record
        self.habit = habit

    async def on_ready(self) -> None:
        channel = self.get_partial_messageable(self.channel_id)
        done = len(self.record.read_text().split()) if self.record.exists() else 0
        for number in range(done, self.count):
            nonce = f"line-{number}" if self.habit == "nonce" else secrets.token_hex(8)
            if self.habit == "early":
                self.write_down(number)
            await channel.send(f"Line {number}", nonce=nonce)
            if self.habit != "early":
                self.write_down(number)
        await self.close()

    def write_down(self, number: int) -> None:
        with self.record.open("a") as record:
            record.write(f"{number}\n")


def main() -> None:
    channel, count, record, habit = sys.argv[1:]
    sender = Sender(int(channel), int(count), Path(record), habit)
    sender.run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
