"""Lanes: who did what when, from left to right on a wide page, downwards on a narrow one."""

import datetime as dt
from collections.abc import Sequence
from html import escape

import msgspec

from detente.adapters.cli.page.happenings import BOTH, CHARTER, CLOSED, COMES, STATES, VERSIONS, Happening
from detente.adapters.cli.page.view import View, headed, short_day
from detente.core.charter.model import Charter
from detente.core.procedures.drawing import text_width

_WIDE, _FIRST = 880, 78
_ROW = 26
_NARROW = 294
_DAYS_MAX = 45
_DAY = dt.timedelta(days=1)


class _Scale(msgspec.Struct, frozen=True):
    first: dt.date
    days: int

    @property
    def width(self) -> float:
        return (_WIDE - _FIRST - 4) / self.days

    def at(self, day: dt.date) -> float:
        return _FIRST + self.width * ((day - self.first).days + 0.5)

    def left(self, day: dt.date) -> float:
        return _FIRST + self.width * (day - self.first).days

    def shown(self, day: dt.date) -> bool:
        return 0 <= (day - self.first).days < self.days


class _Lane(msgspec.Struct):
    key: str
    name: str
    letter: str
    rows: list[list[tuple[float, float]]]
    drawn: list[tuple[Happening, int, bool]]


def scale_of(view: View, entries: Sequence[Happening]) -> tuple[dt.date, dt.date]:
    """Return the first and the last day shown: from the opening to the end of the next level, or some days on."""
    first = view.day(view.run.opened)
    open_ = next((rung for rung in view.rungs if rung.where == "open"), None)
    following = next((rung for rung in view.rungs if rung.where == "later" and rung.ends), None)
    last = max([view.day(view.moment.at), *(one.day for one in entries if one.mark != COMES)])
    if open_ is not None and open_.ends is not None:
        last = max(last, view.day(open_.ends))
        if following is not None and following.ends is not None:
            last = max(last, view.day(following.ends))
    last += _DAY
    first = max(first, view.day(view.moment.at) - _DAYS_MAX * _DAY)
    return first, min(last, first + 2 * _DAYS_MAX * _DAY)


def lanes(view: View, entries: Sequence[Happening], prefix: str) -> str:
    """Return the lanes from left to right."""
    first, last = scale_of(view, entries)
    scale = _Scale(first, (last - first).days + 1)
    found = _placed(view, [one for one in entries if scale.shown(one.day)], scale)
    tops, at = [], 58.0
    for lane in found:
        tops.append(at)
        at += 14 + _ROW * max(1, len(lane.rows))
    now = scale.at(view.day(view.moment.at))
    parts = [
        _patterns(prefix),
        _closed_bands(view, scale, found, tops, at),
        _bars(view, scale),
        _weeks(scale, at),
        *(_lane_head(lane, top) for lane, top in zip(found, tops, strict=True)),
        f'<path class="h" d="M0 {at:.1f}L{_WIDE} {at:.1f}"/>'
        f'<path class="hat" d="M{now:.1f} 34L{now:.1f} {at + 4:.1f}"/>'
        f'<text class="s at b" x="{now:.1f}" y="{at + 18:.1f}" text-anchor="middle">now</text>',
        *(_entries(lane, top, scale, prefix) for lane, top in zip(found, tops, strict=True)),
    ]
    title = f"Who did what when, {short_day(first)} to {short_day(last, year=True)}"
    return _svg(prefix, title, _WIDE, at + 24, "".join(parts), "")


def _svg(prefix: str, title: str, wide: float, high: float, drawn: str, look: str) -> str:  # noqa: PLR0917
    return (
        f'<svg viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" height="{high:.0f}" role="img"{look} '
        f'aria-labelledby="{prefix}-t {prefix}-d"><title id="{prefix}-t">{escape(title)}</title>'
        f'<desc id="{prefix}-d">The same entries are listed below the picture.</desc>{drawn}</svg>'
    )


def _patterns(prefix: str) -> str:
    def stripes(name: str, look: str) -> str:
        return (
            f'<pattern id="{prefix}-{name}" width="3.4" height="3.4" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect class="{look}" width="1.7" height="3.4"/></pattern>'
        )

    return f"<defs>{stripes('h', 'fb')}{stripes('c', 'fat')}</defs>"


# ---- what goes where


