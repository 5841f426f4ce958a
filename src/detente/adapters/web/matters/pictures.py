"""The pictures of a matter: what they are drawn from, in the reader's words. look/pictures draws."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language_bidi, gettext, ngettext
from markupsafe import Markup

from detente.adapters.web.frame import sides, times
from detente.adapters.web.matters.acts import Act
from detente.adapters.web.matters.answers import Standing, explained
from detente.adapters.web.matters.timeline import Past
from detente.core.charter.model import Charter
from detente.core.engine import Program
from detente.core.engine.questions import Duty, Explanation, Line, Option, Rung, clocks
from detente.core.procedures.drawing.wording import headed
from detente.core.worktime import zone
from detente.look.pictures.ladder import Level
from detente.look.pictures.ladder import ladder as draw_ladder
from detente.look.pictures.lanes import Bar, Entry, Lane, Picture, twin
from detente.look.pictures.lanes import lanes as draw_lanes
from detente.look.pictures.lanes import lanes_down as draw_lanes_down
from detente.look.pictures.ring import ring
from detente.store import read

_DAYS_MAX = 45
_DAY = dt.timedelta(days=1)


def _home() -> str:
    places = sides.both()
    return places[0].zone if places else "UTC"


def local_day(at: dt.datetime) -> dt.date:
    """Return the day of an instant where the first party's clocks hang."""
    return at.astimezone(zone(_home())).date()


def short_day(day: dt.date) -> str:
    """Return `Thu 26 Nov`."""
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
        return Markup(ring(()))  # noqa: S704 (our own drawing)
    shares = shares_of(explained(matter.program, matter.state, line), at)
    left = sum(share < 1 for share in shares)
    label = ngettext("%(num)s counted day left", "%(num)s counted days left", left) % {"num": left}
    near = at < act.due <= at + _DAY
    drawn = ring(shares, near=near, label=label if shares else "", inside=str(left or ""))
    return Markup(drawn)  # noqa: S704 (our own drawing, its words escaped)


def _line(matter: read.Matter, act: Act) -> Line | None:
    lines = clocks(matter.program, matter.state)
    return next((one for one in lines if (one.run, one.term) == (act.run, act.term)), None)


# ---- ladder


def ladder(matter: read.Matter, stands: Standing, at: dt.datetime, left: str, *, prefix: str = "ld") -> Markup:
    """Return the ladder of a matter; `left` says how much time the open level has."""
    open_ = stands.rung.number if stands.rung else 0
    levels = [_level(matter, stands, rung, at, left=left if rung.number == open_ else "") for rung in stands.rungs]
    shares = shares_of(stands.grounds, at)
    day = min(len(shares), sum(share >= 1 for share in shares) + 1)
    title = ngettext("Ladder of the matter, %(num)s level", "Ladder of the matter, %(num)s levels", len(levels))
    drawn = draw_ladder(
        levels, id_prefix=prefix, title=title % {"num": len(levels)},
        says=" ".join(f"{rung.number} {headed(rung.term)}." for rung in stands.rungs),
        shares=shares, inside=f"{day}/{len(shares)}", rtl=get_language_bidi(),
    )  # fmt: skip
    return Markup(drawn)  # noqa: S704 (our own drawing, its words escaped)


def _level(matter: read.Matter, stands: Standing, rung: Rung, at: dt.datetime, *, left: str) -> Level:
    is_next = stands.rung is not None and rung.number == stands.rung.number + 1
    strong = is_next or rung.where in ("done", "open")
    name = f"{rung.number} {headed(rung.term)}"
    head = gettext("%(level)s, open now") % {"level": name} if rung.where == "open" else name
    people = [("s" if rung.where == "open" else "s m", ", ".join(rung.people))] if rung.people else []
    lines = _open_lines(stands, rung, left) if rung.where == "open" else [("s m", _when_words(matter, rung, at))]
    return Level("next" if is_next else rung.where, (("s b l" if strong else "s l", head), *people, *lines))


def _open_lines(stands: Standing, rung: Rung, left: str) -> Iterator[tuple[str, str]]:
    if stands.ends is None:
        yield "s m", gettext("no clock runs") if stands.clocks else gettext("without a time limit")
        return
    if rung.ends is None and stands.running is not None:
        yield "s", headed(stands.running.term)
    yield "s b at", gettext("ends %(day)s") % {"day": short_day(local_day(stands.ends))}
    for place in sides.both():
        local = stands.ends.astimezone(zone(place.zone))
        yield f"s t{place.mark}", f"{local:%H:%M} ({times.offset(local)}) {place.name}"
    if left:
        yield "s m", left


def _when_words(matter: read.Matter, rung: Rung, at: dt.datetime) -> str:
    if rung.where == "done" and rung.opens and rung.ends:
        about = {
            "first": short_day(local_day(rung.opens)),
            "last": short_day(local_day(rung.ends)),
            "length": rung.length,
        }
        return gettext("%(first)s to %(last)s") % about
    if rung.where == "done":
        return gettext("passed")
    if matter.result:
        return gettext("was not needed")
    if rung.opens is None:
        return gettext("has no date yet")
    year = local_day(rung.opens).year != local_day(at).year
    if rung.ends is None:
        return gettext("not before %(day)s") % {"day": times.day(local_day(rung.opens), year=year)}
    last = local_day(rung.ends)
    return gettext("only if open: to %(day)s") % {"day": times.day(last, year=last.year != local_day(at).year)}


