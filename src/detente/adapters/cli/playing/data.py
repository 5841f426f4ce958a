"""A story as one JSON object, for programs: the shape of tests/cases/golden/play.json, format version 1."""

from typing import Any

import msgspec

from detente.adapters.cli.files import FORMAT_VERSION
from detente.adapters.cli.playing import records
from detente.adapters.cli.playing.grounds import clock_data
from detente.adapters.cli.playing.instants import Zones, zones_of
from detente.adapters.cli.playing.refusals import refusal_words
from detente.adapters.cli.playing.rows import duty_data, option_data, silence_data
from detente.adapters.cli.playing.told import Told
from detente.core.charter.model import Charter
from detente.core.engine import Program, State
from detente.core.engine.questions import (
    clocks,
    explain,
    if_nobody_acts,
    may_open,
    open_now,
    stage,
)
from detente.core.journal import instant_text
from detente.core.procedures.checks.every import RULES
from detente.core.simulation.expectations import Failure
from detente.core.simulation.telling import Moment, Refused
from detente.core.vocabulary.facts import ActDone, MatterOpened
from detente.core.vocabulary.findings import Finding, Severity
from detente.core.worktime import tzdata_version

_OF_TABLES = frozenset(rule.code for rule in RULES)


def story_data(told: Told) -> dict[str, Any]:
    """Return the whole story: what was told, and everything at each instant that is shown."""
    story = told.story
    charter = story.program.charter
    return {
        "format_version": FORMAT_VERSION,
        "charter": {
            "file": told.charter.name,
            "file_sha256": told.charter.sha256,
            "name": getattr(charter, "name", None),
            "version": story.version,
            "zone": charter.zone,
            "currency": charter.currency,
            "tzdata": tzdata_version(),
        },
        "timeline": {
            "file": told.timeline.name,
            "file_sha256": told.timeline.sha256,
            "facts": story.timeline.facts,
            "expectations": {"held": story.held, "failed": [_failure(failure) for failure in story.failures]},
            "refused": [_refused(told, refused) for refused in story.refused],
        },
        "scope": list(story.relationship.families),
        "instants": [_Instant(told, moment).data() for moment in story.shown],
        "findings": [_finding(one, charter) for one in told.report.findings if one.severity is not Severity.NOTE],
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "entry": failure.entry,
        "line": failure.line,
        "matter": failure.matter,
        "at": instant_text(failure.at),
        "what": failure.what,
        "expected": failure.expected,
        "found": failure.found,
    }


def _refused(told: Told, refused: Refused) -> dict[str, Any]:
    entry = refused.entry
    return {
        "entry": entry.number,
        "act": entry.do or entry.fact,
        "by": entry.by or None,
        "matter": entry.matter,
        "at": instant_text(entry.at),
        "because": str(refused.refusal.because),
        "says": refusal_words(told.story, refused),
    }


def _finding(finding: Finding, charter: Any) -> dict[str, Any]:
    entries = charter.acknowledged if isinstance(charter, Charter) else []
    known = next((one for one in entries if (one.code, one.at) == (finding.code, finding.place.path)), None)
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "producer": "table" if finding.code in _OF_TABLES else "text",
        "at": finding.place.path,
        "line": finding.place.line,
        "message": finding.says,
        "acknowledged": {"by": known.by, "on": known.on.isoformat()} if known else None,
    }


