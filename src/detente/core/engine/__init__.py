"""One engine: it runs a matter, replays it, explains it. It knows tables, and no procedure by name."""

from detente.core.engine.clocks import Expiry, next_expiry, next_missed, run_out, with_rounds
from detente.core.engine.program import Program, program_of
from detente.core.engine.refusal import Because, Refusal
from detente.core.engine.state import Happened, Open, Run, State
from detente.core.engine.step import Programs, Stepped, advance, begin, step

__all__ = [
    "Because", "Expiry", "Happened", "Open", "Program", "Programs", "Refusal", "Run", "State", "Stepped",
    "advance", "begin", "next_expiry", "next_missed", "program_of", "run_out", "step", "with_rounds",
]  # fmt: skip
