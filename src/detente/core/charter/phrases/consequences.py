"""Consequences: what follows an act, or silence."""

from enum import StrEnum
from typing import Any

import msgspec

from detente.core.charter.phrases.names import RESULTS, BadPhrase, Names, unknown
from detente.core.charter.phrases.seats import Seat, parse_seat
from detente.core.charter.phrases.slips import NOTHING


class Verb(StrEnum):
    """What a consequence does; the value is its first words, `open` has none."""

    OPEN = "open"
    CLOSE = "close"
    END = "end"
    AS_IF = "as if"
    START = "start"
    STOP = "stop"
    RAISE = "raise"
    NOTHING = "nothing"
    STAYS_OVERDUE = "stays overdue"
    PAUSE = "pause"
    HOLD = "hold"
    RESUME = "resume"
    SUSPEND = "suspend"
    RELEASE = "release"
    COUNT = "count"
    RESET = "reset"
    CHOOSE = "choose"
    JOIN = "join"
    BIND = "bind"
    MAKE_FINAL = "make final"
    OVERRIDE = "override"
    WAIVE = "waive"
    RESTART_LIMITATION = "restart limitation"
    TELL = "tell"
    RECORD = "record"
    AMEND_CHARTER = "amend charter"


BARE = (Verb.NOTHING, Verb.STAYS_OVERDUE, Verb.JOIN, Verb.RESTART_LIMITATION, Verb.AMEND_CHARTER)


class Do(msgspec.Struct, frozen=True):
    """One consequence. `name` is the term, result, act, procedure, counter ... meant; `seat` with tell and waive."""

    verb: Verb
    name: str = ""
    rights: tuple[str, ...] = ()
    seat: Seat | None = None

    @property
    def data(self) -> str:
        """The one writing."""
        if self.verb is Verb.OPEN:
            return self.name
        if self.verb in BARE:
            return str(self.verb)
        if self.verb is Verb.TELL and self.seat:
            return f"tell {self.seat.data}"
        if self.verb is Verb.WAIVE and self.seat:
            return f"waive {' and '.join(self.rights)} by {self.seat.data}"
        return f"{self.verb} {self.name}"


class Consequences(msgspec.Struct, frozen=True):
    """What follows, in order."""

    items: tuple[Do, ...]

    @property
    def data(self) -> Any:
        """The one writing."""
        return self.items[0].data if len(self.items) == 1 else [do.data for do in self.items]


def parse_consequences(value: Any, names: Names) -> Consequences:
    """Return what follows.

    Raises:
        BadPhrase: a text that is neither a term nor a consequence, or a name nobody declared.
    """
    items = value if isinstance(value, list) else [value]
    if not items:
        raise BadPhrase("A consequence is expected here.", "Write 'nothing' where nothing follows.")
    return Consequences(tuple(_do(item, names) for item in items))


def _do(value: Any, names: Names) -> Do:
    if not isinstance(value, str) or not value.strip():
        raise BadPhrase("A consequence is expected here.", "Write a term's name, 'end RESULT' or 'nothing'.")
    text = " ".join(value.split())
    if text in names.terms:
        return Do(Verb.OPEN, text)
    if text in BARE:
        return Do(Verb(text))
    for verb in Verb:
        if text.startswith(f"{verb} ") and verb is not Verb.OPEN and verb not in BARE:
            found: Do = _READERS[verb](verb, text[len(verb) + 1 :], names)
            return found
    if text.lower() in NOTHING:
        raise BadPhrase(f"'{text}' is no term and no consequence.", "Write 'nothing' where nothing follows.", "LNG002")
    known = [*names.terms, *BARE, *(f"end {result}" for result in RESULTS), *(f"start {p}" for p in names.procedures)]
    raise unknown("term and no consequence", text, known)


def _choice(what: str, field: str) -> Any:
    def read(verb: Verb, rest: str, names: Names) -> Do:
        known = getattr(names, field)
        if rest not in known:
            raise unknown(what, rest, known)
        return Do(verb, rest)

    return read


def _end(verb: Verb, rest: str, names: Names) -> Do:
    if names.result(rest) is None:
        raise unknown("result", rest, [*RESULTS, *names.results])
    return Do(verb, rest)


def _act(verb: Verb, rest: str, names: Names) -> Do:
    act = names.act(rest)
    if act is None:
        raise unknown("act", rest, [*names.acts, *names.acts.values()])
    return Do(verb, names.acts[act])


def _decision(verb: Verb, rest: str, names: Names) -> Do:
    act = names.act(rest)
    if act is None:
        raise unknown("decision (an act of this charter)", rest, names.acts)
    return Do(verb, act)


def _term_or_procedure(verb: Verb, rest: str, names: Names) -> Do:
    if rest not in names.terms and rest not in names.procedures:
        raise unknown("term or procedure", rest, [*names.terms, *names.procedures])
    return Do(verb, rest)


def _scope(verb: Verb, rest: str, names: Names) -> Do:
    if names.values.get(rest) != "workstreams":
        raise BadPhrase(
            f"'{rest}' is no value of type workstreams.", f"Write 'values: {{{rest}: workstreams}}'.", "LNG002"
        )
    return Do(verb, rest)


def _waive(verb: Verb, rest: str, names: Names) -> Do:
    rights, separator, seat = rest.rpartition(" by ")
    if not separator:
        raise BadPhrase(
            f"'waive {rest}' does not say whose right is lost.", f"Write 'waive {rest} by opener' or 'by both'."
        )
    named = (rights,) if names.act(rights) or rights in names.all_terms else tuple(rights.split(" and "))
    return Do(verb, rights=named, seat=parse_seat(seat, names))


def _tell(verb: Verb, rest: str, names: Names) -> Do:
    return Do(verb, seat=parse_seat(rest, names))


def _free(verb: Verb, rest: str, _names: Names) -> Do:
    return Do(verb, rest)


_READERS: dict[Verb, Any] = {
    Verb.CLOSE: _choice("term of this procedure", "terms"),
    Verb.END: _end,
    Verb.AS_IF: _act,
    Verb.START: _choice("procedure", "procedures"),
    Verb.STOP: _choice("procedure", "procedures"),
    Verb.RAISE: _choice("procedure", "procedures"),
    Verb.PAUSE: _term_or_procedure,
    Verb.HOLD: _term_or_procedure,
    Verb.RESUME: _term_or_procedure,
    Verb.SUSPEND: _scope,
    Verb.RELEASE: _scope,
    Verb.COUNT: _choice("counter", "counters"),
    Verb.RESET: _choice("counter", "counters"),
    Verb.CHOOSE: _choice("track", "tracks"),
    Verb.BIND: _decision,
    Verb.MAKE_FINAL: _decision,
    Verb.OVERRIDE: _decision,
    Verb.WAIVE: _waive,
    Verb.TELL: _tell,
    Verb.RECORD: _free,
}
