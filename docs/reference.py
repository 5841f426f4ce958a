"""Writes the reference part of docs/CHARTER.md from the model, so that the two cannot differ. Run by `make docs`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import WithJsonSchema

from detente.core.charter.model import Charter, Library, Part, Record, procedure, record, sections, service
from detente.core.charter.model import charter as charter_module
from detente.core.charter.phrases import Verb
from detente.core.charter.phrases.names import RESULTS

PAGE = Path(__file__).with_name("CHARTER.md")
BEGIN, END = "<!-- reference: begins, written by docs/reference.py -->", "<!-- reference: ends -->"
WORDS = {
    "Words": "text", "Name": "name", "Whole": "whole number", "YesNo": "yes or no", "One": "1",
    "Day": "date", "Moment": "instant", "Hour": "time of day", "Zone": "time zone",
    "Amount": "money", "Length": "length of time", "Clock": "time phrase", "When": "time phrase",
    "PartyName": "party",
    "ProcedureName": "procedure", "CalendarName": "calendar", "DeputyEntry": "person, or person and authority",
    "Share": "share", "ShareOf": "share of something", "Target": "target", "Band": "band", "Points": "points",
    "Who_": "who", "Seat_": "seat", "Happening": "event", "If": "conditions", "Then": "consequences",
    "ValueKind": "type of value", "ResultName": "result",
}  # fmt: skip


def reference() -> str:
    """Return the reference as Markdown."""
    parts = [BEGIN, ""]
    for heading, kinds in (
        ("A whole charter", [Charter]),
        ("A procedure of the library", [Library]),
        ("A part of a charter", [Part]),
    ):
        parts += [f"### {heading}", ""]
        for kind in kinds:
            parts += [*_record(kind), ""]
    parts += ["### What the keys hold", ""]
    for kind in _inner():
        parts += [f"#### {_title(kind)}", "", *_record(kind), ""]
    parts += ["### Results", "", ", ".join(f"`{result}`" for result in RESULTS) + ".", ""]
    parts += [
        "### Consequences",
        "",
        ", ".join(f"`{verb}`" for verb in Verb if verb is not Verb.OPEN) + ", or the name of a term, which opens it.",
        "",
    ]
    return "\n".join([*parts, END])


def _record(kind: type[Record]) -> Iterator[str]:
    yield (kind.__doc__ or "").strip().splitlines()[0]
    yield ""
    yield "| key | holds | needed |"
    yield "|---|---|---|"
    for name, field in kind.model_fields.items():
        needed = "yes" if field.is_required() else ""
        yield f"| `{field.alias or name}` | {_holds(field.annotation, field.metadata)} | {needed} |"


def _holds(annotation: Any, metadata: list[Any]) -> str:
    named = _named(metadata)
    if named:
        return named
    if get_origin(annotation) is list:
        return f"list of: {_holds(get_args(annotation)[0], [])}"
    if get_origin(annotation) is dict:
        key, value = get_args(annotation)
        return f"{_holds(key, [])} to {_holds(value, [])}"
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return f"[{_title(annotation)}](#{_title(annotation).replace(' ', '-')})"
    inner = [part for part in get_args(annotation) if part is not type(None)]
    if getattr(annotation, "__metadata__", None):
        return _named(list(annotation.__metadata__)) or _holds(inner[0], [])
    return " or ".join(dict.fromkeys(_holds(part, []) for part in inner)) or getattr(
        annotation, "__name__", str(annotation)
    )


def _named(metadata: list[Any]) -> str:
    for item in metadata:
        if isinstance(item, WithJsonSchema):
            if id(item) in NAMES:
                return NAMES[id(item)]
            choices = (item.json_schema or {}).get("enum")
            return " or ".join(f"`{choice}`" for choice in choices) if choices else ""
    return ""


def _inner() -> list[type[Record]]:
    kinds = [*vars(sections).values(), *vars(service).values(), *vars(procedure).values()]
    found = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Record) and kind is not Record]
    return sorted(set(found), key=_title)


def _title(kind: type[Record]) -> str:
    name = kind.__name__
    return "".join(
        f" {letter.lower()}" if letter.isupper() and at else letter.lower() for at, letter in enumerate(name)
    )


NAMES = {
    id(get_args(alias)[-1]): WORDS[name]
    for module in (record, sections, service, procedure, charter_module)
    for name, alias in vars(module).items()
    if name in WORDS and get_args(alias)
}


def written(page: str) -> str:
    """Return the page with its reference part as the model has it."""
    before, _, rest = page.partition(BEGIN)
    return before + reference() + rest.partition(END)[2]


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        sys.exit(text != written(text))
    PAGE.write_text(written(text), encoding="utf-8")
