"""Every rule of the text."""

from detente.core.charter.lint import (
    acts,
    calendars,
    holidays,
    money,
    names,
    neutrals,
    notices,
    people,
    sections,
    terms,
    values,
)
from detente.core.charter.lint.rule import Rule

RULES: tuple[Rule, ...] = (
    *terms.RULES, *names.RULES, *acts.RULES, *people.RULES, *calendars.RULES, *holidays.RULES, *notices.RULES,
    *money.RULES, *sections.RULES, *neutrals.RULES, *values.RULES,
)  # fmt: skip
