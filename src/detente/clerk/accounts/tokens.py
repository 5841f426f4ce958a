"""Tokens of links: 256 random bits that are sent once; only their hash is kept."""

import hashlib
import secrets


def fresh() -> tuple[str, str]:
    """Return a new token and its hash."""
    token = secrets.token_urlsafe(32)
    return token, digest(token)


def digest(token: str) -> str:
    """Return the hash under which a token is found again."""
    return hashlib.sha256(token.encode()).hexdigest()
