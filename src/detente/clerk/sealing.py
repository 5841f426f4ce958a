"""Sealing what people write: a key for each person and matter, drawn at random when it is first needed."""

from detente.clerk import chance
from detente.core.journal import seal
from detente.core.vocabulary.facts import Sealed
from detente.store import lines, write


class Keys:
    """The sealing keys of a room, read when they are asked for."""

    def __init__(self, relationship: str, room_class: str) -> None:
        self._relationship, self._room_class = relationship, room_class
        self._known: dict[str, bytes] = {}

    def seal(self, text: str, fact: str, field: str, key: str) -> Sealed:
        """Return a text in its box, under the key of a person or matter."""
        return seal(text, fact_id=fact, field=field, key_name=key, key=self._key(key), nonce=chance.nonce(fact, field))

    def _key(self, name: str) -> bytes:
        if name not in self._known:
            self._known[name] = lines.key(self._relationship, self._room_class, name) or self._new(name)
        return self._known[name]

    def _new(self, name: str) -> bytes:
        key = chance.key(self._room_class, name)
        write.save_key(self._relationship, self._room_class, name, key)
        return key
