"""What I want to be sent, and what was sent to whom."""
