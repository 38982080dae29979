"""WordPress, through its REST API: read, compared, written to and moderated."""
