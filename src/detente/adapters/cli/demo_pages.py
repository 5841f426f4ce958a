"""`detente demo --files`: a complete charter of a fictional pair and a story under it, in words and as two pages."""

import argparse
import datetime as dt
import sys
import tempfile
from pathlib import Path

from detente.adapters.cli.files import library_file, print_json, write_whole
from detente.adapters.cli.findings import Checked, full
from detente.adapters.cli.play_command import print_story
from detente.adapters.cli.playing.told import File, Told, told_of
from detente.adapters.cli.read_command import moment_of
from detente.adapters.cli.terminal import styled, wrapped
from detente.adapters.cli.times import instant, moment
from detente.core.procedures import Compiled
from detente.core.procedures.checks import Report, check
from detente.core.procedures.dates import Step, ladder_dates

START = "2026-11-09T09:40+01:00"  # the concern of the demo's story
LADDER = "escalation"


def run(arguments: argparse.Namespace) -> int:
    """Check, date, write."""
    start = moment_of(arguments.start)
    report = check(library_file("charters", "golden", "charter.yaml").read_bytes())
    assert report.compiled is not None, "the package's charter parses"
    steps = ladder_dates(report.compiled, LADDER, start)
    if arguments.json:
        print_json("ladder", procedure=LADDER, received=instant(start), steps=[_object(step) for step in steps])
        return 0
    sys.stdout.write(styled("1. The charter of Aldgate Insurance and Meridian Operations, checked\n\n", "bold"))
    full([Checked("charter.yaml", report)])
    sys.stdout.write(styled(f"\n2. Its ladder, if a concern is received {moment(start)} and nobody acts\n\n", "bold"))
    _ladder(report.compiled, steps)
    sys.stdout.write(
        styled("\n3. A story told under it: the invoice backlog, from a concern to a settlement\n\n", "bold")
    )
    told = _story()
    print_story(told)
    path = Path(arguments.output or Path(tempfile.mkdtemp(prefix="detente-")) / "charter.html")
    path.parent.mkdir(parents=True, exist_ok=True)
    _pages(path, report, told, start)
    return 1 if told.story.failures else 0


def _story() -> Told:
    """The golden story, told from its files as `detente play` tells them."""
    names = ("charter.yaml", "timeline.yaml")
    charter, timeline = (library_file("charters", "golden", name).read_bytes() for name in names)
    return told_of(File(names[0], ""), charter, File(names[1], ""), timeline)


def _pages(path: Path, report: Report, told: Told, start: dt.datetime) -> None:
    from detente.adapters.cli.page import charter_page, matter_page

    matter = path.with_stem(f"{path.stem}-matter")
    write_whole(str(path), charter_page(report, at=dt.datetime.now(dt.UTC), start=start, procedure=LADDER))
    write_whole(str(matter), matter_page(told))
    sys.stdout.write(styled("\n4. As pages: the charter with its findings, and the matter on 25 Nov 2026\n\n", "bold"))
    sys.stdout.write(f"   {path.resolve()}\n   {matter.resolve()}\n")


def _ladder(compiled: Compiled, steps: list[Step]) -> None:
    parties = getattr(compiled.charter, "parties", {})
    zones = {name: party.zone for name, party in parties.items()}
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        inner = following.procedure if following and following.depth > step.depth else ""
        holders = " and ".join(dict.fromkeys(holder.person for holder in step.holders))
        sys.stdout.write(f"{'  ' * step.depth}   {styled(step.term, 'bold')}{': ' + holders if holders else ''}\n")
        if step.condition:
            sys.stdout.write(wrapped(f"only if {step.condition}", "       " + "  " * step.depth) + "\n")
        sys.stdout.write(wrapped(_until(step, inner, zones), "       " + "  " * step.depth) + "\n")


def _until(step: Step, inner: str, zones: dict[str, str]) -> str:
    if inner:
        return f"from {moment(step.opens)}, for as long as the procedure {inner} runs"
    if step.runs_out is None:
        since = f"from {moment(step.usable.begins)}" if step.usable else f"open from {moment(step.opens)}"
        return f"{since}, without a time limit"
    ends = " / ".join(dict.fromkeys(moment(step.runs_out, zone) for zone in zones.values())) or moment(step.runs_out)
    length = f", {step.due.span.text}" if step.due else ""
    return f"until {ends}{length}" + (f"; then the procedure ends: {step.result}" if step.result else "")


def _object(step: Step) -> dict[str, object]:
    return {
        "procedure": step.procedure,
        "term": step.term,
        "depth": step.depth,
        "duty": step.duty,
        "opens": instant(step.opens),
        "holders": [{"party": h.party, "role": h.role, "person": h.person} for h in step.holders],
        "usable": instant(step.usable.begins) if step.usable else None,
        "runs_out": instant(step.runs_out) if step.runs_out else None,
        "length": step.due.span.text if step.due else None,
        "condition": step.condition or None,
        "result": step.result or None,
    }
