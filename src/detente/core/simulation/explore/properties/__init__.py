"""What the search looks for, one file for each kind of trouble. Each property gives what it found, with the way there."""

from detente.core.simulation.explore.properties.found import Found
from detente.core.simulation.explore.properties.every import CODES, every

__all__ = ["CODES", "Found", "every"]
