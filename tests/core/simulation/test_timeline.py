"""Timelines: what they may hold, where a slip stands, how they are told, what a failed expectation says."""

import importlib.util
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detente.core.simulation.timeline import read_timeline
from detente.core.vocabulary.facts import CharterSigned, NoticeSent, PersonAppointed, RelationshipOpened
from detente.core.vocabulary.money import Money

_SPEC = importlib.util.spec_from_file_location("stories", Path(__file__).with_name("stories.py"))
stories = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(stories)
NOTICE = stories.NOTICE


def findings(text):
    return [
        (one.place.line, one.place.column, one.code, f"{one.says} {one.cure}".strip())
        for one in read_timeline(text.encode(), stories.program()).findings
    ]


def failures(text):
    return [one.says for one in stories.told(NOTICE + text).failures]


def test_every_expectation_of_the_golden_timeline_holds():
    story = stories.golden()

    assert [failure.says for failure in story.failures] == []
    assert (story.held, story.timeline.facts) == (23, 29)


def test_the_golden_story_refuses_what_it_says_it_refuses():
    assert [(one.entry.number, str(one.refusal.because)) for one in stories.golden().refused] == [
        (13, "seat"),
        (22, "running"),
    ]


def test_an_amendment_that_was_signed_is_in_force_from_its_day():
    story = stories.golden()

    assert [moment.version for moment in story.shown] == [3, 4]
    assert story.in_force(datetime(2026, 12, 6, 22, 59, tzinfo=UTC)) == 3
    assert story.in_force(datetime(2026, 12, 6, 23, 0, tzinfo=UTC)) == 4


def test_a_journal_begins_with_the_relationship_its_charter_and_its_people():
    facts = stories.golden().relationship.facts

    assert [type(fact) for fact in facts[:2]] == [RelationshipOpened, CharterSigned]
    people = [fact for fact in facts if isinstance(fact, PersonAppointed)]
    assert facts[2 : 2 + len(people)] == people
    assert (people[0].appointed, people[0].role, people[0].party, people[0].standing) == (
        "p-1",
        "manager",
        "customer",
        "holder",
    )
    assert [fact.id for fact in facts] == [f"joint/{number}" for number in range(len(facts))]


def test_people_are_numbered_in_the_order_of_the_charter_and_neutrals_after_them():
    story = stories.golden()

    assert list(story.program.persons.items())[:3] == [
        ("p-1", "Elin Marsh"),
        ("p-2", "Tom Okafor"),
        ("p-3", "Dana Whitlock"),
    ]
    assert story.program.persons["p-12"] == "Ines Falk"


def test_a_notice_arrives_by_the_recipients_calendar():
    late = (
        "- {at: 2026-03-30T17:30+01:00, by: Ann Archer, as: customer, "
        "do: serve dispute notice, matter: D-1, with: {cause: x}}\n"
    )
    story = stories.told(
        late
        + "- {at: 2026-03-31T09:00+02:00, matter: D-1, expect: {open: [talks], due: {talks: 2026-04-10T00:00+01:00}}}\n"
    )

    assert story.failures == []
    sent = next(fact for fact in story.relationship.facts if isinstance(fact, NoticeSent))
    assert (sent.notice, sent.from_, sent.to, sent.addressee) == ("dispute-notice", "customer", "provider", "p-2")


def test_expectations_of_an_instant_are_looked_at_after_its_facts():
    expect = "- {at: 2026-03-30T10:00+01:00, matter: D-1, expect: {open: [talks]}}\n"

    assert stories.told(expect + NOTICE).failures == []


def test_a_failed_expectation_says_what_was_expected_and_what_is():
    assert failures(
        "- {at: 2026-03-31T10:00+01:00, matter: D-1, "
        "expect: {open: [managers], due: {talks: 2026-04-09T00:00+01:00}, state: settled}}\n"
    ) == [
        "D-1, open terms: expected managers; found talks.",
        "D-1, state: expected settled; found open.",
    ]
    assert failures(
        "- {at: 2026-03-31T10:00+01:00, matter: D-1, "
        "expect: {due: {managers: 2026-04-09T00:00+01:00}, refused: seat}}\n"
    ) == [
        "D-1, due: expected managers 2026-04-08T23:00:00Z; found managers not open.",
        "D-1, refused: expected seat; found none.",
    ]


