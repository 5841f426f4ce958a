"""The golden story, live, and browsers that are signed in as its people."""

from tests.adapters.web.golden_table import address, page_of, seeded, signed_in

__all__ = ["address", "page_of", "seeded", "signed_in"]
