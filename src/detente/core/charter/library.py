"""Procedures of the library, copied into a charter with their source and with the charter's own roles."""

from typing import Any

import msgspec

from detente.core.charter.change.diff import written
from detente.core.charter.formatting import edited, phrase_edits, phrase_nodes
from detente.core.charter.identity import charter_hash
from detente.core.charter.model import Library, Procedure
from detente.core.charter.parse import Document
from detente.core.charter.phrases import Seat, SeatKind
from detente.core.charter.source import Map, Node
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.findings import Edit

_SEATED = (SeatKind.ROLE, SeatKind.PARTY, SeatKind.NEUTRAL)


class Copied(msgspec.Struct, frozen=True):
    """Library procedures as text that can stand under `procedures:`, and the values they state."""

    names: tuple[str, ...]
    procedures: str
    values: dict[str, Any]
    results: dict[str, str]
    seats: tuple[str, ...]  # the seats the procedures use, after the role map


def copied(document: Document, role_map: dict[str, str]) -> Copied:
    """Return a library file's procedures with its seats renamed by `role_map` (library's name -> charter's name).

    Comments are kept. Each procedure begins with its source, `NAME@VERSION sha256`, and its role map.

    Raises:
        BadInput: the document is no library procedure, or a name of the role map is no seat of it.
    """
    library, root = document.charter, document.source.root
    if not isinstance(library, Library) or root is None:
        raise BadInput("The file is no library procedure: it has no 'library:' at its head, or has errors.")
    seats = seats_of(library)
    for name in role_map:
        if name not in seats:
            raise BadInput(f"'{name}' is no seat of {library.library}. Its seats: {', '.join(seats)}.")
    section = root.get("procedures")
    assert isinstance(section, Map), "a parsed library has procedures"
    blocks = [_block(document, name.value, node, role_map) for name, node in section.pairs]
    renamed = tuple(dict.fromkeys(role_map.get(seat, seat) for seat in seats))
    return Copied(tuple(library.procedures), "\n".join(blocks), dict(library.values), dict(library.results), renamed)


def inserted(document: Document, copy: Copied) -> str:
    """Return a charter's text with the copied procedures at the end of its `procedures`, and the values they state.

    Raises:
        BadInput: the charter cannot be read, or has a procedure or value of the same name that says something else.
    """
    root, text = document.source.root, document.source.text
    section = root.get("procedures") if root else None
    if document.charter is None or not isinstance(section, Map) or section.flow:
        raise BadInput("The charter has errors, or no block of 'procedures:'; see 'detente check'.")
    for name in copy.names:
        if name in document.charter.procedures:
            raise BadInput(f"The charter already has a procedure '{name}'.")
    missing = [seat for seat in copy.seats if seat not in document.names.seats()]
    if document.names.complete and missing:
        raise BadInput(
            f"The charter has no seat {', '.join(missing)}. Map each: --role '{missing[0]}=NAME', "
            f"with a party, role or neutral of the charter ({', '.join(document.names.seats())})."
        )
    end = section.end
    while end > 0 and text[end - 1] in " \n":
        end -= 1
    return edited(text, [Edit(end, end, "\n\n" + copy.procedures), *_declarations(document, copy)])


def _declarations(document: Document, copy: Copied) -> list[Edit]:
    """What the copied procedures state or name their own way, and the charter does not declare yet."""
    root, charter = document.source.root, document.charter
    assert root is not None, "checked by the caller"
    assert charter is not None, "checked by the caller"
    edits: list[Edit] = []
    for key, wanted, there in (("values", copy.values, charter.values), ("results", copy.results, charter.results)):
        new = {name: kind for name, kind in wanted.items() if name not in there}
        for name in wanted.keys() & there.keys():
            if wanted[name] != there[name]:
                raise BadInput(
                    f"{key}.{name} is {written(there[name])} in the charter and {written(wanted[name])} in the library."
                )
        if new:
            edits.append(_declaration(root, key, new))
    return edits


def _declaration(root: Map, key: str, new: dict[str, Any]) -> Edit:
    lines = [f"{name}: {written(kind)}" for name, kind in new.items()]
    node = root.get(key)
    if isinstance(node, Map) and node.pairs:
        last, indent = node.pairs[-1][1], " " * (node.pairs[0][0].column - 1)
        joint = ",\n" if node.flow else "\n"
        return Edit(last.end, last.end, "".join(f"{joint}{indent}{line}" for line in lines))
    at = root.key("procedures")
    assert at is not None, "checked by the caller"
    return Edit(at.start, at.start, f"{key}:\n" + "".join(f"  {line}\n" for line in lines) + "\n")


def seats_of(library: Library) -> list[str]:
    """Return every seat a library file asks for: its parties, roles and neutrals."""
    return [*library.parties, *library.roles, *library.neutrals]


def _block(document: Document, name: str, node: Node, role_map: dict[str, str]) -> str:
    library, text = document.charter, document.source.text
    assert isinstance(library, Library), "checked by the caller"
    assert isinstance(node, Map), "checked by the caller"
    edits = list(_renaming(library.procedures[name], node, text, role_map))
    head = [f"    source: {library.library}@{library.version} {charter_hash(library)}"]
    used = {old: new for old, new in role_map.items() if old != new}
    if used:
        head.append("    role map: {" + ", ".join(f"{old}: {new}" for old, new in used.items()) + "}")
    body = edited(text, edits)[node.start : node.end + sum(len(edit.text) - (edit.end - edit.start) for edit in edits)]
    return "\n".join([f"  {name}:", *head, "    " + body.rstrip()])


def _renaming(procedure: Procedure, node: Map, text: str, role_map: dict[str, str]) -> list[Edit]:
    edits: list[Edit] = []
    for value, below in phrase_nodes(procedure, node):
        renamed = _renamed(value, role_map)
        if renamed != value:
            edits += _whole(renamed, below) if isinstance(below, Map) else phrase_edits(renamed.data, below, text)
    return edits


def _whole(value: Any, node: Map) -> list[Edit]:
    """A mapping of parties or roles is written anew, since its keys may be renamed too."""
    return [Edit(node.start, node.end, written(value))]


def _renamed(value: Any, role_map: dict[str, str]) -> Any:
    """Return a phrase with its seats renamed, however deep they sit."""
    if isinstance(value, Seat):
        return Seat(value.kind, role_map.get(value.name, value.name)) if value.kind in _SEATED else value
    if isinstance(value, tuple):
        return tuple(role_map.get(item, item) if isinstance(item, str) else _renamed(item, role_map) for item in value)
    if isinstance(value, msgspec.Struct) and value.__struct_config__.frozen:
        fields = {
            name: getattr(value, name)
            for name in value.__struct_fields__
            if isinstance(getattr(value, name), msgspec.Struct | tuple)
        }
        return msgspec.structs.replace(value, **{name: _renamed(item, role_map) for name, item in fields.items()})
    return value
