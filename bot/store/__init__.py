"""SQLite: one small repository per subject, typed rows in and out."""
