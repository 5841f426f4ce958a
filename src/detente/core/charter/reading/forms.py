"""Forms: how a value stands in a sentence, each written and read by the same declaration."""

import re
from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import Any

import msgspec

from detente.core.charter.model import data_of
from detente.core.charter.reading.atoms import atom, read_atom

_PIECE = re.compile(r"(\{[^{}]+\}|\[|\])")
_NUMBER = re.compile(r" \(\d+(?:\.\d+)*\)")


class How(msgspec.Struct, frozen=True):
    """What a writer knows beside the value: where clauses stand, which events are verbs, whether to quote names."""

    steps: Mapping[str, str] = {}  # term -> clause number, in the procedure being written
    sections: Mapping[str, str] = {}  # procedure -> section number
    doings: frozenset[str] = frozenset()  # events called by their whole act, such as `accept plan`
    quoted: bool = False


class Form:
    """Writes a value, and yields the plain data a text may mean at a place, each with its end, likeliest first."""

    def write(self, value: Any, how: How) -> str:
        raise NotImplementedError

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        raise NotImplementedError


class Atom(Form):
    """A name or a free text.

    `doing`: an act; one that is a whole phrase is quoted, so that it reads as one thing.
    `short`: words that may follow it are rather read as words of the sentence than as its own.
    """

    def __init__(self, *, doing: bool = False, short: bool = False) -> None:
        self.doing, self.short = doing, short

    def write(self, value: Any, how: How) -> str:
        text = str(data_of(value))
        return atom(text, quoted=how.quoted or (self.doing and text in how.doings))

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        return reversed(list(read_atom(text, at))) if self.short else read_atom(text, at)


class Verbatim(Form):
    """The value's own data, as it is: for building data, never for reading."""

    def write(self, value: Any, how: How) -> str:  # noqa: ARG002 (every form has it)
        return str(data_of(value))


class Reference(Atom):
    """A name with the number of its clause in brackets, where it has one."""

    def write(self, value: Any, how: How) -> str:
        number = how.steps.get(value) or how.sections.get(value)
        return super().write(value, how) + (f" ({number})" if number else "")

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        for name, end in read_atom(text, at):
            number = _NUMBER.match(text, end)
            yield name, number.end() if number else end


class Pattern(Form):
    """A value of a fixed shape: `to_text` makes data readable, `to_data` turns a match back, or gives none."""

    def __init__(
        self, pattern: str, to_text: Callable[[str], str] = str, to_data: Callable[[str], str | None] = str
    ) -> None:
        self.pattern, self.to_text, self.to_data = re.compile(pattern), to_text, to_data

    def write(self, value: Any, how: How) -> str:  # noqa: ARG002 (every form has it)
        return self.to_text(str(data_of(value)))

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        match = self.pattern.match(text, at)
        data = self.to_data(match[0]) if match else None
        if match and data is not None:
            yield data, match.end()


class Listing(Form):
    """Several values of one form; none at all is the word `none`. `lone`: a single one is no list in the data."""

    def __init__(self, item: Form, between: str = ", ", *, lone: bool = False, least: int = 0) -> None:
        self.item, self.between, self.lone, self.least = item, between, lone, least

    def write(self, value: Any, how: How) -> str:
        return self.between.join(self.item.write(item, how) for item in value) or "none"

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        if not self.least and text.startswith("none", at):
            yield [], at + 4
        items: list[tuple[Any, int]] = []
        while True:
            choices = list(self.item.read(text, items[-1][1] + len(self.between) if items else at))
            followed = [choice for choice in choices if text.startswith(self.between, choice[1])]
            if not followed:
                break
            items.append(min(followed, key=itemgetter(1)))
        if len(items) + 1 >= self.least:
            yield from ((self._several([*items, choice]), choice[1]) for choice in choices)
        for count in range(len(items), max(self.least, 1) - 1, -1):
            yield self._several(items[:count]), items[count - 1][1]

    def _several(self, items: list[tuple[Any, int]]) -> Any:
        found = [item for item, _ in items]
        return found[0] if self.lone and len(found) == 1 else found


