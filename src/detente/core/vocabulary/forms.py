"""How ids, hashes, sets and instants are written in facts, and the check of it."""

import re
import types
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from detente.core.vocabulary.errors import BadInput


class Form(Enum):
    """A way of writing: its pattern and an example of it. A set is sorted and has no member twice."""

    FACT = (r"(?:joint|neutral|pulse|operations|(?:own|caucus) [^/\x00-\x1f]+)/(?:0|[1-9][0-9]*)", "joint/17")
    MATTER = (r"[A-Za-z]+-[0-9]+", "M-014")
    PERSON = (r"p-(?:0|[1-9][0-9]*)", "p-1")
    SLUG = (r"[^\W_]+(?:-[^\W_]+)*", "serve-concern")
    STATEMENT = (r"F[1-9][0-9]*", "F1")
    HASH = (r"[0-9a-f]{64}", "64 hexadecimal digits in lower case")
    KEY = (r"p-(?:0|[1-9][0-9]*)|[A-Za-z]+-[0-9]+", "p-1 or M-014")
    SET = ("", "[customer, provider]: sorted by code units, no member twice")


_PATTERNS = {form: re.compile(form.value[0]).fullmatch for form in Form}


@lru_cache(maxsize=8192)  # the same few matters and persons come again and again
def check(form: Form, text: str) -> None:
    """Raise BadInput unless `text` is written in that form."""
    if _PATTERNS[form](text) is None:
        raise BadInput(f"'{text[:80]}' is no {form.name.lower()}. It is written like {form.value[1]}.")


def check_set(members: tuple[Any, ...]) -> None:
    """Raise BadInput unless the members stand in the order of their UTF-16 code units, each once."""
    if len(members) > 1:
        keys = [(each.isoformat() if isinstance(each, date) else each).encode("utf-16-be") for each in members]
        if any(left >= right for left, right in zip(keys, keys[1:], strict=False)):
            raise BadInput(f"{', '.join(map(str, members))} is no set as it is written: sorted, no member twice.")


def check_instant(instant: datetime) -> None:
    """Raise BadInput unless the instant is in UTC."""
    if instant.tzinfo is not UTC:
        raise BadInput(f"{instant.isoformat()} is not in UTC. Facts hold instants in UTC; offsets are for the screen.")


@lru_cache(maxsize=None)
def checks_of(kind: type[Any]) -> tuple[tuple[str, Callable[[Any], None]], ...]:
    """Return the checks of a struct, field by field, from its annotations."""
    found = []
    for field in msgspec.structs.fields(kind):
        union = get_origin(field.type) in (Union, types.UnionType)
        for part in get_args(field.type) if union else (field.type,):
            found += [(field.name, test) for test in _checks(part)]
    return tuple(found)


def _checks(part: Any) -> list[Callable[[Any], None]]:
    if part is datetime:
        return [check_instant]
    forms = [each for each in get_args(part)[1:] if isinstance(each, Form)] if get_origin(part) is Annotated else []
    return [check_set if form is Form.SET else _check_of(form) for form in forms]


def _check_of(form: Form) -> Callable[[Any], None]:
    return lambda text: check(form, text)


class Checked(msgspec.Struct, frozen=True):
    """A struct whose fields are written as their annotations say, also when it is read from a journal."""

    def __post_init__(self) -> None:
        for name, test in checks_of(type(self)):
            value = getattr(self, name)
            if value is not None:
                test(value)
