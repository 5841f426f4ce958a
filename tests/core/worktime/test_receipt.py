"""Deemed receipt: method, cut-off, the recipient's calendar."""

from datetime import datetime

import pytest

from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import Calendar, deemed_receipt, parse_receipt, parse_weekend

EMAIL = parse_receipt(
    {
        "received": "same day",
        "cut-off": "17:00",
        "otherwise": "1 working day at 09:00",
        "unless": ["bounce", "copy missing"],
    }
)
COURIER = parse_receipt({"received": "when signed for", "cut-off": "17:00", "otherwise": "1 working day at 09:00"})
POST = parse_receipt({"received": "3 working days at 09:00"})
IN_TIME = "sent before 17:00 of a working day of the recipient: received when sent"


@pytest.mark.parametrize(
    ("sent", "at", "because"),
    [
        ("2026-03-27T16:59:59+00:00", "2026-03-27T16:59:59+00:00", IN_TIME),
        (
            "2026-03-27T17:00:00+00:00",
            "2026-03-30T09:00:00+01:00",
            "sent after 17:00 in Europe/London: received at 09:00 of the next working day of the recipient",
        ),
        (  # TV1
            "2026-03-27T17:42:00+00:00",
            "2026-03-30T09:00:00+01:00",
            "sent after 17:00 in Europe/London: received at 09:00 of the next working day of the recipient",
        ),
        (
            "2026-03-28T10:00:00+00:00",
            "2026-03-30T09:00:00+01:00",
            "sent on a day that is no working day of the recipient (weekend):"
            " received at 09:00 of the next working day of the recipient",
        ),
        (
            "2026-04-03T10:00:00+01:00",
            "2026-04-07T09:00:00+01:00",
            "sent on a day that is no working day of the recipient (Good Friday):"
            " received at 09:00 of the next working day of the recipient",
        ),
    ],
)
def test_an_e_mail_is_received_the_same_day_before_the_cut_off(
    england: Calendar, sent: str, at: str, because: str
) -> None:
    receipt = deemed_receipt(datetime.fromisoformat(sent), EMAIL, england)
    assert (receipt.at.isoformat(), receipt.because) == (at, because)
    assert receipt.day == receipt.at.date()


@pytest.mark.parametrize(
    ("sent", "at", "because"),
    [
        ("2026-11-09T08:40:00+00:00", "2026-11-09T14:10:00+05:30", IN_TIME),
        (
            "2026-11-26T14:00:00+01:00",
            "2026-11-27T09:00:00+05:30",
            "sent after 17:00 in Asia/Kolkata: received at 09:00 of the next working day of the recipient",
        ),
    ],
)
def test_the_notices_of_the_golden_story_go_by_the_recipients_clock(
    meridian: Calendar, sent: str, at: str, because: str
) -> None:
    receipt = deemed_receipt(datetime.fromisoformat(sent), EMAIL, meridian)
    assert (receipt.at.isoformat(), receipt.because) == (at, because)


@pytest.mark.parametrize(
    ("zone", "cut_off", "day"), [("Asia/Kolkata", "18:00", "2026-10-19"), ("Europe/London", "17:30", "2026-10-16")]
)
def test_one_sending_is_received_on_different_days_in_two_cities(zone: str, cut_off: str, day: str) -> None:
    office = Calendar(
        name="office",
        zone=zone,
        weekend=parse_weekend(["saturday", "sunday"]),
        holidays={},
        known_until=datetime.fromisoformat("2026-12-31").date(),
    )
    rule = parse_receipt({"received": "same day", "cut-off": cut_off, "otherwise": "1 working day at 09:00"})
    receipt = deemed_receipt(datetime.fromisoformat("2026-10-16T19:10:00+05:30"), rule, office)  # TV3
    assert receipt.day.isoformat() == day


def test_an_evening_in_new_york_is_a_working_morning_in_manila() -> None:
    manila = Calendar(
        name="manila",
        zone="Asia/Manila",
        weekend=parse_weekend(["saturday", "sunday"]),
        holidays={},
        known_until=datetime.fromisoformat("2026-12-31").date(),
    )
    receipt = deemed_receipt(datetime.fromisoformat("2026-12-21T22:30:00-05:00"), EMAIL, manila)  # TV4
    assert receipt.at.isoformat() == "2026-12-22T11:30:00+08:00"


