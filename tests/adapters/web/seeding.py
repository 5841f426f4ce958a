"""The golden story, filed through the clerk at its own instants: a live relationship for tests of pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from typing import Any

import time_machine

from detente.core.simulation.timeline import Entry, read_timeline

BEGINS = datetime(2026, 3, 3, 9, tzinfo=UTC)
MIDWAY = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
END = datetime(2026, 12, 7, 8, tzinfo=UTC)
PEOPLE = (
    ("Elin Marsh", "customer"), ("Tom Okafor", "customer"), ("Dana Whitlock", "customer"),
    ("Arun Shetty", "provider"), ("Priya Nair", "provider"), ("Ines Falk", "mediator"),
)  # fmt: skip


class Seeded:
    """A relationship with its people's accounts; `now` is the instant at which the story stands."""

    def __init__(self, golden: bytes, until: datetime = MIDWAY) -> None:
        from detente import clerk
        from detente.store.read import ruled

        with at(BEGINS):
            self.key = clerk.begin(golden.decode(), host="detente.example")
        self.now = until
        story = resources.files("detente").joinpath("charters", "golden", "timeline.yaml").read_bytes()
        self.rules = ruled(self.key)
        for entry in read_timeline(story, self.rules.programs[3]).entries:
            if entry.tells and entry.at <= until:
                with at(entry.at):
                    self._tell(entry)
        with at(until), clerk.filing(self.key):
            pass  # what was due by then is filed
        with at(BEGINS):
            self.users = {name: self._account(name, party) for name, party in PEOPLE}

    def viewer(self, name: str) -> Any:
        """Return somebody's place at the table."""
        from detente.store.read import ruled, seated

        found = ruled(self.key)
        return seated(found, "Aldgate and Meridian", person=found.number(name), name=name, party=self._party(name))

    def _party(self, name: str) -> str:
        charter: Any = self.rules.programs[3].charter
        if name in charter.people:
            return str(charter.people[name].of)
        return next(key for key, neutral in charter.neutrals.items() if neutral.name == name)

    def _account(self, name: str, party: str) -> Any:
        from detente.clerk.accounts import seats

        organisation = seats.organisation({"customer": "Aldgate", "provider": "Meridian"}.get(party, name))
        seats.fill(self.key, party, organisation)
        user = seats.account(f"{name.split(maxsplit=1)[0].lower()}@{party}.example", name, organisation, at=BEGINS)
        seats.sit(user, (self.key, party), self.rules.number(name), name=name, at=BEGINS)
        return user

    def _tell(self, entry: Entry) -> None:
        from detente import clerk
        from detente.core.vocabulary.errors import Refused

        viewer = self.viewer(entry.by)
        try:
            if entry.fact == "StatementMade":
                clerk.make_statement(viewer, entry.matter, str(entry.values["text"]))
            elif entry.fact == "StatementConfirmed":
                clerk.confirm_statement(viewer, entry.matter, str(entry.values["statement"]))
            elif entry.fact == "StatementContested":
                clerk.contest_statement(viewer, entry.matter, str(entry.values["statement"]), str(entry.values["text"]))
            elif self._stands(entry.matter):
                clerk.do_act(viewer, entry.matter, entry.do, entry.values, on=entry.on)
            else:
                clerk.open_matter(viewer, entry.do, entry.values, on=entry.on, name=entry.matter)
        except Refused:
            pass  # the story tells of refusals too

    def _stands(self, matter: str) -> bool:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM store_family WHERE relationship = %s AND matter = %s", [self.key, matter])
            return cursor.fetchone() is not None


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let the real clock stand at an instant, in every thread."""
    with time_machine.travel(instant, tick=False):
        yield
