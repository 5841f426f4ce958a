"""Copying a procedure of the library into a charter, with its source and the charter's own seats."""

from pathlib import Path

import pytest

from detente.core.charter.identity import charter_hash
from detente.core.charter.library import copied, inserted
from detente.core.charter.model import data_of, walk
from detente.core.charter.parse import parse
from detente.core.vocabulary.errors import BadInput

ROOT = Path(__file__).parents[3] / "src/detente/charters"
PROCEDURES = sorted(ROOT.joinpath("procedures").glob("*.yaml"))
CHARTER = """language: 1
name: A charter to copy into
version: 1
effective: 2026-03-02T00:00:00+00:00
zone: Europe/London
currency: GBP
calendar: office
calendars: {{office: {{zone: Europe/London, weekend: [saturday, sunday], known until: 2027-12-31}}}}
parties: {{{parties}}}
roles: {{{roles}}}
neutrals: {{{neutrals}}}
dates: {{contract start: 2026-03-02, contract end: 2027-03-01}}
procedures:
  note of thanks:
    opens: {{who: either, may: note thanks, then: heard}}
    terms:
      heard: {{then: end done}}
"""


def library(name):
    return parse(ROOT.joinpath("procedures", f"{name}.yaml").read_bytes())


def charter_with(seats):
    """A small charter that has every seat a library file asks for."""
    parties = ", ".join(
        f"{name}: {{name: {name}, zone: Europe/London, calendar: office}}"
        for name in seats.parties or ["customer", "provider"]
    )
    holder = next(iter(seats.parties), "customer")
    roles = ", ".join(f"{name}: {{{holder}: {{holder: Ann Archer}}}}" for name in seats.roles)
    neutrals = ", ".join(f"{name}: {{name: The {name}}}" for name in seats.neutrals)
    return parse(CHARTER.format(parties=parties, roles=roles, neutrals=neutrals).encode())


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda path: path.stem)
def test_every_procedure_of_the_library_can_be_copied_into_a_charter_that_has_its_seats(path):
    document = parse(path.read_bytes())
    whole = parse(inserted(charter_with(document.charter), copied(document, {})).encode())

    assert [(finding.place.path, finding.says) for finding in whole.findings] == []
    for name, procedure in document.charter.procedures.items():
        assert data_of(whole.charter.procedures[name]) == {
            "source": whole.charter.procedures[name].source,
            **data_of(procedure),
        }


def test_a_copy_begins_with_its_source_and_role_map():
    document = library("model-services")
    copy = copied(document, {"commercial director": "executive"})

    lines = copy.procedures.splitlines()
    assert lines[1].strip() == f"source: model-services@1 {charter_hash(document.charter)}"
    assert lines[2].strip() == "role map: {commercial director: executive}"
    assert [line for line in lines if "commercial director" in line and "role map" not in line] == []
    assert "executive" in copy.seats


def test_a_name_that_is_no_seat_is_refused_with_the_seats_there_are():
    with pytest.raises(BadInput, match=r"^'boss' is no seat of step-in\. Its seats: "):
        copied(library("step-in"), {"boss": "executive"})


def test_a_seat_the_charter_lacks_is_named_before_anything_is_written(golden):
    missing = r"contractor, government, contracting officer\."
    with pytest.raises(BadInput, match=rf"^The charter has no seat {missing} Map each: --role 'contractor=NAME'"):
        inserted(parse(golden), copied(library("far-stop-work"), {}))


def test_a_procedure_of_the_same_name_is_not_overwritten(golden):
    with pytest.raises(BadInput, match=r"^The charter already has a procedure 'rectification'\.$"):
        inserted(parse(golden), copied(library("rectification"), {}))


def test_renaming_reaches_every_seat_and_no_name_of_a_term():
    document = library("energy-managers")
    role = next(iter(document.charter.roles))
    copy = copied(document, {role: "manager"})
    procedure = next(iter(document.charter.procedures.values()))

    for step in walk(procedure):
        assert f"{step.name}:" in copy.procedures
