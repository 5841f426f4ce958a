"""Each phrase parses to one structure and is written in one way; a refusal names the place's word and the nearest."""

import pytest

from detente.core.charter.phrases import (
    BadPhrase,
    Consequences,
    Do,
    Event,
    EventKind,
    Names,
    OnEvent,
    Verb,
    parse_consequences,
    parse_event,
    parse_guards,
    parse_instant,
    parse_who,
)

NAMES = Names(
    complete=True,
    currency="EUR",
    parties=dict.fromkeys(["customer", "provider"]),
    roles=dict.fromkeys(["director", "service manager"]),
    neutrals=dict.fromkeys(["mediator", "nominating body"]),
    calendars=dict.fromkeys(["england"]),
    dates=dict.fromkeys(["contract start"]),
    values={
        "amount": "money",
        "due day": "date",
        "urgency": "words",
        "owner": "seat",
        "scope": "workstreams",
        "note": "text",
    },
    words={"urgency": ("urgent", "normal")},
    results={"rectified": "done"},
    procedures=dict.fromkeys(["dispute", "mediation"]),
    acts={
        "dispute notice": "serve dispute notice",
        "plan": "serve plan",
        "settle": "settle",
        "first meeting": "hold first meeting",
    },
    notices={"dispute notice": "serve dispute notice", "plan": "serve plan"},
    counters=dict.fromkeys(["misses"]),
    tracks=dict.fromkeys(["standard", "expedited"]),
    all_terms=dict.fromkeys(["managers", "directors", "close watch"]),
    terms=dict.fromkeys(["managers", "directors", "close watch"]),
    rows=dict.fromkeys(["talks"]),
)


@pytest.mark.parametrize(
    "text",
    [
        "10 working days after dispute notice",
        "10 clear working days in all open before contract start",
        "1 month after first dispute notice or next working day",
        "talks after dispute notice",
        "talks in england",
        "48 hours",
        "2026-11-30",
        "20 working days before limitation date",
        "5 working days before due date of managers",
        "3 working days from and including sending of plan",
        "3 months after end of managers or previous working day",
        "due day",
        "dispute settled",
    ],
)
def test_an_instant_is_written_as_it_was_read(text):
    instant = parse_instant(text, NAMES)

    assert instant.data == text
    assert parse_instant(instant.data, NAMES) == instant


def test_spaces_and_plurals_leave_no_trace():
    assert parse_instant("1  working days   after dispute notice", NAMES).data == "1 working day after dispute notice"


def test_earlier_of_keeps_its_parts_in_order():
    value = {"earlier of": ["30 calendar days after dispute notice", {"later of": ["plan", "first meeting"]}]}

    assert parse_instant(value, NAMES).data == value


def test_the_longest_declared_name_wins():
    names = Names(acts={"plan": "serve plan", "first plan": "serve first plan"})

    assert parse_event("first plan", names) == Event(EventKind.ACT, "first plan")


def test_an_act_may_be_named_by_its_event_or_whole():
    assert parse_event("hold first meeting", NAMES) == parse_event("first meeting", NAMES)


def test_a_declared_term_is_opened_even_where_its_name_begins_like_a_consequence():
    assert parse_consequences("close watch", NAMES) == Consequences((Do(Verb.OPEN, "close watch"),))


@pytest.mark.parametrize(
    "text",
    [
        "directors", "end settled", "end rectified", "nothing", "stays overdue", "as if serve plan",
        "start mediation", "stop mediation", "raise dispute", "close managers", "pause managers", "hold dispute",
        "resume managers", "suspend scope", "release scope", "count misses", "reset misses", "choose expedited",
        "join", "bind plan", "make final plan", "override plan", "waive adjudication and tribunal by both",
        "restart limitation", "tell director", "record anything at all", "amend charter",
    ],
)  # fmt: skip
def test_a_consequence_is_written_as_it_was_read(text):
    assert parse_consequences(text, NAMES).data == text


@pytest.mark.parametrize(
    "value",
    [
        "amount < 50000.00 EUR",
        "misses >= 2 in 3 months",
        "urgency is urgent or normal",
        "track is not expedited",
        "plan has not happened",
        "mediator is vacant",
        "otherwise",
        ["amount >= 1.00 EUR", "urgency is urgent"],
        {"any of": ["plan has happened", "misses > 3"]},
    ],
)
def test_a_guard_is_written_as_it_was_read(value):
    assert parse_guards(value, NAMES).data == value


