"""`/blog …`: for those who manage the server."""
