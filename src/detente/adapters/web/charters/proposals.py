"""What is proposed against what is in force: in words, in meaning, in dates; and the offers that stand."""

import difflib
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from detente.adapters.web.charters.reader import report_of
from detente.adapters.web.matters.answers import named
from detente.core.charter.change import Change, differences, obstacles
from detente.core.charter.formatting import formatted
from detente.core.charter.model import Charter
from detente.core.engine import Program, Refusal, program_of, step
from detente.core.engine.corrections import change_of
from detente.core.engine.questions import clocks
from detente.core.procedures.checks import Report
from detente.core.procedures.checks.calendars import short_calendars
from detente.core.procedures.dates import ladder_dates
from detente.core.simulation.appointments import signed_text
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import (
    AgreementGiven,
    AgreementOffered,
    CharterSigned,
    CharterVersion,
    MatterMoved,
)
from detente.core.vocabulary.findings import Finding, Severity
from detente.store import read

SHORT_CALENDAR = "CAL001"
CONTEXT = 2  # unchanged lines round a changed one


class Line(NamedTuple):
    """A line of the difference of two texts: `+` new, `-` gone, `@` a place, else unchanged."""

    sign: str
    text: str


class Due(NamedTuple):
    """A time before and after; nothing where there is none."""

    where: str
    before: datetime | None
    after: datetime | None


class Moved(NamedTuple):
    """An open matter, and what moving it to the proposed version would do to its clocks; or why it cannot move."""

    matter: read.Matter
    title: str
    touched: bool  # a procedure that it runs is changed
    dates: list[Due]
    refused: str


class Comparison(NamedTuple):
    """A proposed text beside the one in force."""

    program: Program
    charter: Charter
    version: CharterVersion
    text: str
    obstacles: list[str]
    changes: list[Change]
    lines: list[Line]
    silent: list[Due]
    matters: list[Moved]
    advice: list[Finding]  # what the version in force lacks as well: no reason to refuse this one


class Offer(NamedTuple):
    """A version that one side has signed and the other has not."""

    number: str
    version: int
    party: str
    person: str
    at: datetime
    fact: CharterSigned


def readable(text: str) -> Report:
    """Return the check of a proposed text; its `compiled` is none where it is no charter."""
    return report_of(text)


def compare(viewer: read.Viewer, text: str, at: datetime, advice: list[Finding] | None = None) -> Comparison:
    """Return a proposed text beside the newest signed one.

    Args:
        text: of a whole charter that can be compiled.
        advice: what it shares with the version in force and would better be without.
    """
    program = program_for(viewer, text)
    charter, newest = program.charter, viewer.ruled.programs[max(viewer.ruled.versions)]
    assert isinstance(charter, Charter), "a proposal is a whole charter"
    current: Any = newest.charter
    signed, version = signed_text(program)
    changes = differences(current, charter)
    touched = {change.path[1] for change in changes if change.path[:1] == ("procedures",) and len(change.path) > 1}
    open_ = [_moved(viewer, program, matter, at=at, touched=touched) for matter in read.open_matters(viewer, at)]
    before = formatted(newest.compiled.document)
    return Comparison(
        program, charter, version, signed, obstacles(current, charter), changes, list(_lines(before, signed)),
        list(_silent(newest, program, at)), open_, advice or [],
    )  # fmt: skip


def hindering(viewer: read.Viewer, found: Report) -> tuple[list[Finding], list[Finding]]:
    """Return the errors that a proposed text is to be cured of first, and those it shares with the version in force.

    A list of days that would be too short for a matter begun under the version in force, too, is no reason to refuse
    a change of something else; unless the proposed text knows fewer days than that version.
    """
    errors = [finding for finding in found.findings if finding.severity is Severity.ERROR]
    charter = found.compiled.charter if found.compiled is not None else None
    if found.compiled is None or not isinstance(charter, Charter):
        return errors or found.findings, []
    newest = viewer.ruled.programs[max(viewer.ruled.versions)]
    before = short_calendars(newest.compiled, charter.effective.date())
    shared = [
        found.compiled.document.place("calendars", office, "known until")
        for office, (_, until) in before.items()
        if (entry := charter.calendars.get(office)) and entry.known_until and entry.known_until >= until
    ]
    known = [one for one in errors if one.code == SHORT_CALENDAR and one.place in shared]
    return [one for one in errors if one not in known], known


