"""Goals and milestones: what is measured, how much, by when, whose it is, and where it stands."""
