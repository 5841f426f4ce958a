"""Sentences: the table in which a section's fields are told, and read back."""

import re
from collections.abc import Mapping, Set
from difflib import get_close_matches
from typing import Any

import msgspec

from detente.core.charter.model import data_of
from detente.core.charter.reading.atoms import sentences, stopped
from detente.core.charter.reading.forms import Form, How, Template, whole
from detente.core.charter.reading.lists import Pairs
from detente.core.charter.reading.phrases import FORMS
from detente.core.vocabulary.errors import BadCharter

NESTED_MAX = 24  # times inside times: as deep as a charter may nest
_FIELD = re.compile(r"\{([^_{}][^{}]*)\}")


class Sentence(msgspec.Struct, frozen=True):
    """One row of a table.

    `words` names the fields it tells; `shapes` are the shapes of a section it is used for (none: all);
    `gives` are the fields whose value the words themselves are; `each` is the mapping told one entry a sentence.
    """

    words: str
    shapes: tuple[str, ...] = ()
    gives: Mapping[str, Any] = {}
    each: str = ""

    @property
    def keys(self) -> set[str]:
        """The fields it tells, those of optional parts too."""
        named = {key.partition(":")[0] for key in _FIELD.findall(self.words)}
        return {self.each} if self.each else named | set(self.gives)


def say(words: str, *shapes: str) -> Sentence:
    """Return a sentence that tells the fields it names."""
    return Sentence(words, shapes)


def means(key: str, value: Any, words: str) -> Sentence:
    """Return the sentence that stands for one value of one field."""
    return Sentence(words, gives={key: value})


def each(key: str, words: str) -> Sentence:
    """Return the sentence that tells one entry, `{k}` and `{v}`, of a mapping."""
    return Sentence(words, each=key)


class _Row:
    def __init__(self, sentence: Sentence, forms: Mapping[str, Form]) -> None:
        self.sentence = sentence
        pairs = forms.get(sentence.each)
        entry = {"k": pairs.key, "v": pairs.value} if isinstance(pairs, Pairs) else {}
        self.template = Template(sentence.words, {**forms, **entry})
        self.keys = {sentence.each} if sentence.each else self.template.required | set(sentence.gives)

    def fits(self, values: Mapping[str, Any], shapes: Set[str]) -> bool:
        sentence = self.sentence
        if not self.keys <= values.keys() or (sentence.shapes and not shapes & set(sentence.shapes)):
            return False
        return all(data_of(values[key]) == value for key, value in sentence.gives.items())

    def told(self, values: Mapping[str, Any]) -> set[str]:
        return self.keys if self.sentence.each else self.sentence.keys & values.keys()

    def read(self, text: str) -> dict[str, Any] | None:
        found = whole(self.template, text)
        if found is None:
            return None
        if self.sentence.each:
            return {self.sentence.each: {found["k"]: found["v"]}}
        return {**found, **self.sentence.gives}


class Table:
    """The sentences of one kind of section. A field no sentence tells is told as `label: value`."""

    def __init__(self, sentences: tuple[Sentence, ...], forms: Mapping[str, Form]) -> None:
        known = {**FORMS, **forms}
        labels = [Sentence(f"{key}: {{{key}}}") for key in forms]
        self.rows = [_Row(sentence, known) for sentence in (*sentences, *labels)]

    def write(self, values: Mapping[str, Any], shapes: Set[str], how: How) -> list[str]:
        """Return the sentences that tell all of `values`, each ending in a full stop."""
        left, found = dict(values), []
        for row in self.rows:
            if left and row.fits(left, shapes):
                told = {key: left.pop(key) for key in row.told(left)}
                found += self._tell(row, told, how)
        assert not left, f"No sentence tells {', '.join(left)}."
        return found

    def _tell(self, row: _Row, told: Mapping[str, Any], how: How) -> list[str]:
        if not row.sentence.each:
            return [self._exact(row, told, data_of(dict(told)), how)]
        key = row.sentence.each
        return [self._exact(row, {"k": k, "v": v}, {key: data_of({k: v})}, how) for k, v in told[key].items()]

    def _exact(self, row: _Row, told: Mapping[str, Any], data: Any, how: How) -> str:
        """Return the sentence, with its names quoted where it could otherwise be read in another way."""
        for way in (how, how.marking()):
            text = row.template.write(told, way)
            if self._read(text) == data and _ends_alone(text):
                return stopped(f"{text[0].upper()}{text[1:]}")
        raise AssertionError(f"'{text}' does not read back as {data}.")

    def _read(self, text: str) -> dict[str, Any] | None:
        return next((found for row in self.rows if (found := row.read(text)) is not None), None)

    def read(self, texts: list[str], line: int) -> dict[str, Any]:
        """Return the data told by sentences (without their full stops).

        Raises:
            BadCharter: one is no sentence of this table; the message names the line and the nearest one.
        """
        found: dict[str, Any] = {}
        for text in texts:
            told = self._read(text[:1].lower() + text[1:]) if text.count(" of (") <= NESTED_MAX else None
            if told is None:
                raise BadCharter(f"line {line}: '{text}' is no sentence here. {self._nearest(text)}")
            for key, value in told.items():
                found[key] = {**found[key], **value} if isinstance(found.get(key), dict) else value
        return found

    def _nearest(self, text: str) -> str:
        known = [row.sentence.words for row in self.rows]
        near = get_close_matches(text, known, n=1, cutoff=0.0)
        return f"Expected one like '{near[0]}.'" if near else ""


def _ends_alone(text: str) -> bool:
    """Return whether a sentence is told apart from the next: a bare name may end like a quoted text, as `.’` does."""
    return sentences(f"{stopped(text)} Next.")[0] == text
