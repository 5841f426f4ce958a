"""From procedures as they are written to rows: leaves, links, results, markings."""

import json
from pathlib import Path
from typing import Any

import pytest

from detente.core.charter.parse import parse
from detente.core.charter.source import plain, read_source
from detente.core.procedures import Compiled, Link, On, Outcome, Row, Table, compile_charter

ROOT = Path(__file__).resolve().parents[3]


def compiled(data: bytes) -> Compiled:
    document = parse(data)
    assert document.charter is not None, document.findings
    return compile_charter(document)


def table(terms: str, *, before: str = "", procedure: str = "x") -> Table:
    """Return the table of a procedure opened by `note claim`, its terms in flow style."""
    opens = "opens: {who: either, may: note claim, then: a}"
    return compiled(f"{before}procedures: {{{procedure}: {{{opens}, {terms}}}}}".encode()).tables[procedure]


def row(of: Table, term: str, on: On) -> Row:
    (found,) = (row for row in of.of(term) if row.on is on)
    return found


@pytest.fixture(scope="module")
def cases() -> dict[str, dict[str, Any]]:
    root = read_source((ROOT / "tests/cases/language/cases.yaml").read_bytes()).root
    assert root
    return {case["id"]: case for case in plain(root)["cases"]}


@pytest.fixture(scope="module")
def escalation() -> Table:
    return compiled((ROOT / "src/detente/charters/golden/charter.yaml").read_bytes()).tables["escalation"]


def written(row: Row) -> str:
    """Return the columns that say what a row does, in one line."""
    who = json.dumps(row.who.data).replace('"', "") if row.who else "-"
    due = row.latest.data if row.latest else "-"
    leaves = f" leaves {', '.join(row.leaves)}" if row.leaves else ""
    does = ", ".join(do.data for do in row.do) or "-"
    return f"{row.link} {row.term} | {row.on} {row.act or '-'} | {who} | {due} | {row.result}: {does}{leaves}"


GOLDEN = """\
opens opens | act concern | either | - | used: service level, start ring-fence
anytime urgent relief | act ask a court for urgent relief | either | - | used: -
anytime save the claim | act sue to save the claim | either | - | used: -
anytime quick win | act quick win | either | - | used: -
anytime offer | act package | either | - | used: start package
anytime ask an expert | act expert question | either | - | used: start expert count
anytime suspend the disputed part | act suspension proposal | either | - | used: start suspension
top service level | act settle | {customer: service lead, provider: service lead} | level 1 after concern | used: -
top service level | time - | {customer: service lead, provider: service lead} | level 1 after concern | lapsed: managers
meanwhile acknowledgement | act acknowledge concern | other | 1 working day after concern | kept: -
meanwhile acknowledgement | time - | other | 1 working day after concern | missed: stays overdue
meanwhile agree urgent | act agree urgent | both | - | used: choose urgent
meanwhile move on to managers | act move on to managers | both | - | used: managers leaves service level
top managers | act settle | {customer: manager, provider: manager} | level 2 | used: -
top managers | time - | {customer: manager, provider: manager} | level 2 | lapsed: executives
meanwhile move on to executives | act move on to executives | both | - | used: executives leaves managers
top executives | act settle | {customer: executive, provider: executive} | level 3 | used: -
top executives | time - | {customer: executive, provider: executive} | level 3 | lapsed: mediation step
meanwhile executive talk | act executive talk | {customer: executive, provider: executive} | 5 working days | kept: -
meanwhile executive talk | time - | {customer: executive, provider: executive} | 5 working days | missed: stays overdue
meanwhile move on to mediation | act move on to mediation | both | - | used: mediation step leaves executives
top mediation step | event - | - | - | done: court gate
top court gate | event - | - | - | done: court
top court | act start proceedings | opener | - | used: end in court
limitation limitation | time - | - | 2 years after cause | over: -
"""


def test_the_golden_escalation_has_these_rows(escalation: Table) -> None:
    assert [written(row) for row in escalation.rows] == GOLDEN.splitlines()


