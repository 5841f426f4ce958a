"""A refusal in words: what is the case, which clause, what is open now and for whom."""

from detente.adapters.cli.playing.instants import zones_of
from detente.core.engine import Program
from detente.core.engine.questions import open_now
from detente.core.simulation.telling import Refused, Story


def refusal_words(story: Story, refused: Refused) -> str:
    """Return the refusal as one text."""
    refusal, entry = refused.refusal, refused.entry
    clause = ".".join(part for part in (refusal.run, refusal.term) if part)
    says = refusal.says.rstrip(".") + (f", clause {clause}." if clause else ".")
    state = refused.moment.families.get(entry.matter)
    party = _party(story.program, entry.by, entry.seat)
    if state is None or party not in story.program.names.parties:
        return says
    found = open_now(refused.moment.programs[state.version], state, entry.at)
    acts = [duty.act for duty in found.duties if _mine(duty.who.people, party, entry.by)]
    acts += [one.act for one in found.options if one.usable and _mine(one.who.people, party, entry.by)]
    name = zones_of(story.program).party(party)
    listed = ", ".join(dict.fromkeys(acts))
    return (
        f"{says} Open now, for {entry.by or name}: {listed}." if listed else f"{says} Nothing is open now, for {name}."
    )


def _party(program: Program, person: str, seat: str) -> str:
    return seat if seat in program.names.parties else program.people.get(person, seat)


def _mine(people: dict[str, tuple[str, ...]], party: str, person: str) -> bool:
    return party in people and (not people[party] or not person or person in people[party])
