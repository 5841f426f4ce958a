"""The table of the accounts' tests."""

from tests.adapters.web.accounts.conftest import address, table

__all__ = ["address", "table"]
