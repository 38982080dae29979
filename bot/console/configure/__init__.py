"""`python -m bot configure`: asks for what the bot needs, and writes it down."""
