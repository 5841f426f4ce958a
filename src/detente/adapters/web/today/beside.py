"""Beside Today: the next meeting, and what happened since yesterday that both sides see."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext

from detente.adapters.web.frame import sides
from detente.adapters.web.frame.speaking import speaks
from detente.adapters.web.meetings.things import things
from detente.core.engine import Program
from detente.core.engine.questions.open_now import is_blind
from detente.core.meetings import agenda, minutes
from detente.core.procedures.drawing.wording import headed
from detente.core.vocabulary import facts as kinds
from detente.core.worktime import zone
from detente.store import read
from detente.store.read.series import Series, is_series, recent, series

LINES_MAX = 6
_TOLD = (
    "ActDone", "AgreementGiven", "AgreementOffered", "DeadlinePassed", "MinutesAccepted", "SettlementSigned",
    "StatementConfirmed", "StatementContested", "StatementMade",
)  # fmt: skip


class Meeting(NamedTuple):
    """The next meeting: how much is on its agenda, and until when what one side adds is unseen by the other."""

    number: int
    address: str
    begins: dt.datetime | None
    day: dt.date
    outstanding: int
    new: int
    upcoming: int
    unseen_until: dt.datetime | None
    minutes: tuple[int, str] | None  # of the last meeting that has any, where they wait for the reader's side


class Happened(NamedTuple):
    """One line: how far both are (`both`, `apart`, `a`, `b`, `none`), in which words, where it is read."""

    seal: str
    words: str
    address: str


def next_meeting(viewer: read.Viewer, found: Sequence[read.Matter], at: dt.datetime) -> Meeting | None:
    """Return the next regular meeting of a party; nothing where there is none. One query."""
    matter = next((one for one in found if viewer.is_party and is_series(one)), None)
    one = series(viewer, matter) if matter is not None else None
    meeting = one.next if one is not None else None
    if one is None or meeting is None:
        return None
    begins, sharing = one.begins(meeting), one.sharing(meeting.number)
    start = begins or dt.datetime.combine(meeting.day, dt.time(12), zone(one.charter.zone))
    columns = agenda(
        meeting, one.rounds, one.facts, things=things(viewer, list(found), one, begins=start, at=at), begins=start
    )
    return Meeting(
        meeting.number,
        f"/r/{viewer.relationship}/meetings/{one.matter.name}/{meeting.number}/",
        begins,
        meeting.day,
        len(columns.outstanding),
        len(columns.new),
        len(columns.upcoming),
        sharing.at if sharing is not None and sharing.at > at else None,
        _minutes(viewer, one),
    )


def _minutes(viewer: read.Viewer, one: Series) -> tuple[int, str] | None:
    """The last minutes of a series and where they are read, if the reader's side has neither written nor accepted."""
    last = max((fact.round for fact in one.facts if isinstance(fact, kinds.MinutesWritten)), default=0)
    found = minutes(one.facts, last)
    if found is None or found.stand((viewer.party,)) or not speaks(viewer):
        return None
    return last, f"/r/{viewer.relationship}/meetings/{one.matter.name}/{last}/#minutes"


def since(viewer: read.Viewer, at: dt.datetime) -> list[Happened]:
    """Return what happened since yesterday began where the reader sits, newest first. One query, two of a neutral."""
    home = zone(sides.side(viewer.party).zone if viewer.is_party else sides.both()[0].zone)
    yesterday = dt.datetime.combine(at.astimezone(home).date() - dt.timedelta(days=1), dt.time(), home)
    told = recent(viewer, _TOLD, at, at - yesterday)
    program = viewer.ruled.program(at)
    found = [line for fact in reversed(told) for line in _line(viewer, program, fact, told)]
    return list(dict.fromkeys(found))


def _line(viewer: read.Viewer, program: Program, fact: Any, told: Sequence[Any]) -> Iterator[Happened]:
    at_matter = f"/r/{viewer.relationship}/matters/{fact.matter}/"
    about = {"matter": fact.matter, "who": sides.side(getattr(fact, "party", None) or "").name}
    if isinstance(fact, kinds.StatementConfirmed | kinds.StatementContested | kinds.StatementMade):
        yield from _statement(fact, told, about, at_matter)
    elif isinstance(fact, kinds.SettlementSigned):
        yield Happened("both", gettext("%(matter)s settled by both") % about, at_matter)
    elif isinstance(fact, kinds.MinutesAccepted):
        says = gettext("%(who)s accepted the minutes of meeting %(number)s") % {**about, "number": fact.round}
        address = f"/r/{viewer.relationship}/meetings/{fact.matter}/{fact.round}/#minutes"
        yield Happened(_mark(fact.party), says, address)
    elif isinstance(fact, kinds.DeadlinePassed):
        yield Happened("none", gettext("%(matter)s, time is over: %(term)s") % {**about, "term": fact.term}, at_matter)
    elif isinstance(fact, kinds.ActDone) and not _hidden(program, fact):
        says = headed(program.names.acts.get(program.slugs.get(fact.act, ""), fact.act))
        yield Happened(_mark(fact.seat), f"{fact.matter}: {says}", at_matter)
    elif isinstance(fact, kinds.AgreementOffered | kinds.AgreementGiven) and fact.matter:
        offered = isinstance(fact, kinds.AgreementOffered)
        says = gettext("%(matter)s: offer of %(who)s") if offered else gettext("%(matter)s: agreed to by %(who)s")
        yield Happened(_mark(fact.party), says % about, at_matter)


def _statement(fact: Any, told: Sequence[Any], about: dict[str, str], at_matter: str) -> Iterator[Happened]:
    """A statement as it stands now: one that was answered since is told by its answer; those both confirm as one."""
    if isinstance(fact, kinds.StatementConfirmed):
        same = [one for one in told if isinstance(one, type(fact)) and one.matter == fact.matter]
        numbers = ", ".join(dict.fromkeys(one.statement for one in same))
        says = gettext("%(numbers)s of %(matter)s confirmed by both") % {**about, "numbers": numbers}
        yield Happened("both", says, f"{at_matter}#{same[0].statement}")
        return
    place, about = f"{at_matter}#{fact.statement}", {**about, "number": fact.statement}
    if isinstance(fact, kinds.StatementContested):
        yield Happened("apart", gettext("%(number)s of %(matter)s: two versions") % about, place)
        return
    answers = (kinds.StatementConfirmed, kinds.StatementContested)
    answered = {(one.matter, one.statement) for one in told if isinstance(one, answers)}
    if (fact.matter, fact.statement) not in answered:
        yield Happened(_mark(fact.party), gettext("%(who)s stated %(number)s of %(matter)s") % about, place)


def _hidden(program: Program, fact: kinds.ActDone) -> bool:
    """Whether an act is one whose first yes shows only with the last: neither is told here."""
    index = program.index.get(fact.run)
    rows = index.acts.get(program.slugs.get(fact.act, ""), ()) if index else ()
    return any(is_blind(program, row) for row in rows)


def _mark(party: str | None) -> str:
    return next((each.mark for each in sides.both() if each.key == party), "none")
