"""What blogs hold: their articles and comments, how far they are read, and finding in them."""
