"""Forms: how a value stands in a sentence, each written and read by the same declaration."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from detente.core.charter.model import data_of
from detente.core.charter.reading.atoms import atom, is_plain, named, read_atom, read_named

_PIECE = re.compile(r"(\{[^{}]+\}|\[|\])")
_NUMBER = re.compile(r" \(\d+(?:\.\d+)*\)")


class How(msgspec.Struct, frozen=True):
    """What a writer knows beside the value: where clauses stand, what the clause is called, whether to quote."""

    steps: Mapping[str, str] = {}  # term -> clause number, in the procedure being written
    sections: Mapping[str, str] = {}  # procedure -> section number
    parties: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()  # roles that each party fills with a person of its own
    there: str = ""  # whose working days receipt is counted in, where it is the recipient's
    own: str = ""  # the name of the clause being written
    rivals: tuple[str, ...] = ()  # the guarded terms whose opening keeps an `otherwise` from opening
    quoted: bool = False

    def marking(self) -> "How":
        """Return the same, with every name and text in quotation marks."""
        return msgspec.structs.replace(self, quoted=True)


class Form:
    """Writes a value, and yields the plain data a text may mean at a place, each with its end, likeliest first."""

    def write(self, value: Any, how: How) -> str:
        raise NotImplementedError

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        raise NotImplementedError


class Marked(str):
    """A text that stands in quotation marks because others of its list do."""

    __slots__ = ()


class Atom(Form):
    """A free text, bare where it is plain. `called`: the name of a seat, a counter, a result."""

    def __init__(self, *, called: bool = False) -> None:
        self.called = called

    def write(self, value: Any, how: How) -> str:
        text = str(data_of(value))
        if not how.quoted and not isinstance(value, Marked) and is_plain(text):
            return text
        return named(text) if self.called else atom(text, quoted=True)

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        return read_atom(text, at)


class Quoted(Form):
    """A free text, always in quotation marks."""

    def write(self, value: Any, how: How) -> str:  # noqa: ARG002 (every form has it)
        return atom(str(data_of(value)), quoted=True)

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        return read_named(text, at)


class Name(Form):
    """A name that is no seat: of a clause, an act, an event, something stated. Always in quotation marks."""

    def write(self, value: Any, how: How) -> str:  # noqa: ARG002 (every form has it)
        return named(str(data_of(value)))

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        return read_named(text, at)


class Verbatim(Form):
    """The value's own data, as it is: for building data, never for reading."""

    def write(self, value: Any, how: How) -> str:  # noqa: ARG002 (every form has it)
        return str(data_of(value))


class Reference(Name):
    """A name with the number of its clause in brackets, where it has one. `of`: what it may name, in this order."""

    def __init__(self, *of: str) -> None:
        self.of = of

    def write(self, value: Any, how: How) -> str:
        numbers = (getattr(how, of).get(str(data_of(value))) for of in self.of)
        number = next((number for number in numbers if number), "")
        return super().write(value, how) + (f" ({number})" if number else "")

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        for name, end in read_named(text, at):
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


class Template(Form):
    """Words with `{fields}` and `[optional parts]`, there when all their fields are; the value is a mapping.

    A field whose name begins with `_` is no data: its form writes what the writer knows.
    """

    def __init__(self, words: str, forms: Mapping[str, Form]) -> None:
        self.parts = _compile(iter([piece for piece in _PIECE.split(words) if piece]), forms)
        self.required = {part[0] for part in self.parts if isinstance(part, tuple) and part[0][0] != "_"}

    def write(self, value: Any, how: How) -> str:
        return _write(self.parts, value, how)

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        return _read(self.parts, text, at, {})


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
        elif isinstance(part, tuple) and part[0][0] != "_":
            yield part[0]


def _write(parts: list[_Part], values: Mapping[str, Any], how: How) -> str:
    found = []
    for part in parts:
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, tuple):
            found.append(part[1].write(values.get(part[0]), how))
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
            yield from _read(rest, text, end, found if part[0][0] == "_" else {**found, part[0]: data})
    else:
        for more, end in _read(part, text, at, found):
            yield from _read(rest, text, end, more)
        yield from _read(rest, text, at, found)
