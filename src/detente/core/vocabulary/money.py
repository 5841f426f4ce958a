"""Money: whole minor units with their currency."""

import re

import msgspec

from detente.core.vocabulary.errors import BadInput

NO_MINOR = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF", "PYG", "RWF"})
THREE_MINOR = frozenset({"BHD", "JOD", "KWD", "OMR", "TND", "IQD", "LYD"})
_AMOUNT = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,9}))?(?: ([A-Z]{3}))?")


class Money(msgspec.Struct, frozen=True, order=True):
    """An amount in minor units of its currency (cents for EUR, yen for JPY)."""

    minor: int
    currency: str

    @property
    def text(self) -> str:
        """The one way an amount is written: `5000.00 EUR`."""
        places = decimals(self.currency)
        if not places:
            return f"{self.minor} {self.currency}"
        whole, part = divmod(self.minor, 10**places)
        return f"{whole}.{part:0{places}d} {self.currency}"


def decimals(currency: str) -> int:
    """Return how many decimals the currency's minor unit has (ISO 4217)."""
    if currency in NO_MINOR:
        return 0
    return 3 if currency in THREE_MINOR else 2


def parse_money(text: str, currency: str | None = None) -> Money:
    """Return the amount written in `text`; `currency` stands in where the text names none.

    Raises:
        BadInput: not a number, a thousands separator, too many decimals, or no currency at all.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if not match:
        raise BadInput(f"'{text}' is no amount of money. Write it like 5000.00 EUR, without a thousands separator.")
    whole, part, named = match[1], match[2] or "", match[3] or currency
    if not named:
        raise BadInput(f"'{text}' names no currency. Write it like {text.strip()} EUR.")
    places = decimals(named)
    if len(part) > places:
        raise BadInput(f"'{text}' has {len(part)} decimals; {named} has {places}.")
    return Money(int(whole + part.ljust(places, "0")), named)
