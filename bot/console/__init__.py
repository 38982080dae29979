"""What is typed after `python -m bot`, other than start and demo; and what a terminal shows."""
