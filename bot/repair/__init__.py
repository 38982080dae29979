"""After the database was lost: Discord and the blog tell what belongs to what."""
