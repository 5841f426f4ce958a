"""The facts as a table for spreadsheets: no cell begins as a formula does."""

import csv
import re
from io import StringIO

from detente.adapters.evidence.contents import Contents, Item
from detente.adapters.evidence.zones import local
from detente.core.journal import instant_text
from detente.core.journal.verify import CELLS

# What a spreadsheet takes for the beginning of something to work out, after signs that it may skip.
_FORMULA = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff]*[=+\-@|%\uff1d\uff0b\uff0d\uff20\ufe63\u2212]|[\t\r\n]")


def facts_csv(contents: Contents) -> bytes:
    """Return the table: the first five cells of a row are checked against the journal."""
    zones = list(dict.fromkeys(side.zone for side in contents.sides))
    written = StringIO(newline="")
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow([*CELLS, *(f"at {name}" for name in zones), "matter", "clause", "who", "party", "origin", "says"])
    for item in contents.items:
        rows.writerow([*_checked(item), *(safe(local(item.at, name)) for name in zones), *map(safe, _words(item))])
    return written.getvalue().encode()


def _checked(item: Item) -> list[str]:
    return [str(item.seq), item.id, item.kind, instant_text(item.at), item.leaf]


def _words(item: Item) -> list[str]:
    return [item.matter, item.clause, item.who, item.party, item.origin, item.says]


def safe(text: str) -> str:
    """Return the text as a cell that no spreadsheet works out: an apostrophe before what could begin a formula."""
    shown = text.replace("\r", " ").replace("\t", " ").replace("\0", "")
    return f"'{shown}" if _FORMULA.match(text) else shown
