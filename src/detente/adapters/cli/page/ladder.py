"""The section about silence: the ladder in one line, each level with its dates, and the days that count."""

import datetime as dt
from collections.abc import Iterable, Mapping
from html import escape

import msgspec

from detente.adapters.cli.page.parts import Side, both_zones, chip, when
from detente.adapters.cli.times import day
from detente.core.procedures.compile import Compiled
from detente.core.procedures.dates import Step, ladder_dates
from detente.core.procedures.drawing import draw_rail, levels
from detente.core.procedures.drawing.wording import headed, instant_words, who_words
from detente.core.procedures.table import OPENS, Table
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import Due, Stretch, zone
from detente.look.pictures.ring import ring

_DATELESS = '<span class="muted">no date without a calendar and the event it counts from</span>'


class Silence(msgspec.Struct, frozen=True):
    """What the page tells about one procedure if nobody acts."""

    table: Table
    start: dt.datetime
    steps: list[Step]
    stopped: str  # why the dates end, where a calendar does not reach


def silence(compiled: Compiled, procedure: str, start: dt.datetime) -> Silence:
    """Return the silent path of a procedure; without its dates where the calendars cannot count them."""
    name = procedure or longest(compiled)
    try:
        return Silence(compiled.tables[name], start, ladder_dates(compiled, name, start), "")
    except BadInput as error:
        return Silence(compiled.tables[name], start, [], str(error))


def longest(compiled: Compiled) -> str:
    """Return the procedure with the most levels, the first of equals: the ladder."""
    return max(compiled.tables, key=lambda name: len(levels(compiled.tables[name])))


class Setting(msgspec.Struct, frozen=True):
    """What the rows are told against: `places` gives the clause of a term by (procedure, term)."""

    compiled: Compiled
    parties: list[Side]
    places: Mapping[tuple[str, str], str]

    @property
    def home(self) -> str:
        """The charter's zone."""
        return self.compiled.charter.zone or "UTC"


def section(found: Silence, setting: Setting) -> str:
    """Return the section: the ladder in one line, then a row for each level."""
    began = f"{opening(setting.compiled, found.table)} {both_zones(found.start, setting.parties, setting.home)}"
    rows = "".join(_row(step, number, setting) for step, number in zip(found.steps, _numbers(found.steps), strict=True))
    body = f'<ol class="rows ms-3">{rows}</ol>' if rows else _uncounted(found)
    return (
        '<section class="sheet" aria-labelledby="silence"><header class="sechead"><h2 id="silence">If nobody acts</h2>'
        f'<span class="small muted">{escape(began)}</span></header>{_rail(found, setting)}'
        f"{body}</section>"
    )


def _rail(found: Silence, setting: Setting) -> str:
    rail = draw_rail(found.table, id_prefix="rail", tables=setting.compiled.tables, room=860)
    label = 'tabindex="0" role="region" aria-label="Picture: the ladder"'
    return f'<figure class="pic ms-3 me-2" {label}>{rail}</figure>' if rail else ""


def _uncounted(found: Silence) -> str:
    return f'<p class="empty ms-3">The dates are not counted: {escape(found.stopped)}</p>'


def reached(found: Silence, home: str) -> str:
    """Return in one sentence how far silence leads, and when in the zone `home`; nothing where it leads nowhere."""
    ladder = [step for step in found.steps if not step.depth]
    last = ladder[-1] if ladder else None
    if last is None or last.opens <= found.start:
        return ""
    level = f"level {len(ladder)}, {headed(last.term)}"
    opened, then = (day(at.astimezone(zone(home)).date()) for at in (found.start, last.opens))
    return f"If nobody acts, a matter opened on {opened} reaches {level}, on {then}."


def opening(compiled: Compiled, table: Table) -> str:
    """Return how a procedure begins: `Concern received`."""
    row = table.of(OPENS)[0]
    received = compiled.document.names.acts.get(row.act, "").startswith("serve ")
    return f"{headed(row.act)} {'received' if received else 'done'}" if row.act else "Opened"


def _numbers(steps: list[Step]) -> list[str]:
    """The number of each level: 1, 2, 3 on the ladder, 4.1 in a procedure that level 4 runs."""
    numbers: list[str] = []
    counts = [0]
    for step in steps:
        counts = [*counts[: step.depth + 1], *[0] * (step.depth + 1 - len(counts))]
        counts[step.depth] += 1
        numbers.append(".".join(map(str, counts)))
    return numbers


