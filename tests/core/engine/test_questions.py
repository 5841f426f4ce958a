"""The five questions: open now and for whom, if nobody acts, why this time, the worst case (draw has its own tests)."""

import datetime as dt
import importlib.util
from importlib import resources
from pathlib import Path

import pytest

from detente.core.charter.parse import parse
from detente.core.engine import program_of
from detente.core.engine.questions import (
    clocks,
    explain,
    if_nobody_acts,
    may_open,
    minutes_left,
    open_now,
    stage,
    worst_case,
)
from detente.core.engine.questions.open_now import is_blind
from detente.core.engine.questions.silence import waited_for
from detente.core.procedures.compile import compile_charter

_SPEC = importlib.util.spec_from_file_location("stories", Path(__file__).parents[1] / "simulation" / "stories.py")
stories = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(stories)
UTC = dt.UTC
MIDWAY = dt.datetime(2026, 11, 25, 9, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def midway():
    return stories.golden().shown[0]


def at(text):
    return dt.datetime.fromisoformat(text).astimezone(UTC)


def small(text="", until="2026-03-31T10:00+01:00"):
    story = stories.told(stories.NOTICE + text, until=at(until))
    return story, story.program, story.relationship.families["D-1"]


def test_a_duty_says_who_must_do_what_by_when_and_states_what(midway):
    (duty,) = open_now(midway.programs[3], midway.families["M-015"], MIDWAY).duties

    assert (duty.act, duty.slug, duty.states) == ("serve plan", "plan", ("root cause", "steps", "plan date"))
    assert (duty.who.seat, duty.who.together, duty.who.people["provider"][0]) == ("provider", False, "Priya Nair")
    assert (duty.due, duty.overdue, duty.line) == (at("2026-12-01T14:00+01:00"), False, 398)


def test_an_option_goes_with_the_term_around_it(midway):
    options = open_now(midway.programs[3], midway.families["M-014"], MIDWAY).options
    by_term = {option.term: option for option in options}

    assert by_term["move on to executives"].due == by_term["managers"].due == at("2026-11-26T14:00+01:00")
    assert by_term["offer"].waits_for == "end of package"
    assert by_term["save the claim"].waits_for == "limitation date, which stands still"
    assert [option.term for option in options if not option.usable] == ["save the claim", "offer"]


def test_built_in_options_stand_back_where_a_term_says_the_same(midway):
    options = open_now(midway.programs[3], midway.families["M-014"], MIDWAY).options
    named = [(option.term, option.who.seat, option.line) for option in options if option.line is None]

    assert named == [("withdraw", "customer", None)]


def test_a_first_yes_to_a_package_is_not_shown_before_the_second():
    before = stories.golden(until=at("2026-11-25T11:10+01:00")).shown[-1]
    (answers,) = [
        one
        for one in open_now(before.programs[3], before.families["M-014"], before.at).options
        if one.term == "answers"
    ]

    assert answers.signed_by == ()
    assert before.families["M-014"].runs["package"].open["answers"].signed != ()


def test_a_signature_of_a_settlement_is_shown():
    _, program, state = small(
        "- {at: 2026-03-31T09:00+01:00, by: Ann Archer, as: customer, do: settle, matter: D-1, with: {terms: x}}\n"
    )
    (settle,) = [one for one in open_now(program, state, at("2026-03-31T10:00+01:00")).options if one.act == "settle"]

    assert settle.signed_by == ("customer",)


def test_what_may_open_a_matter_is_listed_in_written_order():
    assert [(one.procedure, one.act, one.who.seat) for one in may_open(stories.program())] == [
        ("dispute", "serve dispute notice", "either"),
        ("answer", "note question", "either"),
    ]


def test_the_stage_is_the_open_top_level_term_with_a_time():
    _, program, state = small()

    assert stage(program, state.runs["dispute"]) == ("talks",)


def test_silence_runs_from_clock_to_clock_to_a_result():
    _, program, state = small()
    silence = if_nobody_acts({1: program}, {"D-1": state}, at("2026-03-31T10:00+01:00"))

    assert [(step.term, step.at, step.result, step.consequences) for step in silence.steps] == [
        ("talks", at("2026-04-09T00:00+01:00"), "lapsed", ("managers",)),
        ("managers", at("2026-04-23T00:00+01:00"), "lapsed", ("end exhausted",)),
    ]
    assert [(rest.term, rest.result) for rest in silence.rests] == [("", "exhausted")]
    assert silence.steps[0].told == ("manager",)


def test_silence_rests_where_somebody_has_to_act(midway):
    silence = if_nobody_acts(midway.programs, midway.families, MIDWAY)

    assert [(rest.procedure, rest.term, rest.waits_for, rest.without_limit) for rest in silence.rests] == [
        ("ring-fence", "fence", "escalation settled, or both", True),
        ("litigation gate", "comparison", "either", True),
        ("rectification", "", "", False),
    ]
    assert [step.missed_by for step in silence.steps if step.term == "executive talk"] == [
        ("customer executive", "provider executive")
    ]


def test_a_duty_that_stays_overdue_is_where_silence_rests():
    text = (
        "- {at: 2026-03-31T09:00+01:00, by: Ann Archer, as: customer, "
        "do: note question, matter: Q-1, with: {answer day: 2026-04-02}}\n"
    )
    story, program, _ = small(text, until="2026-04-10T00:00+01:00")
    state = story.relationship.families["Q-1"]
    silence = if_nobody_acts({1: program}, {"Q-1": state}, story.ends)

    assert silence.steps == ()
    assert [(rest.term, rest.waits_for, rest.without_limit) for rest in silence.rests] == [
        ("reply", "provider, overdue", True)
    ]
    assert waited_for(program, state, state.runs["answer"], "reply") == "provider, overdue"


def test_a_series_has_one_round_in_the_silent_list():
    story = stories.golden(standing=True, until=at("2026-11-09T10:00+01:00"))
    silence = if_nobody_acts(story.relationship.programs, story.relationship.families, story.ends)
    meetings = [step for step in silence.steps if step.term == "meeting"]

    assert len(meetings) == 1


def test_a_silent_path_that_leaves_the_calendar_says_how_far_it_is_known():
    story = stories.golden(standing=True, until=at("2026-11-09T10:00+01:00"))
    silence = if_nobody_acts(story.relationship.programs, story.relationship.families, story.ends)

    assert [rest.unknown for rest in silence.rests if rest.unknown] == [
        "calendar aldgate is known until 2027-03-31; the next working day from 2027-04-20 lies past it. "
        "Agree one that reaches further."
    ]


def test_a_clock_is_explained_from_anchor_to_line(midway):
    program, state = midway.programs[3], midway.families["M-014"]
    clock = next(one for one in clocks(program, state) if one.term == "managers")
    grounds = explain(program, state, clock)

    assert (grounds.event, grounds.at) == ("opening of managers", at("2026-11-13T14:00+01:00"))
    assert (grounds.day_zero, grounds.amount) == (dt.date(2026, 11, 13), "8 working days")
    assert (grounds.row, grounds.track, grounds.calendar.name, grounds.line) == ("level 2", "standard", "all open", 290)
    assert [one.number for one in grounds.stretches if one.counted] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert "Guru Nanak Jayanti, meridian" in [one.reason for one in grounds.stretches]


def test_a_limitation_that_stands_still_says_since_when(midway):
    program, state = midway.programs[3], midway.families["M-014"]
    clock = clocks(program, state)[-1]
    grounds = explain(program, state, clock)

    assert (clock.kind, clock.due, clock.standing_still) == ("limitation", None, True)
    assert (grounds.event, grounds.day_zero, grounds.amount, grounds.line) == (
        "cause",
        dt.date(2026, 10, 12),
        "2 years",
        269,
    )
    assert grounds.pauses == ((at("2026-11-09T09:40+01:00"), None),)


def test_a_moved_date_says_that_it_was_moved():
    text = (
        "- {at: 2026-03-31T09:00+01:00, as: both, "
        "fact: DeadlineExtended, matter: D-1, with: {term: talks, until: 2026-04-20}}\n"
    )
    _, program, state = small(text)
    grounds = explain(program, state, clocks(program, state)[0])

    assert grounds.moved_to == grounds.clock.due == at("2026-04-21T00:00+01:00")


def test_the_worst_case_is_a_date_with_its_path():
    _, program, state = small()
    found = worst_case(program, state, at("2026-03-31T10:00+01:00"))

    assert (found.ends, found.result, found.cut) == (at("2026-04-23T00:00+01:00"), "exhausted", False)
    assert [(step.term, step.act) for step in found.path] == [("talks", ""), ("managers", "")]


def test_the_worst_case_takes_acts_at_the_last_moment_one_round_per_loop(midway):
    found = worst_case(midway.programs[3], midway.families["M-015"], MIDWAY)

    assert [(step.term, step.act) for step in found.path[:3]] == [
        ("plan", "serve plan"),
        ("return plan", "return plan"),
        ("improve", "serve plan"),
    ]
    assert found.path[0].at == at("2026-12-01T14:00+01:00") - dt.timedelta(microseconds=1)
    assert (found.assumed, found.cut) == (("plan date",), True)


def test_the_worst_case_says_where_a_matter_waits_without_limit(midway):
    found = worst_case(midway.programs[3], midway.families["M-014"], MIDWAY)

    assert found.waits_without_limit == ("litigation gate: comparison",)


def test_a_bounded_search_says_that_it_was_cut(midway):
    assert worst_case(midway.programs[3], midway.families["M-014"], MIDWAY, nodes=5).cut


def test_offices_that_are_hardly_open_together_count_no_joint_hours():
    program = program_of(compile_charter(parse(_managed())))
    winter, monday = at("2026-03-02T14:00Z"), at("2026-03-09T12:30Z")

    assert minutes_left(program, winter, monday) is None  # 17:30 in New York is 04:00 in Bengaluru
    assert minutes_left(program, at("2026-06-08T12:30Z"), at("2026-06-12T13:30Z")) == 5 * 60


def test_a_yes_that_needs_no_other_is_not_said_to_stay_hidden():
    program = program_of(compile_charter(parse(_managed())))

    assert [is_blind(program, row) for row in program.index["mediation"].acts["accept mandate"]] == [False]
    assert [is_blind(program, row) for row in program.index["package"].acts["accept package"]] == [True]


def _managed():
    return resources.files("detente").joinpath("charters", "managed-it.yaml").read_bytes()
