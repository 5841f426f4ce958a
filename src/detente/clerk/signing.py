"""Signing a charter for a side: one offers a version, the other agrees to it. The engine says who may.

A next version is offered; the version that was put in force when the relationship began is signed as it stands.
"""

from hashlib import sha256
from typing import Any

import msgspec

from detente.clerk import time
from detente.clerk.acts import by, give_agreement, next_number, offer_agreement
from detente.clerk.beginning import readable
from detente.clerk.desk import Desk, Recorded, Stamp
from detente.clerk.record import record
from detente.core.engine import Because, Refusal
from detente.core.engine.offices import who_may_sign
from detente.core.engine.signatures import offers_of, signatures
from detente.core.vocabulary.errors import Refused
from detente.core.vocabulary.facts import AgreementGiven, AgreementOffered, CharterSigned
from detente.store import lines
from detente.store.read.viewer import Viewer
from detente.store.rooms import JOINT

_KINDS = ("CharterSigned", "AgreementOffered", "AgreementGiven")


def offer_version(viewer: Viewer, build: Any) -> Recorded:
    """Sign a next version for the viewer's side and offer it to the other; `build(stamp)` returns it, unsigned yet.

    Raises:
        Refused: somebody else signs for this side, or its number is not the next one.
        BadCharter: its text is no whole charter, or has errors.
    """

    def next_one(stamp: Stamp) -> CharterSigned:
        offered: CharterSigned = build(stamp)
        number = max(viewer.ruled.versions) + 1
        if offered.charter.version != number:
            raise Refused(f"version {offered.charter.version} does not follow: the next one is {number}.")
        if offered.charter.sha256 != sha256(offered.text.encode()).hexdigest():
            raise Refused("the text is not the one that its hash names.")
        readable(offered.text)
        return offered

    return offer_agreement(viewer, next_one, role=_role(viewer))


def sign_version(viewer: Viewer, offer: str) -> Recorded:
    """Sign an offered version for the viewer's side; with the last side's signature it is signed by all.

    Raises:
        Refused: somebody else signs for this side, or nothing of that number is offered.
    """
    return give_agreement(viewer, offer, role=_role(viewer))


def sign_in_force(viewer: Viewer) -> Recorded:
    """Sign for the viewer's side the newest version, which is in force without every side's signature.

    Raises:
        Refused: this side has signed it, or somebody else signs for it.
    """

    def make(desk: Desk, stamp: Stamp) -> AgreementOffered | AgreementGiven:
        charter = desk.ruled.charters[max(desk.ruled.versions)]
        told = lines.facts(lines.rows(viewer.relationship, JOINT, kinds=_KINDS))
        if viewer.party in signatures(told, charter):
            raise Refusal(Because.USED, f"{viewer.party} has signed version {charter.version} already.")
        said: dict[str, Any] = {**stamp, **by(viewer), "role": _role(viewer) or None}
        for offer in offers_of(told, charter):
            return AgreementGiven(**said, offer=offer.offer)
        text = next(one for one in told if isinstance(one, CharterSigned) and one.charter == charter)
        number = next_number(viewer, "O", AgreementOffered, field="offer")
        unsigned = msgspec.structs.replace(text, id=stamp["id"], at=stamp["at"], signatures=())
        return AgreementOffered(**said, offer=number, fact=unsigned)

    return record(viewer, make)


def _role(viewer: Viewer) -> str:
    return who_may_sign(viewer.ruled.program(time.now()), viewer.party).role
