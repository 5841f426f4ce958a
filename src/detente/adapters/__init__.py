"""The doors: each translates between the outside and the floors below. Doors do not know each other."""
