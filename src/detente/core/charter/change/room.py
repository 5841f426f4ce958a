"""Who gains room by a change: more time to act, fewer duties, more options, a higher authority; and who loses it."""

from typing import Any

import msgspec

from detente.core.charter.model import Charter, Procedure, Rules, Term
from detente.core.charter.phrases import Counted, Instant, Who, WhoKind
from detente.core.vocabulary.money import Money
from detente.core.worktime import Span, Unit

# Calendar days at least; only to tell longer from shorter, never to count a date.
_DAYS = {Unit.WORKING_DAY: 1.4, Unit.CALENDAR_DAY: 1.0, Unit.WEEK: 7.0, Unit.MONTH: 30.4, Unit.YEAR: 365.0,
         Unit.HOUR: 1 / 24, Unit.BUSINESS_HOUR: 1.4 / 8}  # fmt: skip


class Gain(msgspec.Struct, frozen=True):
    """`who` has more room, or less, and why."""

    who: str
    more: bool
    why: str

    @property
    def text(self) -> str:
        """One line for a screen."""
        return f"{self.who}: {'more' if self.more else 'less'} room ({self.why})"


def gains(path: tuple[str, ...], before: Rules, after: Rules) -> tuple[Gain, ...]:
    """Return who gains or loses room by the change at `path`; empty where nobody can say from the text alone."""
    if path[:1] == ("roles",) and path[-1:] == ("authority",):
        return _authority(path, before, after)
    if path[:1] != ("procedures",) or len(path) < 3:
        return ()
    old, new = before.procedures.get(path[1]), after.procedures.get(path[1])
    if path[2] == "times" and len(path) >= 4 and old and new:
        return _row(path, old, new)
    return _term(path, old, new)


def length(span: Span) -> float:
    """Return about how many calendar days a span is, to tell longer from shorter."""
    return (span.count + span.clear) * _DAYS[span.unit]


def _authority(path: tuple[str, ...], before: Rules, after: Rules) -> tuple[Gain, ...]:
    if not isinstance(before, Charter) or not isinstance(after, Charter):
        return ()
    amounts = [charter.roles.get(path[1], {}).get(path[2]) for charter in (before, after)]
    old, new = (holder.authority if holder else None for holder in amounts)
    if not isinstance(old, Money) or not isinstance(new, Money) or old.currency != new.currency:
        return ()
    return (Gain(f"{path[1]} of {path[2]}", new.minor > old.minor, "authority to settle"),)


def _row(path: tuple[str, ...], old: Procedure, new: Procedure) -> tuple[Gain, ...]:
    row, track = path[3], path[4] if len(path) > 4 else ""
    spans = [times.times.get(row, {}).get(track) for times in (old, new)]
    if not spans[0] or not spans[1]:
        return ()
    longer = length(spans[1]) > length(spans[0])
    holders = [who(term) for term in _all(new.terms).values() if _uses(term.by, row)]
    return tuple(
        Gain(holder, longer, f"{row} is {'longer' if longer else 'shorter'}")
        for holder in dict.fromkeys(holders)
        if holder
    )


def _term(path: tuple[str, ...], old: Procedure | None, new: Procedure | None) -> tuple[Gain, ...]:
    before, after = (_find(procedure, path[2:]) for procedure in (old, new))
    if before and after:
        return _field(path[-1], before, after)
    term = after or before
    if not term or path[-1] != term[0]:
        return ()
    holder = who(term[1])
    if not holder:
        return ()
    duty = bool(term[1].must)
    return (
        Gain(holder, duty is not bool(after), f"{'a duty' if duty else 'an option'} {'more' if after else 'less'}"),
    )


def _field(field: str, before: tuple[str, Term], after: tuple[str, Term]) -> tuple[Gain, ...]:
    holder = who(after[1])
    if not holder:
        return ()
    if field in ("by", "from"):
        return _moved(field, holder, before[1], after[1])
    if field in ("must", "may") and bool(before[1].must) != bool(after[1].must):
        return (
            Gain(
                holder, not after[1].must, "a duty becomes an option" if before[1].must else "an option becomes a duty"
            ),
        )
    if field == "states":
        more = len(after[1].states) > len(before[1].states)
        return (Gain(holder, not more, f"{'more' if more else 'less'} must be stated"),)
    return ()


def _moved(field: str, holder: str, before: Term, after: Term) -> tuple[Gain, ...]:
    old, new = (_length(getattr(term, "by" if field == "by" else "from_")) for term in (before, after))
    if old is None or new is None or old == new:
        return ()
    later = new > old
    if field == "by":
        return (Gain(holder, later, f"{'more' if later else 'less'} time to act"),)
    return (Gain(holder, not later, f"may act {'later' if later else 'earlier'}"),)


def _length(instant: Instant | None) -> float | None:
    if isinstance(instant, Counted) and isinstance(instant.amount, Span) and instant.relation != "before":
        return length(instant.amount)
    return None


def _uses(instant: Instant | None, row: str) -> bool:
    return isinstance(instant, Counted) and instant.amount == row


def who(term: Term) -> str:
    """Return the seats of a term in words, empty without one."""
    return seats(term.who) if term.who else ""


def seats(who: Who) -> str:
    """Return the seats in words: `manager of customer and manager of provider`."""
    if who.kind is WhoKind.TOGETHER:
        return " and ".join(f"{seat.name} of {party}" for seat, party in zip(who.seats, who.parties, strict=True))
    return " or ".join(str(seat.data) for seat in who.seats)


def _find(procedure: Procedure | None, path: tuple[str, ...]) -> tuple[str, Term] | None:
    """Return the innermost term that a path below a procedure runs through."""
    here: Any = {"terms": procedure.terms, "anytime": procedure.anytime} if procedure else None
    found: tuple[str, Term] | None = None
    for step in path:
        if isinstance(here, dict):
            here = here.get(step)
        elif isinstance(here, Term):
            here = here.meanwhile if step == "meanwhile" else None
        if isinstance(here, Term):
            found = (step, here)
    return found if here is not None or (found and path[-1] != found[0] and path[-2:-1] == (found[0],)) else None


def _all(terms: dict[str, Term]) -> dict[str, Term]:
    found = dict(terms)
    for term in terms.values():
        found |= _all(term.meanwhile)
    return found
