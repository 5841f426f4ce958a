"""The clerk: the only one who writes. Adapters ask it to file facts; it stamps, steps, appends, sets clocks, queues."""

from detente.clerk.acts import (
    accept_minutes,
    add_agenda_item,
    close_agenda_item,
    confirm_statement,
    contest_statement,
    do_act,
    give_agreement,
    make_statement,
    note_cause,
    note_leave,
    offer_agreement,
    open_matter,
    report_goal,
    send_message,
    write_minutes,
    write_note,
)
from detente.clerk.beginning import begin
from detente.clerk.record import Recorded, filing, record
from detente.clerk.time import now

__all__ = [
    "Recorded", "accept_minutes", "add_agenda_item", "begin", "close_agenda_item", "confirm_statement",
    "contest_statement", "do_act", "filing", "give_agreement", "make_statement", "note_cause", "note_leave", "now",
    "offer_agreement", "open_matter", "record", "report_goal", "send_message", "write_minutes", "write_note",
]  # fmt: skip
