"""Lanes: who did what when, from left to right."""

import datetime as dt
from collections.abc import Sequence
from html import escape

import msgspec

from detente.adapters.cli.page.happenings import CLOSED, COMES, Happening
from detente.adapters.cli.page.marks import lane_names, mark, patterns, svg
from detente.adapters.cli.page.view import View, short_day
from detente.core.charter.model import Charter
from detente.core.procedures.drawing import text_width

_WIDE, _FIRST = 880, 78
_ROW = 26
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
    first, now = view.day(view.run.opened), view.day(view.run.ended or view.moment.at)
    open_ = next((rung for rung in view.rungs if rung.where == "open"), None)
    following = next((rung for rung in view.rungs if rung.where == "later" and rung.ends), None)
    last = max([now, *(one.day for one in entries if one.mark != COMES and view.run.ended is None)])
    if open_ is not None and open_.ends is not None:
        last = max(last, view.day(open_.ends))
        if following is not None and following.ends is not None:
            last = max(last, view.day(following.ends))
    last += _DAY
    first = max(first, now - _DAYS_MAX * _DAY)
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
        patterns(prefix),
        _closed_bands(view, scale, found, tops=tops, bottom=at),
        _bars(view, scale),
        _weeks(scale, at),
        *(_lane_head(lane, top) for lane, top in zip(found, tops, strict=True)),
        f'<path class="h" d="M0 {at:.1f}L{_WIDE} {at:.1f}"/>',
        _now_line(now, at) if scale.shown(view.day(view.moment.at)) else "",
        *(_entries(lane, top, scale, prefix) for lane, top in zip(found, tops, strict=True)),
    ]
    title = f"Who did what when, {short_day(first)} to {short_day(last, year=True)}"
    return svg(prefix, title, "".join(parts), wide=_WIDE, high=at + 24)


def _now_line(x: float, bottom: float) -> str:
    return (
        f'<path class="hat" d="M{x:.1f} 34L{x:.1f} {bottom + 4:.1f}"/>'
        f'<text class="s at b" x="{x:.1f}" y="{bottom + 18:.1f}" text-anchor="middle">now</text>'
    )


# ---- what goes where


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


def _closed_bands(view: View, scale: _Scale, found: list[_Lane], *, tops: list[float], bottom: float) -> str:
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
        drawn.append(mark(entry, lane.letter, x, y, prefix=prefix) + label)
    return "".join(drawn)
