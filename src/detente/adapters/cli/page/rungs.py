"""The ladder of a matter: two rails are the parties, a rung joins them, the open level has a ring of counted days."""

from html import escape
from math import cos, pi, sin

from detente.adapters.cli.page.view import Rung, View, headed, short_day, span_of_days
from detente.adapters.cli.playing.grounds import minutes_left
from detente.adapters.cli.times import offset
from detente.core.worktime import Stretch, zone

_WIDE = 300
_PITCH = {"done": 68, "open": 142, "next": 74, "later": 60}
_TEXT_AT = 68


def ladder(view: View, prefix: str) -> str:
    """Return the ladder as SVG, with a title and a description that says the same."""
    rows, at = [], 25.0
    centre = bottom = 4.0
    for rung in view.rungs:
        rows.append(_level(view, rung, at))
        centre = at + 21 if rung.where == "open" else centre
        bottom = at if rung.where == "done" else bottom
        at += _PITCH["next" if _is_next(view, rung) else rung.where]
    high = at + 8
    solid = centre if centre > 4 else bottom + 8
    ring = _ring(view, centre) if centre > 4 else ""
    rails = _rails(prefix, solid, high)
    title = f"Ladder of the matter, {len(view.rungs)} levels"
    return (
        f'<svg viewBox="0 0 {_WIDE} {high:.0f}" width="{_WIDE}" height="{high:.0f}" role="img" class="natural" '
        f'aria-labelledby="{prefix}-t {prefix}-d"><title id="{prefix}-t">{title}</title>'
        f'<desc id="{prefix}-d">{escape(_said(view))}</desc>{rails}{_rungs_drawn(view)}{ring}{"".join(rows)}</svg>'
    )


def _is_next(view: View, rung: Rung) -> bool:
    open_ = next((one.number for one in view.rungs if one.where == "open"), 0)
    return bool(open_) and rung.number == open_ + 1


def _said(view: View) -> str:
    return " ".join(f"Level {rung.number}, {rung.term}: {rung.where}." for rung in view.rungs)


def _rails(prefix: str, solid: float, high: float) -> str:
    return (
        f'<defs><pattern id="{prefix}-h" width="4" height="4" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect class="fb" width="2" height="4"/></pattern></defs>'
        f'<path class="sa dot" d="M12 {solid:.1f}L12 {high - 12:.1f}"/>'
        f'<path class="sb dot" d="M40 {solid:.1f}L40 {high - 12:.1f}"/>'
        f'<rect class="fa" x="9" y="4" width="6" height="{solid - 4:.1f}" rx="1"/>'
        f'<rect class="fr" x="37" y="4" width="6" height="{solid - 4:.1f}"/>'
        f'<rect x="37" y="4" width="6" height="{solid - 4:.1f}" rx="1" fill="url(#{prefix}-h)"/>'
        f'<path class="sb w125" d="M37 4h6v{solid - 4:.1f}h-6Z"/>'
    )


def _rungs_drawn(view: View) -> str:
    found, at = [], 25.0
    for rung in view.rungs:
        if rung.where == "done":
            found.append(f'<rect class="fk" x="15" y="{at - 7.5:.1f}" width="22" height="5"/>')
        elif rung.where == "later":
            found.append(f'<path class="hk dot" d="M17 {at - 5:.1f}L35 {at - 5:.1f}"/>')
        at += _PITCH["next" if _is_next(view, rung) else rung.where]
    return "".join(found)


def _level(view: View, rung: Rung, at: float) -> str:
    lines = [("s b l" if rung.where in ("done", "open") or _is_next(view, rung) else "s l", _heading(rung))]
    lines += _lines(view, rung)
    return "".join(
        f'<text class="{look}" x="{_TEXT_AT}" y="{at + 18 * place:.0f}">{escape(text)}</text>'
        for place, (look, text) in enumerate(lines)
    )


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
        found.append(
            (f"s t{side.letter}" if side.letter in "ab" else "s", f"{local:%H:%M} ({offset(local)}) {side.name}")
        )
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


def _ring(view: View, centre: float) -> str:
    """One piece for each counted day, what has passed filled; the running day partly."""
    clock = view.clock
    counted = [one for one in clock.stretches if one.counted and one.number is not None] if clock else []
    ground = f'<circle class="fr" cx="26" cy="{centre:.1f}" r="32"/>'
    if not 1 <= len(counted) <= 60:
        return f'{ground}<circle class="hk" cx="26" cy="{centre:.1f}" r="24"/>'
    passed = [_share(view, one) for one in counted]
    pieces = "".join(_piece(place, len(counted), 1.0, centre, look="fl") for place in range(len(counted)))
    pieces += "".join(
        _piece(place, len(counted), share, centre, look="fat") for place, share in enumerate(passed) if share > 0
    )
    day = min(len(counted), sum(share >= 1 for share in passed) + 1)
    number = f'<text class="s b l" x="26" y="{centre + 5:.1f}" text-anchor="middle">{day}/{len(counted)}</text>'
    return f"{ground}{pieces}{number}"


def _share(view: View, one: Stretch) -> float:
    whole = (one.end - one.start).total_seconds()
    return max(0.0, min(1.0, (view.moment.at - one.start).total_seconds() / whole)) if whole else 1.0


def _piece(place: int, count: int, share: float, centre: float, *, look: str) -> str:
    gap = 0.0 if count == 1 else min(0.09, pi / count / 2)
    turn = 2 * pi / count
    first = place * turn + gap / 2
    last = first + (turn - gap) * share - (0.001 if count == 1 else 0)
    large = 1 if last - first > pi else 0
    a, b, c, d = (
        f"{26 + r * sin(t):.1f} {centre - r * cos(t):.1f}"
        for r, t in ((26, first), (26, last), (19, last), (19, first))
    )
    return f'<path class="{look}" d="M{a}A26 26 0 {large} 1 {b}L{c}A19 19 0 {large} 0 {d}Z"/>'
