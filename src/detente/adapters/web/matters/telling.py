"""Engine answers in the reader's words: who holds a level, what silence leads to, what an act would lead to."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext, ngettext
from markupsafe import Markup, escape

from detente.adapters.web.frame import sides, times
from detente.adapters.web.matters.answers import Standing
from detente.adapters.web.matters.following import awaited, follows
from detente.adapters.web.matters.rehearsal import Rehearsal
from detente.adapters.web.matters.seats import Holder
from detente.adapters.web.matters.timeline import Past
from detente.core.engine import Program, Run
from detente.core.engine.questions import Rest, Rung, SilentStep
from detente.core.procedures import Outcome
from detente.core.procedures.drawing.wording import headed

SILENT_MAX = 4


def name_of(party: str) -> str:
    """Return a party's short name, a neutral's or role's own."""
    return sides.side(party).name if party in [each.key for each in sides.both()] else headed(party)


def chip(holder: Holder, program: Program | None = None) -> Markup:
    """Return a name with its party's mark."""
    side = sides.side(holder.party)
    neutral = getattr(program.charter, "neutrals", {}).get(holder.party) if program else None
    name = holder.name or (neutral.name if neutral else side.name)
    return Markup('<span class="party {}">{}</span>').format(side.mark, name)


def chips(found: Iterable[Holder], program: Program | None = None) -> Markup:
    """Return several names with their marks, in the order of the page."""
    shown = [chip(one, program) for one in found]
    if len(shown) < 2:
        return Markup("").join(shown)
    first = Markup(", ").join(shown[:-1])
    return _with(gettext("%(names)s and %(last)s"), names=first, last=shown[-1])


def _with(sentence: str, **parts: Markup) -> Markup:
    """Return a sentence with marked-up parts at their places; its own words are escaped."""
    return escape(sentence) % parts


def rung_holders(program: Program, rung: Rung) -> list[Holder]:
    """Return who holds a level."""
    return [Holder(program.people.get(name, ""), name) for name in rung.people]


def until(at: dt.datetime) -> Markup:
    """Return an instant in both zones, each part strong, for the sentence at the top."""
    parts = times.everywhere(at).split(" / ")
    return Markup(" / ").join(Markup("<b><bdi>{}</bdi></b>").format(part) for part in parts)


def lede(program: Program, standing: Standing, run: Run, past: Past | None = None, *, result: str = "") -> Markup:
    """Return what is so and what happens next, in one or two sentences; `result` is what the whole matter came to."""
    if run.ended is not None:
        since = _with(gettext("Since %(when)s. Nothing is open."), when=until(run.ended))
        return Markup("<b>{}.</b> ").format(headed(result or run.result)) + since
    rung = standing.rung
    level = _level(program, standing, rung) if rung is not None else _first_clock(standing)
    return level + (_apart(past) if past is not None else Markup())


def _level(program: Program, standing: Standing, rung: Rung) -> Markup:
    about = {"number": rung.number, "levels": len(standing.rungs)}
    said = Markup("<b>{}</b> ").format(gettext("Level %(number)s of %(levels)s.") % about)
    who = chips(rung_holders(program, rung), program)
    if rung.ends is None:
        unlimited = escape(gettext("It stands without a time limit."))
        return said + (_first_clock(standing) if standing.clocks else unlimited)
    if not who:
        return said + _with(gettext("It stands until %(when)s."), when=until(rung.ends))
    return said + _with(gettext("%(who)s hold it until %(when)s."), who=who, when=until(rung.ends))


def _first_clock(standing: Standing) -> Markup:
    line = standing.running
    if line is None or line.due is None:
        return _still(standing)
    term = Markup("<b>{}</b>").format(headed(line.term))
    return _with(gettext("%(term)s is open until %(when)s."), term=term, when=until(line.due))


def _still(standing: Standing) -> Markup:
    """What stands still while no clock runs; else that none does."""
    line = next(iter(standing.clocks), None)
    if line is None:
        return Markup("<b>{}</b> {}").format(gettext("Open."), gettext("No clock runs."))
    term = Markup("<b>{}</b>").format(headed(line.term))
    return _with(gettext("Its clock stands still: %(term)s."), term=term)


def _apart(past: Past) -> Markup:
    count = sum(one.status != "confirmed" for one in past.statements)
    if not count:
        return Markup()
    words = ngettext("%(num)s fact is not yet common ground.", "%(num)s facts are not yet common ground.", count)
    return Markup(" ") + escape(words % {"num": count})