# ---- lanes


def lanes(data: Picture) -> Markup:
    """Return the lanes from left to right."""
    return Markup(draw_lanes(data, "sw", rtl=get_language_bidi()))  # noqa: S704 (its words are escaped)


def lanes_down(data: Picture) -> Markup:
    """Return the lanes for a narrow page."""
    return Markup(draw_lanes_down(data, "sd", rtl=get_language_bidi()))  # noqa: S704 (its words are escaped)


def listed(data: Picture) -> list[tuple[str, ...]]:
    """Return the same entries as rows: day, whose, what."""
    return list(twin(data))


def picture(matter: read.Matter, stands: Standing, happened: Past, at: dt.datetime) -> Picture:
    """Return what the lanes of a matter are drawn from."""
    entries = sorted(dict.fromkeys(_entries(matter, stands, happened)), key=lambda one: one.day)
    first, last = _scale(matter, stands, entries, at)
    return Picture(
        title=gettext("Who did what when, %(first)s to %(last)s")
        % {"first": short_day(first), "last": times.day(last)},
        says=gettext("The same entries stand in the list below the picture."),
        first=first,
        last=last,
        today=local_day(at) if matter.state.runs[matter.state.root].ended is None else None,
        now=gettext("now"),
        lanes=tuple(_lanes()),
        entries=tuple(entries),
        bars=tuple(_bars(stands, last)),
        closed=closed_days(matter.program, first, last),
        day=short_day,
    )


def _lanes() -> Iterator[Lane]:
    yield from (Lane(place.key, place.name, place.mark) for place in sides.both())
    yield Lane("both", gettext("Both"), joint=True)
    yield Lane("charter", gettext("Charter"))


def _entries(matter: read.Matter, stands: Standing, happened: Past) -> Iterator[Entry]:
    own = {place.key for place in sides.both()} | {"both", "charter"}
    for one in happened.happenings:
        yield Entry(one.lane if one.lane in own else "charter", local_day(one.at), one.label, one.mark)
    for stretch in stands.grounds.stretches if stands.grounds else ():
        reasons = {closure.reason for closure in stretch.closed_by} - {"weekend"}
        if not stretch.counted and reasons:
            label = gettext("%(name)s, not counted") % {"name": min(reasons)}
            yield Entry("charter", stretch.start.date(), label, "closed")
    yield from _to_come(matter, stands)


def _to_come(matter: read.Matter, stands: Standing) -> Iterator[Entry]:
    levels = {rung.term for rung in stands.rungs}
    parties = {place.key for place in sides.both()}
    items: list[Duty | Option] = [*stands.duties, *stands.options]
    for item in items:
        if item.due is None or item.term in levels or item.line is None:
            continue
        one = item.who.seat if isinstance(item.who.seat, str) and item.who.seat in parties else ""
        around = matter.program.index[item.procedure].table.parents.get(item.term, ())
        if one or not any(parent in levels for parent in around):
            yield Entry(one or "both", local_day(item.due), headed(item.act), "comes")
    for step in stands.silence.steps:
        for opened in step.opens:
            if opened.procedure == matter.state.root and opened.term in levels:
                label = gettext("%(level)s, if open") % {"level": headed(opened.term)}
                yield Entry("charter", local_day(step.at), label, "comes")


def _scale(matter: read.Matter, stands: Standing, entries: list[Entry], at: dt.datetime) -> tuple[dt.date, dt.date]:
    """Return the first and last day shown: from the opening to the end of the next level, or some days on."""
    run = matter.state.runs[matter.state.root]
    first, now = local_day(matter.opened), local_day(run.ended or at)
    last = max([now, *(one.day for one in entries if one.mark != "comes" and not matter.result)])
    following = next((rung for rung in stands.rungs if rung.where == "later" and rung.ends), None)
    if stands.rung is not None and stands.rung.ends is not None:
        last = max(
            last, local_day(stands.rung.ends), local_day(following.ends) if following and following.ends else last
        )
    first = max(first, now - _DAYS_MAX * _DAY)
    return first, min(last + _DAY, first + 2 * _DAYS_MAX * _DAY)


def _bars(stands: Standing, last: dt.date) -> Iterator[Bar]:
    for rung in stands.rungs:
        if rung.opens is not None:
            ends = local_day(rung.ends) if rung.ends else last + _DAY
            number = gettext("Level %(number)s") % {"number": rung.number}
            yield Bar(rung.where, local_day(rung.opens), ends, (f"{number}, {rung.term}", number, str(rung.number)))


def closed_days(program: Program, first: dt.date, last: dt.date) -> dict[dt.date, set[str]]:
    """Return the days off, with the parties whose offices are shut."""
    charter: Any = program.charter
    found: dict[dt.date, set[str]] = {}
    if not isinstance(charter, Charter):
        return found
    for place in sides.both():
        calendar = program.calendar(charter.parties[place.key].calendar, -1)
        for number in range((last - first).days + 1):
            if not calendar.is_open(day := first + number * _DAY):
                found.setdefault(day, set()).add(place.key)
    return found
