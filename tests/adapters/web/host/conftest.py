"""The table of the accounts' tests."""

from tests.adapters.web.accounts.conftest import address, both, table

__all__ = ["address", "both", "table"]
