"""Every rule of the text."""

from detente.core.charter.lint.rule import Rule

RULES: tuple[Rule, ...] = ()
