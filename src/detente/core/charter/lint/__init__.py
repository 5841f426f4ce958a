"""Rules that read the charter's text. Rules that read its tables stand in core/procedures/checks."""

from detente.core.charter.lint.rule import Hit, Rule, acknowledge, apply

__all__ = ["Hit", "Rule", "acknowledge", "apply"]
