"""Duties, options and the silent path of a moment as data."""

import datetime as dt
from typing import Any

from detente.adapters.cli.playing.instants import Zones
from detente.core.engine.questions import Duty, Option, Seated, Silence, SilentStep
from detente.core.engine.questions.silence import HORIZON


def _who(who: Seated) -> dict[str, Any]:
    people = {party: list(names) for party, names in who.people.items()}
    return {"seat": who.seat, "together": who.together, "people": people}


def _when(at: dt.datetime | None, zones: Zones) -> dict[str, Any] | None:
    return zones.data(at) if at else None


def duty_data(duty: Duty, zones: Zones) -> dict[str, Any]:
    """Return a duty."""
    return {
        "matter": duty.matter,
        "procedure": duty.procedure,
        "term": duty.term,
        "who": _who(duty.who),
        "act": duty.act,
        "slug": duty.slug,
        "states": list(duty.states),
        "due": _when(duty.due, zones),
        "overdue": duty.overdue,
        "done_by": list(duty.done_by),
        "line": duty.line,
    }


def option_data(option: Option, zones: Zones) -> dict[str, Any]:
    """Return an option."""
    return {
        "matter": option.matter,
        "procedure": option.procedure,
        "term": option.term,
        "who": _who(option.who),
        "act": option.act,
        "slug": option.slug,
        "states": list(option.states),
        "earliest": _when(option.earliest, zones),
        "due": _when(option.due, zones),
        "usable_now": option.usable,
        "waits_for": option.waits_for or None,
        "signed_by": list(option.signed_by),
        "private": option.private,
        "line": option.line,
    }


def silence_data(silence: Silence, zones: Zones) -> dict[str, Any]:
    """Return what silence leads to, and where it rests."""
    rests = [
        {
            "matter": rest.matter,
            "procedure": rest.procedure,
            "term": rest.term or None,
            "waits_for": rest.waits_for or None,
            "without_limit": rest.without_limit,
            "result": rest.result or None,
            **({"unknown": rest.unknown} if rest.unknown else {}),
        }
        for rest in silence.rests
    ]
    return {"horizon_days": HORIZON.days, "steps": [_step(step, zones) for step in silence.steps], "rests": rests}


def _step(step: SilentStep, zones: Zones) -> dict[str, Any]:
    return {
        "at": zones.data(step.at),
        "matter": step.matter,
        "procedure": step.procedure,
        "term": step.term,
        "result": step.result,
        "missed_by": list(step.missed_by),
        "consequences": list(step.consequences),
        "opens": [
            {"term": one.term, "due": _when(one.due, zones), "earliest": _when(one.earliest, zones)}
            for one in step.opens
        ],
        "told": list(step.told),
    }