# ---- silence


def silent(program: Program, standing: Standing) -> Iterator[tuple[dt.datetime | None, Markup]]:
    """Yield what happens if nobody acts: when, and in which words."""
    steps = [step for step in standing.silence.steps if step.consequences != ("nothing",)]
    for step in steps[:SILENT_MAX]:
        yield step.at, silent_step(program, standing, step)
    if len(steps) > SILENT_MAX:
        rest = len(steps) - SILENT_MAX
        words = ngettext("%(num)s more step.", "%(num)s more steps, the last one then.", rest) % {"num": rest}
        yield steps[-1].at, escape(words)


def silent_step(program: Program, standing: Standing, step: SilentStep) -> Markup:
    """Return one step of silence in words: what it moves to, with whom."""
    terms = {rung.term: rung for rung in standing.rungs}
    rung = next((terms[one.term] for one in step.opens if one.term in terms and one.term != step.term), None)
    if rung is not None:
        people = rung_holders(program, rung)
        moves = escape(gettext("This moves to %(level)s.") % {"level": headed(rung.term)})
        return moves if not people else moves[:-1] + Markup(": {}.").format(chips(people, program))
    then = follows(program, step.procedure, step.consequences)
    about = {"term": _called(program, step), "then": then}
    if step.ended and not step.missed_by:
        ends = ({"procedure": headed(run), "result": result} for run, result in step.ended)
        return escape(" ".join(gettext("%(procedure)s ends: %(result)s.") % one for one in ends))
    if step.missed_by:
        who = ", ".join(_role_words(one) for one in step.missed_by)
        return escape(
            gettext("%(term)s: nothing is recorded from %(who)s by then. %(then)s") % {**about, "who": who}
        ).rstrip()
    return escape(gettext("The time of this is over: %(term)s. %(then)s") % about).rstrip()


def _called(program: Program, step: SilentStep) -> str:
    """The act that a clock asks for; a level, which many acts leave, by its own name."""
    index = program.index.get(step.procedure)
    row = index.act.get(step.term) if index is not None else None
    if row is None or row.result is not Outcome.KEPT:
        return headed(step.term)
    return headed(program.names.acts.get(row.act, row.act) or step.term)


def _role_words(words: str) -> str:
    party, _, role = words.partition(" ")
    return f"{name_of(party)} ({role})" if role else name_of(party)


def rests(standing: Standing) -> Iterator[str]:
    """Yield where the matter would rest, or how it would end."""
    ended = {one for step in standing.silence.steps for one in step.ended}
    yield from (_rest(rest) for rest in standing.silence.rests if (rest.procedure, rest.result) not in ended)


def _rest(rest: Rest) -> str:
    about = {"procedure": headed(rest.procedure), "result": rest.result, "term": rest.term}
    if rest.result:
        return gettext("%(procedure)s ends: %(result)s.") % about
    if rest.unknown:
        return gettext("%(procedure)s, %(term)s: the calendar does not reach further.") % about
    about["who"] = awaited(rest.waits_for)
    return gettext("%(procedure)s stays at this step: %(term)s. It goes on with this: %(who)s.") % about


def deems(standing: Standing) -> bool:
    """Return whether silence would be taken as an act somewhere on the way."""
    return any(word.startswith("as if") for step in standing.silence.steps for word in step.consequences)


# ---- what an act leads to


def leads_to(found: Rehearsal) -> Iterator[tuple[dt.datetime | None, str]]:
    """Yield what an act would lead to: instants and words."""
    if found.received is not None:
        yield found.received, gettext("The notice counts as received.")
    for effect in found.of("ended"):
        about = {"procedure": headed(effect.run), "result": effect.name}
        with_it = effect.name == "stopped"  # by what ran it, or by a settlement: no result of its own
        says = gettext("%(procedure)s ends with it.") if with_it else gettext("%(procedure)s ends: %(result)s.")
        yield None, says % about
    for effect in found.of("started"):
        yield None, gettext("%(procedure)s begins.") % {"procedure": headed(effect.run)}
    if found.of("signed"):
        yield None, gettext("It counts when the other side has signed the same.")
    for effect in found.opens:
        yield effect.at, gettext("%(term)s is open until then.") % {"term": headed(effect.term)}
    for effect in found.of("raised"):
        yield None, gettext("A matter of its own is raised: %(name)s.") % {"name": effect.name}
    if found.of("amendment proposed"):
        yield None, gettext("The charter is amended.")
