"""Raising a concern: the lightest moves first, four questions, a look ahead, then it is shown to both sides."""
