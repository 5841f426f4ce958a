"""The charter: the agreement as data. Reading its text, checking it, writing it, comparing it."""
