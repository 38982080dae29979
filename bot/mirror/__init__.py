"""The engine: what a thread should hold, what it holds, and the work between."""
