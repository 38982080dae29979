"""Afterword: a blog's articles and discussions, live in Discord."""

__version__ = "0.1.0"