def test_ended_effects_and_counters_can_be_expected():
    text = (
        "- {at: 2026-05-01T10:00+01:00, matter: D-1, expect: {state: exhausted, ended: {dispute: exhausted}, "
        "effects: ['lapsed: talks', 'lapsed: managers'], counters: {misses: 0}}}\n"
    )

    assert failures(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("entries: x\n", (1, 1, "SCH003", "A timeline is a list. Begin every entry with '- {at: ..., ...}'.")),
        ("- {do: settle}\n", (1, 3, "SCH001", "'at' is missing here. Add 'at: 2026-03-30T10:00+01:00'.")),
        ("- {at: 2026-03-30T10:00+01:00}\n",
         (1, 3, "SCH001", "The entry has nothing to tell. Write one of 'do', 'fact', 'expect' or 'show' in it.")),
        ("- {at: 2026-03-30 10:00, show: all}\n",
         (1, 8, "SCH004", "'2026-03-30 10:00' is no instant. Write it with its offset, like 2026-03-30T10:00+01:00.")),
        (NOTICE.replace("serve dispute notice", "serve dispute notise"),
         (1, 66, "LNG002", "'serve dispute notise' is no act of this charter. Nearest: 'serve dispute notice'.")),
        (NOTICE.replace("Ann Archer", "Ann Archor"),
         (1, 36, "LNG002", "'Ann Archor' is no person of this charter. Nearest: 'Ann Archer'.")),
        (NOTICE.replace("as: customer", "as: costumer"),
         (1, 52, "LNG002", "'costumer' is no party, role or neutral of this charter. Nearest: 'customer'.")),
        (NOTICE.replace("matter", "mattter"), (1, 88, "SCH002", "'mattter' is no key of an entry. Nearest: 'matter'.")),
        (NOTICE.replace("D-1", "D1"), (1, 96, "SCH004", "'D1' is no matter. It is written like M-014.")),
        (NOTICE.replace("cause: late", "cause: late, amount: 5 EURO"),
         (1, 129, "SCH004", "'5 EURO' is no amount of money. Write it like 5000.00 EUR, "
                            "without a thousands separator.")),
        (NOTICE.replace("cause: late", "cause: late, tone: shrill"),
         (1, 127, "SCH004", "'shrill' is no word of 'tone'. Write one of: calm, loud.")),
        (NOTICE.replace("cause: late", "cause: late, answer day: soon"),
         (1, 133, "SCH004", "'soon' is no date. Write year-month-day, like 2026-03-27.")),
        (NOTICE + NOTICE.replace("T10:00", "T09:00"),
         (2, 3, "SCH004", "The entry stands below a later one; time does not run back. "
                          "Sort the entries by 'at', whatever offset they are written with.")),
        ("- {at: 2026-03-30T10:00+01:00, matter: D-1, expect: {open: [talk]}}\n",
         (1, 61, "LNG002", "'talk' is no term of this charter. Nearest: 'talks'.")),
        ("- {at: 2026-03-30T10:00+01:00, matter: D-1, expect: {refused: seats}}\n",
         (1, 63, "LNG002", "'seats' is no reason of a refusal. They are: seat, authority, waived, window, "
                           "guard, content, "
                           "not open, held, running, which term, used, too late, too short, map.")),
        ("- {at: 2026-03-30T10:00+01:00, fact: StatementMad, matter: D-1}\n",
         (1, 38, "LNG002", "'StatementMad' is no kind of fact that a timeline tells. Nearest: 'StatementMade'.")),
        (("- {at: 2026-03-30T10:00+01:00, on: 2026-03-30T11:00+01:00, by: Ann Archer, as: customer, "
        "do: settle, matter: D-1}\n"),
         (1, 36, "SCH004", "'on' is after 'at'. Write when it happened; 'at' is when it was filed.")),
    ],
)  # fmt: skip
def test_a_slip_is_found_with_line_and_column(text, found):
    assert found in findings(text)


def test_values_are_typed_as_the_charter_types_them():
    text = NOTICE.replace("cause: late", "cause: late, amount: 12.50 EUR, answer day: 2026-04-01")
    entry = read_timeline(text.encode(), stories.program()).entries[0]

    assert entry.values == {"cause": "late", "amount": Money(1250, "EUR"), "answer day": "2026-04-01"}


def test_an_act_that_opens_nothing_is_refused_and_says_what_would():
    story = stories.told("- {at: 2026-03-30T10:00+01:00, by: Ann Archer, as: customer, do: settle, matter: D-9}\n")

    assert [one.refusal.says for one in story.refused] == [
        "D-9 is not open, and 'settle' opens nothing. What opens a matter: serve dispute notice, note question."
    ]
    assert "D-9" not in story.relationship.families


def test_a_date_that_is_extended_by_both_moves():
    text = (
        "- {at: 2026-04-01T10:00+01:00, as: both, "
        "fact: DeadlineExtended, matter: D-1, with: {term: talks, until: 2026-04-20}}\n"
        "- {at: 2026-04-01T10:00+01:00, matter: D-1, expect: {due: {talks: 2026-04-21T00:00+01:00}}}\n"
    )

    assert failures(text) == []


def test_a_day_that_is_closed_moves_running_clocks():
    text = (
        "- {at: 2026-04-01T10:00+01:00, as: both, "
        "fact: CalendarChanged, with: {calendar: england, closed: [2026-04-07]}}\n"
        "- {at: 2026-04-01T10:00+01:00, matter: D-1, expect: {due: {talks: 2026-04-10T00:00+01:00}}}\n"
    )

    assert failures(text) == []


def test_a_statement_nobody_made_cannot_be_confirmed():
    text = (
        "- {at: 2026-04-01T10:00+01:00, by: Ben Bauer, as: provider, "
        "fact: StatementConfirmed, matter: D-1, with: {statement: F1}}\n"
    )
    story = stories.told(NOTICE + text)

    assert [one.refusal.says for one in story.refused] == ["F1 was not stated in D-1."]