def lane_names(view: View) -> list[tuple[str, str, str]]:
    """Return the lanes: key, name, letter."""
    parties = [(side.key, side.name, side.letter) for side in view.parties] or [
        (key, key, "n") for key in view.state.parties
    ]
    return [*parties, (BOTH, "Both", ""), (CHARTER, "Charter", "")]


def _placed(view: View, entries: Sequence[Happening], scale: _Scale) -> list[_Lane]:
    found = [_Lane(key, name, letter, [], []) for key, name, letter in lane_names(view)]
    now = scale.at(view.day(view.moment.at))
    for entry in entries:
        lane = next((one for one in found if one.key == entry.lane), found[-1])
        x, wide = scale.at(entry.day), text_width(entry.label)
        crosses = x < now < x + 11 + wide and entry.mark != COMES
        left = (x + 11 + wide > _WIDE or crosses) and x - 11 - wide > _FIRST
        room = (x - 11 - wide, x + 7) if left else (x - 7, x + 11 + wide)
        row = next((at for at, taken in enumerate(lane.rows) if _free(taken, room)), len(lane.rows))
        if row == len(lane.rows):
            lane.rows.append([])
        lane.rows[row].append(room)
        lane.drawn.append((entry, row, left))
    return found


def _free(taken: list[tuple[float, float]], room: tuple[float, float]) -> bool:
    return all(room[1] + 6 < start or end + 6 < room[0] for start, end in taken)


# ---- ground


def _closed_bands(view: View, scale: _Scale, found: list[_Lane], tops: list[float], bottom: float) -> str:  # noqa: PLR0917
    """Days on which no office is open run through all lanes; where one is closed, its own lane."""
    drawn = []
    for number in range(scale.days):
        day = scale.first + number * _DAY
        closed = [lane for lane in found if _is_closed(view, lane.key, day)]
        if not closed:
            continue
        x = scale.left(day)
        if len(closed) == len(view.parties):
            drawn.append(_band(x, tops[0], scale.width, bottom - tops[0]))
            continue
        for lane in closed:
            place = found.index(lane)
            end = tops[place + 1] if place + 1 < len(tops) else bottom
            drawn.append(_band(x, tops[place], scale.width, end - tops[place]))
    return "".join(drawn)


def _band(x: float, y: float, wide: float, high: float) -> str:
    return f'<rect class="fu" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"/>'


def _is_closed(view: View, party: str, day: dt.date) -> bool:
    charter = view.program.charter
    if not isinstance(charter, Charter) or party not in charter.parties:
        return False
    return not view.program.calendar(charter.parties[party].calendar, -1).is_open(day)


def _bars(view: View, scale: _Scale) -> str:
    drawn = []
    end = scale.first + scale.days * _DAY
    for rung in view.rungs:
        if rung.opens is None:
            continue
        first = max(view.day(rung.opens), scale.first)
        last = min(view.day(rung.ends) if rung.ends else end, end)
        if first >= end or last < scale.first:
            continue
        x, wide = scale.at(first), max(14.0, scale.at(last) - scale.at(first) - 2)
        look, text = {"done": ("l2", "s"), "open": ("fats", "s b at")}.get(rung.where, ("hs dash", "s m"))
        name = f"Level {rung.number}, {rung.term}"
        label = next(
            (one for one in (name, f"Level {rung.number}", str(rung.number)) if text_width(one) + 12 < wide), ""
        )
        drawn.append(
            f'<rect class="{look}" x="{x:.1f}" y="4" width="{min(wide, _WIDE - x):.1f}" height="24" rx="3"/>'
            f'<text class="{text}" x="{x + 8:.1f}" y="20.5">{escape(label)}</text>'
        )
    return "".join(drawn)


def _weeks(scale: _Scale, bottom: float) -> str:
    drawn = []
    for number in range(scale.days):
        day = scale.first + number * _DAY
        if day.weekday() == 0:
            x = scale.left(day)
            drawn.append(
                f'<text class="s m xs" x="{x + 2:.1f}" y="48">{short_day(day)}</text>'
                f'<path class="h" d="M{x:.1f} 36L{x:.1f} {bottom:.1f}"/>'
            )
    return "".join(drawn)


def _lane_head(lane: _Lane, top: float) -> str:
    look = f"s t{lane.letter} b" if lane.letter in ("a", "b") else "s m b"
    return (
        f'<text class="{look}" x="0" y="{top + 24.5:.1f}">{escape(lane.name)}</text>'
        f'<path class="h" d="M0 {top:.1f}L{_WIDE} {top:.1f}"/>'
    )


