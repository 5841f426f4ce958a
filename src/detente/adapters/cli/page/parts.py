"""The small parts of a page: seal, seam, chips, times in both zones."""

import datetime as dt
from collections.abc import Iterable
from html import escape

import msgspec

from detente.adapters.cli.times import day, moment
from detente.core.charter.model import Charter, Rules
from detente.core.worktime import offset, zone
from detente.look.pictures.seal import seal as sign


class Side(msgspec.Struct, frozen=True):
    """A party as pages show it: its name, its letter (a, b; n for further ones), its zone."""

    key: str
    name: str
    letter: str
    zone: str


def sides(charter: Rules) -> list[Side]:
    """Return the parties in the order of the charter; none for a text that does not name them."""
    if not isinstance(charter, Charter):
        return []
    found = []
    for place, (key, party) in enumerate(charter.parties.items()):
        letter = party.side or ("ab"[place] if place < 2 else "n")
        found.append(Side(key, party.short or party.name, letter, party.zone))
    return found


def chip(side: Side, words: str = "") -> str:
    """Return a name with its party's mark."""
    return f'<span class="party {side.letter}">{escape(words or side.name)}</span>'


def seal(pattern: str, *, big: bool = False) -> str:
    """Return the sign of both sides; `pattern` is an id of its own."""
    return sign("both", id_prefix=pattern, size="big" if big else "small")


def clock(at: dt.datetime, zone_name: str) -> tuple[str, str]:
    """Return the hour and the offset that a zone shows: `14:00`, `(UTC+1)`."""
    local = at.astimezone(zone(zone_name))
    return f"{local:%H:%M}", f"({offset(local)})"


def both_zones(at: dt.datetime, parties: Iterable[Side], home: str) -> str:
    """Return an instant in every party's zone as one line: `Fri 13 Nov 2026, 14:00 (UTC+1) / 18:30 (UTC+5:30)`.

    The day is that of the charter's zone, `home`; where no party's clocks show it, it stands first with its own hour.
    """
    first = at.astimezone(zone(home))
    zones = list(dict.fromkeys(side.zone for side in parties))
    days = [at.astimezone(zone(name)).date() for name in zones]
    begins = next((name for name, shown in zip(zones, days, strict=True) if shown == first.date()), home)
    words = [moment(at, begins)]
    for name in zones:
        if name == begins:
            continue
        local = at.astimezone(zone(name))
        hour = f"{local:%H:%M} ({offset(local)})"
        words.append(hour if local.date() == first.date() else f"{day(local.date())}, {hour}")
    return " / ".join(words)


def when(at: dt.datetime, parties: list[Side], home: str, *, before: str = "") -> str:
    """Return an instant as the column of a clock row: the day in the charter's zone, and the hour for every party."""
    first = at.astimezone(zone(home)).date()
    rows = [f"<span>{before}{day(first)}</span>"]
    cells = []
    for side in parties:
        hour, away = clock(at, side.zone)
        local = at.astimezone(zone(side.zone)).date()
        other = "" if local == first else f" {day(local)}"
        cells.append(f'{chip(side)}<span>{hour}</span><span class="muted">{away}{other}</span>')
    if not parties:
        hour, away = clock(at, home)
        cells.append(f'<span>{hour}</span><span class="muted">{away}</span><span></span>')
    return f'<span class="when">{"".join(rows)}<span class="zones">{"".join(cells)}</span></span>'


def many(number: int, word: str) -> str:
    """Return `one finding`, `12 findings`."""
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    said = small[number] if number < len(small) else str(number)
    return f"{said} {word if number == 1 else word + 's'}"