def program_for(viewer: read.Viewer, text: str) -> Program:
    """Return a proposed text ready to run, with the people and the changed calendars of the relationship."""
    compiled = report_of(text).compiled
    assert compiled is not None, "a proposal is checked first"
    program = program_of(compiled)
    program.persons = viewer.ruled.programs[max(viewer.ruled.versions)].persons
    for fact in read.facts(viewer, kinds=("CalendarChanged",)):
        try:
            program = program.with_change(fact.calendar, change_of(fact))
        except BadInput:
            continue  # the proposed text has no such calendar: its own lists count
    return program


def _lines(before: str, after: str) -> Iterator[Line]:
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), n=CONTEXT, lineterm="")
    for line in found:
        if not line.startswith(("---", "+++")):
            yield Line(line[0], line[1:] if line[0] != "@" else line.strip("@ "))


def _silent(before: Program, after: Program, at: datetime) -> Iterator[Due]:
    """The dates that silence leads to under both, for a matter opened now, where they differ."""
    for procedure in after.compiled.tables:
        old, new = (_ladder(program, procedure, at) for program in (before, after))
        for term in {**old, **new}:
            if old.get(term) != new.get(term):
                yield Due(f"{procedure}, {term}", old.get(term), new.get(term))


def _ladder(program: Program, procedure: str, at: datetime) -> dict[str, datetime]:
    if procedure not in program.compiled.tables:
        return {}
    try:
        steps = ladder_dates(program.compiled, procedure, at)
    except BadInput:
        return {}
    return {one.term: one.runs_out for one in steps if one.procedure == procedure and one.runs_out is not None}


def _moved(viewer: read.Viewer, program: Program, matter: read.Matter, *, at: datetime, touched: set[str]) -> Moved:
    dates, refused = moved_dates(viewer, program, matter, at=at)
    return Moved(
        matter,
        named(matter),
        bool(touched & set(matter.state.runs)),
        [one for one in dates if one.before != one.after],
        refused,
    )


def moved_dates(
    viewer: read.Viewer, program: Program, matter: read.Matter, *, at: datetime, terms: dict[str, str] | None = None
) -> tuple[list[Due], str]:
    """Return the clocks of a matter as they are and as they would be under another version, or why it cannot move."""
    fact = MatterMoved(
        id="joint/0",
        at=at,
        charter=viewer.ruled.charters[matter.state.version],
        matter=matter.name,
        from_=matter.state.version,
        to=program.version,
        terms=terms or {},
        agreed_by=tuple(sorted(viewer.ruled.letters)),
    )
    before = {(line.run, line.term): line.due for line in clocks(matter.program, matter.state)}
    try:
        state = step({**viewer.ruled.programs, program.version: program}, matter.state, fact).state
    except Refusal as refusal:
        return [], refusal.says
    after = {(line.run, line.term): line.due for line in clocks(program, state)}
    return [
        Due(f"{run}, {term}", before.get((run, term)), after.get((run, term))) for run, term in {**before, **after}
    ], ""


def standing(viewer: read.Viewer) -> list[Offer]:
    """Return the versions that one side has signed and that wait for the other, the newest first."""
    found = read.facts(viewer, kinds=("AgreementOffered", "AgreementGiven"))
    given = {fact.offer for fact in found if isinstance(fact, AgreementGiven)}
    newest = max(viewer.ruled.versions)
    return [
        Offer(fact.offer, fact.fact.charter.version, fact.party, fact.person, fact.at, fact.fact)
        for fact in reversed(found)
        if isinstance(fact, AgreementOffered) and isinstance(fact.fact, CharterSigned)
        if fact.offer not in given and fact.fact.charter.version > newest
    ]


def standing_move(viewer: read.Viewer, matter: str) -> AgreementOffered | None:
    """Return the newest offer to move a matter that waits for an answer."""
    found = read.facts(viewer, kinds=("AgreementOffered", "AgreementGiven", "MatterMoved"))
    given = {fact.offer for fact in found if isinstance(fact, AgreementGiven)}
    for fact in reversed(found):
        if isinstance(fact, MatterMoved) and fact.matter == matter:
            return None
        if isinstance(fact, AgreementOffered) and isinstance(fact.fact, MatterMoved) and fact.matter == matter:
            return fact if fact.offer not in given else None
    return None
