"""A first yes that shows only with the other side's: it waits in its own room, and with the last one all are filed.

Nothing joint tells of it: no entry, no number, no gap, no clock, no message. If nobody else says yes, it never leaves
its room. This is the one place where the clerk looks into one side's room for the other: to learn whether the same
yes waits there. It can be taken back until then (taking_back.py). docs/decisions/0049.
"""

from typing import Any

import msgspec

from detente.clerk.desk import Desk, Recorded, Stamp
from detente.clerk.record import aside
from detente.core.engine import Program, State, step
from detente.core.engine.questions.open_now import is_blind
from detente.core.engine.records import not_taken_back
from detente.core.engine.seats import required
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.errors import Refused
from detente.core.vocabulary.facts import ActDone
from detente.store import lines
from detente.store.read.hidden import YES, since
from detente.store.read.viewer import Viewer
from detente.store.rooms import class_of


def file_or_keep(desk: Desk, viewer: Viewer, done: ActDone) -> Recorded:
    """File an act; a yes that shows only with others goes into the own room, until it is the last of them.

    Raises:
        Refused: it may not be, or this side has said it already.
    """
    others = _awaited(desk, viewer, done)
    if not others:
        return desk.file(done)
    if _kept(desk, done, viewer.party) is not None:
        raise Refused("this side has said yes already; it shows when every side has.")
    given = [_kept(desk, done, party) for party in others]
    if not all(given):
        return aside(viewer, lambda _, stamp: _stamped(done, stamp), viewer.own_room, not_before=desk.at)
    for yes in given:
        assert yes is not None, "every one of them waits"
        desk.file(_stamped(yes, desk.stamp(done.matter), on=yes.on or yes.at))
    return desk.file(_stamped(done, desk.stamp(done.matter)))


def _stamped(fact: ActDone, stamp: Stamp, **changed: Any) -> ActDone:
    return msgspec.structs.replace(fact, **stamp, **changed)


def _awaited(desk: Desk, viewer: Viewer, done: ActDone) -> list[str]:
    """The other parties whose yes is needed before this one shows; none where it may be filed as it is."""
    state = desk.live.families[done.matter]
    program = desk.live.programs[state.version]
    if not viewer.is_party or not _may_show_late(program, state, done):
        return []
    effects = step(desk.live.programs, state, done).effects
    signed = next((one for one in effects if one.kind is Kind.SIGNED), None)
    row = program.index[signed.run].act.get(signed.term) if signed is not None else None
    open_ = state.runs[signed.run].open.get(signed.term) if signed is not None else None
    if open_ is None or row is None or row.who is None or not is_blind(program, row):
        return []
    there = {seat.split("/")[0] for seat, _ in open_.signed}
    seats = dict.fromkeys(seat.split("/")[0] for seat in required(state, row.who))
    return [party for party in seats if party != viewer.party and party not in there]


def _may_show_late(program: Program, state: State, done: ActDone) -> bool:
    """Whether the act is, somewhere in its matter, a yes that waits for others: told without taking the step."""
    event = program.slugs.get(done.act, done.act)
    return any(is_blind(program, row) for run in state.runs for row in program.index[run].acts.get(event, ()))


def _kept(desk: Desk, done: ActDone, party: str) -> ActDone | None:
    """The same yes of a party, said since its term opened, that waits in its room."""
    state = desk.live.families[done.matter]
    begun = since(desk.live.programs[state.version], state, done.run, done.act)
    room_class = class_of(f"own {party}", desk.ruled.letters)
    found = lines.facts(lines.rows(desk.ruled.relationship, room_class, matter=done.matter, kinds=YES))
    same = (one for one in not_taken_back(found) if (one.run, one.act, one.values) == (done.run, done.act, done.values))
    return next((one for one in same if begun is not None and one.at >= begun), None)
