"""Looking articles and comments up: titles as people type them, words, lists of what was found."""
