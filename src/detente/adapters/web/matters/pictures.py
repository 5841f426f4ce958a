"""The pictures of a matter: what they are drawn from, in the reader's words. The drawing itself stands in look/pictures."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext, ngettext
from markupsafe import Markup

from detente.adapters.web.frame import sides, times
from detente.adapters.web.matters.acts import Act
from detente.adapters.web.matters.answers import Standing, explained
from detente.adapters.web.matters.timeline import Past
from detente.core.charter.model import Charter
from detente.core.engine import Program
from detente.core.engine.questions import Explanation, Line, Rung, clocks
from detente.core.procedures.drawing.wording import headed
from detente.core.worktime import zone
from detente.look.pictures import ladder as drawing
from detente.look.pictures import lanes as drawn_lanes
from detente.look.pictures.lanes import Bar, Entry, Lane, Picture
from detente.look.pictures.ring import ring
from detente.store import read

_DAYS_MAX = 45
_DAY = dt.timedelta(days=1)


def _home() -> str:
    places = sides.both()
    return places[0].zone if places else "UTC"


def _local(at: dt.datetime) -> dt.date:
    return at.astimezone(zone(_home())).date()


def _short(day: dt.date) -> str:
    return times.day(day, year=False)


# ---- clocks


def shares_of(grounds: Explanation | None, at: dt.datetime) -> list[float]:
    """Return of each counted day of a clock how much has passed."""
    counted = [one for one in grounds.stretches if one.counted and one.number is not None] if grounds else []
    return [_share(one.start, one.end, at) for one in counted]


def _share(start: dt.datetime, end: dt.datetime, at: dt.datetime) -> float:
    whole = (end - start).total_seconds()
    return max(0.0, min(1.0, (at - start).total_seconds() / whole)) if whole else 1.0


def small_ring(matter: read.Matter, act: Act, at: dt.datetime) -> Markup:
    """Return the ring of an act's clock for its row."""
    line = _line(matter, act)
    if line is None or act.due is None:
        return Markup(ring(()))
    shares = shares_of(explained(matter.program, matter.state, line), at)
    left = sum(share < 1 for share in shares)
    near = act.due <= at + _DAY
    label = ngettext("%(num)s counted day left", "%(num)s counted days left", left) % {"num": left}
    return Markup(ring(shares, near=near and act.due > at, label=label if shares else "", inside=str(left or "")))  # noqa: S704 (our own drawing)


def _line(matter: read.Matter, act: Act) -> Line | None:
    lines = clocks(matter.program, matter.state)
    return next((one for one in lines if (one.run, one.term) == (act.run, act.term)), None)


# ---- ladder


def ladder(matter: read.Matter, stands: Standing, at: dt.datetime, left: str) -> Markup:
    """Return the ladder of a matter."""
    open_ = stands.rung.number if stands.rung else 0
    levels = [_level(matter, rung, at, left, is_next=bool(open_) and rung.number == open_ + 1) for rung in stands.rungs]
    shares = shares_of(stands.grounds, at)
    day = min(len(shares), sum(share >= 1 for share in shares) + 1)
    title = ngettext("Ladder of the matter, %(num)s level", "Ladder of the matter, %(num)s levels", len(levels))
    says = " ".join(f"{rung.number} {headed(rung.term)}." for rung in stands.rungs)
    return Markup(  # noqa: S704 (our own drawing, its words escaped)
        drawing.ladder(
            levels, id_prefix="ld", title=title % {"num": len(levels)}, says=says, shares=shares,
            inside=f"{day}/{len(shares)}",
        )
    )  # fmt: skip


def _level(matter: read.Matter, rung: Rung, at: dt.datetime, left: str, *, is_next: bool) -> drawing.Level:
    strong = is_next or rung.where in ("done", "open")
    name = f"{rung.number} {headed(rung.term)}"
    head = gettext("%(level)s, open now") % {"level": name} if rung.where == "open" else name
    people = [("s" if rung.where == "open" else "s m", ", ".join(rung.people))] if rung.people else []
    lines = _open_lines(rung, left) if rung.where == "open" else [("s m", _when_words(matter, rung, at))]
    where = "next" if is_next else rung.where
    return drawing.Level(where, (("s b l" if strong else "s l", head), *people, *lines))


def _open_lines(rung: Rung, left: str) -> Iterator[tuple[str, str]]:
    if rung.ends is None:
        yield "s m", gettext("without a time limit")
        return
    yield "s b at", gettext("ends %(day)s") % {"day": _short(_local(rung.ends))}
    for place in sides.both():
        local = rung.ends.astimezone(zone(place.zone))
        yield f"s t{place.mark}", f"{local:%H:%M} ({times.offset(local)}) {place.name}"
    if left:
        yield "s m", left


def _when_words(matter: read.Matter, rung: Rung, at: dt.datetime) -> str:
    if rung.where == "done" and rung.opens and rung.ends:
        about = {"first": _short(_local(rung.opens)), "last": _short(_local(rung.ends)), "length": rung.length}
        return gettext("%(first)s to %(last)s") % about
    if rung.where == "done":
        return gettext("passed")
    if matter.result:
        return gettext("was not needed")
    if rung.opens is None:
        return gettext("has no date yet")
    year = _local(rung.opens).year != _local(at).year
    if rung.ends is None:
        return gettext("not before %(day)s") % {"day": times.day(_local(rung.opens), year=year)}
    last = _local(rung.ends)
    return gettext("only if open: to %(day)s") % {"day": times.day(last, year=last.year != _local(at).year)}


