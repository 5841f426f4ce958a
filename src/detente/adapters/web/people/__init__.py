"""People: who holds which role on both sides, who looks after the relationship, who is away."""