def test_post_is_received_after_so_many_working_days(england: Calendar) -> None:
    receipt = deemed_receipt(datetime.fromisoformat("2026-04-01T18:00:00+01:00"), POST, england)
    assert receipt.at.isoformat() == "2026-04-08T09:00:00+01:00"
    assert receipt.because == "sent: received at 09:00, 3 working days later"


def test_a_courier_is_received_when_signed_for(england: Calendar) -> None:
    sent, signed = (datetime.fromisoformat(f"2026-04-0{day}T17:30:00+01:00") for day in (1, 2))
    receipt = deemed_receipt(sent, COURIER, england, signed_for=signed.replace(hour=11))
    assert receipt.because == "signed for before 17:00 of a working day of the recipient: received when signed for"
    late = deemed_receipt(sent, COURIER, england, signed_for=signed)
    assert late.at.isoformat() == "2026-04-07T09:00:00+01:00"
    assert late.because == (
        "signed for after 17:00 in Europe/London: received at 09:00 of the next working day of the recipient"
    )


def test_four_hours_after_sending_is_an_instant(england: Calendar) -> None:
    rule = parse_receipt({"received": "4 hours"})
    receipt = deemed_receipt(datetime.fromisoformat("2026-03-28T22:00:00+00:00"), rule, england)
    assert receipt.at.isoformat() == "2026-03-29T03:00:00+01:00"
    assert receipt.because == "sent: received 4 hours later"


def test_a_courier_without_a_signature_or_signed_for_too_early_is_refused(england: Calendar) -> None:
    sent = datetime.fromisoformat("2026-04-01T10:00:00+01:00")
    with pytest.raises(BadInput) as caught:
        deemed_receipt(sent, COURIER, england)
    assert str(caught.value) == (
        "the notice sent at 2026-04-01T10:00:00+01:00 is received when signed for, and no signature is stated."
    )
    with pytest.raises(BadInput) as caught:
        deemed_receipt(sent, COURIER, england, signed_for=sent.replace(hour=9))
    assert str(caught.value) == (
        "the notice was signed for at 2026-04-01T09:00:00+01:00, before it was sent at 2026-04-01T10:00:00+01:00."
        " Exchange them."
    )


@pytest.mark.parametrize(
    ("method", "message"),
    [
        ({}, "a receipt rule says when a notice is received. Write 'received: same day'."),
        (
            {"received": "same day", "cut-of": "17:00"},
            "'cut-of' is no part of a receipt rule. The parts are: received, cut-off, otherwise, unless.",
        ),
        (
            {"received": "same day", "cut-off": "17:00"},
            "'received: same day' says nothing of other days. Write 'otherwise: 1 working day at 09:00'.",
        ),
        (
            {"received": "3 working days at 09:00", "cut-off": "17:00"},
            "'cut-off' stands with 'same day' or 'when signed for', not with '3 working days at 09:00'.",
        ),
        (
            {"received": "tomorrow"},
            "'tomorrow' says no time of receipt. Write 'same day', 'when signed for' or '3 working days at 09:00'.",
        ),
        (
            {"received": "3 working days"},
            "'3 working days': days end at an hour, hours at an instant. Write '3 working days at 09:00'.",
        ),
        (
            {"received": "4 hours at 09:00"},
            "'4 hours at 09:00': days end at an hour, hours at an instant. Write '4 hours'.",
        ),
        (
            {"received": "3 days at 09:00"},
            "'3 days' is neither working nor calendar time. Write '3 working days' or '3 calendar days'.",
        ),
        ({"received": "3 working days at 9:00"}, "'9:00' is no hour of the day. Write it like '17:00'."),
    ],
)
def test_a_rule_outside_the_grammar_is_refused(method: dict[str, str], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_receipt(method)
    assert str(caught.value) == message


def test_what_undoes_a_receipt_is_kept_for_those_who_serve_notices() -> None:
    assert EMAIL.unless == ("bounce", "copy missing")


def test_a_notice_beyond_the_recipients_list_is_not_guessed(england: Calendar) -> None:
    with pytest.raises(BadInput) as caught:
        deemed_receipt(datetime.fromisoformat("2028-01-03T10:00:00+00:00"), EMAIL, england)
    assert str(caught.value) == (
        "calendar england is known until 2027-12-31; 2028-01-03 lies past it. Agree one that reaches further."
    )
