"""The charter's procedures, compiled to transition tables that engine, screens, pictures and checks read."""

from detente.core.procedures.compile import Compiled, compile_charter, compile_procedure
from detente.core.procedures.table import Link, On, Outcome, Row, Table

__all__ = ["Compiled", "Link", "On", "Outcome", "Row", "Table", "compile_charter", "compile_procedure"]
