"""The charter as a model: every section, every key, each value typed from text."""

from detente.core.charter.model.charter import Charter, Library, Part, Rules
from detente.core.charter.model.procedure import Extension, Limitation, Opens, Procedure, Term, Walk, walk
from detente.core.charter.model.record import Record, data_of

__all__ = [
    "Charter",
    "Extension",
    "Library",
    "Limitation",
    "Opens",
    "Part",
    "Procedure",
    "Record",
    "Rules",
    "Term",
    "Walk",
    "data_of",
    "walk",
]
