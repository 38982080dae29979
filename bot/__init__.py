"""Afterword: a blog's articles and discussions, live in Discord."""
