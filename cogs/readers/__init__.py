"""What everyone looks up: articles, comments, authors, links."""
