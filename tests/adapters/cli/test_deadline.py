"""`detente deadline`: what may be counted without a calendar, and local times that clocks skip or show twice."""

import json

import pytest

NO_CALENDAR = """zone: Europe/London
procedures:
  x:
    opens: {who: either, may: note x, then: a}
    terms:
      a: {who: both, may: settle}
"""
OFFICE = "calendars: {office: {weekend: [saturday, sunday], known until: 2027-12-31}}\n"
POST = """notices:
  calendar: recipient
  zone: recipient
  methods:
    post: {received: 2 working days at 09:00}
  addresses: {customer: {to: customer, post: London}}
"""


@pytest.fixture
def part(tmp_path):
    """Return a function that writes a part of a charter and gives its path."""

    def write(text):
        path = tmp_path / "part.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("amount", "what"),
    [
        ("2 working days", "working days"),
        ("3 business hours", "business hours"),
        ("1 month or next working day", "a roll to a working day"),
    ],
)
def test_what_needs_a_calendar_is_refused_where_none_is_agreed(detente, part, amount, what):
    path = part(NO_CALENDAR)
    ran = detente("deadline", amount, "--after", "2026-04-02", "--charter", path)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"detente deadline: {path} agrees no calendar, so {what} cannot be counted. "
        "Write 'calendar' and 'calendars' in it, or count calendar days, weeks, months or hours.\n"
    )


def test_calendars_that_are_declared_but_not_agreed_are_named(detente, part):
    ran = detente("deadline", "2 working days", "--after", "2026-04-02", "--charter", part(OFFICE + NO_CALENDAR))

    assert ran.code == 2
    assert "cannot be counted. Choose one of its calendars with --calendar: office.\n" in ran.err


def test_a_receipt_counted_in_working_days_is_refused_without_a_calendar(detente, part):
    path = part(POST + NO_CALENDAR)
    ran = detente("deadline", "5 calendar days", "--after", "2026-04-02", "--charter", path, "--received", "post")

    assert ran.code == 2
    assert f"{path} agrees no calendar, so receipt by post cannot be counted." in ran.err


@pytest.mark.parametrize("amount", ["2 calendar days", "1 week", "1 month", "48 hours"])
def test_elapsed_time_is_counted_in_the_files_zone_without_a_calendar(detente, part, amount):
    ran = detente("deadline", amount, "--after", "2026-04-02", "--charter", part(NO_CALENDAR))

    assert (ran.code, ran.err) == (0, "")
    assert "(UTC+1)" in ran.out


def test_a_file_without_a_zone_is_counted_in_utc_and_says_so(detente, part):
    path = part(NO_CALENDAR.replace("zone: Europe/London\n", ""))
    ran = detente("deadline", "2 calendar days", "--after", "2026-04-02", "--charter", path)

    assert ran.code == 0
    assert ran.err == f"{path} names no zone: the days are counted in UTC.\n"


def test_a_batch_refuses_working_days_without_a_calendar_and_counts_the_rest(detente, part):
    path = part(NO_CALENDAR.replace("zone: Europe/London\n", ""))
    lines = [{"start": "2026-04-02", "n": 2, "unit": unit} for unit in ("WD", "BH", "D")]
    lines.append({"start": "2026-04-02", "n": 1, "unit": "M", "roll": "next_wd"})
    ran = detente("deadline", "--charter", path, "--batch", stdin="\n".join(map(json.dumps, lines)))
    working, business, calendar, rolled = map(json.loads, ran.out.splitlines())

    assert ran.code == 1
    assert working["error"].startswith(f"{path} agrees no calendar, so working days cannot be counted. ")
    assert "so business hours cannot be counted" in business["error"]
    assert calendar["day"] == "2026-04-04"
    assert "so a roll to a working day cannot be counted" in rolled["error"]
    assert ran.err == f"{path} names no zone: the days are counted in UTC.\n"


def test_a_local_time_that_clocks_skip_is_told_with_the_one_that_is_taken(detente, part):
    ran = detente("deadline", "2 hours", "--after", "2026-03-29T01:30", "--charter", part(NO_CALENDAR))

    assert ran.code == 0
    assert ran.err == (
        "2026-03-29T01:30 is skipped by clocks in Europe/London; Sun 29 Mar 2026, 02:30 (UTC+1) is taken.\n"
    )
    assert "until Sun 29 Mar 2026, 04:30 (UTC+1)" in ran.out


def test_a_local_time_that_clocks_show_twice_is_told_with_the_one_that_is_taken(detente, part):
    ran = detente("deadline", "2 hours", "--after", "2026-10-25T01:30", "--charter", part(NO_CALENDAR))

    assert ran.code == 0
    assert ran.err == (
        "2026-10-25T01:30 is shown twice by clocks in Europe/London; the first is taken: 2026-10-25T01:30:00+01:00. "
        "The second is 2026-10-25T01:30:00+00:00.\n"
    )
    assert "until Sun 25 Oct 2026, 02:30 (UTC)" in ran.out


@pytest.mark.parametrize("time", ["2026-10-25", "2026-10-25T01:30+00:00", "2026-10-25T03:30"])
def test_a_time_that_is_one_instant_needs_no_words(detente, part, time):
    assert detente("deadline", "2 hours", "--after", time, "--charter", part(NO_CALENDAR)).err == ""


def test_a_batch_notes_a_time_that_clocks_show_twice(detente, part):
    line = json.dumps({"start": "2026-10-25T01:30", "n": 2, "unit": "H"})
    ran = detente("deadline", "--charter", part(NO_CALENDAR), "--batch", stdin=line)

    assert json.loads(ran.out)["note"].startswith("2026-10-25T01:30 is shown twice by clocks in Europe/London;")
