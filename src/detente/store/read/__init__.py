"""Questions about a relationship. Each begins with a viewer, and answers only what the viewer may know."""

from detente.store.read.checkpoints import Signed, Witness, checkpoints, keys_of, leaves, origin_of, witnesses
from detente.store.read.families import Matter, matter, matters, open_matters
from detente.store.read.hidden import answered, hidden
from detente.store.read.journal import Texts, entries, facts, head, lines_of, raw
from detente.store.read.proposals import proposals, proposed_text
from detente.store.read.ruled import Ruled, Version, ruled
from detente.store.read.signatures import Unsigned, signatures, unsigned
from detente.store.read.viewer import Viewer, readable, seated, viewer

__all__ = [
    "Matter", "Ruled", "Signed", "Texts", "Unsigned", "Version", "Viewer", "Witness", "answered", "checkpoints",
    "entries", "facts", "head", "hidden", "keys_of", "leaves", "lines_of", "matter", "matters", "open_matters",
    "origin_of", "proposals", "proposed_text", "raw", "readable", "ruled", "seated", "signatures",
    "unsigned", "viewer", "witnesses",
]  # fmt: skip
