"""Instants of a story in the zone of every party."""

import datetime as dt
from typing import Any

import msgspec

from detente.adapters.cli.times import day
from detente.core.charter.model import Charter
from detente.core.engine import Program
from detente.core.journal import instant_text
from detente.core.worktime import offset, zone


class Zones(msgspec.Struct, frozen=True):
    """The parties' zones, in the charter's order; of a part of a charter the only one it names."""

    parties: tuple[tuple[str, str], ...]  # party, zone
    names: dict[str, str]

    def data(self, at: dt.datetime) -> dict[str, Any]:
        """Return an instant as programs read it."""
        local = [
            {"party": party, "zone": name, "local": at.astimezone(zone(name)).isoformat(timespec="seconds")}
            for party, name in self.parties
        ]
        return {"utc": instant_text(at), "zones": local}

    def words(self, at: dt.datetime) -> str:
        """Return `Fri 13 Nov 2026, 14:00 (UTC+1) / 18:30 (UTC+5:30)`."""
        first = at.astimezone(zone(self.parties[0][1]))
        return f"{day(first.date())}, {self.hours(at)}"

    def hours(self, at: dt.datetime) -> str:
        """Return `14:00 (UTC+1) / 18:30 (UTC+5:30)`; another day is named."""
        first, shown = at.astimezone(zone(self.parties[0][1])), []
        for name in dict.fromkeys(name for _, name in self.parties):
            local = at.astimezone(zone(name))
            hour = f"{local:%H:%M} ({offset(local)})"
            shown.append(hour if local.date() == first.date() else f"{day(local.date())}, {hour}")
        return " / ".join(shown)

    def day(self, at: dt.datetime) -> str:
        """Return the day that the first party's clocks show."""
        return day(at.astimezone(zone(self.parties[0][1])).date())

    def party(self, name: str) -> str:
        """Return a party's short name; another seat as it is."""
        return self.names.get(name, name)


def zones_of(program: Program) -> Zones:
    """Return the zones of a charter's parties."""
    charter = program.charter
    if isinstance(charter, Charter):
        parties = tuple((key, party.zone) for key, party in charter.parties.items())
        return Zones(parties, {key: party.short or party.name for key, party in charter.parties.items()})
    return Zones(((program.parties[0], charter.zone or "UTC"),), {})
