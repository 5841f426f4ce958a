"""Questions answered from table and state alone: open now, if nobody acts, why this time, the worst case."""

from detente.core.engine.questions.explanation import Explanation, Line, clocks, explain
from detente.core.engine.questions.left import day_length_minutes, minutes_left
from detente.core.engine.questions.open_now import Duty, Opening, OpenNow, Option, may_open, open_now, stage
from detente.core.engine.questions.people import Seated, seated
from detente.core.engine.questions.rungs import Rung, rungs
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
    "Rung",
    "Seated",
    "Silence",
    "SilentStep",
    "WorstCase",
    "WorstStep",
    "clocks",
    "day_length_minutes",
    "explain",
    "if_nobody_acts",
    "may_open",
    "minutes_left",
    "open_now",
    "rungs",
    "seated",
    "stage",
    "worst_case",
]
