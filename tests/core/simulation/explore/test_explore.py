"""What the search answers: silence and its date, the longest way, ends that are reached, stories that show findings."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from detente.core.charter.parse import parse
from detente.core.procedures import Compiled, compile_charter
from detente.core.simulation.appointments import people_of
from detente.core.simulation.explore import Exploration, Timeline, explore
from detente.core.simulation.explore.properties import CODES
from detente.core.simulation.explore.world import World
from detente.core.simulation.telling import Story
from detente.core.simulation.timeline import read_timeline

ROOT = Path(__file__).resolve().parents[4]
CHARTERS = sorted(
    file
    for file in (ROOT / "src/detente/charters").rglob("*.yaml")
    if file.name != "timeline.yaml" and "story" not in file.parts
)
GOLDEN = ROOT / "src/detente/charters/golden/charter.yaml"
ENDS = {"who": "both", "may": "settle", "by": "10 working days", "else": "end exhausted"}


def compiled(data: bytes) -> Compiled:
    document = parse(data)
    assert document.charter is not None, document.findings
    return compile_charter(document)


def part(terms: dict[str, Any], then: Any = "a", values: dict[str, Any] | None = None, **procedure: Any) -> Compiled:
    opens = {"who": "either", "may": "note claim", "then": then, "states": list(values or {})}
    return compiled(
        json.dumps({"values": values or {}, "procedures": {"x": {"opens": opens, "terms": terms} | procedure}}).encode()
    )


def codes(found: Exploration) -> list[str]:
    return [shown.finding.code for shown in found.findings]


def timelines(found: Exploration) -> list[Timeline]:
    parts = (found.findings, found.reached, found.silence, found.longest)
    return [one.timeline for part_ in parts for one in part_ if one.timeline is not None]


def told(charter: Compiled, timeline: Timeline) -> Story:
    """Tell a timeline from its text, as `detente play` does; a part of a charter by the search's own calendars."""
    program = World(charter).program
    program.persons = people_of(program)
    read = read_timeline(timeline.text.encode(), program)
    assert read.findings == [], timeline.text
    return Story(program, read).tell()


# ---- Charters


@pytest.mark.parametrize("file", CHARTERS, ids=lambda file: file.stem)
def test_a_charter_of_the_library_raises_no_alarm_and_every_timeline_of_it_holds(file: Path) -> None:
    charter = compiled(file.read_bytes())
    found = explore(charter, starts=3)
    assert [shown.finding for shown in found.findings if shown.finding.open] == []
    assert found.cut == ()
    for timeline in timelines(found):
        story = told(charter, timeline)
        assert (story.failures, story.refused) == ([], []), timeline.text


def test_the_golden_escalation_rests_in_silence_before_the_gate() -> None:
    day = dt.datetime(2026, 11, 9, 8, 40, tzinfo=dt.UTC)
    found = explore(compiled(GOLDEN.read_bytes()), procedure="escalation", start=day, starts=1)
    (silence,) = found.silence
    assert silence.rests == (("escalation", "court gate"), ("litigation gate", "comparison"))
    assert silence.at == dt.datetime(2027, 1, 11, 13, tzinfo=dt.UTC)  # golden/README.md: mediation ends 11 Jan 2027
    assert {one.result for one in found.reached} == {"settled", "withdrawn", "stopped", "in court"}


def test_an_acknowledged_rule_acknowledges_what_the_search_says_of_the_same_place() -> None:
    found = explore(compiled(GOLDEN.read_bytes()), procedure="escalation", starts=1)
    (shown,) = found.findings
    assert (shown.finding.code, bool(shown.finding.acknowledged), found.clean) == ("EXP008", True, True)


# ---- Findings


def test_every_finding_that_a_story_can_show_has_one() -> None:
    told_of = {"EXP003", "EXP011"}  # what never happens
    for code in CODES:
        text = (ROOT / f"src/detente/findings/{code}.md").read_text(encoding="utf-8")
        if "```yaml charter" in text:
            continue
        charter = compiled(text.split("```yaml\n")[1].split("```")[0].encode())
        shown = next(one for one in explore(charter, starts=1).findings if one.finding.code == code)
        assert (shown.timeline is None) == (code in told_of), code
        if shown.timeline is not None:
            story = told(charter, shown.timeline)
            assert (story.failures, story.refused) == ([], []), shown.timeline.text


