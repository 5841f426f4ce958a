"""The search of a charter for dead ends: what silence leads to, the longest way, ends that can be reached."""

from detente.core.simulation.explore.exploration import Cut, Exploration, Longest, Reached, Shown, Silence, Step
from detente.core.simulation.explore.explore import BOUND, explore
from detente.core.simulation.explore.timeline import Timeline

__all__ = ["BOUND", "Cut", "Exploration", "Longest", "Reached", "Shown", "Silence", "Step", "Timeline", "explore"]
