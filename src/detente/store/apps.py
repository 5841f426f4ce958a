"""The store as a Django application."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables of journals, of what is computed from them, and of accounts."""

    name = "detente.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
