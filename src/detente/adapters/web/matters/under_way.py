"""A matter whose opening notice has left and does not count as received yet."""

from typing import Any

from detente.adapters.web.matters.acts import QUESTIONS, written
from detente.core.procedures.drawing.wording import headed
from detente.core.simulation.appointments import unsealed
from detente.core.simulation.letters import Post
from detente.core.vocabulary.facts import ActDone, NoticeSent
from detente.store import read


def under_way(viewer: read.Viewer, matter: read.Matter) -> dict[str, Any]:
    """Return what its page shows: what was stated, by whom, and when the notice counts as received."""
    facts = read.facts(viewer, matter=matter.name, kinds=("ActDone", "NoticeSent"))
    act = next((one for one in facts if isinstance(one, ActDone)), None)
    sent = [one for one in facts if isinstance(one, NoticeSent)]
    post = Post(matter.program, viewer.ruled.versions[matter.state.version].charter, unsealed)
    values = act.values if act is not None else {}
    order = [name for name in matter.program.index[matter.procedure].opens.states if name in values]
    return {
        "here": "matters",
        "sees": "both",
        "matter": matter,
        "title": headed(matter.procedure),
        "stated": [(QUESTIONS.get(name, headed(name)), written(values[name])) for name in order],
        "received": max((post.arrival(one.at, one.from_, one.to) for one in sent), default=matter.opened),
    }