def _row(step: Step, number: str, setting: Setting) -> str:
    clause = setting.places.get((step.procedure, step.term), "")
    link = f'<a class="cl" href="#c{clause}">clause {clause}</a>' if clause else ""
    length = f"<span>{escape(step.due.span.text)}</span>" if step.due else ""
    until = when(step.runs_out, setting.parties, setting.home) if step.runs_out else _open_ended(step, setting)
    return (
        f'<li class="clock">{_ring(step)}<div><p><b class="what">{number} {escape(headed(step.term))}</b></p>'
        f'<p class="muted">{_holding(step, setting.parties)}</p><p class="rest">{length}{link}</p>'
        f"{_counted(step)}</div>"
        f'{until}<p class="acts muted">{escape(_onward(step))}</p></li>'
    )


def _holding(step: Step, parties: list[Side]) -> str:
    """Who holds a level, and what they may do."""
    by_key = {side.key: side for side in parties}
    people = [
        chip(by_key[holder.party], holder.person) if holder.party in by_key else escape(holder.person)
        for holder in step.holders
    ]
    if step.runs:
        return f"Runs {escape(step.runs)}."
    seat = " and ".join(people) or (escape(headed(who_words(step.who))) if step.who else "")
    deed = f"{'must' if step.duty else 'may'} {escape(step.act)}" if step.act else ""
    usable = f", from {day(step.usable.last_day)}" if step.usable else ""
    words = " ".join(word for word in (seat, deed) if word) + usable
    condition = f" Only if {escape(step.condition)}." if step.condition else ""
    return (words + "." if words else "") + condition


def _onward(step: Step) -> str:
    if step.result:
        return f"then: ends {step.result}"
    words = [do.data for do in step.silence]
    return f"then: {', '.join(words)}" if words else ""


def _open_ended(step: Step, setting: Setting) -> str:
    if step.usable:
        return when(step.usable.begins, setting.parties, setting.home, before="not before ")
    if step.clock:
        table = setting.compiled.tables[step.procedure]
        return f'<span class="when"><span>{escape(instant_words(step.clock, table.times))}</span>{_DATELESS}</span>'
    words = f"as long as {escape(step.runs)} runs" if step.runs else "until somebody acts"
    return f'<span class="when"><span class="muted">{words}</span></span>'


def _ring(step: Step) -> str:
    """A ring with one piece for each counted unit; a plain one where nothing is counted."""
    count = step.due.span.count if step.due else 0
    label = f"{step.due.span.text}" if step.due else "no limit"
    return ring((0.0,) * count, label=label, inside=str(count or "–"), ground="l3")


def _counted(step: Step) -> str:
    """The days behind a date, folded."""
    if step.due is None:
        return ""
    cells = counted_rows(step.due.stretches())
    return f'<details><summary>Why this time?</summary><div class="counted">{cells}</div>{_grounds(step.due)}</details>'


def counted_rows(stretches: Iterable[Stretch]) -> str:
    """Return the days of a count, three cells each: the day, why it counts or not, its number."""
    return "".join(map(_day_row, stretches))


def _grounds(due: Due) -> str:
    version = f", version {due.calendar_version}" if due.calendar_version else ""
    return f'<p class="small muted">Calendar {escape(due.calendar + version)}.</p>'


def _day_row(stretch: Stretch) -> str:
    ends = f", until {stretch.end:%H:%M}" if stretch.counted and stretch.end.time() != dt.time() else ""
    grey = "" if stretch.counted else ' class="no"'
    cells = (_days(stretch), escape(stretch.reason) + ends, _number(stretch))
    return "".join(f"<span{grey}>{cell}</span>" for cell in cells)


def _number(stretch: Stretch) -> str:
    if not stretch.counted:
        return "0" if stretch.reason == "day 0" else "not counted"
    return str(stretch.number) if stretch.number is not None else ""


def _days(stretch: Stretch) -> str:
    first = stretch.start.date()
    last = (stretch.end - dt.timedelta(microseconds=1)).date()
    short = day(first).rsplit(" ", 1)[0]
    return short if first == last else f"{short} to {day(last).rsplit(' ', 1)[0]}"
