"""What a bundle holds, as plain data: nothing here asks a clock, a disk or a table."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from detente.core.journal import Checkpoint, Key, Note


class Source(msgspec.Struct, frozen=True):
    """The joint record as it is kept, and what its reader may open of it.

    `texts` are the sealed values the reader may see, by id of the fact and name of the field. `kept` are checkpoints
    beside those in the lines: copies that a witness countersigned later. With `leaves`, those of the whole log, `lines`
    are only the entries that the reader may see; then a bundle is of one matter.
    """

    lines: tuple[bytes, ...]
    keys: tuple[Key, ...]
    texts: Mapping[tuple[str, str], str] = {}
    kept: tuple[Note, ...] = ()
    custody: tuple[tuple[datetime, str, str], ...] = ()  # when, who, what: earlier exports
    leaves: tuple[bytes, ...] = ()


class Selection(msgspec.Struct, frozen=True):
    """One matter, or without a name all of them; days count from `since` up to and without `until`."""

    matter: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Making(msgspec.Struct, frozen=True):
    """By what, when, by whom and on which machine a bundle was made."""

    tool: str
    tzdata: str
    at: datetime
    by: str
    host: str


class Side(msgspec.Struct, frozen=True):
    """A party: its key in the charter, its name, a short one, its zone."""

    key: str
    name: str
    short: str
    zone: str


class Item(msgspec.Struct, frozen=True):
    """A fact as the bundle tells it."""

    seq: int
    id: str
    kind: str
    at: datetime
    leaf: str
    matter: str
    clause: str
    who: str
    party: str
    origin: str
    says: str


class Version(msgspec.Struct, frozen=True):
    """What one side says is so."""

    fact: str
    party: str
    who: str
    at: datetime
    text: str


class Stated(msgspec.Struct, frozen=True):
    """A statement in a matter: stated by one side, confirmed by both, or contested with both versions."""

    matter: str
    number: str
    state: str
    versions: tuple[Version, ...]


class Clock(msgspec.Struct, frozen=True):
    """Why a time is that time; `rows` are stretches of days: which, their number or that they do not count, why."""

    matter: str
    procedure: str
    term: str
    due: datetime | None
    passed: bool
    grounds: tuple[str, ...]
    rows: tuple[tuple[str, str, str], ...]


class Clause(msgspec.Struct, frozen=True):
    """A clause of the charter in plain language; `depth` 0 is a section."""

    number: str
    depth: int
    heading: str
    text: str


class Text(msgspec.Struct, frozen=True):
    """A version of the charter: its number, the hash every fact bears, the signed text, and the same read out."""

    version: int
    sha256: str
    text: str
    reading: str
    clauses: tuple[Clause, ...]


class Picture(msgspec.Struct, frozen=True):
    """A drawing that looks right by itself, and what it shows in words."""

    title: str
    svg: str


class Contents(msgspec.Struct, frozen=True):
    """Everything a bundle is made of.

    `lines` are the whole joint journal, or the chosen facts' lines alone: then `proofs` leads each to the checkpoint.
    """

    name: str
    sides: tuple[Side, ...]
    selection: Selection
    lines: tuple[bytes, ...]
    proofs: bytes
    checkpoint: Checkpoint
    notes: tuple[Note, ...]
    keys: tuple[Key, ...]
    charters: tuple[Text, ...]
    items: tuple[Item, ...]
    statements: tuple[Stated, ...]
    clocks: tuple[Clock, ...]
    pictures: tuple[Picture, ...]
    making: Making
    custody: tuple[tuple[datetime, str, str], ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the whole joint journal is in it."""
        return not self.proofs
