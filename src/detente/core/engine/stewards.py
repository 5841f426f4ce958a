"""Who looks after a side's people: asks them in, names deputies, sees them out."""

from detente.core.charter.model import Charter
from detente.core.engine.program import Program

MANAGER = "relationship manager"


def stewards(program: Program, party: str) -> list[str]:
    """Return a side's relationship managers by title, then who holds its role of highest authority; no one twice.

    Who holds no role any more (they left) is no steward; a side without any has none.
    """
    held = [sides[party] for sides in program.roles.values() if party in sides]
    here = {one.holder for one in held} | {deputy.person for one in held for deputy in one.deputies}
    people = program.charter.people if isinstance(program.charter, Charter) else {}
    titled = [name for name, one in people.items() if (one.of, one.title) == (party, MANAGER) and name in here]
    rank = [(one.authority.minor if one.authority else 0, one.holder) for one in held]
    highest = [name for minor, name in rank if minor == max(rank)[0]]
    return list(dict.fromkeys(titled + highest))
