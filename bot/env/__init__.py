"""What whoever runs the bot has written down for it."""
