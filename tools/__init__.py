"""What developers need beside the tests."""
