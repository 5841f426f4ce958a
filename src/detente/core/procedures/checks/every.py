"""Every rule of the tables."""

from detente.core.charter.lint import Rule
from detente.core.procedures.checks import (
    acts,
    bypass,
    calendars,
    guards,
    ladder,
    limitation,
    meetings,
    people,
    runs,
    silence,
    suspension,
    values,
    windows,
)

RULES: tuple[Rule, ...] = (
    *ladder.RULES, *guards.RULES, *windows.RULES, *people.RULES, *bypass.RULES, *limitation.RULES, *silence.RULES,
    *values.RULES, *acts.RULES, *calendars.RULES, *suspension.RULES, *runs.RULES, *meetings.RULES,
)  # fmt: skip
