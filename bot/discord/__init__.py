"""Everything that speaks to Discord through discord.py."""
