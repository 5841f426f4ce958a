"""The promise that the charter shown is the charter run: every text is read back, and compared."""

from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import Any

from pydantic import ValidationError

from detente.core.charter.model import Charter, Rules, data_of
from detente.core.charter.model.declared import declared
from detente.core.charter.reading.branches import Path, Piece
from detente.core.charter.reading.clauses import KINDS, gather
from detente.core.charter.reading.layout import heading_of
from detente.core.charter.reading.page import compose_page, page_pieces, plain_page
from detente.core.charter.reading.text import compose, pieces
from detente.core.vocabulary.errors import BadCharter


def render_text(charter: Rules) -> str:
    """Return the whole charter in plain language, one paragraph a clause."""
    return compose(charter)


def render_html(charter: Rules, *, beside: Mapping[Path, str] | None = None) -> str:
    """Return the whole charter as a fragment of a page.

    Args:
        beside: safe HTML to stand beside the clause whose data are at a path, such as findings.
    """
    return compose_page(charter, beside or {})


def parse_text(text: str) -> dict[str, Any]:
    """Return the plain data of a rendered charter. Two different texts never give the same data.

    Raises:
        BadCharter: the text is not exactly what its data render to; the message names line and expected words.
    """
    return _parse(text, *pieces(text), compose)


def parse_html(html: str) -> dict[str, Any]:
    """Return the plain data of a rendered page fragment; what stands in `aside` is not looked at.

    Raises:
        BadCharter: the fragment is not exactly what its data render to.
    """
    return _parse(plain_page(html), *page_pieces(html), lambda charter: compose_page(charter, {}))


def checked_text(charter: Rules) -> str:
    """Return the charter in plain language, after reading it back: nothing is shown that would not be run.

    Raises:
        AssertionError: the text does not tell what the charter says; our own mistake, with the first place.
    """
    text = compose(charter)
    try:
        found = parse_text(text)
    except BadCharter as error:
        raise AssertionError(f"The text does not read back: {error}") from error
    place = first_difference(data_of(charter), found)
    assert place is None, f"The text differs from the charter at {'.'.join(place) or 'its start'}."
    return text


def first_difference(one: Any, other: Any, path: Path = ()) -> Path | None:
    """Return where two plain data differ first, the order of entries included, or nothing."""
    if isinstance(one, dict) and isinstance(other, dict):
        if set(one) != set(other):
            return (*path, sorted(set(one) ^ set(other))[0])
        for key, item in one.items():
            place = first_difference(item, other[key], (*path, key))
            if place is not None:
                return place
        moved = next((a for a, b in zip(one, other, strict=True) if a != b), None)
        return None if moved is None else (*path, moved)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        places = (first_difference(a, b, (*path, str(at))) for at, (a, b) in enumerate(zip(one, other, strict=True)))
        return next((place for place in places if place is not None), None)
    return None if one == other and type(one) is type(other) else path


def _parse(text: str, kind: str, found: list[Piece], render: Callable[[Rules], str]) -> dict[str, Any]:
    charter = _build(kind, gather(kind, found), found)
    rendered = render(charter)
    for number, (got, wanted) in enumerate(zip_longest(text.split("\n"), rendered.split("\n")), 1):
        if got != wanted:
            raise BadCharter(f"line {number}: '{got or ''}'. Expected: '{wanted or ''}'.")
    plain: dict[str, Any] = data_of(charter)
    return plain


def _build(kind: str, data: dict[str, Any], found: list[Piece]) -> Rules:
    model = KINDS[kind]
    try:
        return model.model_validate(data, context=declared(data, complete=model is Charter))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        path = tuple(str(step) for step in first["loc"] if step != "[key]")
        raise BadCharter(f"line {_line(path, found)}: {'.'.join(path)}: {first['msg']}") from error


def _line(path: Path, found: list[Piece]) -> int:
    """Return the line of the deepest clause on the way to a path."""
    line, below = 1, found
    for step in path:
        known = {step, heading_of(step), f"Procedure: {step}"}
        piece = next((piece for piece in below if piece.says and piece.says[0] in known), None)
        if piece:
            line, below = piece.line, piece.below
    return line
