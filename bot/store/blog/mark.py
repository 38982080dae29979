"""What is written with every change that people would see."""

MARK = "UPDATE mirror SET wanted = wanted + 1 WHERE article = ?"
"""The article's mirrors show something older than what we know now."""
