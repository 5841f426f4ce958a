"""SQLite: which library the site uses, and which ones it refuses to share between processes."""

import importlib
import sys

WHOLE = (3, 51, 3)  # the first release in which two processes cannot damage a write-ahead log between them


def use_bundled() -> str:
    """Put the bundled SQLite in the place of the interpreter's own; return the version now in use.

    Must run before anything of Django is imported. Without the bundled one the interpreter's own stays.
    """
    if "django.db.backends.sqlite3.base" not in sys.modules:
        try:
            bundled = importlib.import_module("pysqlite3")
        except ModuleNotFoundError:
            return version()
        sys.modules["sqlite3"] = bundled
        sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")
    return version()


def version() -> str:
    """Return the version of the SQLite library in use, such as `3.53.4`."""
    return str(importlib.import_module("sqlite3").sqlite_version)


def refusal(found: str, processes: int) -> str:
    """Return why that SQLite may not serve so many processes; an empty string if it may.

    Source: SQLite's release notes to 3.51.3: two processes that restart a write-ahead log at once could damage it.
    """
    if processes <= 1 or tuple(map(int, found.split("."))) >= WHOLE:
        return ""
    return (
        f"SQLite {found} can damage its file when {processes} processes share it; "
        f"{'.'.join(map(str, WHOLE))} and later cannot. Open now: one process, install pysqlite3, or use PostgreSQL."
    )
