"""Layout: how records nest as clauses, taken from the model itself, so that no field can be forgotten."""

from functools import cache, partial
from typing import Any, get_args, get_origin

from detente.core.charter.model import Charter, Library, Part, Procedure, Record, Term
from detente.core.charter.model.sections import Compartment, Compartments, Notifications
from detente.core.charter.model.service import Volume, Volumes
from detente.core.charter.reading import wording_procedures, wording_sections, wording_service
from detente.core.charter.reading.atoms import atom, named
from detente.core.charter.reading.branches import Branch, Deferred, Entries, Items, Node, OneField, Path, Piece
from detente.core.charter.reading.forms import Form
from detente.core.charter.reading.lists import Pairs
from detente.core.charter.reading.phrases import FORMS, NAME
from detente.core.charter.reading.sentences import Table
from detente.core.charter.reading.times import SPAN
from detente.core.charter.reading.values import KIND_OF_VALUE, bare_type, form_of, holds_records
from detente.core.vocabulary.errors import BadCharter

FORMS["columns"] = Pairs(NAME, SPAN, "{v} on the {k} track")
FORMS["kind"] = KIND_OF_VALUE
_SENTENCES = {**wording_sections.SENTENCES, **wording_service.SENTENCES, **wording_procedures.SENTENCES}
_FLAT = {Procedure: "terms", Term: "meanwhile"}  # their entries stand directly below, without a heading of their own
# Likewise, under names of the charter's own.
_EXTRA: dict[type[Record], type[Record]] = {Compartments: Compartment, Volumes: Volume}
_LEADS = {
    "meanwhile": "While this is open:",
    "anytime": "Each of these is open in every state of this procedure:",
}
# Fields told even where they are left at their default: who signs should know.
_ALWAYS: dict[type[Record], tuple[str, ...]] = {Charter: ("months",), Notifications: ("same words to both sides",)}
# Fields told in a clause of their own though they hold no records.
_APART: dict[type[Record], tuple[str, ...]] = {
    Procedure: ("source", "role map", "calendar", "times", "always"),
    Charter: ("dates", "values", "results", "acts"),
    Library: ("roles", "neutrals", "dates", "values", "results", "acts"),
    Part: ("dates", "values", "results", "acts"),
}


def heading_of(key: str) -> str:
    """Return the heading of a part whose key is `key`."""
    return wording_sections.HEADINGS.get(key) or key[0].upper() + key[1:]


class Section(Branch):
    """A record: its plain fields in sentences, the others in clauses below, its own named entries last."""

    def __init__(self, model: type[Record]) -> None:
        self.model, self.flat = model, _FLAT.get(model, "")
        self.fields = {field.alias or name: (name, field) for name, field in model.model_fields.items()}
        self.entry: Branch | None = _record(_EXTRA[model]) if model in _EXTRA else None
        self.parts: dict[str, Branch] = {}
        self.forms: dict[str, Form] = {}
        for key, (_, field) in self.fields.items():
            self._place(key, field.annotation)
        self.keys = {heading_of(key): key for key in self.parts}
        kept = tuple(row for row in _SENTENCES.get(model, ()) if not row.keys & self.parts.keys())
        self.table = Table(kept, self.forms)

    def _place(self, key: str, annotation: Any) -> None:
        if key == self.flat:
            self.entry = _branch(get_args(bare_type(annotation))[1], "")
        elif holds_records(annotation):
            self.parts[key] = _branch(annotation, _LEADS.get(key, ""))
        elif key in _APART.get(self.model, ()):
            rows = tuple(row for row in _SENTENCES[self.model] if key in row.keys)
            empty: Any = {} if get_origin(bare_type(annotation)) is dict else []
            self.parts[key] = OneField(key, Table(rows, {key: form_of(annotation)}), empty)
        else:
            self.forms[key] = form_of(annotation)

    def present(self, record: Record) -> dict[str, Any]:
        """Return the fields that are written, by key: those required or always told, and those not at their default."""
        found, always = {}, _ALWAYS.get(self.model, ())
        for key, (name, field) in self.fields.items():
            value = getattr(record, name)
            if field.is_required() or key in always or (value is not None and value != field.default):
                found[key] = value
        return found

    def grow(self, value: Record, path: Path, heading: str) -> Node:
        present = self.present(value)
        told = {key: item for key, item in present.items() if key in self.forms or key == "meanwhile"}
        below = [self.parts[k].grow(present[k], (*path, k), heading_of(k)) for k in self.parts if k in present]
        entries = present.get(self.flat) or value.model_extra or {}
        steps = (*path, self.flat) if self.flat else path
        if self.entry:
            names = {key: named(key) if key in self.keys else atom(key) for key in entries}
            below += [self.entry.grow(item, (*steps, key), names[key]) for key, item in entries.items()]
        return Node(path, heading, self.table, told, _LEADS.get(self.flat, "") if entries else "", below)

    def gather(self, piece: Piece, says: list[str]) -> Any:
        lead = _LEADS.get(self.flat, "") if piece.below else ""
        found = self.table.read(piece.without(says, lead), piece.line)
        entries: dict[str, Any] = {}
        for below in piece.below:
            key = self.keys.get(below.says[0] if below.says else "")
            if key:
                found[key] = self.parts[key].gather(below, below.says[1:])
            elif self.entry:
                entries[below.name()] = self.entry.gather(below, below.says[1:])
            else:
                raise BadCharter(f"line {below.line}: '{below.name()}' is no part here. Known: {', '.join(self.keys)}.")
        return {**found, **({self.flat: entries} if self.flat and entries else entries)}


@cache
def section(model: type[Record]) -> Section:
    """Return the layout of a record."""
    return Section(model)


def _record(model: type[Record]) -> Branch:
    return Deferred(partial(section, model))


def _branch(annotation: Any, lead: str) -> Branch:
    kind = bare_type(annotation)
    if get_origin(kind) is dict:
        return Entries(_branch(get_args(kind)[1], ""), lead)
    if get_origin(kind) is list:
        return Items(_branch(get_args(kind)[0], ""))
    return _record(kind)
