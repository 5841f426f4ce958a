"""The ladder of a matter for its picture: each level in words, the counted days of the open one."""

from detente.adapters.cli.page.view import Rung, View, headed, short_day, span_of_days
from detente.adapters.cli.playing.grounds import minutes_left
from detente.core.worktime import Stretch, offset, zone
from detente.look.pictures import ladder as drawing


def ladder(view: View, prefix: str) -> str:
    """Return the ladder as SVG, with a title and a description that says the same."""
    said = " ".join(f"Level {rung.number}, {rung.term}: {rung.where}." for rung in view.rungs)
    shares = _shares(view)
    day = min(len(shares), sum(share >= 1 for share in shares) + 1)
    return drawing.ladder(
        [_level(view, rung) for rung in view.rungs],
        id_prefix=prefix,
        title=f"Ladder of the matter, {len(view.rungs)} levels",
        says=said,
        shares=shares,
        inside=f"{day}/{len(shares)}",
    )


def _level(view: View, rung: Rung) -> drawing.Level:
    where = "next" if _is_next(view, rung) else rung.where
    head = ("s l" if where == "later" else "s b l", _heading(rung))
    return drawing.Level(where, (head, *_lines(view, rung)))


def _is_next(view: View, rung: Rung) -> bool:
    open_ = next((one.number for one in view.rungs if one.where == "open"), 0)
    return bool(open_) and rung.number == open_ + 1


def _heading(rung: Rung) -> str:
    return f"{rung.number}  {headed(rung.term)}" + (", open now" if rung.where == "open" else "")


def _lines(view: View, rung: Rung) -> list[tuple[str, str]]:
    people = [("s" if rung.where == "open" else "s m", ", ".join(rung.people))] if rung.people else []
    if rung.where == "open":
        return people + _open_lines(view, rung)
    if rung.where == "done":
        days = span_of_days(view.day(rung.opens), view.day(rung.ends)) if rung.opens and rung.ends else "passed"
        return [*people, ("s m", f"{days}{', ' + rung.length if rung.length else ''}")]
    return [*people, ("s m", _to_come(view, rung))]


def _open_lines(view: View, rung: Rung) -> list[tuple[str, str]]:
    if rung.ends is None:
        return [("s m", "without a time limit")]
    found = [("s b at", f"ends {short_day(view.day(rung.ends))}")]
    for side in view.parties:
        local = rung.ends.astimezone(zone(side.zone))
        found.append((f"s t{side.letter}", f"{local:%H:%M} ({offset(local)}) {side.name}"))
    left = minutes_left(view.program, view.moment.at, rung.ends)
    if left is not None:
        found.append(("s m", f"{_hours(left)} of joint working time left"))
    return found


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def _to_come(view: View, rung: Rung) -> str:
    if view.state.result:
        return "was not needed"
    if rung.opens is None:
        return "has no date yet"
    year = view.day(rung.opens).year != view.day(view.moment.at).year
    if rung.ends is None:
        return f"not before {short_day(view.day(rung.opens), year=year)}"
    later = view.day(rung.ends).year != view.day(view.moment.at).year
    return f"only if open: to {short_day(view.day(rung.ends), year=later)}"


def _shares(view: View) -> list[float]:
    """Of each counted day of the open level how much has passed."""
    stretches = view.clock.stretches if view.clock else ()
    return [_share(view, one) for one in stretches if one.counted and one.number is not None]


def _share(view: View, one: Stretch) -> float:
    whole = (one.end - one.start).total_seconds()
    return max(0.0, min(1.0, (view.moment.at - one.start).total_seconds() / whole)) if whole else 1.0