class _Instant(msgspec.Struct):
    """Everything at one instant."""

    told: Told
    moment: Moment

    @property
    def program(self) -> Program:
        return self.moment.programs[self.told.story.version]

    @property
    def zones(self) -> Zones:
        return zones_of(self.program)

    def data(self) -> dict[str, Any]:
        moment, zones = self.moment, self.zones
        open_ = [open_now(self._of(state), state, moment.at) for state in moment.families.values()]
        silence = if_nobody_acts(moment.programs, moment.families, moment.at)
        return {
            "at": zones.data(moment.at),
            "charter_in_force": moment.version,
            "matters": [self._matter(name, state) for name, state in moment.families.items()],
            "duties": [duty_data(duty, zones) for one in open_ for duty in one.duties],
            "options": [option_data(option, zones) for one in open_ for option in one.options],
            "may_open": [
                {"procedure": one.procedure, "who": one.who.seat, "act": one.act, "states": list(one.states)}
                for one in may_open(self.program)
            ],
            "clocks": self._clocks(),
            "notices": [self._notice(notice) for notice in records.notices(self.told.story, moment)],
            "if_nobody_acts": silence_data(silence, zones),
        }

    def _of(self, state: State) -> Program:
        return self.moment.programs[state.version]

    def _clocks(self) -> list[dict[str, Any]]:
        found = [(state, clock) for state in self.moment.families.values() for clock in clocks(self._of(state), state)]
        found.sort(key=lambda one: (one[1].due is None, one[1].due or self.moment.at))
        return [
            clock_data(
                self._of(state), state.matter, explain(self._of(state), state, clock), self.zones, at=self.moment.at
            )
            for state, clock in found
        ]

    def _matter(self, name: str, state: State) -> dict[str, Any]:
        program, root = self._of(state), state.runs.get(state.root)
        opened = next(
            fact for fact in records.accepted(self.moment) if isinstance(fact, MatterOpened) and fact.matter == name
        )
        return {
            "id": name,
            "procedure": state.root,
            "charter_version": state.version,
            "opener": {"party": opened.opener, "person": self._person(opened.person)},
            "opened_at": instant_text(root.opened) if root else None,
            "state": list(stage(program, root)) if root else [],
            "result": (root.result or None) if root else None,
            "track": _track(program, state),
            "runs": [self._run(program, state, run) for run in state.runs],
            "standing_duties": _standing(program, state),
            "statements": [_statement(one) for one in records.statements(self.told.story, self.moment, name)],
            "quick_wins": [self._quick_win(fact) for fact in records.quick_wins(self.moment, name)],
        }

    def _run(self, program: Program, state: State, name: str) -> dict[str, Any]:
        run = state.runs[name]
        return {
            "procedure": name,
            "opened_at": instant_text(run.opened),
            "opened_by": run.opener or None,
            "state": list(stage(program, run)),
            "result": run.result or None,
            "ended_at": instant_text(run.ended) if run.ended else None,
        }

    def _person(self, number: str | None) -> str | None:
        return self.program.persons.get(number or "")

    def _quick_win(self, fact: ActDone) -> dict[str, Any]:
        stated = {name.replace(" ", "_"): msgspec.to_builtins(value) for name, value in fact.values.items()}
        return {**stated, "by": self._party(fact), "on": instant_text(fact.on or fact.at)}

    def _party(self, fact: ActDone) -> str:
        return (
            fact.seat
            if fact.seat in self.program.names.parties
            else self.program.people.get(self._person(fact.person) or "", fact.seat)
        )

    def _notice(self, notice: records.Notice) -> dict[str, Any]:
        reached = self.told.story.post.addressed(notice.fact.to)
        zones = self.zones
        return {
            "id": notice.id,
            "notice": notice.event,
            "matter": notice.fact.matter,
            "from": {"party": notice.fact.from_, "person": self._person(notice.sender)},
            "to": {"party": notice.fact.to, "role": reached.role, "people": list(reached.people)},
            "copies": [{"role": role, "people": list(people)} for role, people in reached.copies],
            "method": notice.fact.method,
            "sent": zones.data(notice.fact.at),
            "received": zones.data(notice.received) if notice.received else None,
            "status": notice.status,
            "rule": notice.rule,
            "calendar": notice.calendar,
        }


def _track(program: Program, state: State) -> str | None:
    times = program.index[state.root].table.times
    columns = dict.fromkeys(track for row in times.values() for track in row)
    if not columns:
        return None
    return state.track if state.track in columns else next(iter(columns))


def _standing(program: Program, state: State) -> list[str]:
    running = [name for name, run in state.runs.items() if run.ended is None]
    return list(dict.fromkeys(duty for name in running for duty in program.index[name].table.always))


def _statement(one: records.Statement) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.text,
        "stated_by": one.by,
        "stated_at": instant_text(one.at),
        "status": one.status,
        "confirmed_by": one.confirmed_by or None,
        "other_version": {"by": one.other_by, "text": one.other} if one.other_by else None,
    }
