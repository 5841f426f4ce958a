"""How ids, hashes, sets, money and instants are written in facts, and the check of it."""

import re
import types
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.money import Money

WHOLE_MAX = 2**53 - 1  # beyond it, programs in other languages round
LENGTH_MAX = 200  # characters of an id
SEEN_MAX = 16_384


class Form(Enum):
    """A way of writing: the pattern of a text with an example of it, or a name for what is no text."""

    MATTER = (r"[A-Za-z]+-[0-9]+", "M-014")
    PERSON = (r"p-(?:0|[1-9][0-9]*)", "p-1")
    FACT = (r"(?:joint|neutral|pulse|operations|(?:own|caucus) [^/\x00-\x1f]+)/(?:0|[1-9][0-9]*)", "joint/17")
    SLUG = (r"[^\W_]+(?:-[^\W_]+)*", "serve-concern")
    STATEMENT = (r"F[1-9][0-9]*", "F1")
    RECORD = (r"[SNIO][1-9][0-9]*", "S1, N1, I1 or O1")
    KEY = (r"p-(?:0|[1-9][0-9]*)|[A-Za-z]+-[0-9]+", "p-1 or M-014")
    HASH = (r"[0-9a-f]{64}", "64 hexadecimal digits in lower case")
    CURRENCY = (r"[A-Z]{3}", "EUR")
    CHARTER = ("", "charter")
    INSTANT = ("", "instant")
    MONEY = ("", "money")
    SET = ("", "set")


class Writing:
    """The check of a text, and the texts that passed it: the same matters and persons come again and again."""

    def __init__(self, form: Form) -> None:
        self._name, (pattern, self._example) = form.name.lower(), form.value
        self._matches = re.compile(pattern).fullmatch
        self.seen: set[Any] = {None}  # None: an absent field needs no check

    def check(self, text: Any) -> None:
        """Raise BadInput unless the text is written so."""
        if not isinstance(text, str) or len(text) > LENGTH_MAX or self._matches(text) is None:
            raise BadInput(f"{text!r:.80} is no {self._name}. It is written like {self._example}.")
        if len(self.seen) > SEEN_MAX:
            self.seen = {None}
        self.seen.add(text)


WRITINGS = {form: Writing(form) for form in Form if form.value[0]}


def check_charter(charter: Any) -> None:
    """Raise BadInput unless the charter's hash is one."""
    if charter.sha256 not in WRITINGS[Form.HASH].seen:
        WRITINGS[Form.HASH].check(charter.sha256)


def check_instant(instant: datetime) -> None:
    """Raise BadInput unless the instant is in UTC."""
    if instant.tzinfo is not UTC:
        raise BadInput(f"{instant.isoformat()} is not in UTC. Facts hold instants in UTC; offsets are for the screen.")


def check_money(amount: Money) -> None:
    """Raise BadInput unless the currency has three letters and the amount fits a journal."""
    if amount.currency not in WRITINGS[Form.CURRENCY].seen:
        WRITINGS[Form.CURRENCY].check(amount.currency)
    if type(amount.minor) is not int or not -WHOLE_MAX <= amount.minor <= WHOLE_MAX:
        raise BadInput(
            f"{amount.minor} {amount.currency} is no whole number up to 2^53 - 1; other programs would round it."
        )


def check_set(members: tuple[Any, ...]) -> None:
    """Raise BadInput unless the members stand in the order of their UTF-16 code units, each once."""
    if len(members) > 1:
        keys = [(each.isoformat() if isinstance(each, date) else each).encode("utf-16-be") for each in members]
        if any(left >= right for left, right in pairwise(keys)):
            raise BadInput(f"{', '.join(map(str, members))} is no set as it is written: sorted, no member twice.")


CHECKS: dict[Form, Callable[[Any], None]] = {
    Form.CHARTER: check_charter,
    Form.INSTANT: check_instant,
    Form.MONEY: check_money,
    Form.SET: check_set,
}


class Checked(msgspec.Struct, frozen=True, gc=False):
    """A struct whose fields are written as their annotations say, also when it is read from a journal."""

    def __post_init__(self) -> None:
        texts, others = checks_of(type(self))
        for name, writing in texts:
            text = getattr(self, name)
            if text not in writing.seen:
                writing.check(text)
        for name, check in others:
            value = getattr(self, name)
            if value is not None:
                check(value)


@cache
def checks_of(kind: type[Any]) -> tuple[list[tuple[str, Writing]], list[tuple[str, Callable[[Any], None]]]]:
    """Return the fields of a struct whose writing is checked, from its annotations: texts, and what is no text."""
    forms = [(field.name, form) for field in msgspec.structs.fields(kind) for form in _forms(field.type)]
    texts = [(name, WRITINGS[form]) for name, form in forms if form in WRITINGS]
    return texts, [(name, CHECKS[form]) for name, form in forms if form in CHECKS]


def _forms(annotation: Any) -> list[Form]:
    union = get_origin(annotation) in (Union, types.UnionType)
    return [form for part in (get_args(annotation) if union else (annotation,)) if (form := _form(part))]


def _form(part: Any) -> Form | None:
    if part is datetime:
        return Form.INSTANT
    named = get_args(part)[1:] if get_origin(part) is Annotated else ()
    return next((each for each in named if isinstance(each, Form)), None)
