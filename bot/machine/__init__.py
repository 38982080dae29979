"""The computer that the bot runs on: what it refuses, its time, and who holds its loop."""
