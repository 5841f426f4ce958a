"""`detente explain MATTER CLOCK`: why a clock runs out when it does."""

import argparse
import sys

from detente.adapters.cli.files import print_json
from detente.adapters.cli.playing.grounds import clock_data
from detente.adapters.cli.playing.instants import Zones, zones_of
from detente.adapters.cli.playing.replayed import Replayed, replay
from detente.adapters.cli.read_command import moment_of
from detente.adapters.cli.terminal import styled, wrapped
from detente.adapters.cli.times import day, stretch_lines
from detente.core.engine import Program
from detente.core.engine.questions import Explanation, Line, clocks, explain
from detente.core.engine.questions.explanation import LIMITATION, WHOLE_DAY
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.names import nearest


def explain_clock(arguments: argparse.Namespace) -> int:
    """Print the grounds of a clock of a matter in a journal."""
    if not (arguments.journal and arguments.what and arguments.clock):
        raise BadInput("a matter, a clock and a journal are needed: detente explain M-014 managers --journal FILE.")
    replayed = replay(arguments.journal, moment_of(arguments.at) if arguments.at else None)
    program, clock = _clock(replayed, arguments.what, arguments.clock)
    grounds = explain(program, replayed.folded.families[arguments.what], clock)
    zones = zones_of(program)
    if arguments.json:
        print_json("clock", clock=clock_data(program, arguments.what, grounds, zones, at=replayed.at))
    else:
        sys.stdout.write(grounds_text(arguments.what, grounds, zones))
    return 0


def _clock(replayed: Replayed, matter: str, term: str) -> tuple[Program, Line]:
    families = replayed.folded.families
    if matter not in families:
        near = nearest(matter, families)
        raise BadInput(f"'{matter}' is no matter of this journal." + (f" Nearest: '{near}'." if near else ""))
    state = families[matter]
    program = replayed.folded.programs[state.version]
    found = {clock.term: clock for clock in clocks(program, state)}
    if term not in found:
        known = ", ".join(f"'{name}'" for name in found) or "none"
        raise BadInput(f"'{term}' has no clock in {matter} now. Its clocks: {known}.")
    return program, found[term]


def grounds_text(matter: str, grounds: Explanation, zones: Zones) -> str:
    """Return the grounds for a reader: when, from what, by how much, day by day, where it is written."""
    clock = grounds.clock
    lines = [styled(f"{matter}, {clock.run}: {clock.term}", "bold")]
    lines.append(
        f"  runs out {zones.words(clock.due)}" if clock.due else "  stands still, or waits for what it counts from"
    )
    lines += [wrapped(line, "  ") for line in _from(grounds, zones)]
    lines += ["", *stretch_lines(grounds.stretches)] if grounds.stretches else []
    lines += ["", wrapped(f"When it runs out: {', '.join(grounds.then) or 'nothing'}.", "  ")]
    lines.append(f"  Written on line {grounds.line} of the charter. Time-zone data {grounds.tzdata}.")
    return "\n".join(lines) + "\n"


def _from(grounds: Explanation, zones: Zones) -> list[str]:
    found = []
    if grounds.amount.endswith(WHOLE_DAY):
        found.append(f"{grounds.event}: {day(grounds.day_zero)}, the whole day." if grounds.day_zero else grounds.event)
    else:
        at = f", {zones.words(grounds.at)}" if grounds.at else ""
        zero = f"; day 0 is {day(grounds.day_zero)}" if grounds.day_zero else ""
        found.append(f"{grounds.amount} after {grounds.event}{at}{zero}.")
    if grounds.row:
        found.append(f"Row '{grounds.row}' of the timetable, column '{grounds.track}'.")
    if grounds.calendar is not None and not grounds.amount.endswith(WHOLE_DAY):
        ends = f", periods end at {grounds.calendar.period_ends:%H:%M}" if grounds.calendar.period_ends else ""
        version = f" ({grounds.calendar.version})" if grounds.calendar.version else ""
        found.append(f"Calendar {grounds.calendar.name}{version}, zone {grounds.calendar.zone}{ends}.")
    for start, end in grounds.pauses:
        still = " while it is open" if grounds.clock.term == LIMITATION else ""
        found.append(f"Stands still{still} from {zones.words(start)}" + (f" to {zones.words(end)}." if end else "."))
    if grounds.shifted:
        found.append(f"Moved by {grounds.shifted} because an earlier date was extended.")
    if grounds.moved_to:
        found.append(f"Moved by agreement to {zones.words(grounds.moved_to)}.")
    if grounds.rolled_from:
        found.append(f"Full on {day(grounds.rolled_from)}, a day off; rolled to the {grounds.roll} working day.")
    return found
