"""Evidence bundles: what happened, as a lawyer reads it and as anybody can check it without us.

`live.bundle_of` makes one of a live relationship; the rest of this room needs no database.
"""

from detente.adapters.evidence.bundle import make_bundle
from detente.adapters.evidence.contents import Contents, Making, Selection, Source
from detente.adapters.evidence.gathering import contents_of

__all__ = ["Contents", "Making", "Selection", "Source", "contents_of", "make_bundle"]
