"""Meetings: when they begin, what stands on their agenda, whether they are kept, whose minutes stand."""

from detente.core.meetings.agenda import Agenda, Entry, Thing, agenda
from detente.core.meetings.cadence import Cadence, Week, cadence
from detente.core.meetings.minutes import Minutes, minutes
from detente.core.meetings.rhythm import Rhythm, Target, rhythm, share_before, target
from detente.core.meetings.rounds import Outcome, Plan, Round, rounds

__all__ = [
    "Agenda", "Cadence", "Entry", "Minutes", "Outcome", "Plan", "Rhythm", "Round", "Target", "Thing", "Week",
    "agenda", "cadence", "minutes", "rhythm", "rounds", "share_before", "target",
]  # fmt: skip
