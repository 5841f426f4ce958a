"""Who has signed a version of the charter, and who has not yet."""

from collections.abc import Mapping

import msgspec

from detente.core.engine import signatures as told
from detente.core.vocabulary.stamps import Signature
from detente.store.read.journal import facts
from detente.store.read.viewer import Viewer

SIGNED = ("AgreementOffered", "AgreementGiven")


class Unsigned(msgspec.Struct, frozen=True):
    """A version in force that not every side has signed: who has, and the parties that have not."""

    version: int
    sha256: str
    signed: tuple[Signature, ...]
    missing: tuple[str, ...]


def signatures(viewer: Viewer, number: int) -> Mapping[str, Signature]:
    """Return who signed a version, by party."""
    version = viewer.ruled.versions[number]
    signed = {one.party: one for one in version.signatures}
    if not set(viewer.ruled.letters) - set(signed):
        return signed
    return signed | told.signatures(facts(viewer, kinds=SIGNED), version.charter)


def unsigned(viewer: Viewer) -> Unsigned | None:
    """Return the newest version where a side has not signed it; nothing where all have."""
    number = max(viewer.ruled.versions)
    signed = signatures(viewer, number)
    missing = tuple(party for party in viewer.ruled.letters if party not in signed)
    charter = viewer.ruled.versions[number].charter
    return Unsigned(number, charter.sha256, tuple(signed.values()), missing) if missing else None
