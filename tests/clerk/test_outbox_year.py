"""The budget over the demonstration's fourteen months, and that one fact tells one person one thing once (T9)."""

import datetime as dt
from collections import Counter

import pytest

from tests.clerk.sendings import Year, per_day


@pytest.fixture(scope="module")
def year(django_ready: None) -> Year:
    """Everything that would have left while the demonstration's journal was filed."""
    from detente.adapters.cli.playing.prepared import read_prepared
    from detente.core.journal.reading import typed_line
    from detente.store.read.ruled import RULING, ruled_by

    journals, keys = read_prepared()
    facts = [
        typed_line(raw, number)[4].fact
        for number, raw in enumerate(journals["joint"])
        if not raw.startswith(b'{"kind":"checkpoint"')
    ]
    ruling = [fact for fact in facts if type(fact).__name__ in RULING]
    made = Year(ruled_by("demo", 0, ruling, dict(keys["joint"])), facts)
    made.run()
    return made


def test_half_of_the_days_bring_at_most_one_message_and_nineteen_in_twenty_at_most_three(year: Year) -> None:
    counts = sorted(per_day(year.found, year.done, year.facts[0].at, year.facts[-1].at))
    busy = [count for count in counts if count]
    for days in (counts, busy):
        assert days[len(days) // 2] <= 1
        assert days[int(len(days) * 0.95)] <= 3


def test_one_fact_tells_one_person_one_thing_once(year: Year) -> None:
    told = Counter(
        (one.letter.fact, one.letter.person, one.letter.template) for one in year.done if one.verdict.does == "send"
    )
    assert set(told.values()) == {1}
    clocks = Counter(
        (one.letter.person, one.letter.template, one.letter.matter, one.letter.run, one.letter.term, one.letter.due)
        for one in year.done
        if one.verdict.does == "send" and one.letter.due is not None and not one.letter.says
    )
    assert set(clocks.values()) == {1}


def test_every_notice_reaches_its_addressee(year: Year) -> None:
    sent = {(one.letter.fact, one.letter.person) for one in year.done if one.verdict.does == "send"}
    notices = [fact for fact in year.facts if type(fact).__name__ == "NoticeSent"]
    assert notices
    assert {(fact.id, fact.addressee) for fact in notices} <= sent


def test_reminders_leave_in_the_readers_working_hours(year: Year) -> None:
    readers = year._book(year.facts[-1].at).readers
    for one in year.done:
        if one.verdict.does == "send" and one.letter.policy == "N3":
            desk = readers.desk(one.letter.person)
            assert desk.opening(one.at) - one.at < dt.timedelta(minutes=1)


def test_nobody_is_reminded_of_what_is_done(year: Year) -> None:
    said = Counter(one.verdict.says for one in year.done if one.verdict.does == "drop")
    assert said["done, moved or over by then"] > 50


def test_an_answer_that_is_hidden_calls_for_no_message(year: Year) -> None:
    from detente.core.engine.questions.open_now import is_blind

    for one in year.done:
        if one.letter.says.startswith("signed "):
            program = year.found.programs[max(year.found.programs)]
            row = program.index[one.letter.run].act.get(one.letter.term)
            assert row is None or not is_blind(program, row)
