"""Every procedure of the library and every charter, told: timelines whose dates were counted without the engine.

`library/NAME/*.yaml` are timelines of the procedure file, charter or small part NAME; `library/lenders.yaml` says whose
calendars a procedure borrows; `library/CAPABILITIES.md` says which timeline shows what.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from detente.core.charter.model import Charter
from detente.core.charter.parse import Document, parse
from detente.core.charter.source import plain, read_source
from detente.core.engine import program_of
from detente.core.procedures import compile_charter
from detente.core.simulation.appointments import people_of
from detente.core.simulation.lend import lent
from detente.core.simulation.telling import Story
from detente.core.simulation.timeline import read_timeline

LIBRARY = Path(__file__).parent / "library"
CHARTERS = Path(__file__).parents[2] / "src/detente/charters"
PROCEDURES = sorted(file.stem for file in CHARTERS.glob("procedures/*.yaml"))
COMPLETE = sorted(file.stem for file in CHARTERS.glob("*.yaml"))
TIMELINES = sorted(file for file in LIBRARY.glob("*/*.yaml") if file.parent.name != "calendars")
TABLE = LIBRARY / "CAPABILITIES.md"
_LISTED = re.compile(r"`([\w-]+/[\w-]+\.yaml)`")


def shown(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


@pytest.mark.parametrize("file", TIMELINES, ids=shown)
def test_a_library_timeline_holds(file: Path) -> None:
    story = told(file)
    assert not story.failures, "\n".join(f"{file.name}:{one.line}: {one.says}" for one in story.failures)
    assert story.held > 0, f"{file.name} expects nothing."


@pytest.mark.parametrize("file", TIMELINES, ids=shown)
def test_a_library_timeline_refuses_only_what_it_says_is_refused(file: Path) -> None:
    story = told(file)
    expected = {entry.at for entry in story.timeline.entries if entry.expect and entry.expect.get("refused")}
    silent = [one for one in story.refused if one.entry.at not in expected]
    assert not silent, "\n".join(f"{file.name}:{one.entry.place.line}: refused: {one.refusal.says}" for one in silent)


@pytest.mark.parametrize("file", TIMELINES, ids=shown)
def test_a_library_timeline_says_how_its_dates_were_counted(file: Path) -> None:
    head = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert any("count" in line.lower() for line in head), f"{file.name} does not say how its dates were counted."


@pytest.mark.parametrize("name", PROCEDURES)
def test_a_procedure_has_at_least_three_timelines(name: str) -> None:
    assert len(list(LIBRARY.glob(f"{name}/*.yaml"))) >= 3, f"{name} has fewer than three timelines."


@pytest.mark.parametrize("name", COMPLETE)
def test_a_charter_has_at_least_two_timelines(name: str) -> None:
    assert len(list(LIBRARY.glob(f"{name}/*.yaml"))) >= 2, f"{name} has fewer than two timelines."


def test_every_capability_of_the_language_is_shown_by_a_timeline_that_exists() -> None:
    rows = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d", line)]
    numbers = [int(row.split("|")[1]) for row in rows]
    assert sorted(set(numbers)) == list(range(1, 25)), "A capability of language.md, section 11, has no row."
    for row in rows:
        files = _LISTED.findall(row)
        assert files, f"No timeline in: {row}"
        missing = [name for name in files if not (LIBRARY / name).is_file()]
        assert not missing, f"No such timeline: {', '.join(missing)}"


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_procedure_file_says_what_goes_on_meanwhile_and_who_pays(name: str) -> None:
    """Rows 14, 16 and 17 are markings: no clock moves with them, so no timeline can show them alone."""
    tables = compile_charter(document_of(_text_of(name) or TABLE)).tables.values()
    assert all(table.always for table in tables if len(table.parents) > 4), "A ladder without a standing duty."
    talks = [row for table in tables for row in table.rows if row.term.startswith("mediation") and row.act == "settle"]
    assert all((row.private, row.costs) == ("mediator only", "shared equally") for row in talks)


def test_every_timeline_belongs_to_a_text_that_exists() -> None:
    strange = sorted({file.parent.name for file in TIMELINES if not _text_of(file.parent.name)})
    assert not strange, f"Timelines of nothing: {', '.join(strange)}"


# ---- telling


@cache
def told(file: Path) -> Story:
    """Return the story of a timeline; a procedure of the library borrows its calendars."""
    lender = lender_of(file)
    document = document_of(_text_of(file.parent.name) or file)
    if lender:
        document = lent(document, document_of(LIBRARY / f"calendars/{lender['calendars']}.yaml"))
    program = program_of(compile_charter(document))
    program.vacant = frozenset(lender.get("vacant", ()))
    program.persons = people_of(program)
    timeline = read_timeline(file.read_bytes(), program)
    wrong = [f"{file.name}:{one.place.line}: {one.says} {one.cure}" for one in timeline.findings]
    assert not wrong, "\n".join(wrong)
    return Story(program, timeline).tell()


def document_of(file: Path) -> Document:
    document = parse(file.read_bytes())
    assert document.charter is not None, f"{file.name}: {document.findings}"
    return document


def lender_of(file: Path) -> dict[str, Any]:
    """Return whose calendars a timeline borrows: its own entry, else that of its directory; nothing for a charter."""
    root = read_source((LIBRARY / "lenders.yaml").read_bytes()).root
    assert root is not None, "lenders.yaml cannot be read"
    entries = plain(root)
    found = entries.get(shown(file)) or entries.get(file.parent.name)
    assert found or file.parent.name in COMPLETE, f"{shown(file)} has no entry in lenders.yaml."
    return dict(found or {})


def _text_of(name: str) -> Path | None:
    candidates = [CHARTERS / f"procedures/{name}.yaml", CHARTERS / f"{name}.yaml", LIBRARY / f"{name}.yaml"]
    return next((file for file in candidates if file.is_file()), None)


def test_a_lent_procedure_is_a_part_with_the_calendars_of_its_lender() -> None:
    lender = document_of(LIBRARY / "calendars/england.yaml")
    document = lent(document_of(CHARTERS / "procedures/fidic-2017.yaml"), lender)
    assert document.charter is not None
    assert not isinstance(document.charter, Charter)
    assert (document.charter.zone, getattr(document.charter, "calendar", "")) == ("Europe/London", "GB-ENG")
    assert list(document.names.parties) == ["employer", "contractor"]
