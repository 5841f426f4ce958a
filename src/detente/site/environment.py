"""What the machine tells the site: environment variables DETENTE_*, and the secret in the data directory."""

import os
import secrets
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from detente.core.vocabulary.errors import BadInput


def told(name: str, default: str = "") -> str:
    """Return the value of `DETENTE_<name>`, or the default where it is not set."""
    return os.environ.get(f"DETENTE_{name}", default).strip()


def said(name: str) -> bool:
    """Return whether `DETENTE_<name>` is 1, true, yes or on."""
    return told(name).lower() in {"1", "true", "yes", "on"}


def data_directory() -> Path:
    """Return the directory of everything the site keeps, made readable for its owner alone."""
    place = Path(told("DATA", "detente-data")).expanduser().resolve()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def secret_key(place: Path) -> str:
    """Return the site's secret: DETENTE_SECRET_KEY, else a file of its own, made at the first start."""
    if given := told("SECRET_KEY"):
        if len(given) < 32:
            raise BadInput(f"DETENTE_SECRET_KEY has {len(given)} characters. Write at least 32, or leave it unset.")
        return given
    file = place / "secret-key"
    if not file.exists():
        _write_once(file, secrets.token_urlsafe(48))
    return file.read_text(encoding="ascii").strip()


def _write_once(file: Path, text: str) -> None:
    """Write the whole text under another name and link it, so that two starts at once agree on one secret."""
    mine = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(text + "\n")
    try:
        os.link(mine, file)
    except FileExistsError:
        pass
    finally:
        mine.unlink()


def database(place: Path) -> dict[str, Any]:
    """Return Django's description of the database: SQLite in the data directory, or what DETENTE_DATABASE names."""
    address = told("DATABASE")
    if not address:
        return _sqlite(str(place / "detente.sqlite3"))
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path) or ":memory:")
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(address)
    raise BadInput(f"DETENTE_DATABASE begins with '{parts.scheme}:'. Write postgresql://... or sqlite:///path.")


def _sqlite(name: str) -> dict[str, Any]:
    pragmas = (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "wal_autocheckpoint=4000",
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "cached_statements": 1_000,  # once its cache is full, the driver parses each new statement every time
            "init_command": ";".join(f"PRAGMA {pragma}" for pragma in pragmas),
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "detente",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(options.pop("port", "") or parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def file_headers(to: MutableMapping[str, str], path: str, url: str) -> None:
    """Add to a file's answer what keeps a browser from guessing its type."""
    del path, url
    to["X-Content-Type-Options"] = "nosniff"
    to["Cross-Origin-Resource-Policy"] = "same-origin"
