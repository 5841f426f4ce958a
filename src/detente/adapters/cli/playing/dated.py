"""`detente diff A B --dates`: the dates that two versions lead to."""

import argparse
import datetime as dt
import sys
from typing import Any

from detente.adapters.cli.compiled import compiled_of
from detente.adapters.cli.files import print_json
from detente.adapters.cli.playing.instants import Zones, zones_of
from detente.adapters.cli.playing.replayed import replay
from detente.adapters.cli.read_command import moment_of
from detente.adapters.cli.terminal import count, styled, wrapped
from detente.core.charter.model import Charter
from detente.core.engine import Program, State, program_of
from detente.core.journal import instant_text
from detente.core.simulation.versions import Dated, Versions, compared
from detente.core.vocabulary.errors import BadInput

_PARTS = (
    ("If nobody acts", "silence"),
    ("If everybody acts at the last moment", "last_moment"),
    ("Matters that are open", "open_matters"),
)


def diff_dates(arguments: argparse.Namespace) -> int:
    """Print the dates that differ; 1 where any does."""
    before, after = (program_of(compiled_of(path)) for path in (arguments.before, arguments.after))
    if after.version == before.version:
        after.version = before.version + 1  # two drafts of one version
    families, start = _families(arguments, before), _start(arguments, before, after)
    found = compared(before, after, start, families=families)
    if arguments.json:
        data = {name: [_data(one) for one in getattr(found, name)] for _, name in _PARTS}
        print_json("dates", start=instant_text(start), differ=found.differ, **data)
    else:
        _print(found, zones_of(after), start)
    return 1 if found.differ else 0


def _families(arguments: argparse.Namespace, before: Program) -> dict[str, State]:
    if not arguments.journal:
        return {}
    folded = replay(arguments.journal).folded
    return {name: state for name, state in folded.families.items() if state.version == before.version}


def _start(arguments: argparse.Namespace, before: Program, after: Program) -> dt.datetime:
    if arguments.start:
        return moment_of(arguments.start).astimezone(dt.UTC)
    stated = [one.charter.effective for one in (before, after) if isinstance(one.charter, Charter)]
    if not stated:
        raise BadInput("a part of a charter has no day from which it counts. Say when to begin: --from TIME.")
    return max(stated).astimezone(dt.UTC)


def _data(one: Dated) -> dict[str, Any]:
    return {
        "procedure": one.procedure,
        "what": one.what,
        "before": instant_text(one.before) if one.before else None,
        "after": instant_text(one.after) if one.after else None,
        "differs": one.differs,
        "says": one.says or None,
    }


def _print(found: Versions, zones: Zones, start: dt.datetime) -> None:
    sys.stdout.write(f"Every procedure opened {zones.words(start)}, under both versions.\n")
    for title, name in _PARTS:
        rows = [one for one in getattr(found, name) if one.differs]
        same = len(getattr(found, name)) - len(rows)
        if not rows and not same:
            continue
        sys.stdout.write(f"\n{styled(title, 'bold')}: {count(len(rows), 'date')} of {len(rows) + same} differ\n")
        for one in rows:
            sys.stdout.write(wrapped(f"{one.procedure}, {one.what}: {_words(one, zones)}", "  ") + "\n")


def _words(one: Dated, zones: Zones) -> str:
    if one.says:
        return one.says
    was = zones.words(one.before) if one.before else "no date"
    return f"{was} becomes {zones.words(one.after) if one.after else 'no date'}."
