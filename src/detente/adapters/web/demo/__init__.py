"""The demonstration's own controls: whose desk, and what time it is. Nothing here stands on a real site."""