def test_a_threshold_without_currency_takes_the_charters_one():
    assert parse_guards("amount <= 5000", NAMES).data == "amount <= 5000.00 EUR"


@pytest.mark.parametrize(
    "value",
    [
        "either", "both", "all", "each", "opener", "other", "customer", "mediator",
        "receiver of dispute notice", "stated owner",
        {"customer": "director", "provider": "director"}, {"any of": ["customer", "mediator"]},
    ],
)  # fmt: skip
def test_a_seat_is_written_as_it_was_read(value):
    assert parse_who(value, NAMES).data == value


@pytest.mark.parametrize(
    ("parse", "value", "says", "cure"),
    [
        (parse_instant, "3 days", "'3 days' is neither working nor calendar time.",
         "Write '3 working days' or '3 calendar days'."),
        (parse_instant, "3 working days after dispute notise",
         "'dispute notise' is no act, term, stated date or date of the charter.",
         "Nearest: 'dispute notice'."),
        (parse_instant, "3 working days in englnd", "'englnd' is no calendar.", "Nearest: 'england'."),
        (parse_instant, "talk after dispute notice", "'talk' is no length of time or row of times.",
         "Nearest: 'talks'."),
        (parse_instant, "2026-02-30", "'2026-02-30' is no date of the calendar.",
         "Write a date that exists, year-month-day."),
        (parse_instant, {"earlier of": ["plan"]}, "'earlier of' needs at least two times.",
         "Write 'earlier of: [20 working days, hold meeting]'."),
        (parse_consequences, "directrs", "'directrs' is no term and no consequence.", "Nearest: 'directors'."),
        (parse_consequences, "end setled", "'setled' is no result.", "Nearest: 'settled'."),
        (parse_consequences, "waive tribunal", "'waive tribunal' does not say whose right is lost.",
         "Write 'waive tribunal by opener' or 'by both'."),
        (parse_consequences, "suspend amount", "'amount' is no value of type workstreams.",
         "Write 'values: {amount: workstreams}'."),
        (parse_guards, "amount < 5,000", "'5,000' is no amount of money.",
         "Write it like 5000.00 EUR, without a thousands separator."),
        (parse_guards, "urgency is hot", "'hot' is no word of urgency.", ""),
        (parse_guards, "urgency", "'urgency' is no condition.",
         "Write it like 'amount < 50000', 'urgency is urgent' or 'notice has happened'."),
        (parse_who, "directer", "'directer' is no party, role or neutral of this charter.", "Nearest: 'director'."),
        (parse_who, {"buyer": "director"}, "'buyer' is no party.", "The parties: customer, provider.",),
        (parse_who, {"any of": ["customer"]}, "'any of' needs a list of at least two seats and stands alone.",
         "Write '{any of: [customer, mediator]}'."),
        (parse_who, "stated note", "'note' is no value of type seat.", "Write 'values: {note: seat}'."),
    ],
)  # fmt: skip
def test_a_phrase_the_language_does_not_know_is_refused_in_these_words(parse, value, says, cure):
    with pytest.raises(BadPhrase) as refused:
        parse(value, NAMES)

    assert (refused.value.says, refused.value.cure) == (says, cure)


def test_an_event_with_the_name_of_a_row_is_the_row():
    names = Names(acts={"talks": "hold talks"}, terms={"talks": None}, rows={"talks": None})

    assert not isinstance(parse_instant("talks", names), OnEvent)


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("31.12.2026", "Write the date as 2026-12-31."),
        ("31 December 2026", "Write the date as 2026-12-31."),
        ("within 5 working days", "Write '5 working days'."),
        ("five working days", "Write '5 working days'."),
        ("5 Working Days", "Write '5 working days'."),
        ("one week after dispute notice", "Write '1 week'."),
    ],
)
def test_a_slip_everybody_makes_is_met_with_what_was_meant(text, cure):
    with pytest.raises(BadPhrase) as refused:
        parse_instant(text, NAMES)

    assert refused.value.cure == cure


@pytest.mark.parametrize("text", ["NO", "none", "-"])
def test_nothing_follows_is_written_nothing(text):
    with pytest.raises(BadPhrase) as refused:
        parse_consequences(text, NAMES)

    assert refused.value.cure == "Write 'nothing' where nothing follows."
