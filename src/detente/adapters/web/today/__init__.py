"""Today: what waits for a person over all their relationships, soonest first."""
