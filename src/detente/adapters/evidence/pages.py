"""The pages of a bundle: plain data for the Typst template beside this file, and the PDF it makes of them."""

import json
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from detente.adapters.evidence.contents import Clock, Contents, Item, Stated, Text
from detente.adapters.evidence.glyphs import shown
from detente.adapters.evidence.zones import both, month
from detente.core.journal import instant_text

Hashes = Sequence[tuple[str, int, str]]  # name, bytes, SHA-256


def pages_pdf(contents: Contents, hashes: Hashes) -> bytes:
    """Return the PDF/A: certificate with the hash of every other file, facts, statements, clocks, charters."""
    with as_file(files("detente.adapters.evidence").joinpath("bundle.typ")) as template:
        when = int(contents.making.at.timestamp())
        return shown(lambda data: _compiled(template, data, when), _data(contents, hashes))


def _compiled(template: Path, data: Any, when: int) -> bytes:
    import typst

    made: bytes = typst.compile(
        str(template),
        root=str(template.parent),  # nothing else is read
        ignore_system_fonts=True,
        font_paths=[],
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2b"],
        timestamp=when,
    )
    return made


def _data(contents: Contents, hashes: Hashes) -> dict[str, Any]:
    making, at, when = contents.making, contents.checkpoint, contents.making.at
    return {
        "title": contents.name,
        "scope": _scope(contents),
        "made": {
            "at": both(when, contents.sides),
            "utc": instant_text(when),
            "date": [when.year, when.month, when.day],
            "by": making.by,
            "tool": making.tool,
            "tzdata": making.tzdata,
            "host": making.host,
        },
        "sides": [{"name": side.name, "zone": side.zone} for side in contents.sides],
        "checkpoint": {
            "origin": at.origin,
            "size": at.size,
            "root": at.root.hex(),
            "signers": [each.name for each in contents.notes[-1].signatures],
        },
        "whole": contents.whole,
        "hashes": [{"name": name, "bytes": f"{size:,}", "sha256": digest} for name, size, digest in hashes],
        "custody": [{"at": both(at, contents.sides), "who": who, "what": what} for at, who, what in contents.custody],
        "days": _days(contents),
        "statements": [_stated(one, contents) for one in contents.statements],
        "clocks": [_clock(one, contents) for one in contents.clocks],
        "pictures": [{"title": one.title, "svg": one.svg} for one in contents.pictures],
        "charters": [_charter(one) for one in contents.charters],
    }


def _scope(contents: Contents) -> str:
    selection = contents.selection
    said = f"Matter {selection.matter}" if selection.matter else "The joint record"
    since = f", from {both(selection.since, contents.sides)}" if selection.since else ""
    until = f", up to {both(selection.until, contents.sides)}" if selection.until else ""
    return f"{said}{since}{until}: {len(contents.items)} facts"


def _days(contents: Contents) -> list[dict[str, Any]]:
    """The facts under a heading for each month: a bookmark every so many pages."""
    months: dict[str, list[dict[str, Any]]] = {}
    home = contents.sides[0].zone if contents.sides else "UTC"
    for item in contents.items:
        months.setdefault(month(item.at, home), []).append(_item(item, contents))
    return [{"title": month, "items": items} for month, items in months.items()]


def _item(item: Item, contents: Contents) -> dict[str, Any]:
    names = {side.key: side.short for side in contents.sides}
    clause = f"clause {item.clause}" if item.clause else ""
    by = " of ".join(filter(None, [item.who, names.get(item.party, item.party)]))
    meta = [item.id, item.kind, item.matter, clause, by, item.origin]
    return {
        "seq": item.seq, "at": both(item.at, contents.sides), "says": item.says, "leaf": item.leaf,
        "meta": " · ".join(filter(None, meta)),
    }  # fmt: skip


def _stated(one: Stated, contents: Contents) -> dict[str, Any]:
    names = {side.key: side.short for side in contents.sides}
    states = {"confirmed": "confirmed by both", "contested": "contested, both versions", "stated": "stated by one side"}
    versions = [
        {
            "by": f"{each.who}, {names.get(each.party, each.party)}",
            "at": both(each.at, contents.sides),
            "text": each.text,
            "fact": each.fact,
        }
        for each in one.versions
    ]
    return {"title": f"{one.matter} {one.number}: {states[one.state]}", "versions": versions}


def _clock(one: Clock, contents: Contents) -> dict[str, Any]:
    said = "ended" if one.passed else "runs out"
    due = f"{said} {both(one.due, contents.sides)}" if one.due else "stands still, or waits for what it counts from"
    return {
        "title": f"{one.matter}, {one.procedure}: {one.term}",
        "due": due,
        "grounds": list(one.grounds),
        "rows": [{"days": days, "number": number, "why": why} for days, number, why in one.rows],
    }


def _charter(text: Text) -> dict[str, Any]:
    return {
        "version": text.version,
        "sha256": text.sha256,
        "clauses": [
            {"number": one.number, "depth": one.depth, "heading": one.heading, "text": one.text} for one in text.clauses
        ],
    }
