"""What is said once in a thread from which not everything goes to the blog."""

from __future__ import annotations

from bot.languages.phrase import Phrase

READS_ONLY = Phrase(
    "This thread shows the discussion on the blog. What is written here stays in Discord: the blog "
    "is not connected. Whoever manages this server can change that with `/blog connect`."
)
NOT_CARRIED = Phrase(
    "What is written here stays in Discord for now: following the blog is paused in this channel, "
    "or has ended."
)
UNREAD = Phrase(
    "This stays in Discord: the bot is not told its words. To write to the blog, reply to one of "
    "the bot's messages with the ping on, or mention the bot, or choose **Reply on the blog** in a "
    "message's menu, under Apps."
)
