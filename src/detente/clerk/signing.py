"""Signing a charter for a side: one offers a next version, the other agrees to it. The engine says who may."""

from typing import Any

from detente.clerk import time
from detente.clerk.acts import give_agreement, offer_agreement
from detente.clerk.record import Recorded
from detente.core.engine.offices import who_may_sign
from detente.store.read.viewer import Viewer


def offer_version(viewer: Viewer, build: Any) -> Recorded:
    """Sign a next version for the viewer's side and offer it to the other; `build(stamp)` returns it, unsigned yet.

    Raises:
        Refused: somebody else signs for this side.
    """
    return offer_agreement(viewer, build, role=_role(viewer))


def sign_version(viewer: Viewer, offer: str) -> Recorded:
    """Sign an offered version for the viewer's side; with the last side's signature it is signed by all.

    Raises:
        Refused: somebody else signs for this side, or nothing of that number is offered.
    """
    return give_agreement(viewer, offer, role=_role(viewer))


def _role(viewer: Viewer) -> str:
    return who_may_sign(viewer.ruled.program(time.now()), viewer.party).role
