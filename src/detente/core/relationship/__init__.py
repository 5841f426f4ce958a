"""How a relationship fares, told by counts of what both can see; never a score of a party or a person."""

from detente.core.relationship.trend import LINES, Line, trend

__all__ = ["LINES", "Line", "trend"]
