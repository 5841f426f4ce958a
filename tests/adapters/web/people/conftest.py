"""The table of the accounts' tests."""

from tests.adapters.web.accounts.conftest import address, server, table

__all__ = ["address", "server", "table"]