def _entries(lane: _Lane, top: float, scale: _Scale, prefix: str) -> str:
    drawn = []
    for entry, row, left in lane.drawn:
        x, y = scale.at(entry.day), top + 20 + _ROW * row
        anchor, at = (' text-anchor="end"', x - 11) if left else ("", x + 11)
        look = "s m halo" if entry.mark in (COMES, CLOSED) else "s halo"
        label = f'<text class="{look}" x="{at:.1f}" y="{y + 4.5:.1f}"{anchor}>{escape(entry.label)}</text>'
        drawn.append(mark(entry, lane.letter, x, y, prefix) + label)
    return "".join(drawn)


def mark(entry: Happening, letter: str, x: float, y: float, prefix: str) -> str:  # noqa: PLR0917
    """Return the mark: filled on record, a ring where one side states, dashed to come, a cross not counted."""
    circle = f'cx="{x:.1f}" cy="{y:.1f}" r="5.5"'
    edge = f"s{letter}" if letter in ("a", "b") else "hk"
    if entry.mark == CLOSED:
        return f'<path class="hk" d="M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10"/>'
    if entry.mark == COMES:
        return f'<circle class="fr" {circle}/><circle class="{edge} dash2" {circle}/>'
    square = f'x="{x - 5.5:.1f}" y="{y - 5.5:.1f}" width="11" height="11" rx="2"'
    if entry.mark == VERSIONS:
        return f'<rect {square} fill="url(#{prefix}-c)"/><rect class="hat" {square}/>'
    if entry.mark == STATES:
        return f'<circle class="fr" {circle}/><circle class="{edge}" {circle}/>'
    if letter == "a":
        return f'<circle class="fa" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
    if letter == "b":
        return f'<circle class="fr" {circle}/><circle {circle} fill="url(#{prefix}-h)"/><circle class="sb" {circle}/>'
    if entry.lane == BOTH:
        return f'<rect class="fk" {square}/>'
    return f'<path class="fm" d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6Z"/>'


# ---- narrow


def lanes_down(view: View, entries: Sequence[Happening], prefix: str) -> str:
    """Return the same running down: one row an entry, the lanes as lines."""
    names = lane_names(view)
    at_x = {key: 76 + 22 * place for place, (key, _, _) in enumerate(names)}
    text_at = 76 + 22 * len(names) - 4
    heads = "".join(_narrow_head(name, letter, at_x[key]) for key, name, letter in names)
    drawn, y, last, told = [], 42, None, False
    today = view.day(view.moment.at)
    for entry in entries:
        if not told and (entry.mark == COMES or entry.day > today):
            drawn.append(_now(y))
            told, y = True, y + 26
        letter = next((one for key, _, one in names if key == entry.lane), "")
        x = at_x.get(entry.lane, at_x[CHARTER])
        date = (
            f'<text class="s m xs" x="0" y="{y + 4.5:.1f}">{short_day(entry.day)}</text>' if entry.day != last else ""
        )
        label = f'<text class="s" x="{text_at}" y="{y + 4.5:.1f}">{escape(_cut(entry.label))}</text>'
        drawn.append(date + mark(entry, letter, x, y, prefix) + label)
        last, y = entry.day, y + _ROW
    lines = "".join(f'<path class="h" d="M{x} 24L{x} {y - 12}"/>' for x in at_x.values())
    return _svg(
        prefix,
        "Who did what when, time runs down",
        _NARROW,
        y,
        f"{_patterns(prefix)}{lines}{heads}{''.join(drawn)}",
        ' class="natural"',
    )


def _cut(label: str) -> str:
    """A label that fits beside the lanes."""
    while text_width(label) > _NARROW - 160:
        label = label[:-2].rstrip(" ,…") + "…"
    return label


def _narrow_head(name: str, letter: str, x: int) -> str:
    look = f"s t{letter} b" if letter in ("a", "b") else "s m xs"
    word = name[0] if letter else headed(name)[0]
    return f'<text class="{look}" x="{x}" y="14" text-anchor="middle">{escape(word)}</text>'


def _now(y: float) -> str:
    return (
        f'<path class="hat" d="M0 {y:.1f}L{_NARROW} {y:.1f}"/>'
        f'<text class="s at b xs" x="{_NARROW}" y="{y - 5:.1f}" text-anchor="end">now</text>'
    )
