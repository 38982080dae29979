"""Where articles and comments live."""
