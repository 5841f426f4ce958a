"""Seats: who may act, alone, together or one for all."""

from enum import StrEnum
from typing import Any

import msgspec

from detente.core.charter.phrases.names import BadPhrase, Names, unknown

_WORDS = ("either", "both", "all", "each", "opener", "other")


class SeatKind(StrEnum):
    """How a seat is found."""

    PARTY = "party"
    ROLE = "role"
    NEUTRAL = "neutral"
    WORD = "word"  # either, both, all, each, opener, other
    SENDER = "sender of"
    RECEIVER = "receiver of"
    STATED = "stated"


class Seat(msgspec.Struct, frozen=True):
    """One seat."""

    kind: SeatKind
    name: str

    @property
    def data(self) -> str:
        """The one writing."""
        if self.kind in (SeatKind.SENDER, SeatKind.RECEIVER, SeatKind.STATED):
            return f"{self.kind} {self.name}"
        return self.name


class WhoKind(StrEnum):
    """How several seats act."""

    SEAT = "seat"
    TOGETHER = "together"
    ANY = "any of"


class Who(msgspec.Struct, frozen=True):
    """Who may act: one seat, roles of several parties together, or any one of several seats."""

    kind: WhoKind
    seats: tuple[Seat, ...]
    parties: tuple[str, ...] = ()  # with TOGETHER: the party of each seat

    @property
    def data(self) -> Any:
        """The one writing."""
        if self.kind is WhoKind.SEAT:
            return self.seats[0].data
        if self.kind is WhoKind.ANY:
            return {"any of": [seat.data for seat in self.seats]}
        return {party: seat.name for party, seat in zip(self.parties, self.seats, strict=True)}

    @property
    def words(self) -> str:
        """The seats for a reader: `manager of customer and manager of provider`, `customer or mediator`."""
        if self.kind is WhoKind.TOGETHER:
            pairs = zip(self.seats, self.parties, strict=True)
            return " and ".join(f"{seat.name} of {party}" for seat, party in pairs)
        return " or ".join(seat.data for seat in self.seats)

    @property
    def names(self) -> tuple[str, ...]:
        """The seats' names, without kind."""
        return tuple(seat.name for seat in self.seats)


def parse_who(value: Any, names: Names) -> Who:
    """Return who a `who` names.

    Raises:
        BadPhrase: no seat of that name, or an empty list.
    """
    if isinstance(value, str):
        return Who(WhoKind.SEAT, (parse_seat(value, names),))
    if not isinstance(value, dict) or not value:
        raise BadPhrase(
            "A seat is expected here.",
            "Write a party, a role, 'either', or '{customer: director, provider: director}'.",
        )
    if "any of" in value:
        return _any_of(value, names)
    for party, role in value.items():
        if party not in names.parties:
            near = unknown("party", party, names.parties)
            raise near if near.cure else BadPhrase(near.says, f"The parties: {', '.join(names.parties)}.", near.code)
        if not isinstance(role, str):
            raise BadPhrase(f"'{party}' needs one role.", f"Write '{party}: director'.")
    return Who(WhoKind.TOGETHER, tuple(_role(role, names) for role in value.values()), tuple(value))


def parse_seat(text: str, names: Names) -> Seat:
    """Return the seat named by `text`.

    Raises:
        BadPhrase: no seat of that name.
    """
    text = " ".join(text.split())
    if text in _WORDS:
        return Seat(SeatKind.WORD, text)
    for kind in (SeatKind.SENDER, SeatKind.RECEIVER):
        rest = text.removeprefix(f"{kind} ")
        if rest != text:
            act = names.act(rest)
            if act is None:
                raise unknown("act", rest, names.acts)
            return Seat(kind, act)
    if text.startswith("stated "):
        value = text[7:]
        if names.values.get(value) != "seat":
            raise BadPhrase(f"'{value}' is no value of type seat.", f"Write 'values: {{{value}: seat}}'.", "LNG002")
        return Seat(SeatKind.STATED, value)
    return _declared(text, names)


def _declared(text: str, names: Names) -> Seat:
    if text in names.parties:
        return Seat(SeatKind.PARTY, text)
    if text in names.neutrals:
        return Seat(SeatKind.NEUTRAL, text)
    return _role(text, names)


def _role(text: str, names: Names) -> Seat:
    if text in names.roles or not names.complete:
        if not text:
            raise BadPhrase("A seat is expected here.", "Name a party, a role or a neutral.")
        return Seat(SeatKind.ROLE, text)
    raise unknown("party, role or neutral of this charter", text, [*names.seats(), *_WORDS])


def _any_of(value: dict[str, Any], names: Names) -> Who:
    seats = value["any of"]
    if len(value) > 1 or not isinstance(seats, list) or len(seats) < 2 or not all(isinstance(s, str) for s in seats):
        raise BadPhrase(
            "'any of' needs a list of at least two seats and stands alone.", "Write '{any of: [customer, mediator]}'."
        )
    return Who(WhoKind.ANY, tuple(parse_seat(seat, names) for seat in seats))
