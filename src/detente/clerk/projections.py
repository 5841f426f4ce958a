"""What is computed from the joint journal and kept for speed; `rebuild` makes all of it again by the same functions."""

from collections.abc import Iterable, Sequence
from typing import Any

from detente.clerk import agenda
from detente.clerk.kept import Known
from detente.clerk.live import Live
from detente.core.engine.replay import Folding
from detente.core.engine.snapshot import dump
from detente.core.vocabulary.facts import (
    CalendarChanged,
    CharterSigned,
    DeadlinePassed,
    FactCorrected,
    MatterOpened,
    NoticeBounced,
    NoticeReceived,
    NoticeSent,
    RelationshipOpened,
)
from detente.core.vocabulary.stamps import seq_of
from detente.store import due, write
from detente.store.instants import to_us
from detente.store.read.ruled import RULING


def project(relationship: str, live: Live, facts: Sequence[Any]) -> None:
    """Write what facts changed: families, when notices and agendas are looked at, charters, the relationship's row."""
    _rule(relationship, live, facts)
    rows = [family(live, matter) for matter in sorted(live.as_of, key=live.place_of)]
    known = live.loaded.known
    same = {row.matter for row in rows if row.matter in known and known[row.matter].listed == row.listed}
    write.save_families(relationship, [row for row in rows if row.matter not in same])
    write.save_states(relationship, [row for row in rows if row.matter in same])
    wakes = [*_arrivals(live, facts), *_agendas(relationship, live, facts, rows)]
    write.set_wakes(relationship, wakes)
    write.drop_wakes(relationship, live.dropped)
    live.kept.learn(
        {row.matter: Known(live.loaded.origins[row.matter], row.listed, live.as_of[row.matter][0]) for row in rows},
        [one.due_us for one in wakes],
    )


def _rule(relationship: str, live: Live, facts: Sequence[Any]) -> None:
    """Write what rules the relationship from now on, where any of these facts does."""
    ruling = [fact for fact in facts if type(fact).__name__ in RULING]
    if not ruling:
        return
    for fact in ruling:
        if isinstance(fact, CharterSigned):
            _charter(relationship, fact)
    seq = seq_of(ruling[-1].id)
    values = {"ruled_seq": seq, "seq": seq, **_named(facts)}
    write.save_relationship(relationship, values | ({"host": live.host} if live.host else {}))


def _arrivals(live: Live, facts: Sequence[Any]) -> list[write.WakeRow]:
    """When the notices that left arrive."""
    sent = {fact.id: seq_of(fact.id) for fact in facts if isinstance(fact, NoticeSent)}
    arriving = live.under_way() if sent else ()
    return [write.WakeRow(due.RECEIPT, one, to_us(at), sent[one]) for at, _, one in arriving if one in sent]


def _agendas(
    relationship: str, live: Live, facts: Sequence[Any], rows: Sequence[write.FamilyRow]
) -> list[write.WakeRow]:
    """When the agendas of series are shared next; those of which none is any more are let go."""
    series = {row.matter: row.seq for row in rows if agenda.is_series(live, row.matter)}
    if not series:
        return []
    instants = {seq_of(fact.id): fact.at for fact in facts}
    shared, unshared = agenda.wakes(live, {matter: (seq, instants[seq]) for matter, seq in series.items()})
    write.drop_wakes(relationship, unshared)
    return shared


def refold(live: Live, facts: Sequence[Any]) -> None:
    """Let a relationship that has nothing loaded stand as a whole journal's facts make it, without ringing a clock."""
    folding = Folding(live.first)
    for fact in facts:
        folding.take(fact)
        if isinstance(fact, MatterOpened):
            live.remember(fact)
        live.as_of |= {matter: (folding.families[matter], seq_of(fact.id)) for matter in _concerned(folding, fact)}
    for matter, state in folding.families.items():
        live.put(matter, state)
    live.programs = folding.programs
    arrived = {fact.notice for fact in facts if isinstance(fact, NoticeReceived | NoticeBounced)}
    live.await_notices(fact for fact in facts if isinstance(fact, NoticeSent) and fact.id not in arrived)


def _concerned(folding: Folding, fact: Any) -> list[str]:
    """The matters whose families a fact may have changed."""
    if isinstance(fact, FactCorrected):
        return list(folding.families)
    if isinstance(fact, CalendarChanged):
        return [matter for matter, state in folding.families.items() if not state.result]
    notice = getattr(fact, "notice", "") if isinstance(fact, NoticeReceived | NoticeBounced) else ""
    matter = folding.notices.get(notice, "") or getattr(fact, "matter", None) or ""
    if isinstance(fact, NoticeBounced) and notice in {
        one.notice for one in folding.facts if type(one) is NoticeReceived
    }:
        return list(folding.families)
    return [matter] if matter in folding.families else []


def family(live: Live, matter: str) -> write.FamilyRow:
    """Return a family's row as it stood after the last fact that concerned it."""
    state, seq = live.as_of[matter]
    origin, rings = live.loaded.origins[matter], live.next_due(state)
    return write.FamilyRow(
        matter=matter,
        procedure=origin.procedure,
        opener=origin.opener,
        raised_by=origin.raised_by,
        opened_us=origin.opened_us,
        opened_seq=origin.seq,
        version=state.version,
        result=state.result,
        due_us=to_us(rings) if rings is not None else None,
        state=dump(state),
        seq=seq,
    )


def _charter(relationship: str, fact: CharterSigned) -> None:
    values = {
        "version": fact.charter.version,
        "sha256": fact.charter.sha256,
        "text": fact.text,
        "effective_us": to_us(fact.effective),
        "seq": seq_of(fact.id),
    }
    write.save_charter(relationship, values)


def _named(facts: Sequence[Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for fact in facts:
        if isinstance(fact, RelationshipOpened):
            values |= {"name": fact.name, "opened_us": to_us(fact.at)}
        elif isinstance(fact, CharterSigned):
            values["version"] = fact.charter.version
    return values


def once(facts: Iterable[Any]) -> Iterable[tuple[str, int]]:
    """Yield what may be filed only once, with the number of the fact that files it."""
    for fact in facts:
        if isinstance(fact, DeadlinePassed):
            what = (fact.matter, fact.run, fact.term, fact.round, to_us(fact.due), to_us(fact.at))
            yield "rang " + "|".join(map(str, what)), seq_of(fact.id)
        elif isinstance(fact, NoticeReceived):
            yield f"received {fact.notice}", seq_of(fact.id)
