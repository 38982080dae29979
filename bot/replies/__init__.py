"""From Discord to the blog: what members write in the threads, and what becomes of it there."""
