"""A relationship as it is simulated, loaded from tables as far as a step needs it: one implementation of filing.

Families are read when they are asked for; what is due comes from the tables. What was filed is handed to
`record.write_filed`.
"""

import heapq
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from detente.clerk.kept import Kept, Known, Origin
from detente.clerk.sealing import Keys
from detente.core.engine import State, next_missed
from detente.core.engine.corrections import Struck, corrected
from detente.core.engine.replay import fold_again
from detente.core.engine.snapshot import load
from detente.core.journal import Tree
from detente.core.simulation.letters import Post
from detente.core.simulation.relationship import Filed, Relationship
from detente.core.vocabulary.effects import Effect
from detente.core.vocabulary.facts import (
    CalendarChanged,
    DeadlinePassed,
    FactCorrected,
    MatterOpened,
    NoticeBounced,
    NoticeReceived,
    NoticeSent,
)
from detente.core.vocabulary.stamps import seq_of
from detente.store import due, lines, statements
from detente.store.instants import from_us, to_us
from detente.store.read.ruled import Ruled
from detente.store.rooms import JOINT

_FAR = 1 << 62  # after every instant


class Families(dict[str, State]):
    """Families by matter; one that is not there yet is read from its table."""

    def __init__(self, relationship: str, loaded: Callable[[str], None], known: dict[str, Known] | None = None) -> None:
        super().__init__()
        self._relationship, self._loaded = relationship, loaded
        self.origins: dict[str, Origin] = {}
        self.known = known if known is not None else {}  # as they stand in the table

    def __missing__(self, matter: str) -> State:
        if matter in self.known:
            self._enter(matter)
        elif not self.load("matter = %s", [matter]):
            raise KeyError(matter)
        return self[matter]

    def __contains__(self, matter: object) -> bool:
        return super().__contains__(matter) or self.get(str(matter)) is not None

    def get(self, matter: str, default: Any = None) -> Any:
        """Return a family, or the default where there is none of that name."""
        try:
            return self[matter]
        except KeyError:
            return default

    def load(self, where: str, values: Iterable[Any]) -> list[str]:
        """Read families that are not here yet; their matters are returned in the order of opening."""
        sql = (
            "SELECT matter, version, result, due_us, state, procedure, opener, raised_by, opened_us, opened_seq "  # noqa: S608
            f"FROM store_family WHERE relationship = %s AND {where} ORDER BY opened_seq"
        )
        rows = statements.found(sql, [self._relationship, *values])
        new = [row for row in rows if not super(Families, self).__contains__(row[0])]
        for matter, version, result, due_us, state, *origin in new:
            if matter not in self.known:
                self.known[matter] = Known(Origin(*origin), (version, result, due_us), load(bytes(state)))
            self._enter(matter)
        return [row[0] for row in new]

    def _enter(self, matter: str) -> None:
        self.origins[matter], _, self[matter] = self.known[matter]
        self._loaded(matter)


