"""What a notice states, under the questions that the form asked: the same words as on pages."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext_lazy as _

from detente.adapters.mail.times import day
from detente.core.engine import Program
from detente.core.vocabulary.money import Money

QUESTIONS = {
    "facts": _("What happened, with date and number?"),
    "impact": _("What does it affect?"),
    "remedy wanted": _("What do you ask for, and by when?"),
    "what happened": _("What happened, with date and number?"),
    "what it affects": _("What does it affect?"),
    "what is needed": _("What would you need to carry on?"),
    "what is asked for": _("What do you ask for, and by when?"),
    "cause": _("On which day did it happen?"),
}


def stated(program: Program, act: Any) -> Iterator[tuple[str, str]]:
    """Yield what an act states, each under its question, in the order of the form; then whatever else it bears."""
    asked = next((row.states for index in program.index.values() for row in _rows(index, act.act, program)), ())
    for name in (*(one for one in asked if one in act.values), *(one for one in act.values if one not in asked)):
        question = QUESTIONS.get(name)
        yield str(question) if question else f"{name[:1].upper()}{name[1:]}:", _written(program, name, act.values[name])


def _rows(index: Any, slug: str, program: Program) -> Iterator[Any]:
    event = program.slugs.get(slug, slug)
    if index.opens.slug == slug:
        yield index.opens
    yield from index.acts.get(event, ())


def _written(program: Program, name: str, value: Any) -> str:
    if isinstance(value, Money):
        return value.text
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if program.names.values.get(name) == "date":
        with suppress(ValueError, TypeError):
            return day(dt.date.fromisoformat(value))
    return str(value)
