"""What owners ask of the bot: follows, accounts, how things stand, and what went wrong."""
