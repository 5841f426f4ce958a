"""What stands on a picture: seats, acts, clocks and names in few words."""

from collections.abc import Callable, Mapping

from detente.core.charter.phrases import Combined, Counted, Guards, Instant, OnDate, Seat, Who
from detente.core.charter.phrases.seats import SeatKind, WhoKind
from detente.core.procedures.drawing.widths import Widths
from detente.core.procedures.table import On, Outcome, Row
from detente.core.worktime import Span

Times = Mapping[str, Mapping[str, Span]]
_SEATS = {
    "either": "either party", "both": "both parties", "all": "all parties", "each": "each party",
    "other": "the other party",
}  # fmt: skip


def headed(name: str) -> str:
    """Return a name as a heading: its first letter large."""
    return name[:1].upper() + name[1:]


def seat_words(seat: Seat) -> str:
    """Return a seat in words."""
    if seat.kind is SeatKind.STATED:
        return f"the stated {seat.name}"
    return _SEATS.get(seat.name, seat.name) if seat.kind is SeatKind.WORD else seat.data


def who_words(who: Who) -> str:
    """Return who may act: `service manager and delivery manager`, `manager of each party`."""
    if who.kind is WhoKind.TOGETHER:
        if len(who.seats) == 1:
            return f"{who.seats[0].name} of {who.parties[0]}"
        if len(set(who.names)) == 1:
            return f"{who.names[0]} of each party"
    joint = " or " if who.kind is WhoKind.ANY else " and "
    return joint.join(seat_words(seat) for seat in who.seats)


def deed_words(row: Row, acts: Mapping[str, str]) -> str:
    """Return what a row waits for: `either party may serve concern`, `runs mediation`, `when escalation settled`."""
    if row.on is On.ACT:
        verb = "must" if row.result is Outcome.KEPT else "may"
        deed = f"{verb} {acts.get(row.act, row.act)}"
        return f"{who_words(row.who)} {deed}" if row.who else deed
    if row.runs:
        return f"runs {row.runs}"
    if row.event:
        return f"when {row.event.text}"
    return ""


def guard_words(guards: Guards | None) -> str:
    """Return a guard: `if amount < 5000.00 EUR`."""
    if guards is None:
        return ""
    words = (" or " if guards.any_of else " and ").join(guard.data for guard in guards.items)
    return words if words == "otherwise" else f"if {words}"


def clock_words(row: Row, times: Times) -> str:
    """Return a term's clock: `8 working days, urgent 3`, `every 1 week after contract start`; empty without one."""
    words = []
    if row.earliest:
        words.append(f"from {instant_words(row.earliest, times)}")
    if row.every:
        words.append(f"every {instant_words(row.every, times)}")
    if row.latest:
        words.append(f"by {instant_words(row.latest, times)}" if words else instant_words(row.latest, times))
    return ", ".join(words)


def instant_words(instant: Instant, times: Times) -> str:
    """Return an instant, with the length behind a row of times."""
    if isinstance(instant, Combined):
        parts = [instant_words(part, times) for part in instant.instants]
        return f"the {'later' if instant.later else 'earlier'} of {', '.join(parts[:-1])} and {parts[-1]}"
    if isinstance(instant, OnDate):
        return f"{instant.date.day} {instant.date:%b %Y}"
    if isinstance(instant, Counted) and isinstance(instant.amount, str):
        rest = instant.data.removeprefix(instant.amount)
        return _columns(instant.amount, times) + rest
    return str(instant.data)


def _columns(row: str, times: Times) -> str:
    columns = list(times.get(row, {}).items())
    if not columns:
        return row
    first = columns[0][1]
    others = [f"{track} {_like(span, first)}" for track, span in columns[1:]]
    return first.text + (f" ({', '.join(others)})" if others else "")


def _like(span: Span, first: Span) -> str:
    """The number alone where the unit is the same."""
    return str(span.count) if (span.unit, span.clear) == (first.unit, first.clear) else span.text


def short_clock(row: Row, times: Times) -> str:
    """Return a clock in a few letters, `10 wd`; empty where it is not one length."""
    if not isinstance(row.latest, Counted):
        return ""
    amount = row.latest.amount
    span = next(iter(times.get(amount, {}).values()), None) if isinstance(amount, str) else amount
    if span is None:
        return ""
    short = _SHORT[span.unit.value]
    return f"{span.count} {short.removesuffix('s') if span.count == 1 else short}"


_SHORT = {
    "working day": "wd", "calendar day": "days", "week": "weeks", "month": "months", "year": "years", "hour": "h",
    "business hour": "office h",
}  # fmt: skip


def wrapped(text: str, room: float, widths: Widths, *, size: float = 13, bold: bool = False) -> list[str]:
    """Return the text in lines that fit `room`; a word wider than that is cut where it fills the line."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and widths(joined, size, bold) <= room:
            lines[-1] = joined
        else:
            lines += _cut(word, room, lambda part: widths(part, size, bold))
    return lines


def _cut(word: str, room: float, width: Callable[[str], float]) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and width(parts[-1] + letter) > room:
            parts.append("")
        parts[-1] += letter
    return parts
