"""What watches the bot from outside: `/healthz` and `/metrics`, on a small server of its own."""
