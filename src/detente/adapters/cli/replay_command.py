"""`detente replay`: the families that a journal's facts make, compared with what was recorded."""

import argparse
import sys
from typing import Any

from detente.adapters.cli.files import print_json
from detente.adapters.cli.read_command import moment_of
from detente.adapters.cli.terminal import count, styled, wrapped


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("journal", metavar="JOURNAL", help="the file")
    parser.add_argument("--until", metavar="TIME", help="fold it up to this instant only")
    parser.add_argument("--json", action="store_true", help="the result as one JSON object")
    parser.epilog = (
        "examples:\n  detente replay journal.jsonl\n  detente replay journal.jsonl --until 2026-11-25T10:20+01:00"
    )


def run(arguments: argparse.Namespace) -> int:
    """Fold and compare; 1 where the record and the engine differ."""
    from detente.adapters.cli.playing.replayed import Replayed, replay

    replayed: Replayed = replay(arguments.journal, moment_of(arguments.until) if arguments.until else None)
    if arguments.json:
        print_json("replay", **_data(replayed))
    else:
        _print(replayed)
    return 1 if replayed.folded.differences else 0


def _data(replayed: Any) -> dict[str, Any]:
    from detente.core.journal import instant_text

    folded = replayed.folded
    matters = [
        {
            "id": name,
            "procedure": state.root,
            "charter_version": state.version,
            "result": state.result or None,
            "open": {
                term: instant_text(open_.due) if open_.due else None
                for run in state.runs.values() if run.ended is None
                for term, open_ in run.open.items() if "\0" not in term and not open_.waiting
            },
        }
        for name, state in folded.families.items()
    ]  # fmt: skip
    differences = [{"fact": one.fact, "matter": one.matter, "says": one.says} for one in folded.differences]
    return {
        "facts": len(replayed.facts),
        "at": instant_text(replayed.at),
        "matters": matters,
        "differences": differences,
    }


def _print(replayed: Any) -> None:
    from detente.adapters.cli.playing.instants import zones_of

    folded = replayed.folded
    program = next(iter(folded.programs.values()))
    zones = zones_of(program)
    sys.stdout.write(f"{count(len(replayed.facts), 'fact')}, folded up to {zones.words(replayed.at)}.\n\n")
    for name, state in folded.families.items():
        root = state.runs.get(state.root)
        where = state.result or "open" if root else "its notice is under way"
        sys.stdout.write(f"  {styled(name, 'bold')}  {state.root}: {where}\n")
        for run in state.runs.values():
            for term, open_ in run.open.items() if run.ended is None else ():
                if "\0" not in term and not open_.waiting and open_.due is not None:
                    sys.stdout.write(wrapped(f"{term} until {zones.words(open_.due)}", "      ") + "\n")
    for one in folded.differences:
        sys.stdout.write(wrapped(f"{one.fact}, {one.matter}: {one.says}.", "  ") + "\n")
    found = len(folded.differences)
    said = (
        f"{count(found, 'difference')} between the record and the engine."
        if found
        else "The record and the engine say the same."
    )
    sys.stdout.write(f"\n{said}\n")
