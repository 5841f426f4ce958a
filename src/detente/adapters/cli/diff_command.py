"""`detente diff A B`: what the later charter says that the earlier did not, and who gains room by it."""

import argparse
import re
import sys
from typing import Any

import msgspec

from detente.adapters.cli.files import print_json
from detente.adapters.cli.parsed import parsed
from detente.adapters.cli.terminal import count, styled, wrapped
from detente.core.charter.change import Change, ChangeKind, differences, obstacles
from detente.core.charter.change.room import length
from detente.core.charter.identity import charter_hash
from detente.core.charter.model import Charter, Library, Rules
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import Span, Unit, parse_span

_WORKING = {Unit.WORKING_DAY: 1.0, Unit.BUSINESS_HOUR: 1 / 8}  # in working days
_APART = (1.0, 1.6)  # calendar days to a working day, with weekends and the longest run of holidays
_AROUND = re.compile(r" (?:in|after|before|from and including|or) ")
# The parts of a procedure that are more than names and texts.
_FELT = frozenset({"opens", "terms", "anytime", "times", "limitation", "extension", "calendar"})
_NAMES = ("must", "may")  # an act under another phrase; a duty that becomes an option is judged


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("before", metavar="A", help="the earlier charter, or -")
    parser.add_argument("after", metavar="B", help="the later charter, or -")
    parser.add_argument(
        "--dates", action="store_true", help="the dates both lead to: silence, last moment, open matters"
    )
    parser.add_argument("--from", metavar="TIME", dest="start", help="with --dates: when each procedure is opened")
    parser.add_argument("--journal", metavar="FILE", help="with --dates: the journal whose open matters are tried")
    parser.add_argument("--json", action="store_true", help="the differences as one JSON object")
    parser.epilog = (
        "examples:\n  detente diff charter-3.yaml charter-4.yaml\n"
        "  detente diff charter-3.yaml charter-4.yaml --dates --journal journal.jsonl"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the differences; 1 where there are any."""
    if arguments.dates:
        from detente.adapters.cli.playing.dated import diff_dates

        return diff_dates(arguments)
    before, after = parsed(arguments.before)[1], parsed(arguments.after)[1]
    _refuse_other_kinds({arguments.before: before, arguments.after: after})
    changes = [_judged(change) for change in differences(before, after)]
    hindered = (
        obstacles(before, after) if isinstance(before, Charter) and isinstance(after, Charter) and changes else []
    )
    if arguments.json:
        print_json(
            "differences",
            before=charter_hash(before),
            after=charter_hash(after),
            obstacles=hindered,
            changes=[_object(change) for change in changes],
        )
    else:
        _print(changes, hindered)
    return 1 if changes else 0


def _refuse_other_kinds(texts: dict[str, Rules]) -> None:
    """Everything a whole charter says beside a part would be a difference, and none of it tells anything."""
    whole = [path for path, charter in texts.items() if isinstance(charter, Charter)]
    others = [path for path in texts if path not in whole]
    if whole and others:
        kind = "a procedure of the library" if isinstance(texts[others[0]], Library) else "a part of a charter"
        raise BadInput(f"{whole[0]} is a whole charter and {others[0]} is {kind}. Compare two of the same kind.")


def _judged(change: Change) -> Change:
    """Return the change without gains that its two lengths do not bear out."""
    spans = [_span(text) for text in (change.before, change.after)]
    if change.kind is not ChangeKind.CHANGED or spans[0] is None or spans[1] is None or _longer(spans[0], spans[1]):
        return change
    return msgspec.structs.replace(change, gains=())


def _longer(old: Span, new: Span) -> bool:
    """Whether one of two lengths is surely the longer one, whatever the holidays."""
    if (old.unit in _WORKING) == (new.unit in _WORKING):
        return length(old) != length(new)
    working, calendar = (old, new) if old.unit in _WORKING else (new, old)
    days = (working.count + working.clear) * _WORKING[working.unit]
    return not _APART[0] * days <= length(calendar) <= _APART[1] * days


def _span(text: str) -> Span | None:
    try:
        return parse_span(_AROUND.split(text, maxsplit=1)[0])
    except BadInput:
        return None


def _unjudged(change: Change) -> bool:
    """Whether a change in a procedure touches what somebody must or may do, and nobody can say how from the text."""
    if change.gains or change.path[:1] != ("procedures",) or not _FELT & {*change.path[2:3]}:
        return False
    return change.kind is not ChangeKind.CHANGED or change.path[-1] not in _NAMES


def _print(changes: list[Change], hindered: list[str]) -> None:
    if not changes:
        sys.stdout.write("Both say the same.\n")
        return
    for change in changes:
        sys.stdout.write(wrapped(change.says) + "\n")
        for gain in change.gains:
            sys.stdout.write(styled(f"    {gain.text}", "dim") + "\n")
        if _unjudged(change):
            sys.stdout.write(styled("    effect on each side: not judged here", "dim") + "\n")
    sys.stdout.write(f"\n{count(len(changes), 'difference')}.\n")
    for obstacle in hindered:
        sys.stdout.write(wrapped(f"As an amendment: {obstacle}") + "\n")


def _object(change: Change) -> dict[str, Any]:
    return {
        "kind": str(change.kind),
        "path": list(change.path),
        "before": change.before or None,
        "after": change.after or None,
        "says": change.says,
        "judged": not _unjudged(change),
        "gains": [{"who": gain.who, "more": gain.more, "why": gain.why} for gain in change.gains],
    }
