"""Deemed receipt: when a notice counts as received, by the method's rule and the recipient's calendar."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

import msgspec

from detente.core.vocabulary.errors import BadInput
from detente.core.worktime.counting import count
from detente.core.worktime.counting_calendar import CountingCalendar
from detente.core.worktime.spans import HOURS, Span, Unit, parse_span
from detente.core.worktime.weeks import parse_time
from detente.core.worktime.zones import micro, moment, time_instant

SAME_DAY = "same day"
SIGNED_FOR = "when signed for"
_LATER = re.compile(r"(.+?)(?: at ([0-9:]+))?")


class Later(msgspec.Struct, frozen=True):
    """So long after the sending, at that hour of the last day (hours: at the instant itself)."""

    span: Span
    at: time | None = None


class ReceiptRule(msgspec.Struct, frozen=True):
    """One method's rule: `received` is `same day`, `when signed for`, or so long after the sending.

    What comes at `cut_off` or after it, or on a day that is no working day, is received `otherwise`. `unless` names
    what undoes a receipt (a bounce, a missing copy); whoever serves notices judges it.
    """

    received: str | Later
    cut_off: time | None = None
    otherwise: Later | None = None
    unless: tuple[str, ...] = ()


class Receipt(msgspec.Struct, frozen=True):
    """When a notice counts as received, the recipient's local day of it, and by which rule."""

    at: datetime
    day: date
    because: str


def parse_receipt(method: Mapping[str, str | Sequence[str]]) -> ReceiptRule:
    """Return the rule of one entry under `notices.methods`.

    Raises:
        BadInput: an unknown key, no `received`, a missing or a needless `otherwise` or cut-off, or a phrase outside the
            grammar.
    """
    for key in method:
        if key not in ("received", "cut-off", "otherwise", "unless"):
            raise BadInput(
                f"'{key}' is no part of a receipt rule. The parts are: received, cut-off, otherwise, unless."
            )
    words = {key: value for key, value in method.items() if isinstance(value, str)}
    if "received" not in words:
        raise BadInput("a receipt rule says when a notice is received. Write 'received: same day'.")
    rule = ReceiptRule(
        received=words["received"] if words["received"] in (SAME_DAY, SIGNED_FOR) else _later(words["received"]),
        cut_off=parse_time(words["cut-off"]) if "cut-off" in words else None,
        otherwise=_later(words["otherwise"]) if "otherwise" in words else None,
        unless=_listed(method.get("unless", ())),
    )
    _check(rule, words)
    return rule


def _listed(words: str | Sequence[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _check(rule: ReceiptRule, words: Mapping[str, str]) -> None:
    if isinstance(rule.received, Later):
        for key in ("cut-off", "otherwise"):
            if key in words:
                raise BadInput(f"'{key}' stands with 'same day' or 'when signed for', not with '{words['received']}'.")
    elif rule.otherwise is None:
        raise BadInput(
            f"'received: {rule.received}' says nothing of other days. Write 'otherwise: 1 working day at 09:00'."
        )


def _later(text: str) -> Later:
    match = _LATER.fullmatch(text)
    if not match or not text[:1].isdigit():
        raise BadInput(
            f"'{text}' says no time of receipt. Write 'same day', 'when signed for' or '3 working days at 09:00'."
        )
    span, hour = parse_span(match[1]), match[2]
    if (span.unit in HOURS) == bool(hour):
        cure = f"Write '{span.text}'." if hour else f"Write '{span.text} at 09:00'."
        raise BadInput(f"'{text}': days end at an hour, hours at an instant. {cure}")
    return Later(span, parse_time(hour) if hour else None)


def deemed_receipt(
    sent: datetime, rule: ReceiptRule, calendar: CountingCalendar, *, signed_for: datetime | None = None
) -> Receipt:
    """Return when a notice sent at `sent` counts as received, by the recipient's calendar.

    The hour of the cut-off is after it, and a day that is no working day is never the same day.

    Raises:
        BadInput: the method waits for a signature and none is stated, or one before the sending; or the recipient's
            list does not cover the day.
    """
    if isinstance(rule.received, Later):
        return _received_later(sent, rule.received, calendar, "sent")
    came, word = _came(sent, rule, signed_for)
    local = moment(micro(came), calendar.tz)
    calendar.refuse_unknown(local.date())
    until = f"before {rule.cut_off:%H:%M} of" if rule.cut_off else "on"
    if not calendar.is_open(local.date()):
        reasons = ", ".join(closure.reason for closure in calendar.closures(local.date()))
        word = f"{word} on a day that is no working day of the recipient ({reasons})"
    elif rule.cut_off and local.time() >= rule.cut_off:
        word = f"{word} after {rule.cut_off:%H:%M} in {calendar.zone}"
    else:
        return Receipt(local, local.date(), f"{word} {until} a working day of the recipient: received when {word}")
    assert rule.otherwise is not None, "parse_receipt asks for it"
    return _received_later(came, rule.otherwise, calendar, word)


def _came(sent: datetime, rule: ReceiptRule, signed_for: datetime | None) -> tuple[datetime, str]:
    if rule.received == SAME_DAY:
        return sent, "sent"
    if signed_for is None:
        raise BadInput(
            f"the notice sent at {sent.isoformat()} is received when signed for, and no signature is stated."
        )
    if signed_for < sent:
        signed, then = signed_for.isoformat(), sent.isoformat()
        raise BadInput(f"the notice was signed for at {signed}, before it was sent at {then}. Exchange them.")
    return signed_for, "signed for"


def _received_later(came: datetime, later: Later, calendar: CountingCalendar, word: str) -> Receipt:
    due = count(came, later.span, calendar)
    if later.at is None:
        return Receipt(due.ends, due.last_day, f"{word}: received {later.span.text} later")
    at = moment(time_instant(due.last_day.toordinal(), later.at, calendar.tz), calendar.tz)
    when = f"received at {later.at:%H:%M}"
    if later.span == Span(1, Unit.WORKING_DAY):
        return Receipt(at, due.last_day, f"{word}: {when} of the next working day of the recipient")
    return Receipt(at, due.last_day, f"{word}: {when}, {later.span.text} later")
