"""The silent path of a ladder, against the dates of the golden story."""

import datetime as dt
from pathlib import Path

import pytest

from detente.core.charter.parse import parse
from detente.core.procedures import Compiled, compile_charter
from detente.core.procedures.dates import Step, ladder_dates
from detente.core.vocabulary.errors import BadInput

GOLDEN = Path(__file__).resolve().parents[3] / "src/detente/charters/golden/charter.yaml"
START = dt.datetime.fromisoformat("2026-11-09T09:40+01:00")


def compiled(data: bytes) -> Compiled:
    document = parse(data)
    assert document.charter is not None, document.findings
    return compile_charter(document)


@pytest.fixture(scope="module")
def golden() -> Compiled:
    return compiled(GOLDEN.read_bytes())


def runs_out(steps: list[Step]) -> dict[str, str]:
    return {step.term: step.runs_out.isoformat(timespec="minutes") if step.runs_out else "" for step in steps}


def part(terms: str, extra: str = "") -> Compiled:
    return compiled(
        f"""
zone: Europe/London
calendars:
  office: {{zone: Europe/London, weekend: [saturday, sunday], known until: 2027-12-31}}
calendar: office
{extra}
procedures:
  dispute:
    opens: {{who: either, may: serve notice, then: first}}
    terms:
{terms}
""".encode()
    )


def test_the_levels_of_the_golden_story_end_when_it_says(golden: Compiled) -> None:
    assert runs_out(ladder_dates(golden, "escalation", START)) == {
        "service level": "2026-11-13T14:00+01:00",
        "managers": "2026-11-26T14:00+01:00",
        "executives": "2026-12-10T14:00+01:00",
        "mediation step": "",
        "sessions": "2027-01-11T14:00+01:00",
        "court gate": "",
        "comparison": "",
    }


def test_the_gate_of_the_golden_story_opens_on_the_day_after_mediation(golden: Compiled) -> None:
    last = ladder_dates(golden, "escalation", START)[-1]
    assert (last.procedure, last.depth) == ("litigation gate", 1)
    assert last.opens.isoformat() == "2027-01-11T14:00:00+01:00"
    assert last.usable is not None
    assert last.usable.begins.isoformat() == "2027-01-12T00:00:00+01:00"


def test_after_a_lapse_day_0_of_what_follows_is_the_last_day(golden: Compiled) -> None:
    managers = ladder_dates(golden, "escalation", START)[1]
    assert managers.due is not None
    assert managers.due.day_zero == dt.date(2026, 11, 13)
    counted = [
        (stretch.start.date().isoformat(), stretch.number) for stretch in managers.due.stretches() if stretch.counted
    ]
    assert counted[0] == ("2026-11-16", 1)
    assert counted[-1] == ("2026-11-26", 8)


def test_a_plan_that_is_missed_leads_to_the_choice_when_the_golden_play_says(golden: Compiled) -> None:
    steps = ladder_dates(golden, "rectification", dt.datetime.fromisoformat("2026-11-16T10:00+01:00"))
    assert runs_out(steps) == {"plan": "2026-12-01T14:00+01:00", "choice": "2026-12-30T14:00+01:00"}


def test_a_level_names_the_people_who_hold_it(golden: Compiled) -> None:
    first, *_, mediated = [step for step in ladder_dates(golden, "escalation", START) if step.holders]
    assert [(holder.party, holder.person) for holder in first.holders] == [
        ("customer", "Tom Okafor"),
        ("provider", "Priya Nair"),
    ]
    assert (mediated.procedure, mediated.act) == ("mediation", "settle")


def test_each_level_opens_when_the_one_before_runs_out(golden: Compiled) -> None:
    steps = [step for step in ladder_dates(golden, "escalation", START) if not step.depth]
    ends = [step.runs_out for step in steps[:3]]
    assert [step.opens for step in steps[1:4]] == ends


