"""The demo's relationship, and browsers signed in as its people."""

from tests.adapters.web.demo_table import address, demo, django_queries, page_of, signed_in

__all__ = ["address", "demo", "django_queries", "page_of", "signed_in"]