# ---- lanes


def lanes(matter: read.Matter, stands: Standing, happened: Past, at: dt.datetime) -> Markup:
    """Return the lanes from left to right."""
    return Markup(drawn_lanes.lanes(picture(matter, stands, happened, at), "sw"))  # noqa: S704 (our own drawing)


def lanes_down(matter: read.Matter, stands: Standing, happened: Past, at: dt.datetime) -> Markup:
    """Return the lanes for a narrow page."""
    return Markup(drawn_lanes.lanes_down(picture(matter, stands, happened, at), "sd"))  # noqa: S704 (our own drawing)


def picture(matter: read.Matter, stands: Standing, happened: Past, at: dt.datetime) -> Picture:
    """Return what the lanes of a matter are drawn from."""
    entries = sorted(dict.fromkeys(_entries(matter, stands, happened)), key=lambda one: one.day)
    first, last = _scale(matter, stands, entries, at)
    about = {"first": _short(first), "last": times.day(last)}
    return Picture(
        lanes=tuple(_lanes()),
        entries=tuple(entries),
        bars=tuple(_bars(stands, last)),
        first=first,
        last=last,
        today=_local(at) if not matter.result else None,
        closed=_closed(matter.program, first, last),
        title=gettext("Who did what when, %(first)s to %(last)s") % about,
        says=gettext("The same entries stand in the list below the picture."),
        now=gettext("now"),
        day=_short,
    )


def _lanes() -> Iterator[Lane]:
    yield from (Lane(place.key, place.name, place.mark) for place in sides.both())
    yield Lane("both", gettext("Both"), joint=True)
    yield Lane("charter", gettext("Charter"))


def _entries(matter: read.Matter, stands: Standing, happened: Past) -> Iterator[Entry]:
    own = {place.key for place in sides.both()} | {"both", "charter"}
    for one in happened.happenings:
        lane = one.lane if one.lane in own else "charter"
        yield Entry(lane, _local(one.at), one.label, one.mark)
    for stretch in stands.grounds.stretches if stands.grounds else ():
        reasons = {closure.reason for closure in stretch.closed_by} - {"weekend"}
        if not stretch.counted and reasons:
            label = gettext("%(name)s, not counted") % {"name": min(reasons)}
            yield Entry("charter", stretch.start.date(), label, "closed")
    yield from _to_come(matter, stands)


def _to_come(matter: read.Matter, stands: Standing) -> Iterator[Entry]:
    levels = {rung.term for rung in stands.rungs}
    parties = {place.key for place in sides.both()}
    for item in (*stands.duties, *stands.options):
        if item.due is not None and item.term not in levels and item.line is not None:
            lane = item.who.seat if isinstance(item.who.seat, str) and item.who.seat in parties else "both"
            around = matter.program.index[item.procedure].table.parents.get(item.term, ())
            if not any(parent in levels for parent in around) or item.who.seat in parties:
                yield Entry(str(lane), _local(item.due), headed(item.act), "comes")
    for step in stands.silence.steps:
        for one in step.opens:
            if one.procedure == matter.state.root and one.term in levels:
                yield Entry(
                    "charter", _local(step.at), gettext("%(level)s, if open") % {"level": headed(one.term)}, "comes"
                )


def _scale(matter: read.Matter, stands: Standing, entries: list[Entry], at: dt.datetime) -> tuple[dt.date, dt.date]:
    """Return the first and last day shown: from the opening to the end of the next level, or some days on."""
    run = matter.state.runs[matter.state.root]
    first, now = _local(matter.opened), _local(run.ended or at)
    last = max([now, *(one.day for one in entries if one.mark != "comes" and not matter.result)])
    following = next((rung for rung in stands.rungs if rung.where == "later" and rung.ends), None)
    if stands.rung is not None and stands.rung.ends is not None:
        last = max(last, _local(stands.rung.ends), _local(following.ends) if following and following.ends else last)
    first = max(first, now - _DAYS_MAX * _DAY)
    return first, min(last + _DAY, first + 2 * _DAYS_MAX * _DAY)


def _bars(stands: Standing, last: dt.date) -> Iterator[Bar]:
    for rung in stands.rungs:
        if rung.opens is not None:
            ends = _local(rung.ends) if rung.ends else last + _DAY
            number = gettext("Level %(number)s") % {"number": rung.number}
            yield Bar(rung.where, _local(rung.opens), ends, (f"{number}, {rung.term}", number, str(rung.number)))


def _closed(program: Program, first: dt.date, last: dt.date) -> dict[dt.date, set[str]]:
    charter: Any = program.charter
    if not isinstance(charter, Charter):
        return {}
    found: dict[dt.date, set[str]] = {}
    for place in sides.both():
        calendar = program.calendar(charter.parties[place.key].calendar, -1)
        for number in range((last - first).days + 1):
            day = first + number * _DAY
            if not calendar.is_open(day):
                found.setdefault(day, set()).add(place.key)
    return found


__all__ = ["ladder", "lanes", "lanes_down", "picture", "shares_of", "small_ring"]
