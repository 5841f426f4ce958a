"""A template under a start of one's own: dates follow, weekdays and comments stay, calendars reach a year."""

from datetime import date, timedelta

import pytest

from detente.adapters.cli.files import library_file
from detente.core.charter.addressing import addressed
from detente.core.charter.model import Charter
from detente.core.charter.parse import parse
from detente.core.charter.starting import lists_ending, started
from detente.core.procedures.compile import compile_charter

TEMPLATES = ("bpo", "development-team", "managed-it")


def template(name: str) -> str:
    return library_file("charters", f"{name}.yaml").read_text(encoding="utf-8")


def charter(text: str) -> Charter:
    document = parse(text.encode())
    compile_charter(document)
    assert [finding.says for finding in document.findings if finding.severity == "error"] == []
    assert isinstance(document.charter, Charter)
    return document.charter


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("start", [date(2026, 11, 23), date(2027, 6, 16), date(2028, 2, 29), date(2025, 5, 5)])
def test_every_date_follows_the_start_and_keeps_its_weekday(name: str, start: date) -> None:
    before, after = charter(template(name)), charter(started(template(name), start))
    assert after.dates["contract start"] == after.effective.date() == start
    assert after.effective.hour == 0
    weeks = timedelta(weeks=round((start - before.dates["contract start"]).days / 7))
    for kind in ("contract end", "renewal talks"):
        assert after.dates[kind] - before.dates[kind] == weeks
    assert [one.date - weeks for one in after.goals.values()] == [one.date for one in before.goals.values()]
    assert after.neutrals["mediator"].mandate_until - weeks == before.neutrals["mediator"].mandate_until


@pytest.mark.parametrize("name", TEMPLATES)
def test_layout_and_comments_stay(name: str) -> None:
    before = template(name).splitlines()
    after = started(template(name), date(2027, 1, 4)).splitlines()
    added = [line for line in after if line.lstrip().startswith("# After ")]
    left = [line for line in after if line not in added]
    assert len(left) == len(before)
    assert [line.partition("#")[2] for line in left] == [line.partition("#")[2] for line in before]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_calendar_that_ends_too_soon_reaches_a_year_and_says_what_it_lacks(name: str) -> None:
    start = date(2027, 1, 4)
    text = started(template(name), start)
    short = lists_ending(template(name), text)
    assert short
    for entry in charter(text).calendars.values():
        assert entry.known_until is None or entry.known_until >= start + timedelta(days=365)
    for until in short.values():
        assert f"# After {until} fixed days alone are listed" in text


def test_days_off_of_a_fixed_date_are_carried_on() -> None:
    days = charter(started(template("bpo"), date(2027, 6, 7))).calendars["provider office"].holidays
    assert date(2028, 1, 1) in days
    assert date(2028, 4, 9) not in days  # it stands in the list once: nothing says that it comes back


def test_notices_go_to_addresses_of_ones_own_alone() -> None:
    text = addressed(template("bpo"), {"customer": "anna@aldgate.example", "provider": "arun@meridian.example"})
    found = charter(text).notices
    assert found is not None
    mails = {seat: entry.e_mail for seat, entry in found.addresses.items()}
    assert mails == {"customer": "anna@aldgate.example", "provider": "arun@meridian.example", "mediator": None}
