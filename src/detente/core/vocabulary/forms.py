"""How ids, hashes, sets and instants are written in facts, and the check of it."""

import re
import types
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache, lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.money import Money

WHOLE_MAX = 2**53 - 1  # beyond it, programs in other languages round
LENGTH_MAX = 200  # characters of an id


class Form(Enum):
    """A way of writing: its pattern and an example of it. A set is sorted and has no member twice."""

    FACT = (r"(?:joint|neutral|pulse|operations|(?:own|caucus) [^/\x00-\x1f]+)/(?:0|[1-9][0-9]*)", "joint/17")
    MATTER = (r"[A-Za-z]+-[0-9]+", "M-014")
    PERSON = (r"p-(?:0|[1-9][0-9]*)", "p-1")
    SLUG = (r"[^\W_]+(?:-[^\W_]+)*", "serve-concern")
    STATEMENT = (r"F[1-9][0-9]*", "F1")
    CURRENCY = (r"[A-Z]{3}", "EUR")
    HASH = (r"[0-9a-f]{64}", "64 hexadecimal digits in lower case")
    KEY = (r"p-(?:0|[1-9][0-9]*)|[A-Za-z]+-[0-9]+", "p-1 or M-014")
    CHARTER = ("", "{sha256: 64 hexadecimal digits, version: 3}")
    MONEY = ("", "{currency: EUR, minor: 500000}")
    SET = ("", "[customer, provider]: sorted by code units, no member twice")


def _written(form: Form) -> Callable[[str], None]:
    pattern, example = form.value
    matches = re.compile(pattern).fullmatch

    @lru_cache(maxsize=16_384)  # the same matters and persons come again and again
    def check(text: str) -> None:
        if not isinstance(text, str) or len(text) > LENGTH_MAX or matches(text) is None:
            raise BadInput(f"{text!r:.80} is no {form.name.lower()}. It is written like {example}.")

    return check


# Raise BadInput unless a text is written in that form.
CHECKS = {form: _written(form) for form in Form if form.value[0]}
check_matter, check_person = CHECKS[Form.MATTER], CHECKS[Form.PERSON]
check_slug, check_hash = CHECKS[Form.SLUG], CHECKS[Form.HASH]
check_currency = CHECKS[Form.CURRENCY]


def check_set(members: tuple[Any, ...]) -> None:
    """Raise BadInput unless the members stand in the order of their UTF-16 code units, each once."""
    if len(members) > 1:
        keys = [(each.isoformat() if isinstance(each, date) else each).encode("utf-16-be") for each in members]
        if any(left >= right for left, right in pairwise(keys)):
            raise BadInput(f"{', '.join(map(str, members))} is no set as it is written: sorted, no member twice.")


def check_instant(instant: datetime) -> None:
    """Raise BadInput unless the instant is in UTC."""
    if instant.tzinfo is not UTC:
        raise BadInput(f"{instant.isoformat()} is not in UTC. Facts hold instants in UTC; offsets are for the screen.")


def check_money(amount: Money) -> None:
    """Raise BadInput unless the currency has three letters and the amount fits a journal."""
    check_currency(amount.currency)
    if type(amount.minor) is not int or not -WHOLE_MAX <= amount.minor <= WHOLE_MAX:
        raise BadInput(
            f"{amount.minor} {amount.currency} is no whole number up to 2^53 - 1; other programs would round it."
        )


def check_charter(charter: Any) -> None:
    """Raise BadInput unless the charter's hash is one."""
    check_hash(charter.sha256)


_NOT_TEXT: dict[Form, Callable[[Any], None]] = {
    Form.SET: check_set,
    Form.MONEY: check_money,
    Form.CHARTER: check_charter,
}


@cache
def checks_of(kind: type[Any]) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[Callable[[Any], None], ...]]:
    """Return what takes out of a struct the values to be checked, and the check of each, from its annotations."""
    found = []
    for field in msgspec.structs.fields(kind):
        union = get_origin(field.type) in (Union, types.UnionType)
        for part in get_args(field.type) if union else (field.type,):
            found += [(field.name, test) for test in _checks(part)]
    names, tests = [name for name, _ in found], tuple(test for _, test in found)
    one = attrgetter(*names)
    return (one if len(names) > 1 else lambda struct: (one(struct),)), tests


def _checks(part: Any) -> list[Callable[[Any], None]]:
    if part is datetime:
        return [check_instant]
    forms = [each for each in get_args(part)[1:] if isinstance(each, Form)] if get_origin(part) is Annotated else []
    return [_NOT_TEXT.get(form) or CHECKS[form] for form in forms]


class Checked(msgspec.Struct, frozen=True):
    """A struct whose fields are written as their annotations say, also when it is read from a journal."""

    def __post_init__(self) -> None:
        values_of, tests = checks_of(type(self))
        for value, test in zip(values_of(self), tests, strict=True):
            if value is not None:
                test(value)
