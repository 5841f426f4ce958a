"""What facts are made of: the types of their fields, the stamp every fact bears, the charter it stands under."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from detente.core.vocabulary.forms import WHOLE_MAX, Checked, Form
from detente.core.vocabulary.money import Money

Name = Annotated[str, msgspec.Meta(min_length=1)]
Names = Annotated[tuple[Name, ...], Form.SET]
Days = Annotated[tuple[date, ...], Form.SET]
FactId = Annotated[str, Form.FACT]
Matter = Annotated[str, Form.MATTER]
Person = Annotated[str, Form.PERSON]
Slug = Annotated[str, Form.SLUG]
Statement = Annotated[str, Form.STATEMENT]
RecordNumber = Annotated[str, Form.RECORD]
Hash = Annotated[str, Form.HASH]
Whole = Annotated[int, msgspec.Meta(ge=-WHOLE_MAX, le=WHOLE_MAX)]
Count = Annotated[int, msgspec.Meta(ge=0, le=WHOLE_MAX)]
Amount = Annotated[Money, Form.MONEY]
Version = Annotated[int, msgspec.Meta(ge=1, le=WHOLE_MAX)]


class File(Checked, frozen=True, gc=False, forbid_unknown_fields=True):
    """A thing kept beside the journal, named by its hash."""

    sha256: Hash
    bytes: Count
    media: Name


if TYPE_CHECKING:
    Value = str | int | Money | File | tuple[str, ...]
else:  # what a value looks like in a journal; ActDone makes Money and File of the objects
    Value = str | Whole | tuple[str, ...] | dict[str, str | Whole]


class CharterVersion(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """The charter a fact stands under: the hash of its signed canonical text, and its number."""

    sha256: str
    version: Version


class Box(Checked, frozen=True, gc=False, forbid_unknown_fields=True):
    """What is sealed: box and nonce in base64, and the name of the key: a person or a matter."""

    box: Name
    key: Annotated[str, Form.KEY]
    nonce: Annotated[str, msgspec.Meta(min_length=16, max_length=16)]


class Sealed(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A text only the holder of a key can read (core/journal: seal, unseal)."""

    sealed: Box


class PartyNamed(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A party, by the charter's word for it (`key`) and by its own name."""

    key: Name
    name: Name


class Signature(Checked, frozen=True, gc=False, forbid_unknown_fields=True):
    """Who signed, for which party, in which role, when."""

    party: Name
    person: Person
    role: Name
    at: datetime


class Acknowledged(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A warning both sides signed with."""

    code: Name
    place: str


def _one() -> Literal[1]:
    # A factory, not a default: a default would be left out of the journal.
    return 1


class Stamped(
    Checked, frozen=True, gc=False, kw_only=True, tag_field="kind", forbid_unknown_fields=True, omit_defaults=True
):
    """What every fact bears."""

    id: Name  # compartment and number; who reads or writes a journal knows which one it must be
    at: datetime  # the clerk's stamp; it never runs back
    version: Literal[1] = msgspec.field(default_factory=_one)


class UnderCharter(Stamped, frozen=True, gc=False, kw_only=True):
    """A fact that stands under a version of the charter: every one but the first."""

    charter: Annotated[CharterVersion, Form.CHARTER]


def seq_of(fact_id: str) -> int:
    """Return the number that a fact's id holds, that of its entry: `joint/17` gives 17."""
    return int(fact_id.rpartition("/")[2])
