"""Commands of a live installation: each a module with `arguments` and `run`, found by name by `detente`.

They stand on the top floor because they know everything below it; nothing of Django is imported before one runs.
"""

import os


def set_up() -> None:
    """Make Django ready, under the settings that DETENTE_* tell."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "detente.site.settings")
    import django
    from django.apps import apps

    import detente.site.settings  # noqa: F401  the bundled SQLite takes its place before Django looks for one

    if not apps.ready:
        django.setup()


def migrated() -> None:
    """Bring the tables up to date."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
