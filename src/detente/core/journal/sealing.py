"""Personal fields, sealed under keys that can be destroyed; key and nonce are handed in.

The key of a name, mail or address is that of the person; of free text, that of the matter. Once a key is destroyed the
box stays as it is: leaf, tree and every proof hold, and nobody can read the value.
"""

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from detente.core.journal.verify import Broken, canonical, read_canonical
from detente.core.vocabulary.errors import BadInput, BrokenJournal
from detente.core.vocabulary.facts import Box, Sealed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305


def seal(text: str, *, fact_id: str, field: str, key_name: str, key: bytes, nonce: bytes) -> Sealed:
    """Return the text in a box that opens in this field of this fact alone.

    Args:
        key_name: the person (`p-1`) or the matter (`M-014`) whose key it is.
        key: 32 bytes.
        nonce: 12 random bytes, never used before with this key.

    Raises:
        BadInput: key or nonce has another length, or the text has no canonical writing.
    """
    try:
        plain = canonical(text)
    except Broken as broken:
        raise BadInput(f"{fact_id}, {field}: {broken.reason}") from None
    if len(nonce) != 12:
        raise BadInput(f"the nonce has {len(nonce)} bytes, not 12.")
    box = _cipher(key).encrypt(nonce, plain, canonical([fact_id, field]))
    return Sealed(Box(b64encode(box).decode(), key_name, b64encode(nonce).decode()))


def unseal(sealed: Sealed, *, fact_id: str, field: str, key: bytes) -> str:
    """Return the text of a box.

    Raises:
        BrokenJournal: the key is another one, or the box was made for another fact or field.
    """
    from cryptography.exceptions import InvalidTag

    try:
        box, nonce = b64decode(sealed.sealed.box, validate=True), b64decode(sealed.sealed.nonce, validate=True)
        text = read_canonical(_cipher(key).decrypt(nonce, box, canonical([fact_id, field])))
    except (InvalidTag, Broken, ValueError):
        reason = "another key, or a box made for another fact or field"
        raise BrokenJournal(
            f"{fact_id}, {field}: the key of '{sealed.sealed.key}' does not open the box: {reason}."
        ) from None
    return str(text)


def _cipher(key: bytes) -> "ChaCha20Poly1305":
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if len(key) != 32:
        raise BadInput(f"the key has {len(key)} bytes, not 32.")
    return ChaCha20Poly1305(key)
