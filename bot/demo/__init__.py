"""The demo: a sample blog beside a simulated Discord."""
