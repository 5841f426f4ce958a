"""Names replaced throughout a text: a template's placeholders become the parties' own."""

from collections.abc import Iterator

from detente.core.charter.formatting import edited, scalar
from detente.core.charter.source import List, Map, Node, Text, find, read_source
from detente.core.vocabulary.findings import Edit


def renamed(text: str, names: dict[str, str]) -> str:
    """Return the text with every entry and key that is one of `names` (or, in a longer text, contains it) replaced.

    Comments and layout stay. `names` maps the old name to the new; the longest old name is replaced first.
    """
    source = read_source(text.encode())
    assert source.root is not None, "a template of the package can be read"
    order = dict(sorted(names.items(), key=lambda pair: -len(pair[0])))
    edits = [edit for node in _texts(source.root) if (edit := _edit(node, order))]
    return edited(text, edits)


def shortened(text: str, shorts: dict[str, str]) -> str:
    """Return the text in which parties, by key, have other short names; one without a short name stays as it is."""
    source = read_source(text.encode())
    assert source.root is not None, "a template of the package can be read"
    found = [(find(source.root, ("parties", party, "short")), short) for party, short in shorts.items()]
    return edited(text, [Edit(node.start, node.end, scalar(new)) for node, new in found if isinstance(node, Text)])


def _edit(node: Text, names: dict[str, str]) -> Edit | None:
    value = node.value
    for number, old in enumerate(names):
        value = value.replace(old, f"\0{number}\0")
    for number, new in enumerate(names.values()):
        value = value.replace(f"\0{number}\0", new)
    return Edit(node.start, node.end, scalar(value)) if value != node.value else None


def _texts(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        yield node
    elif isinstance(node, List):
        for item in node.items:
            yield from _texts(item)
    elif isinstance(node, Map):
        for key, value in node.pairs:
            yield key
            yield from _texts(value)
