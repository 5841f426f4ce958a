"""A charter's bytes, parsed: the model where it is whole, and every finding with line and column."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, get_args, get_origin

import msgspec
from pydantic import ValidationError

from detente.core.charter.model import Charter, Library, Part, Record, Rules
from detente.core.charter.model.declared import declared, local_names
from detente.core.charter.phrases import Names
from detente.core.charter.source import Map, Source, find, plain, read_source
from detente.core.vocabulary.findings import Finding, Place, Severity, short
from detente.core.vocabulary.names import nearest

FINDINGS_MAX = 200  # of the schema and the phrases; the next reading shows the rest
PROCEDURES_MAX = 250
TERMS_MAX = 120  # in one procedure
_CHARTER_KEYS = ("name", "version", "effective", "people", "roles", "notices")


class Document(msgspec.Struct):
    """A text and what became of it. `charter` is none where the text has errors; `names` is what it declares."""

    source: Source
    kind: type[Rules]
    names: Names
    charter: Rules | None
    findings: list[Finding]

    def place(self, *path: str | int) -> Place:
        """Return where `path` stands, or the nearest thing above it."""
        return place_of(self.source, path)


def parse(data: bytes) -> Document:
    """Return the document in a charter's bytes. Nothing the bytes hold makes it raise."""
    source = read_source(data)
    if source.root is None or source.findings:
        return Document(source, Part, Names(), None, list(source.findings))
    tree = plain(source.root)
    kind = _kind(tree)
    large = list(_too_large(tree, source))
    if large:
        return Document(source, kind, Names(), None, large)
    names = declared(tree, complete=kind is Charter)
    try:
        charter = kind.model_validate(tree, context=names)
    except ValidationError as error:
        return Document(source, kind, names, None, list(_findings(error, source, kind)))
    return Document(source, kind, names, charter, [])


def place_of(source: Source, path: Sequence[str | int]) -> Place:
    """Return line and column of a path in a text; a mapping's place is its key's."""
    dotted = ".".join(str(step) for step in path)
    if source.root is None:
        return Place(1, 1, dotted)
    node = find(source.root, path)
    if isinstance(node, Map) and path:
        above = find(source.root, path[:-1])
        key = above.key(str(path[-1])) if isinstance(above, Map) else None
        node = key or node
    return Place(node.line, node.column, dotted)


def _too_large(tree: dict[str, Any], source: Source) -> Iterator[Finding]:
    """Procedures no person could keep in mind, and no check could go through in time."""
    procedures = tree.get("procedures")
    named = procedures if isinstance(procedures, dict) else {}
    if len(named) > PROCEDURES_MAX:
        says = f"The charter has {len(named):,} procedures; at most {PROCEDURES_MAX} are read."
        yield Finding(
            "SCH006", Severity.ERROR, place_of(source, ("procedures",)), says, "Divide it into charters of their own."
        )
    for name, procedure in named.items():
        size = len(local_names(procedure)[0]) if isinstance(procedure, dict) else 0
        if size > TERMS_MAX:
            says = f"'{name}' has {size:,} terms; a procedure has at most {TERMS_MAX}."
            cure = "Give its parts procedures of their own ('start' or 'runs')."
            yield Finding("SCH006", Severity.ERROR, place_of(source, ("procedures", name)), says, cure)


def _kind(tree: dict[str, Any]) -> type[Rules]:
    if "library" in tree:
        return Library
    return Charter if sum(key in tree for key in _CHARTER_KEYS) >= 2 else Part


def _findings(error: ValidationError, source: Source, kind: type[Rules]) -> Iterator[Finding]:
    for item in islice(error.errors(include_url=False, include_input=False), FINDINGS_MAX):
        path = tuple(step for step in item["loc"] if step != "[key]")
        code, says, cure = _wording(item, path, kind)
        yield Finding(code, Severity.ERROR, _place(source, path, item["type"]), short(says), short(cure))


def _place(source: Source, path: tuple[Any, ...], sort: str) -> Place:
    dotted = ".".join(map(str, path))
    if sort == "missing":
        above_it = place_of(source, path[:-1])
        return Place(above_it.line, above_it.column, dotted)
    if sort == "extra_forbidden" and source.root is not None:
        above = find(source.root, path[:-1])
        key = above.key(str(path[-1])) if isinstance(above, Map) else None
        if key:
            return Place(key.line, key.column, dotted)
    return place_of(source, path)


def _wording(item: Any, path: tuple[Any, ...], kind: type[Rules]) -> tuple[str, str, str]:
    key = str(path[-1]) if path else ""
    sort = item["type"]
    if sort == "missing":
        return "SCH001", f"'{key}' is missing here.", f"Add '{key}: ...'."
    if sort == "extra_forbidden":
        return "SCH002", f"'{key}' is no key here.", _keys_here(kind, path[:-1], key)
    if sort in ("model_type", "dict_type", "model_attributes_type"):
        return (
            "SCH003",
            "A mapping is expected here.",
            f"Write the entries of '{key}' below it, one 'key: value' a line.",
        )
    if sort == "list_type":
        return "SCH003", "A list is expected here.", f"Write '{key}: [ ... ]'."
    if sort == "too_short":
        return "SCH003", f"'{key}' is empty.", "Add at least one entry."
    context = item.get("ctx") or {}
    return sort, item["msg"], str(context.get("cure", ""))


def _keys_here(kind: type[Rules], path: tuple[Any, ...], key: str) -> str:
    record = _record_at(kind, path)
    known = [field.alias or name for name, field in record.model_fields.items()] if record else []
    near = nearest(key, known)
    if near:
        return f"Nearest: '{near}'."
    return f"Known here: {', '.join(known)}." if known else ""


def _record_at(kind: type[Record], path: Sequence[Any]) -> type[Record] | None:
    """Follow a path through the models' field types to the record whose keys stand there."""
    here: Any = kind
    for step in path:
        if isinstance(here, type) and issubclass(here, Record):
            here = {field.alias or name: field.annotation for name, field in here.model_fields.items()}.get(str(step))
        elif get_origin(here) in (dict, list):
            here = get_args(here)[-1]
        here = _without_none(here)
    return here if isinstance(here, type) and issubclass(here, Record) else None


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (dict, list):
        return annotation
    return next((part for part in get_args(annotation) if part is not type(None)), annotation)
