"""/blog repair and adopt: looking after what is mirrored."""

from __future__ import annotations

from cogs.blog_commands import BlogCommands


class CareCommands(BlogCommands):
    """What an owner needs when something has to be looked into or put right."""
