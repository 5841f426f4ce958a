"""Answers that are in and do not show yet: a first yes stays hidden from the others until every side has answered."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from detente.core.engine import Program, Run
from detente.core.engine.questions.open_now import is_blind
from detente.core.procedures import On
from detente.core.vocabulary.facts import ActDone
from detente.store.read.families import open_matters
from detente.store.read.journal import facts
from detente.store.read.viewer import Viewer


def hidden(viewer: Viewer, at: datetime) -> frozenset[str]:
    """Return the ids of the acts of others that the viewer must not see yet; nobody may tell whose answer is in."""
    found: set[str] = set()
    for matter in open_matters(viewer, at):
        waiting = {pair for run in matter.state.runs.values() for pair in _waiting(matter.program, run)}
        if waiting:
            found |= set(_ids(facts(viewer, matter=matter.name, kinds=("ActDone",)), waiting, viewer.party))
    return frozenset(found)


def _waiting(program: Program, run: Run) -> Iterator[tuple[str, str, Any]]:
    """The acts of a run that wait for another signature: run, slug, from when."""
    if run.ended is not None:
        return
    rows = program.index[run.procedure].table.rows
    for name, open_ in run.open.items():
        for row in rows if open_.signed else ():
            if row.on is On.ACT and row.term == name.rstrip("\0") and is_blind(program, row):
                yield run.procedure, row.slug, open_.opened


def _ids(acts: list[Any], waiting: set[tuple[str, str, Any]], party: str) -> Iterator[str]:
    for act in acts:
        assert isinstance(act, ActDone), "acts were asked for"
        since = [at for run, slug, at in waiting if (run, slug) == (act.run, act.act)]
        if since and act.at >= min(since) and act.seat != party:
            yield act.id
