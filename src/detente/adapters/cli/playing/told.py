"""A charter and a timeline from their paths, told."""

import datetime as dt
import sys
from hashlib import sha256
from pathlib import PurePath

import msgspec

from detente.adapters.cli.files import read_bytes
from detente.adapters.cli.terminal import count, styled, wrapped
from detente.core.charter.parse import parse
from detente.core.engine import program_of
from detente.core.procedures import compile_charter
from detente.core.procedures.checks import Report, check
from detente.core.simulation.appointments import Sealer, people_of, unsealed
from detente.core.simulation.lend import lent
from detente.core.simulation.telling import Story
from detente.core.simulation.timeline import Timeline, read_timeline
from detente.core.vocabulary.errors import BadCharter, BadInput


class File(msgspec.Struct, frozen=True):
    """A file as it was read."""

    name: str
    sha256: str


class Told(msgspec.Struct, frozen=True):
    """A story with the files it was told from."""

    story: Story
    report: Report
    charter: File
    timeline: File


def tell(
    charter: str,
    timeline: str,
    *,
    until: dt.datetime | None = None,
    standing: bool = False,
    seal: Sealer = unsealed,
    calendars: str | None = None,
) -> Told:
    """Tell the timeline of one path under the charter of another; a procedure may borrow the calendars of a third.

    Raises:
        BadCharter: the charter has errors.
        BadInput: the timeline has; each is written to standard error with its place.
    """
    lender = read_bytes(calendars) if calendars else None
    files = (File(charter, ""), read_bytes(charter), File(timeline, ""), read_bytes(timeline))
    return told_of(*files, until=until, standing=standing, seal=seal, lender=lender)


def told_of(
    charter: File,
    charter_data: bytes,
    timeline: File,
    timeline_data: bytes,
    *,
    until: dt.datetime | None = None,
    standing: bool = False,
    seal: Sealer = unsealed,
    lender: bytes | None = None,
) -> Told:
    """Tell a timeline from the bytes of both files; `lender` is a text whose calendars a procedure borrows."""
    report = check(charter_data)
    if report.compiled is None:
        errors = count(len(report.findings), "error")
        raise BadCharter(f"{charter.name} has {errors}; see 'detente check {charter.name}'.")
    if lender is not None:
        report = msgspec.structs.replace(
            report, compiled=compile_charter(lent(report.compiled.document, parse(lender)))
        )
    assert report.compiled is not None, "checked above"
    program = program_of(report.compiled)
    program.persons = people_of(program)
    entries = read_timeline(timeline_data, program)
    if entries.findings:
        _say(timeline.name, entries)
        raise BadInput(f"{timeline.name} has {count(len(entries.findings), 'error')}; nothing was told.")
    story = Story(program, entries, seal=seal).tell(until=until, standing=standing)
    return Told(story, report, _file(charter.name, charter_data), _file(timeline.name, timeline_data))


def _file(path: str, data: bytes) -> File:
    return File(PurePath(path).name, sha256(data).hexdigest())


def _say(path: str, timeline: Timeline) -> None:
    for finding in timeline.findings:
        place = f"{path}:{finding.place.line}:{finding.place.column}"
        sys.stderr.write(f"{styled(place, 'bold')} {finding.severity} {finding.code}\n")
        sys.stderr.write(wrapped(f"{finding.says} {finding.cure}".strip(), "  ") + "\n")
