"""Members: what they agreed to, their replies on the way, and what they want forgotten."""
