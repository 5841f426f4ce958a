"""Texts proposed to one's own side as the next version of the charter: notes about the version they follow.

They stand in the side's own room. Nothing joint tells of them until somebody who may sign offers the text.
"""

from collections import defaultdict
from collections.abc import Sequence

from django.db import connection

from detente.core.vocabulary.facts import NoteWritten
from detente.store import lines
from detente.store.reach import reaching
from detente.store.read.journal import Texts
from detente.store.read.viewer import Viewer


def proposals(viewers: Sequence[Viewer]) -> dict[str, NoteWritten]:
    """Return by relationship what was proposed last to the viewer's own side to follow the newest version.

    One query for each class of rooms that the viewers read, however many relationships there are.
    """
    sides: dict[str, list[Viewer]] = defaultdict(list)
    for viewer in viewers:
        if viewer.is_party:
            sides[viewer.class_of(viewer.own_room)].append(viewer)
    found: dict[str, NoteWritten] = {}
    for room_class, those in sides.items():
        notes = _notes(room_class, [one.relationship for one in those])
        for viewer in those:
            newest = viewer.ruled.versions[max(viewer.ruled.versions)]
            last = [one for one in notes.get(viewer.relationship, ()) if one.about in newest.facts]
            if last:
                found[viewer.relationship] = last[-1]
    return found


def proposed_text(viewer: Viewer, number: str) -> str | None:
    """Return the text of a note of the own side that proposes a version; nothing where there is none of that number."""
    note = proposals([viewer]).get(viewer.relationship)
    if note is None or note.note != number:
        return None
    return Texts(viewer, viewer.own_room, names=[note.text.sealed.key]).of(note)


def _notes(room_class: str, keys: Sequence[str]) -> dict[str, list[NoteWritten]]:
    marks = ", ".join(["%s"] * len(keys))
    sql = (
        f"SELECT relationship, seq, line FROM store_{room_class}_entry "  # noqa: S608
        f"WHERE relationship IN ({marks}) AND matter = '' AND kind = %s ORDER BY relationship, seq"
    )
    with reaching(room_class), connection.cursor() as cursor:
        cursor.execute(sql, [*keys, NoteWritten.__name__])
        rows = cursor.fetchall()
    found: dict[str, list[NoteWritten]] = defaultdict(list)
    for key, seq, line in rows:
        found[key] += lines.facts([(seq, line)])
    return found
