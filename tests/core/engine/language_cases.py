"""Reads tests/cases/language/cases.yaml and tells each case to the engine, as a timeline is told."""

import datetime as dt
from pathlib import Path
from typing import Any

from detente.core.charter.model import Charter
from detente.core.charter.model.declared import declared
from detente.core.charter.parse import Document
from detente.core.charter.source import plain, read_source
from detente.core.engine import program_of
from detente.core.procedures import compile_charter
from detente.core.simulation.relationship import Relationship
from detente.core.vocabulary.facts import (
    ActDone,
    CalendarChanged,
    CharterVersion,
    DeadlineExtended,
    MatterMoved,
    MatterOpened,
    NoticeBounced,
)
from detente.core.vocabulary.money import Money
from detente.core.vocabulary.names import slug
from detente.core.worktime import deemed_receipt, parse_receipt

FILE = Path(__file__).parents[2] / "cases/language/cases.yaml"
VERSIONS = {n: CharterVersion(sha256=f"{n}" * 64, version=n) for n in (1, 2)}


def load() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the setting shared by all cases, and the cases."""
    source = read_source(FILE.read_bytes().replace(b"[customer, provider]", b"[customer, provider]"))
    assert source.root is not None, source.findings
    data = plain(source.root)
    return data["setting"], data["cases"]


def charter_data(setting: dict[str, Any], procedures: dict[str, Any], version: int) -> dict[str, Any]:
    """Return a whole charter as plain data; calendars and roles are those of the setting."""
    own = setting.get("party calendars", {})
    calendars = {name: _calendar(entry) for name, entry in setting["calendars"].items()}
    if "period ends" in setting:
        calendars["england"]["period ends"] = setting["period ends"]
    if "business hours" in setting:
        calendars["england"]["hours"] = {"monday to friday": ["-".join(setting["business hours"])]}
    parties = {
        name: {"name": name, "zone": setting["zone"], "calendar": own.get(name, "england")}
        for name in setting["parties"]
    }
    roles: dict[str, Any] = {}
    people: dict[str, Any] = {}
    for entry in setting.get("roles", []):
        holder = {key: value for key, value in entry.items() if key in ("holder", "deputies", "authority", "acts for")}
        roles.setdefault(entry["role"], {})[entry["acts for"]] = holder
        for person in [entry["holder"], *(deputy["person"] for deputy in entry.get("deputies", []))]:
            people[person] = {"of": entry["acts for"], "title": entry["role"]}
    return {
        "language": "1", "name": "case", "version": str(version), "effective": "2016-01-01T00:00:00+00:00",
        "zone": setting["zone"], "currency": setting["currency"], "calendar": setting["calendar"],
        "values": setting.get("values", {}), "calendars": calendars,
        "parties": parties, "roles": roles, "people": people, "procedures": procedures,
        **{key: setting[key] for key in ("results", "dates") if key in setting},
    }  # fmt: skip


def _calendar(entry: dict[str, Any]) -> dict[str, Any]:
    hours = entry.get("hours", {"monday to friday": ["09:00-17:30"]})
    kept = {key: value for key, value in entry.items() if key not in ("closed", "hours")}
    return {**kept, "hours": hours, "holidays": dict.fromkeys(entry.get("closed", []), "day off")}


def document_of(data: dict[str, Any]) -> Document:
    """Return the data as a parsed document whose seats need not be declared."""
    names = declared(data, complete=False)
    return Document(read_source(b"procedures: {}\n"), Charter, names, Charter.model_validate(data, context=names), [])


class Told:
    """A case told so far: the relationship, and what happened at each instant."""

    def __init__(self, shared: dict[str, Any], case: dict[str, Any]) -> None:
        setting = {**shared, **case.get("setting", {})}
        self.setting, self.case = setting, case
        versions = {1: case["procedures"]} | ({2: case["version 2"]} if "version 2" in case else {})
        programs = {
            n: program_of(compile_charter(document_of(charter_data(setting, told, n)))) for n, told in versions.items()
        }
        for program in programs.values():
            program.vacant = frozenset(setting.get("vacant", ()))
        self.people = {name: f"p-{at}" for at, name in enumerate(programs[1].people, 1)}
        for program in programs.values():
            program.persons = {number: name for name, number in self.people.items()}
        self.rule = parse_receipt(
            {"received": "same day", "cut-off": setting["notices"]["cut-off"], "otherwise": "1 working day at 09:00"}
        )
        self.relationship = Relationship(programs, self._arrival, charters=VERSIONS)
        self.programs = programs
        self.root = next(iter(case["procedures"]))
        self.last_notice = ""

    def _arrival(self, sent: dt.datetime, _sender: str, to: str) -> dt.datetime:
        name = self.setting.get("party calendars", {}).get(to, "england")
        return deemed_receipt(sent, self.rule, self.programs[1].calendar(name, 0)).at.astimezone(dt.UTC)

    def tell(self, fact: dict[str, Any]) -> str:
        """File one fact of the case; return the reason of its refusal, or an empty text."""
        refused = ""
        for seat in self._seats(fact):
            filed = self.relationship.file(self._fact(fact, seat))
            if str(fact.get("do", "")).startswith("serve "):
                self.last_notice = filed.fact.id
            refused = str(filed.refused.because) if filed.refused else ""
        return refused

    def _seats(self, fact: dict[str, Any]) -> list[str]:
        if "do" not in fact:
            return ["both"]
        return self.setting["parties"][:2] if fact["as"] == "both" else [fact["as"]]

    def _fact(self, fact: dict[str, Any], seat: str) -> Any:
        at = instant(fact["at"])
        common = {"id": self.relationship.next_id(), "at": at, "charter": VERSIONS[1]}
        if "do" in fact:
            return self._act(fact, seat, common)
        stated = fact.get("with", {})
        agreed = (
            tuple(sorted(self.setting["parties"][:2]))
            if fact.get("as") == "both"
            else ((fact["as"],) if "as" in fact else ())
        )
        if fact["fact"] == "DeadlineExtended":
            until = self._end_of(stated["until"])
            return DeadlineExtended(
                **common,
                matter="M-1",
                run=self.root,
                term=stated["term"],
                round=1,
                was=at,
                until=until,
                agreed_by=agreed,
            )
        if fact["fact"] == "CalendarChanged":
            closed = tuple(sorted(dt.date.fromisoformat(day) for day in stated.get("closed", [])))
            return CalendarChanged(
                **common,
                calendar=stated["calendar"],
                closed=closed,
                effective=at,
                running_clocks=stated["running clocks"],
                agreed_by=("customer", "provider"),
            )
        if fact["fact"] == "MatterMoved":
            return MatterMoved(
                **common,
                matter="M-1",
                from_=1,
                to=int(stated["version"]),
                terms=stated.get("terms", {}),
                agreed_by=agreed,
            )
        assert fact["fact"] == "NoticeBounced"
        return NoticeBounced(**common, notice=self.last_notice, reason="no such address")

    def _act(self, fact: dict[str, Any], seat: str, common: dict[str, Any]) -> ActDone:
        if "M-1" not in self.relationship.families:
            opener = seat if seat in self.setting["parties"] else "customer"
            root = next(
                (
                    name
                    for name, ix in self.programs[1].index.items()
                    if self.programs[1].names.acts.get(ix.opens.act) == fact["do"]
                ),
                self.root,
            )
            opened = MatterOpened(
                **{**common, "id": self.relationship.next_id()}, matter="M-1", procedure=root, opener=opener
            )
            self.relationship.file(opened)
        program = self.programs[1]
        event = program.names.act(fact["do"]) or fact["do"]
        values = {
            name: typed(value, program.names.values.get(name, "text"), self.setting["currency"])
            for name, value in fact.get("with", {}).items()
        }
        return ActDone(
            **common,
            matter="M-1",
            run=self.relationship.families["M-1"].root,
            act=slug(event),
            seat=seat,
            person=self.people.get(fact["by"]) if "by" in fact else None,
            on=instant(fact["on"]) if "on" in fact else None,
            values=values,
            term=fact.get("term"),
        )

    def _end_of(self, day: str) -> dt.datetime:
        calendar = self.programs[1].calendar(self.setting["calendar"], 0)
        return calendar.ends(dt.date.fromisoformat(day)).astimezone(dt.UTC)


def instant(text: str) -> dt.datetime:
    """Return an instant in UTC."""
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)


def typed(value: Any, kind: str, currency: str) -> Any:
    """Return a stated value as a fact holds it."""
    if isinstance(value, dict):
        return Money(int(value["minor"]), value["currency"])
    return tuple(value) if isinstance(value, list) else value
