"""The shape of a table: what opens, what is reached, what can be open together, how long it lasts, what is certain."""

import json
from pathlib import Path
from typing import Any

import pytest

from detente.core.charter.parse import parse
from detente.core.procedures import Compiled, compile_charter
from detente.core.procedures.cells import CELLS_MAX, grid, told
from detente.core.procedures.graph import Graph, closure, tiers
from detente.core.worktime import parse_span

ROOT = Path(__file__).resolve().parents[3]


def compiled(text: str) -> Compiled:
    document = parse(text.encode())
    assert document.charter is not None, document.findings
    return compile_charter(document)


def graph(terms: str, *, then: str = "a", values: str = "{}") -> Graph:
    opens = f"opens: {{who: either, may: note claim, then: {then}}}"
    return compiled(f"values: {values}\nprocedures: {{x: {{{opens}, {terms}}}}}").graphs["x"]


def pairs(of: Graph) -> set[str]:
    return {f"{term} {other}" for term in of.terms for other in of.names(of.together[term]) if term < other}


@pytest.fixture(scope="module")
def golden() -> Compiled:
    return compiled((ROOT / "src/detente/charters/golden/charter.yaml").read_text(encoding="utf-8"))


def test_a_term_nothing_opens_is_not_reached() -> None:
    of = graph("terms: {a: {who: either, then: b}, b: {who: either, then: end done}, c: {who: either, then: b}}")
    assert of.names(of.reached) == ("a", "b")
    assert [row.term for row in of.openers("b")] == ["a", "c"]


def test_terms_opened_in_one_list_are_open_together_and_their_successors_too() -> None:
    of = graph(
        "terms: {a: {who: either, then: c}, b: {who: either, then: end done}, c: {who: either, then: end done}}",
        then="[a, b]",
    )
    assert pairs(of) == {"a b", "b c"}


def test_terms_that_follow_each_other_are_never_open_together() -> None:
    of = graph("terms: {a: {who: either, by: 1 week, either way: b}, b: {who: either, then: end done}}")
    assert pairs(of) == set()


def test_a_nested_term_that_leads_out_closes_what_it_leaves() -> None:
    of = graph("terms: {a: {who: both, meanwhile: {in: {who: either, then: b}, on: {who: either}}}, b: {who: either}}")
    assert pairs(of) == {"a in", "a on", "in on"}


def test_guards_that_exclude_each_other_never_open_together() -> None:
    terms = (
        "terms: {a: {if: amount < 5, who: either}, b: {if: amount >= 5, who: either}, c: {if: amount > 3, who: either}}"
    )
    assert pairs(graph(terms, then="[a, b, c]", values="{amount: number}")) == {"a c", "b c"}


def test_an_option_at_any_time_is_open_beside_every_term() -> None:
    of = graph("anytime: {z: {who: either, then: close a}}, terms: {a: {who: either, then: b}, b: {who: either}}")
    assert pairs(of) == {"a z", "b z"}


def test_an_overdue_duty_stays_open_beside_what_its_silence_opens() -> None:
    of = graph("terms: {a: {who: both, must: meet, by: 1 week, else: [b, stays overdue]}, b: {who: either}}")
    assert pairs(of) == {"a b"}


def test_a_term_on_a_loop_follows_itself() -> None:
    of = graph("terms: {a: {who: either, then: b}, b: {who: either, then: [a, c]}, c: {who: either}}")
    assert [of.names(of.ahead[term]) for term in "abc"] == [("a", "b", "c"), ("a", "b", "c"), ()]


def test_the_closure_of_a_chain_is_everything_behind_each_link() -> None:
    of = graph("terms: {a: {who: either, then: b}, b: {who: either, then: c}, c: {who: either}}")
    assert closure({"a": 0b010, "b": 0b100, "c": 0}, of.names) == {"a": 0b110, "b": 0b100, "c": 0}
    assert closure({"a": 0, "b": 0b001, "c": 0b010}, of.names) == {"a": 0, "b": 0b001, "c": 0b011}


def test_settling_ends_a_procedure_though_no_row_says_so() -> None:
    of = graph("terms: {a: {who: both, may: settle, by: 1 week, else: end exhausted}}")
    assert [of.ends(row) for row in of.rows["a"]] == [("settled",), ("exhausted",)]


