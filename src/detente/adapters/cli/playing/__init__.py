"""A story told: read from its files, shown as words, as data, as a page, written as a journal."""

from detente.adapters.cli.playing.told import Told, tell

__all__ = ["Told", "tell"]
