"""What changes from one version of a charter to another, and when the other comes into force."""

from detente.core.charter.change.amendment import Amendment, amendment, in_force, obstacles
from detente.core.charter.change.diff import Change, ChangeKind, differences
from detente.core.charter.change.room import Gain

__all__ = ["Amendment", "Change", "ChangeKind", "Gain", "amendment", "differences", "in_force", "obstacles"]
