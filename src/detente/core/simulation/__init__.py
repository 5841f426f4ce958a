"""What would happen: stories told fact by fact, what-if runs, and the search for dead ends."""