def test_silence_that_ends_the_procedure_says_with_what() -> None:
    steps = ladder_dates(
        part("      first: {who: both, may: settle, by: 5 working days, else: end failed}"), "dispute", START
    )
    assert [(step.term, step.result) for step in steps] == [("first", "failed")]


def test_a_loop_comes_round_once() -> None:
    terms = """      first: {who: both, may: settle, by: 1 week, else: second}
      second: {who: both, may: settle, by: 1 week, else: first}"""
    assert [step.term for step in ladder_dates(part(terms), "dispute", START)] == ["first", "second", "first", "second"]


def test_a_clock_that_hangs_on_what_has_not_happened_has_no_end() -> None:
    terms = """      first: {who: both, may: settle, by: 1 week after report, else: end failed,
              meanwhile: {ask: {who: either, may: file report}}}"""
    (step,) = ladder_dates(part(terms), "dispute", START)
    assert (step.runs_out, step.due) == (None, None)


def test_a_stated_date_is_that_whole_day() -> None:
    terms = "      first: {who: both, must: complete work, by: due day, else: end failed}"
    made = part(terms, "values: {due day: date}")
    (step,) = ladder_dates(made, "dispute", START, stated={"due day": dt.date(2026, 12, 11)})
    assert step.runs_out is not None
    assert step.runs_out.isoformat() == "2026-12-12T00:00:00+00:00"


def test_what_is_already_over_when_it_opens_runs_out_at_once() -> None:
    terms = """      first: {who: both, may: settle, by: 3 weeks, else: second}
      second: {who: both, may: settle, by: 1 week after notice, else: third}
      third: {who: both, may: settle, by: 1 week, else: end failed}"""
    steps = ladder_dates(part(terms), "dispute", START)
    assert steps[1].runs_out == steps[1].opens == steps[0].runs_out
    assert steps[2].due is not None
    assert steps[2].due.day_zero == dt.date(2026, 12, 1)


def test_a_rule_opens_what_follows_at_once_and_counts() -> None:
    terms = """      first: {who: both, may: settle, by: 1 week, else: [count rounds, again, over]}
      again: {if: rounds < 2, then: first}
      over: {if: otherwise, then: end exhausted}"""
    steps = ladder_dates(part(terms), "dispute", START)
    assert [step.term for step in steps] == ["first", "first"]


def test_otherwise_looks_at_guarded_terms_alone_wherever_it_is_written() -> None:
    terms = """      first: {who: both, may: settle, by: 1 week, else: [rest, beside, told]}
      rest: {if: otherwise, who: both, may: settle, by: 1 week, else: end failed}
      beside: {who: both, must: file report, by: 3 weeks, else: stays overdue}
      told: {if: report has happened, who: both, may: settle, by: 1 week, else: end failed}"""
    assert [step.term for step in ladder_dates(part(terms), "dispute", START)] == ["first", "rest", "beside"]


def test_a_guard_that_silence_cannot_tell_is_named() -> None:
    terms = """      first: {who: both, may: settle, by: 1 week, else: small}
      small: {if: amount < 5000.00 EUR, who: both, may: settle, by: 1 week, else: end failed}"""
    steps = ladder_dates(part(terms, "values: {amount: money}"), "dispute", START)
    assert steps[1].condition == "amount < 5000.00 EUR"


def test_working_days_without_a_calendar_are_not_guessed() -> None:
    made = compiled(b"""
procedures:
  dispute:
    opens: {who: either, may: serve notice, then: first}
    terms: {first: {who: both, may: settle, by: 5 working days, else: end failed}}
""")
    (step,) = ladder_dates(made, "dispute", START)
    assert step.runs_out is None


def test_a_calendar_that_ends_too_early_is_an_error(golden: Compiled) -> None:
    with pytest.raises(BadInput, match="known until 2027-03-31"):
        ladder_dates(golden, "escalation", dt.datetime.fromisoformat("2027-03-29T09:00+02:00"))


def test_every_procedure_of_the_golden_charter_has_a_path(golden: Compiled) -> None:
    for name in golden.tables:
        assert len(ladder_dates(golden, name, START)) < 50
