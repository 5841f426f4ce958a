"""Deemed receipt by a charter's own rules: which method, and whose calendar."""

import datetime as dt

from detente.core.charter.calendars import calendar_for
from detente.core.charter.model import Charter, Rules
from detente.core.charter.model.record import data_of
from detente.core.charter.model.sections import Notices
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.names import nearest
from detente.core.worktime import CountingCalendar, Receipt, deemed_receipt, parse_receipt


def received(charter: Rules, method: str, sent: dt.datetime, *, to: str | None = None) -> Receipt:
    """Return when a notice sent at `sent` counts as received.

    Args:
        method: a method of the charter's notices; hyphens and capitals do not matter.
        to: the party that receives it; needed only where the parties' calendars give different answers.

    Raises:
        BadInput: the charter has no notices, no such method or party, or the parties differ and none is named.
    """
    notices: Notices | None = getattr(charter, "notices", None)
    if notices is None:
        raise BadInput("the charter says nothing about notices, so receipt cannot be told from sending.")
    rule = parse_receipt(data_of(notices.methods[_method(method, notices)]))
    answers = {
        party: deemed_receipt(sent, rule, calendar) for party, calendar in _recipients(charter, notices, to).items()
    }
    if len({(answer.at, answer.day) for answer in answers.values()}) > 1:
        days = ", ".join(f"{party} on {answer.day.isoformat()}" for party, answer in answers.items())
        raise BadInput(
            f"the recipient's calendar decides, and they differ here ({days}). Say who receives it: --to PARTY."
        )
    return next(iter(answers.values()))


def _method(text: str, notices: Notices) -> str:
    plain = {name.replace("-", "").replace(" ", "").lower(): name for name in notices.methods}
    asked = text.replace("-", "").replace(" ", "").lower()
    if asked not in plain:
        near = nearest(asked, plain)
        hint = f" Nearest: '{plain[near]}'." if near else ""
        raise BadInput(f"'{text}' is no method of this charter's notices ({', '.join(notices.methods)}).{hint}")
    return plain[asked]


def _recipients(charter: Rules, notices: Notices, to: str | None) -> dict[str, CountingCalendar]:
    if notices.calendar != "recipient":
        return {"": calendar_for(charter, notices.calendar)}
    if not isinstance(charter, Charter):
        return {"": calendar_for(charter)}
    if to and to not in charter.parties:
        raise BadInput(f"'{to}' is no party. The parties: {', '.join(charter.parties)}.")
    chosen = [to] if to else list(charter.parties)
    return {party: calendar_for(charter, charter.parties[party].calendar) for party in chosen}
