"""`detente explore`: where silence leads and by when, the longest way, the ends that can be reached, the dead ends."""

import argparse
import datetime as dt
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detente.adapters.cli.compiled import compiled_of, ladder_of
from detente.adapters.cli.files import print_json, write_whole
from detente.adapters.cli.terminal import count, styled, wrapped
from detente.adapters.cli.times import instant, moment
from detente.core.procedures import Compiled
from detente.core.simulation.explore import BOUND, Exploration, Longest, Shown, Silence, Step, Timeline, explore
from detente.core.simulation.explore.world import OPENING_HOUR
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import zone

_INDENT = " " * 12


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("charter", metavar="CHARTER", help="the charter, or -")
    parser.add_argument("procedure", metavar="PROCEDURE", nargs="?", help="only this procedure (default: all)")
    parser.add_argument(
        "--from", dest="day", metavar="DAY", help="when a matter begins (default: when the charter takes effect)"
    )
    parser.add_argument(
        "--timelines", metavar="DIR", help="write each finding, end, silence and longest way as a timeline"
    )
    parser.add_argument(
        "--bound", metavar="N", type=int, default=BOUND, help="positions looked at per procedure (default: %(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="everything as one JSON object")
    parser.epilog = (
        "examples:\n  detente explore charter.yaml escalation --from 2026-11-09\n"
        "  detente explore charter.yaml --timelines stories && "
        "detente play charter.yaml stories/silence-escalation.yaml"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print what can become of each procedure; 1 where something is found."""
    compiled = compiled_of(arguments.charter)
    procedure = ladder_of(compiled, arguments.procedure) if arguments.procedure else ""
    if arguments.bound < 1:
        raise BadInput(f"--bound {arguments.bound} looks at no position. Write a number of 1 or more.")
    name = compiled.charter.zone or "UTC"
    found = explore(compiled, bound=arguments.bound, start=_start(arguments.day, name), procedure=procedure)
    if arguments.timelines:
        _write(Path(arguments.timelines), found)
    if arguments.json:
        print_json("exploration", **_object(found))
    else:
        _print(compiled, found, name)
    return 0 if found.clean else 1


def _start(day: str | None, name: str) -> dt.datetime | None:
    if day is None:
        return None
    try:
        return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(OPENING_HOUR), zone(name))
    except ValueError as error:
        raise BadInput(f"--from {day} is no day. Write year-month-day, like 2026-11-09.") from error


# ---- words


def _print(compiled: Compiled, found: Exploration, zone_name: str) -> None:
    for name in found.procedures:
        begun = next((one.way[0].at for one in found.silence if one.procedure == name), found.started)
        sys.stdout.write(styled(name, "bold") + f", begun {moment(begun, zone_name)}\n")
        for label, text in _lines(found, name, zone_name):
            sys.stdout.write(f"  {label:<10}{wrapped(text, _INDENT)[len(_INDENT) :]}\n")
        sys.stdout.write("\n")
    for shown in found.findings:
        sys.stdout.write(_finding(shown) + "\n")
    why = [one.why or f"after {count(one.positions, 'position')}" for one in found.cut]
    cuts = [f"'{one.procedure}' ({reason})" for one, reason in zip(found.cut, why, strict=True)]
    if cuts:
        sys.stdout.write(
            wrapped(f"The search was cut: {', '.join(cuts)}. What is said of these holds as far as it went.") + "\n"
        )
    open_ = sum(shown.finding.open for shown in found.findings)
    assumed = (
        "" if hasattr(compiled.charter, "effective") else " Without a calendar, weeks have five days and no days off."
    )
    sys.stdout.write(f"{count(len(found.procedures), 'procedure')}, {count(open_, 'finding')}.{assumed}\n")


def _lines(found: Exploration, name: str, zone_name: str) -> Iterator[tuple[str, str]]:
    for number, silence in enumerate(one for one in found.silence if one.procedure == name):
        yield "Silence" if not number else "", _silence(silence, zone_name)
    for longest in found.longest:
        if longest.procedure == name:
            yield "Longest", _longest(longest, zone_name)
    results = [one.result for one in found.reached if one.procedure == name]
    yield "Ends", ", ".join(results) or "none: it goes on"


def _silence(one: Silence, zone_name: str) -> str:
    when = moment(one.at, zone_name)
    if one.rounds:
        return f"comes round again, the first time on {when}."
    if one.result:
        return f"ends '{one.result}' on {when} at the latest."
    if not one.rests:
        return f"stays as it is from {when}."
    return f"rests at {_terms(one.rests)} from {when} at the latest, until somebody acts."


def _longest(one: Longest, zone_name: str) -> str:
    days = f"at most {count(one.measured.days_most, 'calendar day')}"
    ends = f"ends '{one.result}'" if one.result else "comes to rest"
    text = f"{one.measured.text}, {days} from any start; begun here it {ends} on {moment(one.at, zone_name)}"
    waits = f"; it can wait without limit at {_terms(one.waits)}" if one.waits else ""
    return f"{text}{waits}.{' There may be a longer way.' if one.cut else ''}"


def _terms(terms: tuple[tuple[str, str], ...]) -> str:
    names = [f"'{term}'" for _, term in dict.fromkeys(terms)]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _finding(shown: Shown) -> str:
    finding = shown.finding
    place, severity = finding.place, str(finding.severity)
    head = f"{place.line}:{place.column} {styled(severity, severity)} {finding.code} {place.path}"
    words = f"{finding.says} {finding.cure}".strip()
    known = f"\n{wrapped(f'Acknowledged by both: {finding.acknowledged}', '  ')}" if finding.acknowledged else ""
    return f"{head}\n{wrapped(words, '  ')}{known}\n"


# ---- timelines


def _write(folder: Path, found: Exploration) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names: set[str] = set()
    for name, timeline in _stories(found):
        if timeline is None:
            continue
        plain = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")
        unique = next(
            each
            for number in range(len(names) + 1)
            if (each := plain if not number else f"{plain}-{number + 1}") not in names
        )
        names.add(unique)
        write_whole(str(folder / f"{unique}.yaml"), timeline.text)
    sys.stderr.write(f"{folder} holds {count(len(names), 'timeline')}.\n")


def _stories(found: Exploration) -> Iterator[tuple[str, Timeline | None]]:
    yield from ((f"{shown.finding.code} {shown.procedure}", shown.timeline) for shown in found.findings)
    yield from ((f"reached {one.procedure} {one.result}", one.timeline) for one in found.reached)
    yield from ((f"silence {one.procedure}", one.timeline) for one in found.silence)
    yield from ((f"longest {one.procedure}", one.timeline) for one in found.longest)


# ---- JSON


def _object(found: Exploration) -> dict[str, Any]:
    return {
        "clean": found.clean,
        "started": instant(found.started),
        "positions": found.positions,
        "procedures": [_procedure(found, name) for name in found.procedures],
        "findings": [_finding_object(shown) for shown in found.findings],
        "cut": [
            {"procedure": one.procedure, "positions": one.positions, "why": one.why, "way": _steps(one.way)}
            for one in found.cut
        ],
    }


def _procedure(found: Exploration, name: str) -> dict[str, Any]:
    longest = next((one for one in found.longest if one.procedure == name), None)
    return {
        "name": name,
        "silence": [
            {
                "result": one.result or None,
                "at": instant(one.at),
                "rests": [list(pair) for pair in one.rests],
                "rounds": one.rounds,
                "way": _steps(one.way),
            }
            for one in found.silence
            if one.procedure == name
        ],
        "longest": _longest_object(longest) if longest else None,
        "ends": [
            {"result": one.result, "at": instant(one.at), "way": _steps(one.way)}
            for one in found.reached
            if one.procedure == name
        ],
    }


def _longest_object(one: Longest) -> dict[str, Any]:
    return {
        "result": one.result or None,
        "at": instant(one.at),
        "cut": one.cut,
        "waits": [list(pair) for pair in one.waits],
        "spans": [
            {"number": number, "unit": unit, "calendar": calendar or None}
            for number, unit, calendar in one.measured.spans
        ],
        "beside": list(one.measured.beside),
        "calendar_days_most": one.measured.days_most,
        "longest_from": one.measured.worst_start.isoformat(),
        "starts": one.measured.starts,
        "way": _steps(one.way),
    }


def _finding_object(shown: Shown) -> dict[str, Any]:
    finding = shown.finding
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "line": finding.place.line,
        "column": finding.place.column,
        "path": finding.place.path,
        "says": finding.says,
        "cure": finding.cure,
        "acknowledged": finding.acknowledged or None,
        "procedure": shown.procedure,
        "timeline": shown.timeline.text if shown.timeline else None,
    }


def _steps(way: tuple[Step, ...]) -> list[dict[str, Any]]:
    return [
        {
            "at": instant(step.at),
            "kind": step.kind,
            "run": step.run,
            "term": step.term,
            "name": step.name,
            "by": list(step.by),
        }
        for step in way
    ]
