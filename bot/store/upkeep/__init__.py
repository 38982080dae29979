"""The mapping as a whole: told, exported, found again, taken over."""
