"""Writing a journal: the state goes in, the state and the bytes of a line come out."""

from datetime import datetime

import msgspec

from detente.core.journal.canonical import fact_bytes, instant_text
from detente.core.journal.verify import LINE_MAX, Note, Tree, canonical, leaf_hash
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import DeadlinePassed, Fact
from detente.core.vocabulary.forms import check_instant


class JournalWriter(msgspec.Struct, frozen=True):
    """Where a journal stands: what the next line needs to know of those before it, and no more."""

    compartment: str
    tree: Tree = Tree()
    last: datetime | None = None

    @property
    def next_id(self) -> str:
        """The id of the next fact."""
        return f"{self.compartment}/{self.tree.size}"


class Appended(msgspec.Struct, frozen=True):
    """A line to be written, and where the journal stands after it."""

    writer: JournalWriter
    line: bytes
    leaf: bytes


def append(writer: JournalWriter, fact: Fact, *, salt: bytes, noticed: datetime | None = None) -> Appended:
    """Return the line of a fact.

    Args:
        salt: 16 random bytes, never used before.
        noticed: when a worker noticed the time that ran out; beside DeadlinePassed only, and outside the leaf.

    Raises:
        BadInput: the id is not the next one, the time runs back, the salt has another length, or the line is too long.
    """
    _check(writer, fact, salt, noticed)
    body = fact_bytes(fact)
    leaf = leaf_hash(salt, body)
    line = b'{"fact":%b,%b}\n' % (body, _beside(writer.tree.size, leaf, salt, noticed).encode())
    if len(line) > LINE_MAX:
        raise BadInput(
            f"{fact.id} has {len(line):,} bytes; a line has at most {LINE_MAX:,}. Keep the text beside it as a file."
        )
    return Appended(JournalWriter(writer.compartment, writer.tree.append(leaf), fact.at), line, leaf)


def _beside(seq: int, leaf: bytes, salt: bytes, noticed: datetime | None) -> str:
    """What stands beside a fact in its line, in canonical order: none of it needs an escape."""
    late = f'"noticed":"{instant_text(noticed)}",' if noticed else ""
    return f'"kind":"fact","leaf":"{leaf.hex()}",{late}"salt":"{salt.hex()}","seq":{seq}'


def append_checkpoint(writer: JournalWriter, note: Note) -> bytes:
    """Return the line of a checkpoint. It is no fact: the writer stays as it is.

    Raises:
        BadInput: the note does not cover exactly the facts that stand there.
    """
    if (note.checkpoint.size, note.checkpoint.root) != (writer.tree.size, writer.tree.root):
        raise BadInput(
            f"the note covers {note.checkpoint.size} entries; the journal has {writer.tree.size}, or another root."
        )
    return canonical({"kind": "checkpoint", "note": note.text}) + b"\n"


def _check(writer: JournalWriter, fact: Fact, salt: bytes, noticed: datetime | None) -> None:
    if fact.id != writer.next_id:
        raise BadInput(f"the fact's id is '{fact.id}', the next one is '{writer.next_id}'.")
    if writer.last and fact.at < writer.last:
        raise BadInput(f"'at' is {instant_text(fact.at)}, before that of the fact above, {instant_text(writer.last)}.")
    if len(salt) != 16:
        raise BadInput(f"the salt has {len(salt)} bytes, not 16.")
    if noticed:
        check_instant(noticed)
        if not isinstance(fact, DeadlinePassed) or noticed < fact.at:
            raise BadInput("'noticed' stands beside a DeadlinePassed only, and is not before its 'at'.")
