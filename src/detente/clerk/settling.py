"""A settlement says what was settled: terms in words, a sum, or both. Nothing can be signed that says nothing.

The engine takes an act without values, for a journal that was kept elsewhere may hold one. What a person signs here
ends a matter for good, and the text of it is all that is left of what both meant.
"""

from collections.abc import Mapping
from typing import Any

from detente.core.engine.program import Program
from detente.core.engine.questions.open_now import SETTLE
from detente.core.vocabulary.errors import Refused
from detente.core.vocabulary.facts import ActDone
from detente.core.vocabulary.money import Money


def ask(program: Program, done: ActDone) -> None:
    """Let an act pass, unless it settles and says nothing of what is settled.

    Raises:
        Refused: with what is asked for.
    """
    if program.slugs.get(done.act, done.act) == SETTLE and not says_something(done.values):
        raise Refused("a settlement without terms and without an amount says nothing. It needs terms, or an amount.")


def says_something(values: Mapping[str, Any]) -> bool:
    """Return whether a settlement states terms or an amount."""
    return any(isinstance(value, Money) or (isinstance(value, str) and value.strip()) for value in values.values())