def test_the_rungs_of_the_golden_ladder(golden: Compiled) -> None:
    assert [row.term for row in tiers(golden.graphs["escalation"])] == ["service level", "managers", "executives"]


def test_the_family_of_the_golden_escalation(golden: Compiled) -> None:
    assert golden.families.family["mediation"] == {
        "escalation", "ring-fence", "package", "expert count", "suspension", "mediation", "litigation gate",
    }  # fmt: skip
    assert golden.families.openable == set(golden.tables)
    assert not golden.families.circles("escalation")


# ---- How long


def lasts(terms: str, *, silent: bool = True, times: str = "{r: {slow: 1 week, fast: 1 calendar day}}") -> int:
    opens = "opens: {who: either, may: note claim, then: a}"
    whole = compiled(f"values: {{day: date}}\nprocedures: {{x: {{times: {times}, {opens}, {terms}}}}}")
    return whole.lengths.bound("x", silent)[""]


def test_silence_adds_up_each_length_with_its_last_day() -> None:
    assert lasts("terms: {a: {by: 10 calendar days, else: b}, b: {by: 2 weeks, else: end lapsed}}") == 11 + 15


def test_lengths_from_the_opening_act_do_not_add_up() -> None:
    assert (
        lasts("terms: {a: {by: 10 calendar days after claim, else: b}, b: {by: 2 weeks after claim, else: end lapsed}}")
        == 15
    )


def test_a_length_already_over_ends_where_it_opens() -> None:
    assert lasts("terms: {a: {by: 2 weeks, else: b}, b: {by: 1 calendar day after claim, else: end lapsed}}") == 15


def test_a_row_of_times_counts_by_its_longest_track() -> None:
    assert lasts("terms: {a: {by: r, else: end lapsed}}") == 8


def test_what_only_an_act_opens_is_no_part_of_silence() -> None:
    terms = "terms: {a: {who: either, by: 1 week, then: b, else: end lapsed}, b: {by: 3 weeks, else: end lapsed}}"
    assert lasts(terms) == 8
    assert lasts(terms, silent=False) == 8 + 22


def test_the_earlier_of_two_times_bounds_and_a_stated_day_does_not() -> None:
    assert lasts("terms: {a: {by: {earlier of: [1 week, 3 weeks]}, else: end lapsed}}") == 8
    assert lasts("terms: {a: {by: {later of: [1 week, 3 weeks]}, else: end lapsed}}") == 22
    assert lasts("terms: {a: {by: {earlier of: [day, 3 weeks]}, else: end lapsed}}") == 22


def test_a_loop_is_gone_round_once() -> None:
    terms = (
        "terms: {a: {by: 1 week, else: b}, b: {by: 1 week, else: [count rounds, again, out]},"
        " again: {if: rounds < 3, then: a}, out: {if: rounds >= 3, then: end failed}}"
    )
    assert 16 <= lasts(terms) <= 32


def test_a_run_lasts_as_long_as_its_procedure(golden: Compiled) -> None:
    lengths = golden.lengths
    alone = lengths.bound("mediation", True)[""]
    assert (
        lengths.bound("escalation", True)["court gate"] == lengths.bound("escalation", True)["mediation step"] + alone
    )


@pytest.mark.parametrize(("days", "least"), [(1, 1), (5, 5), (10, 12), (20, 26)])
def test_working_days_take_no_fewer_calendar_days_than_the_bound(golden: Compiled, days: int, least: int) -> None:
    """The longest run of a year, counted day by day over both lists, stays within the bound."""
    import datetime as dt

    lists = [golden.charter.calendars[name].holidays for name in ("aldgate", "meridian")]  # type: ignore[attr-defined]
    off = {day for holidays in lists for day in holidays}
    longest = 0
    for start in range(300):
        day, counted = dt.date(2026, 3, 3) + dt.timedelta(start), 0
        first = day
        while counted < days:
            day += dt.timedelta(1)
            counted += day.weekday() < 5 and day not in off
        longest = max(longest, (day - first).days)
    assert least <= longest <= golden.lengths.most(parse_span(f"{days} working days"), "all open") <= longest + 10


