"""Rules that read the compiled tables, and the one function that checks a charter with all rules."""

from detente.core.procedures.checks.check import Report, check

__all__ = ["Report", "check"]
