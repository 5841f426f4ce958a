"""The charter in plain language: rendered from the data the engine runs, and read back without loss."""

from detente.core.charter.reading.check import (
    checked_text,
    first_difference,
    parse_html,
    parse_text,
    render_html,
    render_text,
)
from detente.core.charter.reading.clauses import Clause, clauses
from detente.core.charter.reading.page import clause_html
from detente.core.charter.reading.placing import Text, placed, places

__all__ = [
    "Clause",
    "Text",
    "checked_text",
    "clause_html",
    "clauses",
    "first_difference",
    "parse_html",
    "parse_text",
    "placed",
    "places",
    "render_html",
    "render_text",
]
