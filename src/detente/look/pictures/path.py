"""The path of the first days together: phases as bars, stations in order of their days, where the two sides are now."""

from typing import Literal

import msgspec

from detente.look.pictures.frame import Rows, cut, line, row_for, svg, text, width

_WIDE, _EDGE, _RAIL, _ROW = 880.0, 10.0, 74.0, 40.0
_NARROW, _DOWN_AT = 294.0, 34.0
_LOOKS = {"done": ("l2", "s"), "open": ("fats", "s b at"), "later": ("hs dash", "s m")}


class Phase(msgspec.Struct, frozen=True):
    """A stretch of days, counted from 0, with its name."""

    first: int
    last: int
    name: str
    where: Literal["done", "open", "later"]


class Station(msgspec.Struct, frozen=True):
    """Something that both look for on a day: its name, its day in words; done when both have said so."""

    day: int
    name: str
    date: str
    done: bool = False


class Path(msgspec.Struct, frozen=True):
    """The path: how many days, which one is today (before 0 or after the last: not shown), the words of both."""

    title: str
    says: str
    days: int
    today: int
    now: str
    phases: tuple[Phase, ...]
    stations: tuple[Station, ...]

    def at(self, day: float) -> float:
        """Where a day is, in px from the start."""
        return _EDGE + (_WIDE - 2 * _EDGE) * min(max(day / self.days, 0.0), 1.0)

    @property
    def is_now(self) -> bool:
        """Whether today is on the path."""
        return 0 <= self.today <= self.days


def path(found: Path, *, id_prefix: str, rtl: bool = False) -> str:
    """Return the path from left to right."""
    rows: list[list[tuple[float, float]]] = []
    stations = [_station(found, one, rows) for one in found.stations]
    high = _RAIL + 20 + _ROW * max(len(rows), 1)
    rail = [line("hk dot", (found.at(0), _RAIL), (found.at(found.days), _RAIL))]
    if found.today > 0:
        reached = found.at(found.today)
        rail.append(
            f'<rect class="fk" x="{_EDGE:.1f}" y="{_RAIL - 1.5:.1f}" width="{reached - _EDGE:.1f}" height="3"/>'
        )
    phases = [_phase(found, one) for one in found.phases]
    stems, words = ("".join(parts) for parts in zip(*stations, strict=True)) if stations else ("", "")
    drawn = [*phases, *rail, _present(found), stems, words]
    return svg(id_prefix, found.title, found.says, "".join(drawn), wide=_WIDE, high=high, rtl=rtl)


def path_down(found: Path, *, id_prefix: str, rtl: bool = False) -> str:
    """Return the stations one below the other, for a narrow page."""
    drawn, y, told = [], 20.0, not found.is_now
    for one in found.stations:
        if not told and one.day > found.today:
            drawn.append(_present_down(found, y))
            told, y = True, y + 26
        drawn.append(_mark(one, 9, y))
        drawn.append(text("s" if one.done else "s b", _DOWN_AT, y + 4.5, cut(one.name, _NARROW - _DOWN_AT, "s b")))
        drawn.append(text("s m xs", _DOWN_AT, y + 21.5, cut(one.date, _NARROW - _DOWN_AT, "s xs")))
        y += 46
    if not told:
        drawn.append(_present_down(found, y))
        y += 22
    rail = line("hk dot", (9, 8), (9, y - 30))
    whole = rail + "".join(drawn)
    return svg(id_prefix, found.title, found.says, whole, wide=_NARROW, high=y, look="natural", rtl=rtl)


def twin(found: Path) -> Rows:
    """Return the rows of the list beside it: the day, the station, and a mark where both have said so."""
    return [(one.date, one.name, "✓" if one.done else "") for one in found.stations]


def _phase(found: Path, phase: Phase) -> str:
    x, end = found.at(phase.first), found.at(phase.last)
    box, words = _LOOKS[phase.where]
    wide = max(end - x - 3, 3)
    label = text(words, x + 8, 20.5, cut(phase.name, wide - 14, words))
    return f'<rect class="{box}" x="{x:.1f}" y="4" width="{wide:.1f}" height="24" rx="3"/>{label}'


def _present(found: Path) -> str:
    if not found.is_now:
        return ""
    x, half = found.at(found.today), width(found.now, "s b") / 2
    word = text("s at b halo", min(max(x, half), _WIDE - half), 48, found.now, anchor="middle")
    return line("hat", (x, 54), (x, _RAIL + 12)) + word


def _present_down(found: Path, y: float) -> str:
    word = text("s at b xs", _NARROW, y - 5, found.now, anchor="end")
    return line("hat", (0, y), (_NARROW, y)) + word


def _station(found: Path, one: Station, rows: list[list[tuple[float, float]]]) -> tuple[str, str]:
    """The stem of a station, and its mark with the words below, left of it where they would cross the edge."""
    x, look = found.at(one.day), "s" if one.done else "s b"
    name, date = cut(one.name, 260, look), cut(one.date, 260, "s xs")
    wide = max(width(name, look), width(date, "s xs"))
    left = x - 6 + wide > _WIDE
    start, anchor = (x + 6, "end") if left else (x - 6, "")
    row = row_for(rows, (start - wide, start) if left else (start, start + wide), gap=12)
    y = _RAIL + 28 + _ROW * row
    stem = line("h", (x, _RAIL + 7), (x, y - 13)) if row else ""
    words = text(f"{look} halo", start, y, name, anchor=anchor) + text(
        "s m xs halo", start, y + 16, date, anchor=anchor
    )
    return stem, _mark(one, x, _RAIL) + words


def _mark(one: Station, x: float, y: float) -> str:
    if one.done:
        return f'<rect class="fk" x="{x - 5.5:.1f}" y="{y - 5.5:.1f}" width="11" height="11" rx="2"/>'
    circle = f'cx="{x:.1f}" cy="{y:.1f}" r="5.5"'
    return f'<circle class="fr" {circle}/><circle class="hk dash2" {circle}/>'
