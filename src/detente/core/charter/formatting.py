"""One writing: every phrase as the language writes it, the glossary of acts filled; comments and layout stay."""

from collections.abc import Iterator
from typing import Any

import msgspec

from detente.core.charter.model import Charter, Record, walk
from detente.core.charter.parse import Document
from detente.core.charter.phrases import event_name
from detente.core.charter.source import List, Map, Node, Text
from detente.core.vocabulary.findings import Edit
from detente.core.vocabulary.names import slug

_PLAIN_START = frozenset("-?:,[]{}#&*!|>'\"%@` ")


def formatted(document: Document) -> str:
    """Return the document's text in its one writing. Running it twice changes nothing more."""
    before = document.source.text
    return with_line_ends(_tidy(edited(before, [*_phrases(document), *_glossary(document)])), before)


def with_line_ends(text: str, like: str) -> str:
    """Return the text with the line ends of another: CR LF where that one has it throughout, else line feeds."""
    plain = text.replace("\r\n", "\n")
    return plain.replace("\n", "\r\n") if 0 < like.count("\n") == like.count("\r\n") else plain


def edited(text: str, edits: list[Edit]) -> str:
    """Return the text with the edits carried out; they must not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def phrase_nodes(value: Any, node: Node) -> Iterator[tuple[Any, Node]]:
    """Yield each phrase of a model value beside the node it was read from."""
    if isinstance(value, msgspec.Struct):
        yield value, node
    elif isinstance(value, Record) and isinstance(node, Map):
        fields = {field.alias or name: getattr(value, name) for name, field in type(value).model_fields.items()}
        for key, below in node.pairs:
            inside = fields[key.value] if key.value in fields else (value.model_extra or {}).get(key.value)
            yield from phrase_nodes(inside, below)
    elif isinstance(value, dict) and isinstance(node, Map):
        for inside, (_, below) in zip(value.values(), node.pairs, strict=True):
            yield from phrase_nodes(inside, below)
    elif isinstance(value, list) and isinstance(node, List):
        for inside, below in zip(value, node.items, strict=True):
            yield from phrase_nodes(inside, below)


def phrase_edits(data: Any, node: Node, text: str) -> Iterator[Edit]:
    """Yield what must change for a phrase's nodes to read as `data`."""
    if isinstance(data, str):
        if isinstance(node, List) and len(node.items) == 1 and node.flow and "#" not in text[node.start : node.end]:
            yield Edit(node.start, node.end, scalar(data))
        elif isinstance(node, List) and len(node.items) == 1:
            yield from phrase_edits(data, node.items[0], text)
        elif isinstance(node, Text) and text[node.start : node.end] != scalar(data):
            yield Edit(node.start, node.end, scalar(data))
    elif isinstance(data, list) and isinstance(node, List):
        for inside, below in zip(data, node.items, strict=True):
            yield from phrase_edits(inside, below, text)
    elif isinstance(data, dict) and isinstance(node, Map):
        for inside, (_, below) in zip(data.values(), node.pairs, strict=True):
            yield from phrase_edits(inside, below, text)


def scalar(text: str) -> str:
    """Return the text as YAML writes it: plain where that is safe inside `{ }` too, else in double quotes."""
    plain = (
        text
        and text[0] not in _PLAIN_START
        and not any(mark in text for mark in (": ", " #", "[", "]", "{", "}", ",", "\n"))
    )
    if plain and not text.endswith((":", " ")):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def missing_slugs(charter: Charter) -> dict[str, str]:
    """Return the acts that have no frozen slug yet, with the slug each would get."""
    acts: dict[str, str] = {}
    for procedure in charter.procedures.values():
        opening = procedure.opens.must or procedure.opens.may
        for act in [opening, *(step.term.act(step.name) for step in walk(procedure))]:
            if act and act not in charter.acts:
                acts[act] = slug(event_name(act))
    return dict(sorted(acts.items()))


def _phrases(document: Document) -> Iterator[Edit]:
    if document.charter is None or document.source.root is None:
        return
    for value, node in phrase_nodes(document.charter, document.source.root):
        data = value.data if hasattr(value, "data") else value.text
        yield from phrase_edits(data, node, document.source.text)


def _glossary(document: Document) -> Iterator[Edit]:
    charter, root, text = document.charter, document.source.root, document.source.text
    missing = missing_slugs(charter) if isinstance(charter, Charter) else {}
    if not missing or root is None:
        return
    node = root.get("acts")
    lines = [f"{scalar(act)}: {name}" for act, name in missing.items()]
    if not isinstance(node, Map) or not node.pairs:
        end = len(text)
        yield Edit(
            end, end, ("" if text.endswith("\n") else "\n") + "\nacts:\n" + "".join(f"  {line}\n" for line in lines)
        )
        return
    last = node.pairs[-1][1]
    indent = " " * (node.pairs[0][0].column - 1)
    joint = ",\n" if node.flow else "\n"
    yield Edit(last.end, last.end, "".join(f"{joint}{indent}{line}" for line in lines))


def _tidy(text: str) -> str:
    """No trailing spaces, line feeds alone, one of them at the end."""
    lines = [line.rstrip(" \t") for line in text.replace("\r\n", "\n").split("\n")]
    return "\n".join(lines).rstrip("\n") + "\n"
