"""What the search looks for: one file for each kind of trouble, each finding with the way there."""

from detente.core.simulation.explore.properties.every import CODES, every
from detente.core.simulation.explore.properties.found import Found

__all__ = ["CODES", "Found", "every"]
