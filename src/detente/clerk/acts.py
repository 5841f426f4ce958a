"""What people do, each as a function of who does it: acts of the charter first, then what they put on record."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from detente.clerk import begun, settling
from detente.clerk.desk import Desk, Recorded, Stamp
from detente.clerk.first_yes import file_or_keep
from detente.clerk.live import free_matter
from detente.clerk.record import filing, record
from detente.core.engine import Because, Refusal
from detente.core.engine.program import Program
from detente.core.vocabulary.errors import Refused
from detente.core.vocabulary.facts import (
    ActDone,
    AgreementGiven,
    AgreementOffered,
    CauseNoted,
    GoalReported,
    LeaveNoted,
    MatterOpened,
    MessageSent,
    MinutesAccepted,
    MinutesWritten,
    NoteWritten,
    StatementConfirmed,
    StatementContested,
    StatementMade,
)
from detente.core.vocabulary.money import Money
from detente.store import lines
from detente.store.read.viewer import Viewer
from detente.store.rooms import JOINT

Values = Mapping[str, str | int | Money | tuple[str, ...]]


def open_matter(viewer: Viewer, act: str, values: Values, *, on: datetime | None = None, name: str = "") -> Recorded:
    """Open a matter by the act (its phrase or slug) that opens a procedure; the answer's fact is that act.

    Raises:
        Refused: the act opens nothing, or is not this person's.
    """
    with filing(viewer.relationship) as desk:
        program = desk.live.programs[desk.ruled.in_force(desk.at)]
        slug = slug_of(program, act)
        procedure = program.openers.get(program.slugs.get(slug, ""), "")
        if not procedure:
            known = ", ".join(program.names.acts[event] for event in program.openers)
            raise Refusal(Because.NOT_OPEN, f"'{act}' opens nothing. What opens a matter: {known}.")
        matter = name or free_matter(viewer.relationship, "M", taken=desk.live.families)
        opened = MatterOpened(
            **desk.stamp(), matter=matter, procedure=procedure, opener=viewer.party, person=viewer.person
        )
        done = _act(viewer, desk.stamp(), matter=matter, run=procedure, slug=slug, values=values, on=on)
        return desk.open(opened, done)


def do_act(
    viewer: Viewer,
    matter: str,
    act: str,
    values: Values,
    *,
    run: str = "",
    term: str = "",
    seat: str = "",
    on: datetime | None = None,
) -> Recorded:
    """Do an act in a matter. A first yes that shows only with the other side's is kept in the own room until then.

    Args:
        act: its phrase or slug.
        run: the procedure it speaks to; without it, the matter's own, or the only one in which it is open.
        seat: in which the person acts; without it their party's.

    Raises:
        Refused: it is not open, or not this person's.
    """
    with filing(viewer.relationship) as desk:
        state = known(desk, matter)
        program = desk.live.programs[state.version]
        slug = slug_of(program, act)
        run = run or _run_of(program, state, program.slugs.get(slug, slug), term)
        done = _act(
            viewer, desk.stamp(matter), matter=matter, run=run, slug=slug, values=values, on=on, term=term, seat=seat
        )
        begun.ask(program, state, done)
        settling.ask(program, done)
        return file_or_keep(desk, viewer, done)


def known(desk: Desk, matter: str) -> Any:
    """Return the state of a matter.

    Raises:
        Refused: there is none of that name.
    """
    state = desk.live.families.get(matter)
    if state is None:
        raise Refused("there is nothing of that name.")
    return state


def slug_of(program: Program, act: str) -> str:
    """Return the frozen slug of an act by its phrase or slug; an unknown one stays as it is."""
    if act in program.slugs:
        return act
    event = program.names.act(act)
    return next((slug for slug, one in program.slugs.items() if one == event), act)


def _run_of(program: Program, state: Any, event: str, term: str) -> str:
    fits = {
        name
        for name, run in state.runs.items()
        if run.ended is None
        for row in program.index[name].acts.get(event, ())
        if (row.term in run.open or not row.earliest) and term in ("", row.term)
    }
    return fits.pop() if len(fits) == 1 else str(state.root)


def _act(viewer: Viewer, stamp: Stamp, *, slug: str, values: Values, **fields: Any) -> ActDone:
    return ActDone(
        **stamp,
        matter=fields["matter"],
        run=fields["run"],
        act=slug,
        seat=fields.get("seat") or viewer.party,
        person=viewer.person,
        on=fields["on"],
        values=dict(values),
        term=fields.get("term") or None,
    )


# ---- records


def by(viewer: Viewer) -> dict[str, Any]:
    """Return who says it, as records bear it: a neutral speaks for no party."""
    return {"party": viewer.party if viewer.is_party else None, "person": viewer.person}


def send_message(viewer: Viewer, matter: str, text: str, *, room: str = JOINT) -> Recorded:
    """Write to everybody who reads the room, in a matter."""

    def make(desk: Any, stamp: Stamp) -> MessageSent:
        number = next_number(viewer, "S", MessageSent, room=room, matter=matter)
        sealed = desk.seal(text, stamp["id"], matter)
        return MessageSent(**stamp, **by(viewer), matter=matter, message=number, text=sealed)

    return record(viewer, make, room=room, matter=matter if room == JOINT else "")


def make_statement(viewer: Viewer, matter: str, text: str) -> Recorded:
    """State what is so."""

    def make(desk: Desk, stamp: Stamp) -> StatementMade:
        known(desk, matter)
        number = next_number(viewer, "F", StatementMade, matter=matter, field="statement")
        sealed = desk.seal(text, stamp["id"], matter)
        return StatementMade(**stamp, **by(viewer), matter=matter, statement=number, text=sealed)

    return record(viewer, make, matter=matter)


def confirm_statement(viewer: Viewer, matter: str, statement: str) -> Recorded:
    """Confirm what the other side stated."""
    return record(
        viewer,
        lambda _, stamp: StatementConfirmed(**stamp, **by(viewer), matter=matter, statement=statement),
        matter=matter,
    )


def contest_statement(viewer: Viewer, matter: str, statement: str, text: str) -> Recorded:
    """Put one's own version beside what the other side stated."""

    def make(desk: Desk, stamp: Stamp) -> StatementContested:
        sealed = desk.seal(text, stamp["id"], matter)
        return StatementContested(**stamp, **by(viewer), matter=matter, statement=statement, text=sealed)

    return record(viewer, make, matter=matter)


