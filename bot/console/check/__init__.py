"""`python -m bot check`: whether everything is in place, and how to mend what is not."""