class Template(Form):
    """Words with `{fields}` and `[optional parts]`, there when all their fields are; the value is a mapping."""

    def __init__(self, words: str, forms: Mapping[str, Form]) -> None:
        self.parts = _compile(iter([piece for piece in _PIECE.split(words) if piece]), forms)
        self.required = {part[0] for part in self.parts if isinstance(part, tuple)}

    def write(self, value: Any, how: How) -> str:
        return _write(self.parts, value, how)

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        return _read(self.parts, text, at, {})


class Pairs(Form):
    """A mapping in its written order; `words` says how a key `{k}` and its value `{v}` stand together."""

    def __init__(self, key: Form, value: Form, words: str = "{k} ({v})", between: str = ", ") -> None:
        self.key, self.value = key, value
        self.listing = Listing(Template(words, {"k": key, "v": value}), between)

    def write(self, value: Any, how: How) -> str:
        return self.listing.write([{"k": k, "v": v} for k, v in value.items()], how)

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        for pairs, end in self.listing.read(text, at):
            yield {str(pair["k"]): pair["v"] for pair in pairs}, end


class Phrases(Form):
    """A table of phrases, kind -> (data, words). `split` gives a value's kind and fields; rows are read in order."""

    def __init__(
        self,
        split: Callable[[Any], tuple[str, Mapping[str, Any]]],
        rows: Mapping[str, tuple[str | Callable[[Any], Any], str]],
        forms: Mapping[str, Form],
    ) -> None:
        self.split = split
        self.rows = {kind: (_builder(data), Template(words, forms)) for kind, (data, words) in rows.items()}

    def write(self, value: Any, how: How) -> str:
        kind, fields = self.split(value)
        return self.rows[kind][1].write(fields, how)

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        for build, template in self.rows.values():
            for fields, end in template.read(text, at):
                yield build(fields), end


def whole(form: Form, text: str) -> Any:
    """Return the likeliest data of a whole text, or nothing where the form does not fit it."""
    return next((data for data, end in form.read(text, 0) if end == len(text)), None)


def _builder(data: str | Callable[[Any], Any]) -> Callable[[Any], Any]:
    if callable(data):
        return data
    template = Template(data, _Verbatims())
    return lambda fields: template.write(fields, How())


class _Verbatims(dict[str, Form]):
    def __missing__(self, key: str) -> Form:
        return Verbatim()


_Part = str | tuple[str, Form] | list[Any]


def _compile(pieces: Iterator[str], forms: Mapping[str, Form]) -> list[_Part]:
    found: list[_Part] = []
    for piece in pieces:
        if piece == "]":
            break
        if piece == "[":
            found.append(_compile(pieces, forms))
        elif piece.startswith("{"):
            key, _, form = piece[1:-1].partition(":")
            found.append((key, forms[form or key]))
        else:
            found.append(piece)
    return found


def _fields(parts: list[_Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, list):
            yield from _fields(part)
        elif isinstance(part, tuple):
            yield part[0]


def _write(parts: list[_Part], values: Mapping[str, Any], how: How) -> str:
    found = []
    for part in parts:
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, tuple):
            found.append(part[1].write(values[part[0]], how))
        elif all(key in values for key in _fields(part)):
            found.append(_write(part, values, how))
    return "".join(found)


def _read(parts: list[_Part], text: str, at: int, found: dict[str, Any]) -> Iterator[tuple[dict[str, Any], int]]:
    if not parts:
        yield found, at
        return
    part, rest = parts[0], parts[1:]
    if isinstance(part, str):
        if text.startswith(part, at):
            yield from _read(rest, text, at + len(part), found)
    elif isinstance(part, tuple):
        for data, end in part[1].read(text, at):
            yield from _read(rest, text, end, {**found, part[0]: data})
    else:
        for more, end in _read(part, text, at, found):
            yield from _read(rest, text, end, more)
        yield from _read(rest, text, at, found)
