"""Questions about a relationship. Each begins with a viewer, and answers only what the viewer may know."""

from detente.store.read.families import Matter, matter, matters, open_matters
from detente.store.read.journal import Texts, entries, facts, head, raw
from detente.store.read.ruled import Ruled, Version, ruled
from detente.store.read.viewer import Viewer, readable, seated, viewer

__all__ = [
    "Matter", "Ruled", "Texts", "Version", "Viewer", "entries", "facts", "head", "matter", "matters", "open_matters",
    "raw", "readable", "ruled", "seated", "viewer",
]  # fmt: skip