def test_a_shortest_story_leaves_out_what_it_does_not_need() -> None:
    stages = {"a": ENDS | {"else": "b"}, "b": ENDS | {"else": "c"}, "c": {"who": "either", "may": "note end"}}
    skip = {"who": "either", "may": "skip ahead", "then": "c"}
    (shown,) = explore(part(stages | {"a": stages["a"] | {"meanwhile": {"skip": skip}}}), starts=1).findings
    assert shown.timeline is not None
    assert [entry["do"] for entry in shown.timeline.entries[:-1]] == ["note claim", "skip ahead"]


def test_a_value_that_nobody_states_leaves_a_hole_in_the_guards() -> None:
    terms = {"a": {"if": "amount < 1000", **ENDS}, "b": {"if": "amount >= 1000", **ENDS}}
    opens = {"who": "either", "may": "note claim", "then": ["a", "b"]}
    text = {"values": {"amount": "number"}, "procedures": {"x": {"opens": opens, "terms": terms}}}
    (shown,) = explore(compiled(json.dumps(text).encode()), starts=1).findings
    assert shown.finding.code == "EXP005"
    assert "amount is not stated" in shown.finding.says


def test_an_option_at_any_time_that_prolongs_the_sides_own_time_is_a_loop() -> None:
    answer = {
        "who": "provider",
        "must": "answer claim",
        "by": "10 working days",
        "then": "end done",
        "else": "end failed",
    }
    more = {"who": "provider", "may": "ask for time", "then": "a"}
    assert codes(explore(part({"a": answer}, anytime={"more": more}), starts=1)) == ["EXP007"]
    assert codes(explore(part({"a": answer}, anytime={"more": more | {"who": "customer"}}), starts=1)) == []


def test_a_waiver_bars_the_way_round_too() -> None:
    relief = {"who": "customer", "may": "ask a court for urgent relief"}
    lost = {
        "who": "customer",
        "may": "note reply",
        "by": "1 week",
        "then": "end done",
        "else": ["waive ask a court for urgent relief by customer", "b"],
    }
    court = {"who": "either", "may": "start proceedings", "then": "end in court"}
    assert codes(explore(part({"a": lost, "b": court}, anytime={"urgent relief": relief}), starts=1)) == ["EXP009"]
    kept = lost | {"else": "b"}
    assert codes(explore(part({"a": kept, "b": court}, anytime={"urgent relief": relief}), starts=1)) == []


def test_a_stage_that_waits_to_hear_an_end_is_not_stuck() -> None:
    fence = {"meanwhile": {"over": {"when": "y settled", "then": "end done"}}}
    y = {"opens": {"who": "either", "may": "note other", "then": "b"}, "terms": {"b": ENDS}}
    both = {
        "x": {
            "opens": {"who": "either", "may": "note claim", "then": ["a", "go"]},
            "terms": {"a": fence, "go": {"then": "start y"}},
        },
        "y": y,
    }
    found = explore(compiled(json.dumps({"procedures": both}).encode()), starts=1)
    assert not {"EXP001", "EXP002"} & set(codes(found)) or "y" in str(found.findings[0].finding.says)


# ---- The longest way


def test_the_longest_way_is_told_in_the_charters_own_spans() -> None:
    terms = {
        "a": ENDS | {"else": "b"},
        "b": ENDS | {"by": "3 weeks", "else": "c"},
        "c": ENDS | {"by": "15 working days"},
    }
    (longest,) = explore(part(terms)).longest
    assert longest.measured.text == "25 working days + 3 weeks"
    assert longest.result == "exhausted"


