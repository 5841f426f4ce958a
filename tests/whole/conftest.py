"""What tests of the whole share."""

from tests.browser import chromium

__all__ = ["chromium"]