class Live(Relationship):
    """A relationship whose past lies in tables."""

    def __init__(self, ruled: Ruled, *, size: int, last: datetime | None, keys: Keys, kept: Kept | None = None) -> None:
        self.ruled, self.last, self.kept = ruled, last, kept or Kept(Tree())
        charters, newest = ruled.charters, max(ruled.first)
        self.post = Post(ruled.first[newest], charters[newest], keys.seal)
        super().__init__(ruled.first, self.post.arrival, charters=charters, letter=self.post.letter)
        self.programs = dict(ruled.programs)
        self.loaded = Families(ruled.relationship, self._schedule, self.kept.families)
        self.families = self.loaded
        self.now = last
        self._serial = size
        self.dropped: list[tuple[str, str]] = []
        self.agendas: list[tuple[datetime, str]] = []  # that are due to be shared: when, of which series
        self.host = ""  # who keeps the record, where the relationship begins now
        self.as_of: dict[str, tuple[State, int]] = {}  # families after the last fact that concerned them, and which
        self._everything = False  # the fact at hand concerns every family that is loaded
        self._folded: tuple[Effect, ...] | None = None  # effects of the past, once a correction needs them
        self._past = False

    # ---- what is due

    def take_due(self, until: datetime, *, most: int | None = None) -> datetime:
        """Load what is due by then, at most `most` clocks and those due with the last; return up to when it goes."""
        relationship, until_us = self.ruled.relationship, to_us(until)
        if until_us < self.kept.quiet_until_us:
            return until
        rows = due.within(relationship, until_us, most=most)
        if not rows:
            self.kept.quiet_until_us = due.next_within(relationship, until_us) or _FAR
            return until
        self.kept.quiet_until_us = 0
        reached = from_us(rows[-1][2]) if most is not None and len(rows) >= most else until
        matters = [key for kind, key, _ in rows if kind == due.CLOCK]
        for part in _parts(matters, 500):
            self.loaded.load(f"matter IN ({', '.join(['%s'] * len(part))})", part)
        receipts = [(from_us(at), place, key) for place, (kind, key, at) in enumerate(rows) if kind == due.RECEIPT]
        self._due = sorted(receipts)
        self.agendas = [(from_us(at), key) for kind, key, at in rows if kind == due.AGENDA]
        return reached

    def _step(self, fact: Any) -> tuple[str, list[Effect]]:
        if isinstance(fact, MatterOpened):
            self.remember(fact)
        self._prepare(fact)
        return super()._step(fact)

    def _prepare(self, fact: Any) -> None:
        """Load what a fact touches beyond its own matter: a calendar all open matters, a correction everything."""
        if isinstance(fact, CalendarChanged):
            self.loaded.load("result = ''", [])
            self._everything = True
        if isinstance(fact, FactCorrected | NoticeBounced):
            self.loaded.load("1 = 1", [])
        if isinstance(fact, NoticeBounced):
            self._load_past()
        if isinstance(fact, NoticeReceived | NoticeBounced):
            self.notice(fact.notice)

    def place_of(self, matter: str) -> int:
        """Return the matter's place in the order of opening."""
        origin = self.loaded.origins.get(matter)
        return origin.seq if origin is not None else self._serial  # it is being opened

    def remember(self, opened: MatterOpened) -> None:
        """Keep how a matter began."""
        self.loaded.origins[opened.matter] = Origin(
            opened.procedure, opened.opener, opened.raised_by or "", to_us(opened.at), seq_of(opened.id)
        )

    def _accept(self, fact: Any, matter: str, effects: list[Effect]) -> Filed:
        if isinstance(fact, MatterOpened) and matter not in self.loaded.origins:
            self.remember(fact)
        if isinstance(fact, NoticeReceived | NoticeBounced):
            self.dropped.append((due.RECEIPT, fact.notice))
        if self._everything:
            corrects = isinstance(fact, FactCorrected | NoticeBounced)
            concerned = [one for one, state in self.families.items() if corrects or not state.result]
        else:
            concerned = [matter] if matter else []
        self.as_of |= {one: (self.families[one], self._serial) for one in concerned}
        self._everything = False
        return super()._accept(fact, matter, effects)

    def file(self, fact: Any) -> Filed:
        """File a fact: first what is due by then, in its own matter too, then the fact."""
        if getattr(fact, "matter", None):
            self.families.get(fact.matter)
        return super().file(fact)

    def _free_name(self) -> str:
        return free_matter(self.ruled.relationship, "R", taken=self.families)

    # ---- notices: known again by their own entries

    def _arrive(self, notice: str, at: datetime) -> None:
        self.notice(notice)
        super()._arrive(notice, at)
        self.dropped.append((due.RECEIPT, notice))

    def notice(self, notice: str) -> None:
        """Make a notice known that was sent in an earlier transaction."""
        if notice in self._notices:
            return
        seq = seq_of(notice)
        for fact in lines.facts(lines.rows(self.ruled.relationship, JOINT, seqs=(seq, seq + 1))):
            if isinstance(fact, NoticeSent):
                self.know(notice, fact.matter, fact.from_, fact.to)

    def await_notices(self, sent: Iterable[NoticeSent]) -> None:
        """Let notices that left earlier arrive when the charter's rules say."""
        for fact in sent:
            self.know(fact.id, fact.matter, fact.from_, fact.to)
            heapq.heappush(self._due, (self.arrival(fact.at, fact.from_, fact.to), len(self._due), fact.id))

    def under_way(self) -> list[tuple[datetime, int, str]]:
        """Return the notices that arrive later: when, in which order, which."""
        return [one for one in self._due if one[2] not in {key for _, key in self.dropped}]

    # ---- corrections: everything is folded again

    def _correct(self, fact: FactCorrected) -> list[Effect]:
        self._load_past()
        self._effects_before()
        return super()._correct(fact)

    def _again(self, facts: list[Any], until: datetime) -> list[Effect]:
        if self._folded is None:
            self._effects_before()
        assert self._folded is not None, "what was asked for before is known by now"
        self.filed.insert(0, Filed(None, "", self._folded))
        effects = super()._again(facts, until)
        self.filed.pop(0)
        self.kept = Kept(self.kept.tree, self.kept.place, self.kept.rebuilt)
        families = Families(self.ruled.relationship, self._schedule, self.kept.families)
        families.update(self.families)
        families.origins = self.loaded.origins
        self.loaded = self.families = families
        self._everything = True
        return effects

    def _effects_before(self) -> None:
        """Fold the past as it stands, to know what was asked for already."""
        until = self.now or max(fact.at for fact in self._told)
        before = fold_again(self.first, self._told, until=until, struck=self._struck)
        self._folded = tuple(effect for _, effect in before.effects)

    def _load_past(self) -> None:
        """Read every fact of the journal, as corrections left them."""
        if self._past:
            return
        told: list[Any] = []
        parties = next(iter(self.programs.values())).parties[:2]
        for fact in lines.facts(lines.rows(self.ruled.relationship, JOINT)):
            if isinstance(fact, FactCorrected):
                told, struck = corrected(told, fact, parties)
                self._struck += [struck] if struck is not None else []
            else:
                told.append(fact)
        self._past = True
        self._told = [*told, *self._told]

    def load_struck(self) -> None:
        """Read which clocks corrections struck out, where there were any corrections."""
        for fact in self.ruled.corrections:
            seq = seq_of(fact.corrects)
            for old in lines.facts(lines.rows(self.ruled.relationship, JOINT, seqs=(seq, seq + 1))):
                if isinstance(old, DeadlinePassed):
                    self._struck.append(_struck(old))

    def next_due(self, state: State) -> datetime | None:
        """Return when a family's first clock rings; rounds that only open ring nothing."""
        return next_missed(self.programs[state.version], state)


def _struck(fact: Any) -> Struck:
    return (fact.matter, fact.run, fact.term, fact.round, fact.due)


def _parts(things: list[str], most: int) -> Iterable[list[str]]:
    return (things[start : start + most] for start in range(0, len(things), most))


def free_matter(relationship: str, prefix: str, *, taken: Any = ()) -> str:
    """Return the next free name of a matter, `M-015`."""
    rows = statements.found(
        "SELECT matter FROM store_family WHERE relationship = %s AND matter LIKE %s ORDER BY id DESC LIMIT 1",
        [relationship, f"{prefix}-%"],
    )
    number = int(rows[0][0].rpartition("-")[2]) + 1 if rows else 1
    while (name := f"{prefix}-{number:03d}") in taken:
        number += 1
    return name
