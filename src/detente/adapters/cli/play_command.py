"""`detente play`: a story told under a charter: what happened, what is open, what silence leads to."""

import argparse
import datetime as dt
import json
import sys
from typing import TYPE_CHECKING

from detente.adapters.cli.files import write_whole
from detente.adapters.cli.read_command import moment_of

if TYPE_CHECKING:
    from detente.adapters.cli.playing import Told


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("charter", metavar="CHARTER", help="the charter")
    parser.add_argument("timeline", metavar="TIMELINE", help="the story: YAML lists of facts and expectations")
    parser.add_argument("--until", metavar="TIME", help="tell it up to this instant only")
    parser.add_argument(
        "--standing", action="store_true", help="with what a date of the charter opens: meetings, reports"
    )
    parser.add_argument(
        "--calendars", metavar="FILE", help="zone, calendars, notices and dates that a library procedure borrows"
    )
    parser.add_argument(
        "--room", metavar="ROOM", help="print what one room keeps apart as well: 'own customer', 'neutral'"
    )
    parser.add_argument("--journal", metavar="FILE", help="write the record, with throw-away keys")
    parser.add_argument("--html", metavar="FILE", help="write the first matter as a page for a browser")
    parser.add_argument("--json", action="store_true", help="everything as one JSON object")
    parser.epilog = (
        "examples:\n  detente play charter.yaml story.yaml --until 2026-11-25T10:20+01:00\n"
        "  detente play charter.yaml story.yaml --journal story.jsonl && detente verify story.jsonl"
    )


def run(arguments: argparse.Namespace) -> int:
    """Tell, print, write; 1 where an expectation does not hold."""
    from detente.adapters.cli.playing import tell
    from detente.core.simulation.appointments import Sealer, unsealed

    seal: Sealer = unsealed
    if arguments.journal:
        from detente.adapters.cli.playing.journal import sealed

        seal = sealed
    until = moment_of(arguments.until).astimezone(dt.UTC) if arguments.until else None
    told = tell(
        arguments.charter, arguments.timeline, until=until, standing=arguments.standing, seal=seal,
        calendars=arguments.calendars,
    )  # fmt: skip
    if arguments.json:
        from detente.adapters.cli.playing.data import story_data

        sys.stdout.write(json.dumps(story_data(told), ensure_ascii=False, indent=2) + "\n")
    else:
        print_story(told)
        _print_room(told, arguments.room)
    if arguments.journal:
        write_journal(told, arguments.journal)
    if arguments.html:
        from detente.adapters.cli.page import matter_page

        write_whole(arguments.html, matter_page(told))
    return 1 if told.story.failures else 0


def _print_room(told: "Told", room: str | None) -> None:
    from detente.adapters.cli.playing.recorded import room_lines

    for line in room_lines(told, room) if room else ():
        sys.stdout.write(line + "\n")


def print_story(told: "Told") -> None:
    """Print a story: the facts, then where everything is."""
    from detente.adapters.cli.playing.outlook import expectation_lines, outlook
    from detente.adapters.cli.playing.words import head, told_lines

    sys.stdout.write(head(told))
    for line in told_lines(told):
        sys.stdout.write(line + "\n")
    moment = told.story.shown[-1]
    sys.stdout.write("\n")
    for line in outlook(moment.programs, moment.families, moment):
        sys.stdout.write(line + "\n")
    sys.stdout.write("\n")
    for line in expectation_lines(told.story):
        sys.stdout.write(line + "\n")


def write_journal(told: "Told", path: str) -> None:
    """Write the facts of a story as a journal."""
    from detente.adapters.cli.playing.journal import journal_lines, short_names

    story = told.story
    lines = journal_lines(story.relationship.facts, short_names(story.program), story.ends)
    write_whole(path, b"".join(lines).decode())
