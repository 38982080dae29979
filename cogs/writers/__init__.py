"""What members write to the blog, under which name, and what moderators decide of it."""