def test_the_golden_calendars_are_asked_within_half_a_year(golden: Compiled) -> None:
    assert set(golden.lengths.asked) == {"aldgate", "meridian"}
    assert all(100 < days < 183 for days in golden.lengths.asked.values())


# ---- What is certain


def certain(terms: str, term: str, kind: str) -> set[str]:
    opens = "opens: {who: either, may: note claim, states: [cause], then: a}"
    whole = compiled(f"values: {{cause: date}}\nprocedures: {{x: {{{opens}, {terms}}}}}")
    return {name for fact, name in whole.certain.at("x", term) if fact == kind}


def test_only_what_lies_on_every_way_is_certain() -> None:
    terms = "terms: {a: {who: either, may: serve bill, states: [sum], by: 1 week, either way: b}, b: {who: either}}"
    assert certain(terms, "b", "acted") == {"claim"}
    assert certain(terms, "b", "stated") == {"cause"}
    assert certain(terms, "b", "passed") == {"opens", "a"}


def test_a_deemed_act_has_happened_and_nobody_acted() -> None:
    terms = (
        "terms: {a: {who: either, may: accept plan, by: 1 week, then: b, else: as if accept plan}, b: {who: either}}"
    )
    assert certain(terms, "b", "happened") == {"claim", "accept plan"}
    assert certain(terms, "b", "acted") == {"claim"}


def test_a_clock_that_ran_out_had_its_anchor() -> None:
    terms = (
        "terms: {a: {by: 1 week after claim, else: b, meanwhile: {talk: {who: both}}},"
        " b: {by: 1 week after talk, else: c}, c: {who: either}}"
    )
    assert "talk" not in certain(terms, "b", "happened")
    assert "talk" in certain(terms, "c", "happened")


# ---- Guards in cells


def holes(guards: list[Any], values: dict[str, Any]) -> list[str]:
    from detente.core.procedures.cells import holds

    terms = {f"t{number}": {"if": guard, "who": "either"} for number, guard in enumerate(guards)}
    opens = {"who": "either", "may": "note claim", "then": list(terms)}
    whole = compiled(json.dumps({"values": values, "procedures": {"x": {"opens": opens, "terms": terms}}}))
    found = list(whole.tables["x"].guards.values())
    words = whole.document.names.words
    return [told(cell) for cell in grid(found, words).cells() if not any(holds(each, cell) for each in found)]


def test_cells_lie_at_and_between_thresholds() -> None:
    assert holes(["amount < 50", "amount > 50"], {"amount": "number"}) == ["amount = 50"]
    assert holes(["amount < 50", "amount >= 50"], {"amount": "number"}) == []
    assert holes(["amount < 50", "amount > 90"], {"amount": "number"}) == [
        "amount = 50",
        "amount = 50.01",
        "amount = 89.99",
        "amount = 90",
    ]


def test_cells_try_each_word_and_another_where_the_list_is_open() -> None:
    assert holes(["speed is urgent"], {"speed": ["urgent", "normal"]}) == ["speed is normal"]
    assert holes(["speed is urgent", "speed is not urgent"], {"speed": "text"}) == []
    assert holes(["speed is urgent", "speed is normal"], {"speed": "text"}) == ["speed is another word"]


def test_cells_try_events_and_combinations() -> None:
    assert holes(["claim has happened"], {}) == ["claim has not happened"]
    assert holes([{"any of": ["claim has happened", "claim has not happened"]}], {}) == []
    assert holes([["amount < 5", "claim has happened"], "amount >= 5"], {"amount": "number"}) == [
        "claim has not happened, amount = 4.99",
    ]


def test_cells_are_bounded() -> None:
    values = {f"v{number}": "number" for number in range(9)}
    opens = {"who": "either", "may": "note claim", "then": "a"}
    a = {"if": [f"v{number} < 5" for number in range(9)], "who": "either"}
    whole = compiled(json.dumps({"values": values, "procedures": {"x": {"opens": opens, "terms": {"a": a}}}}))
    cells = grid(whole.tables["x"].guards.values(), {})
    assert cells.size == 3**9
    assert sum(1 for _ in cells.cells()) == CELLS_MAX
