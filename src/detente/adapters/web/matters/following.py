"""What follows a clock, in sentences for people: the charter's consequences without the engine's counters and rules."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext

from detente.adapters.web.frame import sides
from detente.core.engine import Program
from detente.core.procedures import On
from detente.core.procedures.drawing.wording import headed


def follows(program: Program, procedure: str, consequences: Sequence[str]) -> str:
    """Return what follows as sentences, in the order of the charter; who is told stands last, once."""
    said = [words for one in consequences if (words := _sentence(program, procedure, one))]
    told = [one.removeprefix("tell ") for one in consequences if one.startswith("tell ")]
    if told:
        said.append(gettext("Word goes to: %(who)s.") % {"who": ", ".join(told)})
    return " ".join(dict.fromkeys(said))


def _sentence(program: Program, procedure: str, consequence: str) -> str:
    if consequence in _whole():
        return _whole()[consequence]
    index = program.index.get(procedure)
    row = index.act.get(consequence) if index is not None else None
    if row is not None:
        return "" if row.on is On.OPENING else gettext("%(term)s is open then.") % {"term": headed(consequence)}
    for verb, words in _verbs().items():
        if consequence.startswith(f"{verb} "):
            return words % {"what": consequence.removeprefix(f"{verb} ")}
    return ""  # a rule without a row of its own, a word to somebody, what the engine counts


def _whole() -> dict[str, str]:
    return {
        "stays overdue": gettext("It stays open."),
        "amend charter": gettext("The charter is amended."),
        "restart limitation": gettext("The limitation period begins anew."),
    }


def _verbs() -> dict[str, str]:
    return {
        "start": gettext("This begins: %(what)s."),
        "stop": gettext("This stops: %(what)s."),
        "end": gettext("It ends: %(what)s."),
        "as if": gettext("It counts as if this had been done: %(what)s."),
        "raise": gettext("A matter of its own is raised: %(what)s."),
        "record": gettext("This goes on record: %(what)s."),
        "make final": gettext("This becomes final: %(what)s."),
        "bind": gettext("This binds from then on: %(what)s."),
        "override": gettext("This is replaced: %(what)s."),
        "suspend": gettext("This is suspended: %(what)s."),
        "release": gettext("This is no longer suspended: %(what)s."),
        "pause": gettext("The clock of this stands still: %(what)s."),
        "hold": gettext("The clock of this stands still: %(what)s."),
        "resume": gettext("The clock of this runs on: %(what)s."),
        "waive": gettext("This right ends: %(what)s."),
    }


def awaited(waits_for: str) -> str:
    """Return what the engine says a step waits for: sides by their names, events in the charter's words."""
    return gettext(" or ").join(dict.fromkeys(_awaited(waits_for))) or gettext("nobody")


def _awaited(waits_for: str) -> Iterator[str]:
    acts = {
        "both": gettext("an act of both sides"),
        "all": gettext("an act of all"),
        "either": gettext("an act of either side"),
        "each": gettext("an act of each side"),
        "other": gettext("an act of the other side"),
    }
    names = {one.key: one.name for one in sides.both()}
    for token in waits_for.split(", or ") if waits_for else ():
        word = token.removesuffix(", overdue")
        if word in names:
            yield gettext("an act of %(who)s") % {"who": names[word]}
        else:
            yield acts.get(word, word)
