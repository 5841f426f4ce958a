"""A notice that has left: when it counts as received, and how its matter stands then if nothing else happens."""

from datetime import UTC, datetime
from typing import NamedTuple

from detente.core.engine import Refusal, State, step
from detente.core.simulation.appointments import unsealed
from detente.core.simulation.letters import Post
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.facts import NoticeReceived
from detente.store.read.ruled import Ruled


class Arrival(NamedTuple):
    """When the last notice under way in a matter counts as received, and the matter as it stands then."""

    at: datetime
    state: State


def arrival(ruled: Ruled, state: State) -> Arrival | None:
    """Return how the notices of a matter that are under way arrive; nothing where none is, or no calendar reaches."""
    try:
        found = sorted((_received(ruled, state, key), key) for key in state.notices)
    except BadInput:
        return None
    for at, key in found:
        fact = NoticeReceived(
            id="joint/0", at=at, charter=ruled.charters[state.version], notice=key, received=at, rule="deemed",
            method="e-mail", calendar="recipient",
        )  # fmt: skip
        try:
            state = step(ruled.programs, state, fact).state
        except Refusal:
            return None
    return Arrival(found[-1][0], state) if found else None


def _received(ruled: Ruled, state: State, key: str) -> datetime:
    notice = state.notices[key]
    post = Post(ruled.programs[state.version], ruled.charters[state.version], unsealed)
    sender = next((party for party in state.parties if party == notice.party), "")
    to = next((party for party in state.parties if party != sender), sender)
    return post.arrival(notice.sent, sender, to).astimezone(UTC)
