"""`detente adopt`: what is printed, and what a copy may not bring in."""

import json

import pytest

SEATS = (
    "--role", "contracting officer=executive", "--role", "contractor=provider", "--role", "government=customer",
)  # fmt: skip
CLASHING = """language: 1
library: clash
version: 1
title: A procedure whose act another procedure has
modelled_on: nothing
sources: []
procedures:
  clash:
    opens: {who: either, may: ACT, then: package}
    terms:
      package: {who: both, may: settle the clash, then: end done}
"""


@pytest.fixture
def charter(detente, tmp_path):
    """A charter of the package, as a file."""
    path = tmp_path / "charter.yaml"
    detente("init", "--template", "managed-it", "--yes", path)
    return path


def test_what_would_be_copied_is_printed_as_json(detente, charter):
    ran = detente("adopt", "far-stop-work", charter, *SEATS, "--print", "--json")
    answer = json.loads(ran.out)

    assert (ran.code, answer["kind"]) == (0, "copied")
    assert answer["text"].startswith("  ")
    assert answer["procedures"]
    assert "executive" in answer["seats"]


@pytest.fixture
def clashing(detente, charter, tmp_path):
    """A library file that brings an error into the charter: a term of it is called like a procedure."""
    path = tmp_path / "clash.yaml"
    text = CLASHING.replace("modelled_on", "modelled on").replace("ACT", "note a clash")
    path.write_text(text, encoding="utf-8")
    return path


def test_a_copy_that_brings_an_error_is_not_written(detente, charter, clashing):
    before = charter.read_bytes()
    ran = detente("adopt", clashing, charter)

    assert ran.code == 2
    assert " error NAM001 " in ran.out
    assert ran.err == (
        f"detente adopt: {charter} is left as it was: the copy would bring the errors above into it. "
        "Mend the copy's names or roles, or write it all the same with --force.\n"
    )
    assert charter.read_bytes() == before


def test_a_copy_that_brings_an_error_is_written_when_it_is_asked_for(detente, charter, clashing):
    ran = detente("adopt", clashing, charter, "--force")

    assert ran.code == 0
    assert " error NAM001 " in ran.out
    assert "source: clash@1" in charter.read_text(encoding="utf-8")


def test_errors_a_copy_would_bring_are_told_in_json_too(detente, charter, clashing):
    ran = detente("adopt", clashing, charter, "--json")

    assert ran.code == 2
    assert "NAM001" in {found["code"] for found in json.loads(ran.out)["files"][0]["findings"]}


def test_errors_the_charter_had_before_are_no_reason_to_refuse(detente, charter, clashing):
    assert detente("adopt", clashing, charter, "--force").code == 0
    assert detente("adopt", "far-stop-work", charter, *SEATS).code == 0


def test_a_charter_keeps_its_line_ends_when_a_procedure_is_copied_in(detente, charter):
    charter.write_bytes(charter.read_bytes().replace(b"\n", b"\r\n"))

    assert detente("adopt", "far-stop-work", charter, *SEATS).code == 0
    data = charter.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
