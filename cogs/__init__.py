"""What people see and press: slash commands, listeners, timers."""