def test_the_bound_in_calendar_days_is_that_of_the_worst_start() -> None:
    charter = compiled(GOLDEN.read_bytes())
    world = World(charter)
    (whole,) = explore(charter, procedure="suspension", starts=120).longest
    lengths = []
    for shift in range(120):
        start = world.opening((world.start() + dt.timedelta(days=shift)).astimezone(world.tz).date())
        (one,) = explore(charter, procedure="suspension", start=start, starts=1).longest
        lengths.append(-(-(one.at - one.way[0].at) // dt.timedelta(days=1)))
    assert whole.measured.days_most == max(lengths)


def test_a_loop_is_gone_round_once_and_a_counted_one_as_often_as_its_guard_lets_it() -> None:
    back = {"who": "customer", "may": "reject plan", "then": ["count refusals", "a", "b"]}
    plan = {
        "if": "refusals < 3",
        "who": "provider",
        "must": "serve plan",
        "by": "5 working days",
        "then": "c",
        "else": "end failed",
    }
    terms = {
        "a": plan,
        "b": {"if": "refusals >= 3", "then": "end rejected"},
        "c": {
            "who": "customer",
            "may": "accept plan",
            "by": "10 working days",
            "then": "end done",
            "else": "end done",
            "meanwhile": {"back": back},
        },
    }
    (longest,) = explore(part(terms), starts=1).longest
    assert longest.measured.text == "45 working days"  # three plans, three answers at the last moment


def test_waiting_without_limit_is_told_and_not_counted() -> None:
    terms = {"a": ENDS | {"else": "b"}, "b": {"who": "either", "may": "start proceedings", "then": "end in court"}}
    (longest,) = explore(part(terms), starts=1).longest
    assert (longest.measured.text, longest.waits, longest.result) == ("10 working days", (("x", "b"),), "in court")


def test_both_sides_agreeing_makes_no_way_longer() -> None:
    again = {"who": "both", "may": "agree another round", "then": "b"}
    terms = {"a": ENDS | {"meanwhile": {"again": again}}, "b": ENDS | {"by": "30 working days"}}
    (longest,) = explore(part(terms), starts=1).longest
    assert longest.measured.text == "10 working days"


# ---- The search


@pytest.mark.parametrize("unit", ["hours", "calendar days", "weeks", "months", "years"])
def test_the_search_takes_as_many_steps_for_years_as_for_hours(unit: str) -> None:
    def ladder(of: str) -> Compiled:
        leave = {"who": "either", "may": "leave", "then": "c"}
        return part(
            {
                "a": ENDS | {"by": f"7 {of}", "else": "b"},
                "b": ENDS | {"by": f"9 {of}", "else": "c", "meanwhile": {"out": leave}},
                "c": ENDS | {"by": f"5 {of}"},
            }
        )

    found, hours = explore(ladder(unit), starts=1), explore(ladder("hours"), starts=1)
    assert found.positions == hours.positions
    assert [one.result for one in found.reached] == [one.result for one in hours.reached]


def test_a_search_that_is_cut_says_so_and_where() -> None:
    terms = {"a": ENDS | {"else": "b"}, "b": ENDS | {"else": "c"}, "c": ENDS}
    found = explore(part(terms), bound=2, starts=1)
    (cut,) = found.cut
    assert (cut.procedure, cut.positions) == ("x", 2)
    assert cut.way[0].name == "note claim"


def test_a_procedure_that_another_starts_is_searched_from_there() -> None:
    y = {
        "opens": {"who": "other", "may": "note question", "then": "b"},
        "terms": {"b": ENDS | {"by": "5 calendar days after claim"}},
    }
    x = {
        "opens": {"who": "either", "may": "note claim", "then": "a"},
        "terms": {"a": ENDS | {"meanwhile": {"ask": {"who": "either", "then": "start y"}}}},
    }
    found = explore(compiled(json.dumps({"procedures": {"x": x, "y": y}}).encode()), starts=1)
    assert {(one.procedure, one.result) for one in found.reached} >= {
        ("x", "exhausted"),
        ("y", "exhausted"),
        ("y", "settled"),
    }
    assert codes(found) == []


def test_silence_that_goes_round_says_which_stages() -> None:
    terms = {"a": ENDS | {"else": "b"}, "b": ENDS | {"else": "a"}}
    found = explore(part(terms), starts=1)
    assert found.silence[0].rounds
    assert "EXP006" in codes(found)
