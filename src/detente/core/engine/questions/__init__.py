"""Questions answered from table and state alone: open now, if nobody acts, why this time, the worst case."""

from detente.core.engine.questions.explanation import Explanation, Line, clocks, explain
from detente.core.engine.questions.open_now import Duty, Opening, OpenNow, Option, may_open, open_now, stage
from detente.core.engine.questions.people import Seated, seated
from detente.core.engine.questions.silence import Opened, Rest, Silence, SilentStep, if_nobody_acts
from detente.core.engine.questions.worst_case import WorstCase, WorstStep, worst_case

__all__ = [
    "Duty",
    "Explanation",
    "Line",
    "OpenNow",
    "Opened",
    "Opening",
    "Option",
    "Rest",
    "Seated",
    "Silence",
    "SilentStep",
    "WorstCase",
    "WorstStep",
    "clocks",
    "explain",
    "if_nobody_acts",
    "may_open",
    "open_now",
    "seated",
    "stage",
    "worst_case",
]
