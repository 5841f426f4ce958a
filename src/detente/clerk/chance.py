"""What is drawn at random: salts, sealing keys, nonces. Each says what it is for; no draw hangs on another."""

import secrets


def salt(_room: str, _seq: int) -> bytes:
    """Return the salt of an entry."""
    return secrets.token_bytes(16)


def key(_room: str, _name: str) -> bytes:
    """Return a new sealing key of a person or matter in a class of rooms."""
    return secrets.token_bytes(32)


def nonce(_fact: str, _field: str) -> bytes:
    """Return the nonce of a sealed field."""
    return secrets.token_bytes(12)
