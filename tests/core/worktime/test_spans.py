"""Spans: what parses, how it is written, and what is said of the rest."""

import pytest

from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import Span, Unit, parse_span

WRITTEN = [
    ("10 clear working days", Span(10, Unit.WORKING_DAY, True), "10 clear working days"),
    ("1 week", Span(1, Unit.WEEK), "1 week"),
    ("1 weeks", Span(1, Unit.WEEK), "1 week"),
    ("2 business hour", Span(2, Unit.BUSINESS_HOUR), "2 business hours"),
    ("0 working days", Span(0, Unit.WORKING_DAY), "0 working days"),
    ("48 hours", Span(48, Unit.HOUR), "48 hours"),
    ("100 years", Span(100, Unit.YEAR), "100 years"),
]
REFUSED = [
    ("3 days", "'3 days' is neither working nor calendar time. Write '3 working days' or '3 calendar days'."),
    ("1 day", "'1 day' is neither working nor calendar time. Write '1 working day' or '1 calendar day'."),
    (
        "5 clear days",
        "'5 clear days' is neither working nor calendar time. Write '5 clear working days' or '5 clear calendar days'.",
    ),
    ("3 business days", "'3 business days' has no unit of the language. Nearest: '3 working days'."),
    ("3 workin days", "'3 workin days' has no unit of the language. Nearest: '3 working days'."),
    (
        "3 fortnights",
        "'3 fortnights' has no unit of the language."
        " The units are: working day, calendar day, week, month, year, hour, business hour.",
    ),
    ("soon", "'soon' is no span of time. Write it like '10 working days', '4 weeks' or '48 hours'."),
    ("010 weeks", "'010 weeks' is no span of time. Write it like '10 working days', '4 weeks' or '48 hours'."),
    ("1,000 hours", "'1,000 hours' is no span of time. Write it like '10 working days', '4 weeks' or '48 hours'."),
    ("2 clear hours", "'2 clear hours' leaves out a day, but hours elapse without days. Write '2 hours'."),
    ("101 years", "'101 years' is longer than a hundred years. Write at most 100 years."),
]


@pytest.mark.parametrize(("text", "span", "canonical"), WRITTEN)
def test_a_span_is_read_and_written_in_one_way(text: str, span: Span, canonical: str) -> None:
    assert parse_span(text) == span
    assert span.text == canonical


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_no_span_is_refused_with_what_would_be_right(text: str, message: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_span(text)
    assert str(caught.value) == message


def test_only_working_days_and_business_hours_ask_a_calendar() -> None:
    assert [unit for unit in Unit if Span(1, unit).asks_calendar] == [Unit.WORKING_DAY, Unit.BUSINESS_HOUR]
