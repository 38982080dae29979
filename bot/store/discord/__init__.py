"""What stands in Discord, and where: follows, mirrors, threads, and the messages in them."""
