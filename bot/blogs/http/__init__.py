"""Fetching, from addresses that nobody vouches for: one guarded session, its limits and faults."""
