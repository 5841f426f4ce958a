"""What the clerk files by itself after a fact: what both sides agreed to, and the settlement both signed."""

from hashlib import sha256
from typing import Any

import msgspec

from detente.clerk.desk import Desk
from detente.core.journal.verify import canonical
from detente.core.simulation.relationship import Filed
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.errors import Refused
from detente.core.vocabulary.facts import (
    ActDone,
    AgreementGiven,
    AgreementOffered,
    CharterSigned,
    File,
    SettlementSigned,
    Signature,
)
from detente.core.vocabulary.money import Money
from detente.store import lines
from detente.store.rooms import JOINT

_SETTLED = "settled"


def follow_up(desk: Desk, filed: Filed) -> None:
    """File what a fact completes."""
    if isinstance(filed.fact, AgreementGiven):
        _agreed(desk, filed.fact)
    elif isinstance(filed.fact, ActDone) and filed.fact.act == "settle":
        _settled(desk, filed)


def _agreed(desk: Desk, given: AgreementGiven) -> None:
    """With the last party's yes the offered fact is filed."""
    offers = [fact for fact in desk.before(given) if getattr(fact, "offer", "") == given.offer]
    offer = next(fact for fact in offers if isinstance(fact, AgreementOffered))
    agreed: list[Any] = [offer, *(fact for fact in offers if isinstance(fact, AgreementGiven)), given]
    if set(desk.ruled.letters) - {fact.party for fact in agreed}:
        return
    if isinstance(offer.fact, CharterSigned):
        _must_follow(desk, offer.fact)
    desk.conclude(_completed(desk, offer, agreed))


def _must_follow(desk: Desk, offered: CharterSigned) -> None:
    """Refuse a version whose number another text has by now; one that is in force may still be signed."""
    number, newest = offered.charter.version, max(desk.ruled.versions)
    if number < newest or (number == newest and offered.charter != desk.ruled.charters[newest]):
        raise Refused(f"version {number} as it was offered does not follow: the newest version is {newest}.")


def _completed(desk: Desk, offer: AgreementOffered, agreed: list[Any]) -> Any:
    stamp: dict[str, Any] = dict(desk.stamp(offer.matter or ""))
    if isinstance(offer.fact, CharterSigned):
        stamp["charter"] = offer.fact.charter
        stamp["signatures"] = _signatures(agreed)
    elif isinstance(offer.fact, SettlementSigned):
        stamp["signatures"] = _signatures(agreed)
    else:
        stamp["agreed_by"] = tuple(sorted(fact.party for fact in agreed))
    return msgspec.structs.replace(offer.fact, **stamp)


def _signatures(agreed: list[Any]) -> tuple[Signature, ...]:
    return tuple(Signature(fact.party, fact.person, fact.role or "party", fact.at) for fact in agreed)


def _settled(desk: Desk, filed: Filed) -> None:
    """When the last side has settled, the settlement is filed with every signature."""
    ended = [effect for effect in filed.effects if effect.kind is Kind.ENDED]
    if not any(effect.name == _SETTLED for effect in ended):
        return
    act: ActDone = filed.fact
    past = lines.facts(lines.rows(desk.ruled.relationship, JOINT, matter=act.matter, kinds=("ActDone",)))
    same = [one for one in past if one.act == act.act and one.values == act.values and one.person]
    signed = {one.seat if one.seat in desk.ruled.letters else _party(desk, one): one for one in [*same, act]}
    content = canonical({"matter": act.matter, "values": msgspec.to_builtins(act.values)})
    amount = next((value for value in act.values.values() if isinstance(value, Money)), None)
    desk.live.file(
        SettlementSigned(
            **desk.stamp(act.matter),
            matter=act.matter,
            settlement=File(sha256(content).hexdigest(), len(content), "application/json"),
            amount=amount,
            signatures=tuple(Signature(party, one.person or "", one.seat, one.at) for party, one in signed.items()),
            ends=tuple(sorted({effect.run for effect in ended}, key=lambda run: run.encode("utf-16-be"))),
        )
    )


def _party(desk: Desk, act: ActDone) -> str:
    program = desk.live.programs[act.charter.version]
    return program.people.get(program.persons.get(act.person or "", ""), act.seat)