def write_note(viewer: Viewer, text: str, *, matter: str = "", about: str = "", room: str = "") -> Recorded:
    """Write a note that only one's own side (or the neutral) reads."""
    room = room or viewer.own_room

    def make(desk: Any, stamp: Stamp) -> NoteWritten:
        number = next_number(viewer, "N", NoteWritten, room=room, matter=matter, field="note")
        sealed = desk.seal(text, stamp["id"], matter or viewer.person)
        return NoteWritten(**stamp, **by(viewer), matter=matter or None, note=number, text=sealed, about=about or None)

    return record(viewer, make, room=room)


def note_cause(viewer: Viewer, matter: str, cause: Any) -> Recorded:
    """Say where one's side sees the cause."""
    return record(viewer, lambda _, stamp: CauseNoted(**stamp, **by(viewer), matter=matter, cause=cause), matter=matter)


def write_minutes(viewer: Viewer, series: str, number: int, text: str) -> Recorded:
    """Propose the minutes of a meeting."""

    def make(desk: Desk, stamp: Stamp) -> MinutesWritten:
        sealed = desk.seal(text, stamp["id"], series)
        return MinutesWritten(**stamp, **by(viewer), matter=series, round=number, text=sealed)

    return record(viewer, make, matter=series)


def accept_minutes(viewer: Viewer, series: str, number: int, minutes: str) -> Recorded:
    """Accept the minutes that an entry holds."""
    return record(
        viewer,
        lambda _, stamp: MinutesAccepted(**stamp, **by(viewer), matter=series, round=number, minutes=minutes),
        matter=series,
    )


def note_leave(viewer: Viewer, first: date, last: date) -> Recorded:
    """Say that one is away from one day to another, both included."""
    return record(viewer, lambda _, stamp: LeaveNoted(**stamp, **by(viewer), from_day=first, until_day=last))


def report_goal(viewer: Viewer, goal: str, value: str, on: date) -> Recorded:
    """Report where a goal stands."""
    return record(viewer, lambda _, stamp: GoalReported(**stamp, **by(viewer), goal=goal, value=value, on=on))


def offer_agreement(viewer: Viewer, build: Any, *, matter: str = "", role: str = "") -> Recorded:
    """Offer a fact that only both sides can make so; `build(stamp)` returns it, agreed by nobody yet."""

    def make(_: Desk, stamp: Stamp) -> AgreementOffered:
        number = next_number(viewer, "O", AgreementOffered, field="offer")
        return AgreementOffered(
            **stamp, **by(viewer), offer=number, matter=matter or None, role=role or None, fact=build(stamp)
        )

    return record(viewer, make, matter=matter)


def give_agreement(viewer: Viewer, offer: str, *, matter: str = "", role: str = "") -> Recorded:
    """Agree to an offer; with the last party's yes the offered fact is filed."""
    return record(
        viewer,
        lambda _, stamp: AgreementGiven(**stamp, **by(viewer), offer=offer, matter=matter or None, role=role or None),
        matter=matter,
    )


def next_number(
    viewer: Viewer,
    letter: str,
    kind: type[Any],
    *,
    room: str = JOINT,
    matter: str | None = None,
    field: str = "message",
) -> str:
    """Return the next number of a kind of record in its matter and room, `S4`; read under the lock of the room."""
    last = lines.last(viewer.relationship, viewer.class_of(room), matter=matter, kind=kind.__name__)
    return f"{letter}{int(getattr(last, field)[1:]) + 1 if last is not None else 1}"
