"""The clerk: the only one who writes. Adapters ask it to file facts; it stamps, steps, appends, sets clocks, queues."""

from detente.clerk.acts import (
    accept_minutes,
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
from detente.clerk.checkpoints import add_witness, bundle_signer, sign_checkpoint, take_countersigned
from detente.clerk.desk import Recorded
from detente.clerk.meetings import add_agenda_item, close_agenda_item, is_shared
from detente.clerk.record import filing, record
from detente.clerk.signing import offer_version, sign_in_force, sign_version
from detente.clerk.taking_back import take_back
from detente.clerk.time import now

__all__ = [
    "Recorded", "accept_minutes", "add_agenda_item", "add_witness", "begin", "bundle_signer", "close_agenda_item",
    "confirm_statement", "contest_statement", "do_act", "filing", "give_agreement", "is_shared", "make_statement",
    "note_cause", "note_leave", "now", "offer_agreement", "offer_version", "open_matter", "record", "report_goal",
    "send_message", "sign_checkpoint", "sign_in_force", "sign_version", "take_back", "take_countersigned",
    "write_minutes", "write_note",
]  # fmt: skip
