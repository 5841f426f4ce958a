"""Parsing a whole text: every finding at once, each at its line and column."""

from pathlib import Path

import pytest

from detente.core.charter.model import Charter, Library, Part, data_of
from detente.core.charter.parse import parse
from detente.core.charter.source import plain

EXAMPLES = sorted(Path(__file__).parents[2].joinpath("cases/language/examples").glob("*.yaml"))
LADDER = """procedures:
  dispute:
    opens: {who: either, may: serve dispute notice, then: managers}
    terms:
      managers: {who: both, may: settle, by: 3 days, else: directrs, color: red}
      directors: {who: both, by: 10 working days}
"""


def test_all_findings_come_at_once_with_line_and_column():
    found = [
        (f.place.line, f.place.column, f.place.path, f.code, f.says, f.cure) for f in parse(LADDER.encode()).findings
    ]

    at = "procedures.dispute.terms.managers"
    assert found == [
        (5, 46, f"{at}.by", "LNG003", "'3 days' is neither working nor calendar time.",
         "Write '3 working days' or '3 calendar days'."),
        (5, 60, f"{at}.else", "LNG002", "'directrs' is no term and no consequence.", "Nearest: 'directors'."),
        (5, 70, f"{at}.color", "SCH002", "'color' is no key here.",
         "Known here: who, must, may, when, runs, states, if, from, by, every, in time, then, else, either way, "
         "private, costs, meanwhile."),
    ]  # fmt: skip


def test_a_missing_key_is_found_at_the_mapping_that_lacks_it():
    (finding,) = parse(b"procedures:\n  dispute:\n    terms:\n      a: {who: both, may: settle}\n").findings

    assert (finding.place.line, finding.code, finding.says) == (2, "SCH001", "'opens' is missing here.")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("17:30", "17:30"),
        ("010", "010"),
        ("1e3", "1e3"),
        ("2026-03-02", "2026-03-02"),
        ("~", "~"),
        ("true", "true"),
    ],
)
def test_a_scalar_stays_what_a_lawyer_reads(text, value):
    document = parse(
        f"procedures:\n  x:\n    opens: {{who: either, may: note x, states: [{text}], then: a}}\n"
        "    terms: {a: {who: both, may: settle}}\n".encode()
    )

    assert document.charter is not None
    assert document.charter.procedures["x"].opens.states == [value]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_of_the_language_parses_and_loses_nothing(path):
    document = parse(path.read_bytes())

    assert document.findings == []
    assert document.kind is Part
    assert _without_full_act_names(data_of(document.charter)) == _without_full_act_names(plain(document.source.root))


def test_the_golden_charter_parses_whole(golden):
    document = parse(golden)

    assert document.findings == []
    assert isinstance(document.charter, Charter)
    assert list(document.charter.procedures)[:4] == ["escalation", "package", "expert count", "mediation"]


def test_every_section_of_the_golden_charter_is_kept(golden):
    document = parse(golden)
    data, text = data_of(document.charter), plain(document.source.root)

    assert set(data) == set(text)
    for section in text:
        if section not in ("workstreams", "service_levels", "notifications"):  # these hold defaults that are left out
            assert data[section] == text[section], section


def test_the_kind_of_text_is_told_by_its_first_keys():
    library = b"""
library: x
language: 1
version: 1
title: t
modelled on: m
sources: []
procedures:
  p:
    opens: {who: either, may: note x, then: a}
    terms: {a: {who: both, may: settle}}
"""

    assert parse(library).kind is Library
    assert isinstance(parse(library).charter, Library)


def test_nothing_that_is_refused_leaves_half_a_charter():
    document = parse(LADDER.encode())

    assert document.charter is None


def _without_full_act_names(data):
    """The reader accepts `file exit comparison` for its event; the one writing is the event."""
    if isinstance(data, dict):
        return {key: _without_full_act_names(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_without_full_act_names(value) for value in data]
    return data.replace("after file exit comparison", "after exit comparison")


def test_a_run_of_a_procedure_that_does_not_exist_is_refused_with_the_nearest(golden):
    (finding,) = parse(golden.replace(b"runs: mediation", b"runs: mediaton")).findings

    assert (finding.code, finding.says, finding.cure) == (
        "LNG002",
        "'mediaton' is no procedure.",
        "Nearest: 'mediation'.",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a:\n\tb: c\n", "A tab stands at the beginning here; only spaces indent."),
        (
            "a: {b: c\nd: e\n",
            "A bracket that was opened is not closed here, or a comma is missing; it may be a line above.",
        ),
        ("a:\n  b: c\n    d: e\n", "A second colon, or a line indented too deep: the line above goes on here."),
    ],
)
def test_a_text_that_is_no_yaml_is_told_in_plain_words(text, says):
    (finding,) = parse(text.encode()).findings

    assert (finding.code, finding.says) == ("YML001", says)
