"""The database's history: numbered scripts, applied in order, each in one transaction."""
