"""Lanes: who did what when, from left to right; on a narrow page time runs down."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping

import msgspec

from detente.look.pictures.frame import Rows, cut, row_for, stripes, svg, text, width

WIDE, FIRST, ROW, NARROW = 880, 78, 26, 294
RECORD, STATES, VERSIONS, COMES, CLOSED = "record", "states", "versions", "comes", "closed"
_DAY = dt.timedelta(days=1)
_PARTIES = ("a", "b", "n")
_BARS = {"done": ("l2", "s"), "open": ("fats", "s b at")}


class Lane(msgspec.Struct, frozen=True):
    """A lane; `mark` is a, b, n, or empty for one that is no party's; `joint` for that of both."""

    key: str
    name: str
    mark: str = ""
    joint: bool = False


class Entry(msgspec.Struct, frozen=True):
    """One entry: on record, one side's word, in two versions, to come, or a day that does not count."""

    lane: str
    day: dt.date
    label: str
    mark: str = RECORD


class Bar(msgspec.Struct, frozen=True):
    """A level above the lanes; `labels` from the longest to the shortest, the first that fits is written."""

    where: str
    first: dt.date
    last: dt.date
    labels: tuple[str, ...]


class Picture(msgspec.Struct, frozen=True):
    """What lanes are drawn from. `closed` gives, for each day, the lanes whose office is shut."""

    lanes: tuple[Lane, ...]
    entries: tuple[Entry, ...]
    bars: tuple[Bar, ...]
    first: dt.date
    last: dt.date
    today: dt.date | None
    closed: Mapping[dt.date, Collection[str]]
    title: str
    says: str
    now: str  # the word at the line of the present
    day: Callable[[dt.date], str]

    @property
    def width(self) -> float:
        """How wide a day is."""
        return (WIDE - FIRST - 4) / ((self.last - self.first).days + 1)

    def left(self, day: dt.date) -> float:
        """Where a day begins."""
        return FIRST + self.width * (day - self.first).days

    def middle(self, day: dt.date) -> float:
        """Where the entries of a day stand."""
        return self.left(day) + self.width / 2

    def shown(self, day: dt.date) -> bool:
        """Whether a day is on the picture."""
        return self.first <= day <= self.last


def lanes(found: Picture, id_prefix: str, *, rtl: bool = False) -> str:
    """Return the lanes from left to right."""
    rows = {lane.key: _placed(found, lane) for lane in found.lanes}
    tops, at = {}, 58.0
    for lane in found.lanes:
        tops[lane.key] = at
        at += 14 + ROW * max(1, 1 + max((row for _, row, _ in rows[lane.key]), default=0))
    parts = [stripes(id_prefix), _bands(found, tops, at), *(_bar(found, bar) for bar in found.bars), _weeks(found, at)]
    for lane in found.lanes:
        look = f"s t{lane.mark} b" if lane.mark in _PARTIES else "s m b"
        parts += [text(look, 0, tops[lane.key] + 24.5, cut(lane.name, FIRST - 8, look)), _line(tops[lane.key])]
    parts += [_line(at), _present(found, at), _dates(found)]
    for lane in found.lanes:
        parts += [_entry(found, lane, one, top=tops[lane.key], prefix=id_prefix) for one in rows[lane.key]]
    return svg(id_prefix, found.title, found.says, "".join(parts), wide=WIDE, high=at + 24, rtl=rtl)


def twin(found: Picture) -> Rows:
    """Return the rows of the list beside both: the day, the lane, what."""
    names = {lane.key: lane.name for lane in found.lanes}
    return [(found.day(one.day), names.get(one.lane, ""), one.label) for one in found.entries]


def _line(y: float) -> str:
    return f'<path class="h" d="M0 {y:.1f}L{WIDE} {y:.1f}"/>'


def _present(found: Picture, bottom: float) -> str:
    if found.today is None or not found.shown(found.today):
        return ""
    x = found.middle(found.today)
    line = f'<path class="hat" d="M{x:.1f} 34L{x:.1f} {bottom + 4:.1f}"/>'
    half = width(found.now, "s b") / 2
    return line + text("s at b", min(max(x, half), WIDE - half), bottom + 18, found.now, anchor="middle")


# ---- what goes where


def _placed(found: Picture, lane: Lane) -> list[tuple[Entry, int, bool]]:
    """Each entry with its row, and whether its label stands at its left."""
    taken: list[list[tuple[float, float]]] = []
    placed = []
    now = found.middle(found.today) if found.today else -1.0
    for entry in found.entries:
        if entry.lane != lane.key or not found.shown(entry.day):
            continue
        x, wide = found.middle(entry.day), width(entry.label)
        crosses = x < now < x + 11 + wide and entry.mark != COMES
        left = (x + 11 + wide > WIDE or crosses) and x - 11 - wide > FIRST
        room = (x - 11 - wide, x + 7) if left else (x - 7, x + 11 + wide)
        placed.append((entry, row_for(taken, room), left))
    return placed


def _entry(found: Picture, lane: Lane, placed: tuple[Entry, int, bool], *, top: float, prefix: str) -> str:
    entry, row, left = placed
    x, y = found.middle(entry.day), top + 20 + ROW * row
    look = "s m halo" if entry.mark in (COMES, CLOSED) else "s halo"
    words = entry.label if left else cut(entry.label, WIDE - x - 11)
    label = text(look, x - 11 if left else x + 11, y + 4.5, words, anchor="end" if left else "")
    return mark(entry, lane, (x, y), prefix) + label


