"""Signatures: which parties have signed a version of the charter, by whom and when, as facts say it and no more.

A version may be in force before anybody has signed it: who keeps the record puts the first one there when a
relationship begins. Each side's signature is then a fact of its own, an offer of the same text or the yes to it.
"""

from collections.abc import Iterable
from typing import Any

from detente.core.vocabulary.facts import (
    AgreementGiven,
    AgreementOffered,
    CharterSigned,
    CharterVersion,
    Signature,
)


def signatures(facts: Iterable[Any], charter: CharterVersion) -> dict[str, Signature]:
    """Return who signed a version, by party; a party that has not is not there.

    Args:
        facts: in their order; of them CharterSigned, AgreementOffered and AgreementGiven count.
    """
    found: dict[str, Signature] = {}
    offers: set[str] = set()
    for fact in facts:
        if isinstance(fact, CharterSigned) and fact.charter == charter:
            found |= {one.party: one for one in fact.signatures}
        elif isinstance(fact, AgreementOffered) and _is_of(fact, charter):
            offers.add(fact.offer)
            found.setdefault(fact.party, _signature(fact))
        elif isinstance(fact, AgreementGiven) and fact.offer in offers:
            found.setdefault(str(fact.party), _signature(fact))
    return found


def offers_of(facts: Iterable[Any], charter: CharterVersion) -> list[AgreementOffered]:
    """Return the offers in which that version was signed."""
    return [fact for fact in facts if isinstance(fact, AgreementOffered) and _is_of(fact, charter)]


def _is_of(offer: AgreementOffered, charter: CharterVersion) -> bool:
    return isinstance(offer.fact, CharterSigned) and offer.fact.charter == charter


def _signature(fact: AgreementOffered | AgreementGiven) -> Signature:
    return Signature(str(fact.party), fact.person, fact.role or "party", fact.at)