def test_rows_are_numbered_in_written_order_and_name_their_line(escalation: Table) -> None:
    assert [row.order for row in escalation.rows] == list(range(25))
    text = (ROOT / "src/detente/charters/golden/charter.yaml").read_text(encoding="utf-8").splitlines()
    assert all(f"{row.term}:" in text[row.line - 1] for row in escalation.rows)


def test_an_act_has_the_slug_of_the_glossary_or_of_its_event(escalation: Table) -> None:
    assert row(escalation, "opens", On.ACT).slug == "concern"
    assert row(table("terms: {a: {who: either, may: serve Great Plan}}"), "a", On.ACT).slug == "great-plan"


LEADS = [
    ("lead-inside", "meet", On.ACT, ()),
    ("lead-outside", "quit", On.ACT, ("a",)),
    ("lead-outside", "a", On.TIME, ()),
    ("lead-beside", "ask", On.ACT, ()),
    ("lead-two-deep", "c", On.ACT, ("b",)),
    ("lead-end", "refuse", On.ACT, ("a",)),
    ("lead-by-silence", "meet", On.TIME, ("a",)),
    ("lead-by-silence", "meet", On.ACT, ()),
    ("lead-false-guard", "quit", On.ACT, ("a",)),
    ("lead-anytime", "relief", On.ACT, ()),
    ("lead-anytime", "drop", On.ACT, ()),
    ("lead-as-if", "clarify", On.TIME, ("a",)),
    ("lead-as-if", "refuse", On.ACT, ("a",)),
    ("lead-as-if", "a", On.TIME, ()),
    ("opened-while-open", "again", On.ACT, ()),
    ("opened-while-open", "meet", On.TIME, ()),
]


@pytest.mark.parametrize(("case", "term", "on", "leaves"), LEADS)
def test_a_row_leaves_the_terms_that_the_case_says(
    cases: dict[str, Any], case: str, term: str, on: On, leaves: tuple[str, ...]
) -> None:
    assert row(of_case(cases[case]), term, on).leaves == leaves


def of_case(case: dict[str, Any]) -> Table:
    part = {"values": case.get("setting", {}).get("values", {}), "procedures": case["procedures"]}
    return compiled(json.dumps(part).encode()).tables["x"]


def test_every_leading_out_case_is_looked_at(cases: dict[str, Any]) -> None:
    assert {case for case in cases if case.startswith("lead-")} <= {case for case, *_ in LEADS}


@pytest.mark.parametrize(
    ("case", "opens_with_its_parent"),
    [
        ("meanwhile-with-parent", {"a": False, "meet": True, "b": False}),
        ("meanwhile-named", {"a": False, "ask": True, "answer": False}),
        ("lead-inside", {"a": False, "meet": True, "minutes": False}),
        ("lead-two-deep", {"a": False, "b": True, "c": True, "d": False}),
        ("opened-while-open", {"a": False, "again": True, "meet": True}),
    ],
)
def test_a_nested_term_opens_with_its_parent_unless_a_consequence_names_it(
    cases: dict[str, Any], case: str, opens_with_its_parent: dict[str, bool]
) -> None:
    assert of_case(cases[case]).with_parent == opens_with_its_parent


def test_terms_know_those_around_them_from_the_outside_in(cases: dict[str, Any]) -> None:
    assert of_case(cases["lead-two-deep"]).parents == {"a": (), "b": ("a",), "c": ("a", "b"), "d": ("a",)}
    assert row(of_case(cases["lead-two-deep"]), "c", On.ACT).parent == "b"


def test_either_way_is_written_in_both_rows(cases: dict[str, Any]) -> None:
    act, time = of_case(cases["either-way"]).of("a")
    assert act.do == time.do
    assert (act.result, time.result) == (Outcome.KEPT, Outcome.MISSED)


