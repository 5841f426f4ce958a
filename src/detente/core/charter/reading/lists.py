"""Lists: several values of one form, and mappings, read aloud as a sentence would say them."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from detente.core.charter.model import data_of
from detente.core.charter.reading.atoms import is_plain
from detente.core.charter.reading.forms import Atom, Form, How, Marked, Template


class Listing(Form):
    """Several values of one form, the last after `last`; none at all is the word `none`. Either all texts are quoted,
    or none of them is.

    `lone`: a single one is no list in the data.
    """

    def __init__(self, item: Form, between: str = ", ", last: str = "", *, lone: bool = False, least: int = 0) -> None:
        self.item, self.between, self.last, self.lone, self.least = item, between, last or between, lone, least

    def write(self, value: Any, how: How) -> str:
        if isinstance(self.item, Atom) and self.needs_marks(value):
            value = [Marked(data_of(item)) for item in value]
        *items, last = [self.item.write(item, how) for item in value] or ["none"]
        return self.last.join([self.between.join(items), last] if items else [last])

    def needs_marks(self, values: Any) -> bool:
        """Return whether one of several texts cannot be bare, so that none of them is."""
        texts = [str(data_of(value)) for value in values]
        return any(self.last in text or not is_plain(text) for text in texts)

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        if not self.least and text.startswith("none", at):
            yield [], at + 4
        items: list[Any] = []
        ends: list[int] = []
        while True:
            choices = list(self.item.read(text, ends[-1] + len(self.between) if items else at))
            followed = [choice for choice in choices if text.startswith((self.between, self.last), choice[1])]
            if not followed:
                break
            item, end = min(followed, key=itemgetter(1))
            items, ends = [*items, item], [*ends, end]
            if self.last != self.between and text.startswith(self.last, end):
                found = self.item.read(text, end + len(self.last))
                yield from ((self._several([*items, final]), final_end) for final, final_end in found)
                break
        if self.last == self.between:
            yield from self._by_one_mark(items, ends, choices)
        else:
            yield from ((self._several([item]), end) for item, end in self.item.read(text, at) if self.least < 2)

    def _by_one_mark(
        self, items: list[Any], ends: list[int], choices: list[tuple[Any, int]]
    ) -> Iterator[tuple[Any, int]]:
        if len(items) + 1 >= self.least:
            yield from ((self._several([*items, item]), end) for item, end in choices)
        for count in range(len(items), max(self.least, 1) - 1, -1):
            yield self._several(items[:count]), ends[count - 1]

    def _several(self, found: list[Any]) -> Any:
        return found[0] if self.lone and len(found) == 1 else found


class Pairs(Form):
    """A mapping in its written order; `words` says how a key `{k}` and its value `{v}` stand together."""

    def __init__(
        self, key: Form, value: Form, words: str = "{k} ({v})", *, between: str = ", ", last: str = " and "
    ) -> None:
        self.key, self.value, self.words = key, value, words
        self.listing = Listing(Template(words, {"k": key, "v": value}), between, last)

    def write(self, value: Any, how: How) -> str:
        keys, items = self._column("k", self.key, value), self._column("v", self.value, value.values())
        return self.listing.write([{"k": k, "v": v} for k, v in zip(keys, items, strict=True)], how)

    def _column(self, key: str, form: Form, values: Any) -> list[Any]:
        """Return keys or values, all to be quoted where one has to be."""
        last = self.listing.last if self.words.endswith(f"{{{key}}}") else "\n"
        marked = isinstance(form, Atom) and Listing(form, last=last).needs_marks(values)
        return [Marked(data_of(value)) if marked else value for value in values]

    def read(self, text: str, at: int) -> Iterator[tuple[Any, int]]:
        for pairs, end in self.listing.read(text, at):
            yield {str(pair["k"]): pair["v"] for pair in pairs}, end