def mark(entry: Entry, lane: Lane | None, at: tuple[float, float], prefix: str) -> str:
    """Return the mark: filled on record, a ring where one side states, dashed to come, a cross not counted."""
    (x, y), letter = at, lane.mark if lane else ""
    circle = f'cx="{x:.1f}" cy="{y:.1f}" r="5.5"'
    edge = f"s{letter}" if letter in _PARTIES else "hk"
    if entry.mark == CLOSED:
        return f'<path class="hk" d="M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10"/>'
    if entry.mark == COMES:
        return f'<circle class="fr" {circle}/><circle class="{edge} dash2" {circle}/>'
    if entry.mark == VERSIONS:
        return f'<rect {_square(x, y)} fill="url(#{prefix}-c)"/><rect class="hat" {_square(x, y)}/>'
    if entry.mark == STATES:
        return f'<circle class="fr" {circle}/><circle class="{edge}" {circle}/>'
    if lane is not None and lane.joint:
        return f'<rect class="fk" {_square(x, y)}/>'
    return _on_record(letter, x, y, prefix)


def _on_record(letter: str, x: float, y: float, prefix: str) -> str:
    circle = f'cx="{x:.1f}" cy="{y:.1f}" r="5.5"'
    if letter == "b":
        return f'<circle class="fr" {circle}/><circle {circle} fill="url(#{prefix}-h)"/><circle class="sb" {circle}/>'
    if letter:
        return f'<circle class="f{letter}" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
    return f'<path class="fm" d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6Z"/>'


def _square(x: float, y: float) -> str:
    return f'x="{x - 5.5:.1f}" y="{y - 5.5:.1f}" width="11" height="11" rx="2"'


# ---- ground


def _days(found: Picture) -> list[dt.date]:
    return [found.first + number * _DAY for number in range((found.last - found.first).days + 1)]


def _bands(found: Picture, tops: Mapping[str, float], bottom: float) -> str:
    """Days on which no office is open run through all lanes; where one is closed, its own lane."""
    parties = {lane.key for lane in found.lanes if lane.mark in ("a", "b")}
    ends = dict(zip(tops, [*list(tops.values())[1:], bottom], strict=True))
    first = next(iter(tops.values()))
    drawn = []
    for day in _days(found):
        shut = set(found.closed.get(day, ()))
        x = found.left(day)
        if parties and shut >= parties:
            drawn.append(_band(x, first, found.width, bottom - first))
        else:
            drawn += [_band(x, tops[key], found.width, ends[key] - tops[key]) for key in tops if key in shut]
    return "".join(drawn)


def _band(x: float, y: float, wide: float, high: float) -> str:
    return f'<rect class="fu" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"/>'


def _bar(found: Picture, bar: Bar) -> str:
    end = found.last + _DAY
    first, last = max(bar.first, found.first), min(bar.last, end)
    if first >= end or last < found.first:
        return ""
    x, wide = found.middle(first), max(14.0, found.middle(last) - found.middle(first) - 2)
    look, words = _BARS.get(bar.where, ("hs dash", "s m"))
    label = next((one for one in bar.labels if width(one, "s b") + 12 < wide), "")
    box = f'<rect class="{look}" x="{x:.1f}" y="4" width="{min(wide, WIDE - x):.1f}" height="24" rx="3"/>'
    return box + text(words, x + 8, 20.5, label)


def _mondays(found: Picture) -> list[dt.date]:
    return [day for day in _days(found) if day.weekday() == 0]


def _weeks(found: Picture, bottom: float) -> str:
    at = (found.left(day) for day in _mondays(found))
    return "".join(f'<path class="h" d="M{x:.1f} 36L{x:.1f} {bottom:.1f}"/>' for x in at)


def _dates(found: Picture) -> str:
    """The date at each Monday; where weeks lie close, at every second or fourth."""
    every = next((step for step in (1, 2, 4, 8) if found.width * 7 * step > 76), 16)
    drawn = []
    for day in _mondays(found)[::every]:
        x = found.left(day) + 2
        drawn.append(text("s m xs halo", x, 48, cut(found.day(day), WIDE - x, "s xs")))
    return "".join(drawn)


# ---- narrow


def lanes_down(found: Picture, id_prefix: str, *, rtl: bool = False) -> str:
    """Return the same running down: one row an entry, the lanes as lines."""
    at_x = {lane.key: 76 + 22 * place for place, lane in enumerate(found.lanes)}
    by_key = {lane.key: lane for lane in found.lanes}
    text_at = 76 + 22 * len(found.lanes) - 4
    drawn, y, last, told = [], 42.0, None, False
    for entry in found.entries:
        if not told and found.today and (entry.mark == COMES or entry.day > found.today):
            line = f'<path class="hat" d="M0 {y:.1f}L{NARROW} {y:.1f}"/>'
            drawn.append(line + text("s at b xs", NARROW, y - 5, found.now, anchor="end"))
            told, y = True, y + 26
        date = text("s m xs", 0, y + 4.5, found.day(entry.day)) if entry.day != last else ""
        x = at_x.get(entry.lane, text_at - 22)
        words = text("s", text_at, y + 4.5, cut(entry.label, NARROW - text_at))
        drawn.append(date + mark(entry, by_key.get(entry.lane), (x, y), id_prefix) + words)
        last, y = entry.day, y + ROW
    lines = "".join(f'<path class="h" d="M{x} 24L{x} {y - 12:.1f}"/>' for x in at_x.values())
    heads = "".join(_head(lane, at_x[lane.key]) for lane in found.lanes)
    whole = f"{stripes(id_prefix)}{lines}{heads}{''.join(drawn)}"
    return svg(id_prefix, found.title, found.says, whole, wide=NARROW, high=y, look="natural", rtl=rtl)


def _head(lane: Lane, x: float) -> str:
    look = f"s t{lane.mark} b" if lane.mark in _PARTIES else "s m xs"
    return text(look, x, 14, lane.name[:1], anchor="middle")
