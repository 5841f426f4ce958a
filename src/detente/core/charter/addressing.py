"""Addresses for notices put into a charter's text; a placeholder that has no address of one's own is taken out."""

from detente.core.charter.formatting import edited, scalar
from detente.core.charter.source import Map, Text, find, read_source
from detente.core.vocabulary.findings import Edit


def addressed(text: str, mails: dict[str, str]) -> str:
    """Return the text in which notices go to these addresses, by seat; a seat that is not named has none any more."""
    root = read_source(text.encode()).root
    seats = find(root, ("notices", "addresses")) if root is not None else None
    if not isinstance(seats, Map):
        return text
    edits = []
    for seat, entry in seats.pairs:
        key = entry.key("e-mail") if isinstance(entry, Map) else None
        mail = entry.get("e-mail") if isinstance(entry, Map) else None
        if key is None or not isinstance(mail, Text):
            continue
        if seat.value in mails:
            edits.append(Edit(mail.start, mail.end, scalar(mails[seat.value])))
        else:
            edits.append(Edit(text.rindex(",", 0, key.start), mail.end, ""))
    return edited(text, edits)
