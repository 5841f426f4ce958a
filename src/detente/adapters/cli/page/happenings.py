"""What happened in a matter and what comes, as entries of four lanes: each party, both, the charter."""

import datetime as dt
from collections.abc import Iterator

import msgspec

from detente.adapters.cli.page.view import View, headed
from detente.core.engine.questions import clocks
from detente.core.engine.questions.open_now import is_blind
from detente.core.simulation.relationship import Filed
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.facts import ActDone, DeadlinePassed, NoticeReceived, NoticeSent

BOTH, CHARTER = "both", "charter"
RECORD, STATES, VERSIONS, COMES, CLOSED = "record", "states", "versions", "comes", "closed"


class Happening(msgspec.Struct, frozen=True):
    """One entry: in which lane, on which day, in which words, on record or one side's word or to come."""

    lane: str
    day: dt.date
    label: str
    mark: str


def happenings(view: View) -> list[Happening]:
    """Return the entries in order of their days."""
    found = [*_told(view), *_stated(view), *_closed(view), *_coming(view)]
    return sorted(dict.fromkeys(found), key=lambda one: one.day)


def _told(view: View) -> Iterator[Happening]:
    sent: dict[str, str] = {}
    for filed in view.moment.filed:
        if filed.matter != view.state.matter or filed.fact is None or filed.refused is not None:
            continue
        fact = filed.fact
        if isinstance(fact, ActDone):
            yield from _act(view, filed, fact)
        elif isinstance(fact, NoticeSent):
            sent[fact.id] = view.program.slugs.get(fact.notice, fact.notice)
        elif isinstance(fact, NoticeReceived) and fact.notice in sent:
            yield Happening(CHARTER, view.day(fact.received), f"{headed(sent[fact.notice])} received", RECORD)
        elif isinstance(fact, DeadlinePassed):
            yield Happening(CHARTER, view.day(fact.due), _ran_out(view, filed, fact), RECORD)


def _act(view: View, filed: Filed, fact: ActDone) -> Iterator[Happening]:
    event = view.program.slugs.get(fact.act, fact.act)
    signed = next((effect for effect in filed.effects if effect.kind is Kind.SIGNED), None)
    row = view.program.index[signed.run].act.get(signed.term) if signed else None
    if row is not None and is_blind(view.program, row):
        return  # a first yes shows when the other side has answered
    name = view.program.persons.get(fact.person or "", "")
    party = fact.seat if fact.seat in view.program.names.parties else view.program.people.get(name, "")
    together = not signed and any(
        len(effect.by) > 1 for effect in filed.effects if effect.kind in (Kind.USED, Kind.KEPT)
    )
    lane = BOTH if together else party or CHARTER
    yield Happening(lane, view.day(fact.on or fact.at), headed(event) + (", one signature" if signed else ""), RECORD)


def _ran_out(view: View, filed: Filed, fact: DeadlinePassed) -> str:
    top = view.program.index[fact.run].table.top()
    opened = next((one.term for one in filed.effects if one.kind is Kind.OPENED and one.term in top), "")
    return f"Moves to {opened}" if opened and fact.run == view.state.root else f"{headed(fact.term)}, time is over"


def _stated(view: View) -> Iterator[Happening]:
    confirmed: dict[dt.date, list[str]] = {}
    for one in view.statements:
        yield Happening(one.by, view.day(one.at), one.id, RECORD if one.status == "confirmed" else STATES)
        if one.status == "confirmed" and one.since:
            confirmed.setdefault(view.day(one.since), []).append(one.id)
        elif one.status == "contested" and one.since:
            yield Happening(BOTH, view.day(one.since), f"{one.id}, two versions", VERSIONS)
    for day, ids in confirmed.items():
        yield Happening(BOTH, day, f"{', '.join(ids)} confirmed", RECORD)


def _closed(view: View) -> Iterator[Happening]:
    """Days off inside the running count that are no weekend."""
    for stretch in view.clock.stretches if view.clock else ():
        reasons = {closure.reason for closure in stretch.closed_by} - {"weekend"}
        if not stretch.counted and reasons:
            yield Happening(CHARTER, stretch.start.date(), f"{sorted(reasons)[0]}, not counted", CLOSED)


def _coming(view: View) -> Iterator[Happening]:
    index = view.program.index
    for clock in clocks(view.program, view.state):
        row = index[clock.run].act.get(clock.term) if clock.run in index else None
        level = clock.run == view.state.root and clock.term in [rung.term for rung in view.rungs]
        if clock.due is not None and row is not None and row.act and not level:
            seat = row.who.names[0] if row.who is not None and len(row.who.names) == 1 else BOTH
            lane = seat if seat in view.program.names.parties else BOTH
            yield Happening(lane, view.day(clock.due), headed(view.program.names.acts.get(row.act, row.act)), COMES)
    for step in view.silence.steps:
        for one in step.opens:
            if one.procedure == view.state.root and one.term in [rung.term for rung in view.rungs]:
                yield Happening(CHARTER, view.day(step.at), f"{headed(one.term)}, if open", COMES)
