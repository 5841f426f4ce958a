"""The four families of errors. A message says what is the case, which rule, and what would be right."""


class DetenteError(Exception):
    """Anything Detente refuses, with a message a reader can act on."""


class BadCharter(DetenteError):
    """A charter's text says something the language does not know."""


class BadInput(DetenteError):
    """A value handed in cannot be used: a calendar that ends too early, a span without a unit."""


class Refused(DetenteError):
    """An act is not open to this seat at this time."""


class BrokenJournal(DetenteError):
    """A journal does not prove what it claims to prove."""
