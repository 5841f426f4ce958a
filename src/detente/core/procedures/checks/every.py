"""Every rule of the tables."""

from detente.core.charter.lint import Rule

RULES: tuple[Rule, ...] = ()
