"""Commands of a live installation: each a module with `arguments` and `run`, found by name by `detente`.

They stand on the top floor because they know everything below it; nothing of Django is imported before one runs.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from detente.core.vocabulary.errors import BadInput
from detente.site.environment import told


def set_up() -> None:
    """Make Django ready, under the settings that DETENTE_* tell."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "detente.site.settings")
    import django
    from django.apps import apps

    import detente.site.settings  # noqa: F401  the bundled SQLite takes its place before Django looks for one

    if not apps.ready:
        django.setup()


def there_is_none() -> str:
    """Return where no installation is, in a sentence; empty where its database is, or may be, on a server."""
    address = told("DATABASE")
    if address.startswith("postgres"):
        return ""
    where = Path(told("DATA", "detente-data")).expanduser().resolve()
    file = Path(unquote(urlsplit(address).path)) if address else where / "detente.sqlite3"
    if file.is_file():
        return ""
    return f"there is no installation at {file}. DETENTE_DATA says where it is; 'detente init --live' makes one."


def set_up_there() -> None:
    """Make Django ready for an installation that is there; nothing is made where there is none.

    Raises:
        BadInput: there is no database yet, or it has no tables.
    """
    from django.apps import apps

    if not apps.ready and (says := there_is_none()):
        raise BadInput(says)
    set_up()
    from django.db import Error, connection

    try:
        tables = connection.introspection.table_names()
    except Error as error:
        raise BadInput(f"the database does not answer: {str(error).splitlines()[0]}.") from error
    if "store_relationship" not in tables:
        raise BadInput("the database has no tables yet. 'detente init --live' makes them.")


def relationship_named(named: str | None) -> str:
    """Return the key of a relationship that is here; without a name, of the only one.

    Raises:
        BadInput: there is none, none of that name, or several and none was named.
    """
    from detente.store.read.accounts import relationships

    known = relationships()
    if not known:
        raise BadInput("there is no relationship here yet. 'detente init --live' makes one.")
    key = named or (known[0] if len(known) == 1 else "")
    if key not in known:
        raise BadInput(f"--relationship names none of those there are: {', '.join(known)}.")
    return key


def migrated() -> None:
    """Bring the tables up to date."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
