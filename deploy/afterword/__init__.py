"""Afterword as it is installed: `bot` and `cogs` lie in here, and are nobody else's neighbours."""