def test_as_if_is_followed_by_what_its_act_does(cases: dict[str, Any]) -> None:
    of = of_case(cases["lead-as-if"])
    assert [do.data for do in of.consequences(row(of, "clarify", On.TIME))] == ["as if reject plan", "b"]
    assert of.opened_by(row(of, "clarify", On.TIME)) == ("b",)


def test_as_if_in_a_circle_ends() -> None:
    of = table(
        "terms: {a: {who: either, may: b2, by: 1 week, then: as if c2, else: c},"
        " c: {who: either, may: c2, then: as if b2}}"
    )
    assert [do.data for do in of.consequences(row(of, "a", On.ACT))] == ["as if c2", "as if b2", "as if c2"]


def test_results_tell_duties_from_options_waits_and_rules() -> None:
    of = table(
        "terms: {a: {who: both, must: meet, by: 1 week, else: b}, b: {who: both, may: talk, by: 1 week, else: c},"
        " c: {by: 1 week, else: d}, d: {then: e}, e: {when: claim, then: end done}}"
    )
    results = [(row.term, row.on, row.result) for row in of.rows[1:]]
    assert results == [
        ("a", On.ACT, Outcome.KEPT), ("a", On.TIME, Outcome.MISSED), ("b", On.ACT, Outcome.USED),
        ("b", On.TIME, Outcome.LAPSED), ("c", On.TIME, Outcome.OVER), ("d", On.OPENING, Outcome.DONE),
        ("e", On.EVENT, Outcome.DONE),
    ]  # fmt: skip


def test_a_run_is_heard_when_it_ends() -> None:
    of = table("terms: {a: {runs: x, by: 1 week, then: end done, else: end failed}}")
    assert row(of, "a", On.EVENT).runs == "x"
    assert row(of, "a", On.TIME).runs == ""


def test_rounds_give_an_act_row_and_a_time_row() -> None:
    of = table("terms: {a: {who: both, must: meet, every: 1 week after claim, else: stays overdue}}")
    assert [(row.on, row.every is not None, row.latest) for row in of.of("a")] == [
        (On.ACT, True, None),
        (On.TIME, True, None),
    ]


def test_an_anytime_option_leaves_nothing_even_where_it_ends_the_procedure() -> None:
    of = table("anytime: {stop it: {who: either, then: end withdrawn}}, terms: {a: {who: either, then: end done}}")
    assert row(of, "stop it", On.ACT).link is Link.ANYTIME
    assert row(of, "stop it", On.ACT).leaves == ()


def test_a_wait_that_only_holds_terms_has_no_row_and_keeps_its_guard() -> None:
    of = table("terms: {a: {if: claim has happened, meanwhile: {b: {who: either, then: end done}}}}")
    assert of.of("a") == ()
    assert of.guards["a"].data == "claim has happened"
    assert of.children("a") == ("b",)


def test_markings_are_inherited_from_the_enclosing_term() -> None:
    of = table(
        "terms: {a: {by: 1 week, else: end failed, private: mediator only, costs: own, meanwhile:"
        " {b: {who: either, private: open, meanwhile: {c: {who: either}}}, d: {who: either}}}}"
    )
    assert {term: (row(of, term, On.ACT).private, row(of, term, On.ACT).costs) for term in "bcd"} == {
        "b": ("open", "own"), "c": ("open", "own"), "d": ("mediator only", "own"),
    }  # fmt: skip


def test_a_procedure_counts_by_its_own_calendar_or_by_the_charters() -> None:
    assert table("terms: {a: {who: either}}", before="calendar: all open\n").calendar == "all open"
    assert table("calendar: any open, terms: {a: {who: either}}", before="calendar: all open\n").calendar == "any open"


def test_lateness_of_the_opening_is_a_row_of_its_own(cases: dict[str, Any]) -> None:
    of = of_case(cases["silence-costs-one-side"])
    assert [(row.on, row.result) for row in of.of("opens")] == [(On.ACT, Outcome.USED), (On.TIME, Outcome.LAPSED)]
