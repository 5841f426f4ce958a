"""Replay equals live: stories at random under the golden charter, with extensions, closed days and corrections."""

import datetime as dt
import importlib.util
import random
from pathlib import Path

import pytest

from detente.core.engine.corrections import values_of
from detente.core.engine.questions import clocks, explain, if_nobody_acts, open_now
from detente.core.engine.replay import fold
from detente.core.simulation.telling import Story
from detente.core.simulation.timeline import read_timeline

_SPEC = importlib.util.spec_from_file_location("stories", Path(__file__).parents[1] / "core/simulation/stories.py")
stories = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(stories)
PROGRAM = stories.program(stories.GOLDEN.joinpath("charter.yaml").read_bytes())
NAMES = PROGRAM.names
ACTS = [act for act in NAMES.acts.values() if act != "extend"]
OPENERS = ["serve concern", "note repeated miss", "serve change request", "serve suspension proposal"]
SEATS = ["customer", "provider", "manager", "executive", "service lead", "mediator", "both"]
STORIES = 80


def stated(act, at, chance):
    event, found = NAMES.act(act), {}
    for index in PROGRAM.index.values():
        for row in index.table.rows:
            for name in row.states if row.act == event else ():
                day = (at + dt.timedelta(days=chance.choice([-200, 3, 40]))).date().isoformat()
                written = {"date": day, "money": "100.00 EUR", "workstreams": "[customer letters]", "seat": "provider"}
                kind = NAMES.values.get(name, "text")
                found[name] = NAMES.words[name][0] if kind == "words" else written.get(kind, "x")
    return ", with: {" + ", ".join(f"{name}: {value}" for name, value in found.items()) + "}" if found else ""


def act_entry(at, number, chance):
    act, seat = chance.choice(ACTS if number > 1 else OPENERS), chance.choice(SEATS)
    people = [
        name for name in PROGRAM.persons.values() if PROGRAM.people.get(name, seat) == seat or seat not in NAMES.parties
    ]
    by = "" if seat == "both" else f"by: {chance.choice(people)}, "
    matter = chance.choice(["M-1", "M-2"])
    return f"- {{at: {at.isoformat()}, {by}as: {seat}, do: {act}, matter: {matter}{stated(act, at, chance)}}}"


def other_entry(at, number, chance):
    matter, later = chance.choice(["M-1", "M-2"]), (at + dt.timedelta(days=chance.choice([6, 20]))).date()
    term = chance.choice(list(NAMES.all_terms))
    told = chance.choice(
        [
            f"as: both, fact: DeadlineExtended, matter: {matter}, with: {{term: {term}, until: {later}}}",
            f"as: both, fact: CalendarChanged, with: {{calendar: aldgate, closed: [{later}], running clocks: follow}}",
            f"as: both, fact: CalendarChanged, with: {{calendar: meridian, closed: [{later}], running clocks: keep}}",
            f"fact: NoticeBounced, matter: {matter}, with: {{notice: {chance.choice(['concern', 'package', 'plan'])}}}",
            f"as: both, fact: FactCorrected, with: {{entry: {chance.randint(1, number + 1)}}}",
            "show: all",
        ]
    )
    return f"- {{at: {at.isoformat()}, {told}}}"


def story_at_random(seed):
    chance, at, lines = random.Random(seed), dt.datetime(2026, 3, 10, 8, tzinfo=dt.UTC), []
    for number in range(chance.randint(3, 25)):
        at += dt.timedelta(hours=chance.choice([0, 1, 5, 30, 80, 200]))
        lines.append((act_entry if number < 2 or chance.random() < 0.7 else other_entry)(at, number, chance))
    timeline = read_timeline("\n".join(lines).encode(), PROGRAM)
    assert timeline.findings == []
    return Story(PROGRAM, timeline).tell()


@pytest.mark.parametrize("seed", range(STORIES))
def test_replay_equals_live_in_a_story_at_random(seed):
    live = story_at_random(seed).relationship
    folded = fold(live.first, live.facts, until=live.now)

    assert {name: values_of(state) for name, state in folded.families.items()} == {
        name: values_of(state) for name, state in live.families.items()
    }
    # An act that a correction left without its ground is refused now, and said to be; nothing else may differ.
    assert [one.says for one in folded.differences if "is refused now" not in one.says] == []


@pytest.mark.parametrize("seed", range(0, STORIES, 4))
def test_every_question_has_an_answer_in_a_story_at_random(seed):
    for moment in story_at_random(seed).shown:
        for state in moment.families.values():
            program = moment.programs[state.version]
            open_now(program, state, moment.at)
            assert all(explain(program, state, clock).line > 0 for clock in clocks(program, state))
        if_nobody_acts(moment.programs, moment.families, moment.at)
