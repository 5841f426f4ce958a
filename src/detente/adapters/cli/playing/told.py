"""A charter and a timeline from their paths, told."""

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path, PurePath

import msgspec

from detente.adapters.cli.files import read_bytes
from detente.adapters.cli.terminal import count, styled, wrapped
from detente.core.charter.parse import parse
from detente.core.engine import Program, program_of
from detente.core.procedures import compile_charter
from detente.core.procedures.checks import Report, check
from detente.core.simulation.appointments import Sealer, people_of, unsealed
from detente.core.simulation.lend import lent
from detente.core.simulation.telling import Story
from detente.core.simulation.timeline import Timeline, charters_named, merged, read_timeline
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
    files = (File(charter, ""), read_bytes(charter), File(timeline, ""), _stories(timeline))
    beside = [Path(timeline).parent, Path(charter).parent]
    return told_of(*files, until=until, standing=standing, seal=seal, lender=lender, beside=beside)


def _stories(timeline: str) -> dict[str, bytes]:
    """The files of a story: one, or those of a folder by name."""
    if timeline == "-" or not Path(timeline).is_dir():
        return {timeline: read_bytes(timeline)}
    return {str(path): read_bytes(str(path)) for path in sorted(Path(timeline).glob("*.yaml"))}


def told_of(
    charter: File,
    charter_data: bytes,
    timeline: File,
    timeline_data: bytes | Mapping[str, bytes],
    *,
    until: dt.datetime | None = None,
    standing: bool = False,
    seal: Sealer = unsealed,
    lender: bytes | None = None,
    beside: Sequence[Path] = (),
) -> Told:
    """Tell a timeline from the bytes of its files.

    Args:
        lender: a text whose calendars a procedure borrows.
        beside: where the next versions lie that the story says are signed.
    """
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
    files = {timeline.name: timeline_data} if isinstance(timeline_data, bytes) else timeline_data
    versions = _versions(merged(read_timeline(data, program) for data in files.values()), beside)
    entries = _read(files, max(versions.values(), key=lambda one: one.version, default=program))
    if entries.findings:
        raise BadInput(f"{timeline.name} has {count(len(entries.findings), 'error')}; nothing was told.")
    story = Story(program, entries, seal=seal, versions=versions).tell(until=until, standing=standing)
    return Told(story, report, _file(charter.name, charter_data), _file(timeline.name, b"".join(files.values())))


def _read(files: Mapping[str, bytes], program: Program) -> Timeline:
    """A story's files as one, read by the names of the last version in it; what is wrong is written."""
    found = []
    for name, data in files.items():
        found.append(read_timeline(data, program))
        _say(name, found[-1])
    return merged(found)


def _versions(timeline: Timeline, beside: Sequence[Path]) -> dict[str, Program]:
    """The charters that a story says are signed, from beside it; one that is not there is told as a refusal."""
    found = {}
    for name in charters_named(timeline):
        path = next((folder / name for folder in beside if (folder / name).is_file()), None)
        if path is not None:
            found[name] = _program(str(path))
    return found


def _program(path: str) -> Program:
    compiled = check(read_bytes(path)).compiled
    if compiled is None:
        raise BadCharter(f"{path} has errors; see 'detente check {path}'.")
    program = program_of(compiled)
    program.persons = people_of(program)
    return program


def _file(path: str, data: bytes) -> File:
    return File(PurePath(path).name, sha256(data).hexdigest())


def _say(path: str, timeline: Timeline) -> None:
    for finding in timeline.findings:
        place = f"{path}:{finding.place.line}:{finding.place.column}"
        sys.stderr.write(f"{styled(place, 'bold')} {finding.severity} {finding.code}\n")
        sys.stderr.write(wrapped(f"{finding.says} {finding.cure}".strip(), "  ") + "\n")
