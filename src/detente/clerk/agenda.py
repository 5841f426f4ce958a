"""Agendas that are shared at their due time: what each side added unseen is published by the clerk, in one go.

A side's items lie in its own room until then. The instant is computed from joint facts alone and is kept as a wake
whether or not anybody added anything, so nothing joint tells of them before. What is published stands in the order of
its words, under one instant: nobody can tell who added when.
"""

from datetime import datetime, timedelta
from typing import Any

from detente.clerk.desk import Desk
from detente.clerk.live import Live
from detente.core.engine.questions.rounds import Sharing, next_sharing
from detente.core.journal import unseal
from detente.core.vocabulary.errors import BrokenJournal
from detente.core.vocabulary.facts import AgendaItemAdded, AgendaItemClosed, AgendaShared
from detente.store import due, lines, write
from detente.store.instants import to_us
from detente.store.rooms import JOINT, class_of

_MOMENT = timedelta(microseconds=1)
_Texts = dict[str, tuple[AgendaItemAdded, str]]  # by number: the item and its words


def is_series(live: Live, matter: str) -> bool:
    """Return whether a family that was changed is a series: something in it comes round."""
    state = live.as_of[matter][0]
    return live.programs[state.version].index[state.root].rounds


def wakes(live: Live, rows: dict[str, tuple[int, datetime]]) -> tuple[list[write.WakeRow], list[tuple[str, str]]]:
    """Return when agendas of series are shared next, and those of which none is; `rows`: last entry, instant."""
    found: list[write.WakeRow] = []
    gone: list[tuple[str, str]] = []
    for matter, (seq, at) in rows.items():
        state = live.as_of[matter][0]
        sharing = next_sharing(live.programs[state.version], state, at)
        if sharing is None:
            gone.append((due.AGENDA, matter))
        else:
            found.append(write.WakeRow(due.AGENDA, matter, to_us(sharing.at), seq))
    return found, gone


def share_due(desk: Desk, until: datetime) -> None:
    """Share every agenda that is due by then, in due order; clocks that ring before are filed before."""
    waiting = sorted(desk.live.agendas)
    while waiting:
        at, series = waiting.pop(0)
        if at > until:
            continue
        desk.live.advance(at)
        sharing = _next(desk, series, at - _MOMENT)
        if sharing is not None and sharing.at == at:
            _share(desk, series, sharing)
            sharing = _next(desk, series, at)
        if sharing is not None:
            waiting = sorted([*waiting, (sharing.at, series)])


def _next(desk: Desk, series: str, after: datetime) -> Sharing | None:
    state = desk.live.families[series]
    return next_sharing(desk.live.programs[state.version], state, after)


def _share(desk: Desk, series: str, sharing: Sharing) -> None:
    stamp: dict[str, Any] = {**desk.stamp(series), "at": max(sharing.at, desk.live.now or sharing.at)}
    stamp.pop("id")
    desk.live.file(AgendaShared(id=desk.live.next_id(), **stamp, matter=series, round=sharing.round))
    items = _unpublished(desk, series, sharing.round)
    last = _last_number(desk, series) + len(desk.shared.get(series, ())) if items else 0
    desk.shared.setdefault(series, []).extend(items)
    for number, (item, text) in enumerate(items, last + 1):
        fact = desk.live.next_id()
        desk.live.file(
            AgendaItemAdded(
                id=fact, **stamp, party=item.party, person=item.person, matter=series, round=sharing.round,
                item=f"I{number}", text=desk.seal(text, fact, series), about=item.about,
            )
        )  # fmt: skip


def _unpublished(desk: Desk, series: str, number: int) -> list[tuple[AgendaItemAdded, str]]:
    """What the sides' own rooms hold for meetings up to this one and the joint room does not, by its words."""
    found = [
        pair
        for party in desk.ruled.letters
        for pair in _open_items(desk, class_of(f"own {party}", desk.ruled.letters), series).values()
        if pair[0].round <= number
    ]
    if not found:
        return []
    known = {(item.party, text) for item, text in _open_items(desk, JOINT, series, closed_too=True).values()}
    known |= {(item.party, text) for item, text in desk.shared.get(series, ())}
    new = {(item.party, text): (item, text) for item, text in found if (item.party, text) not in known}
    return [new[key] for key in sorted(new, key=lambda key: (key[1].casefold(), key[1], key[0] or ""))]


def _open_items(desk: Desk, room_class: str, series: str, *, closed_too: bool = False) -> _Texts:
    kinds = (AgendaItemAdded.__name__, AgendaItemClosed.__name__)
    facts = lines.facts(lines.rows(desk.ruled.relationship, room_class, matter=series, kinds=kinds))
    closed = {fact.item for fact in facts if isinstance(fact, AgendaItemClosed) and not closed_too}
    items = [fact for fact in facts if isinstance(fact, AgendaItemAdded) and fact.item not in closed]
    keys = lines.keys(desk.ruled.relationship, room_class) if items else {}
    return {item.item: (item, text) for item in items if (text := _text(item, keys)) is not None}


def _text(item: AgendaItemAdded, keys: dict[str, bytes]) -> str | None:
    key = keys.get(item.text.sealed.key)
    try:
        return unseal(item.text, fact_id=item.id, field="text", key=key) if key else None
    except BrokenJournal:
        return None


def _last_number(desk: Desk, series: str) -> int:
    last = lines.last(desk.ruled.relationship, JOINT, matter=series, kind=AgendaItemAdded.__name__)
    return int(last.item[1:]) if last is not None else 0


__all__ = ["is_series", "share_due", "wakes"]
