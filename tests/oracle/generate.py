"""Random small procedures with random dated facts, in the plain form of language-cases.yaml.

`generate(rng)` gives a case: setting, procedures, perhaps `version 2`, facts, expect (instants only). It keeps away
from what language.md leaves open; AVOIDED says what that is. Facts are drawn with the naive interpreter at hand, so
that most acts meet an open term.
"""

from __future__ import annotations

import random
from typing import Any

from oracle.terms import Charter, Do, Procedure
from oracle.writing import Writer

AVOIDED = """\
- a rule without end; silence that opens an earlier term (it could run out for ever at one instant)
- anything opened behind an `end` in one list
- a nested term opened while its parent is closed
- `must` of either, any of, or together roles (how the missing seats are named)
- opener and other in a procedure that an act of both may start
- a pause over dates, backward periods, windows, rounds or a run
- late extension of a duty, or of a term whose silence does more than open terms
- `on` where what the act opens counts from its own opening
- rounds opened later than by the opening of the procedure
- a hold or a pause over rounds, a run, or what an event sets off; `runs` and `when` of one procedure together
- rounds whose anchor happens again, or that `close` names
- days in the zone of another calendar behind a lapse
- a counter in a span of working days
- two things that decide one date: an agreed date and a track, a pause, a new version; `keep` and any of these
- `shifts: later` with units other than the charter's working days
- a second notice, or a start, from a term that is served; settling by signatures one by one beside a settle term
"""

NAMES = ["alpha", "bravo", "cargo", "delta", "ember", "fable", "grove", "heron", "inlet", "jetty", "knoll", "lemon",
         "mango", "nylon", "ochre", "pearl"]  # fmt: skip
WORDS = ["technical", "commercial", "other"]
ROLES = [
    {"role": "director", "acts for": "customer", "holder": "Dana Drew", "authority": "60000.00 EUR",
     "deputies": [{"person": "Del Dunn", "authority": "40000.00 EUR"}, {"person": "Eve East"}]},
    {"role": "director", "acts for": "provider", "holder": "Pia Park", "authority": "100000.00 EUR"},
]  # fmt: skip
CALENDARS = {
    "england": {
        "zone": "Europe/London", "weekend": ["saturday", "sunday"], "known until": "2027-12-31",
        "closed": ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25",
                   "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30",
                   "2027-12-27", "2027-12-28"]},
    "karnataka": {
        "zone": "Asia/Kolkata", "weekend": ["saturday", "sunday"], "known until": "2027-12-31",
        "closed": ["2026-01-15", "2026-01-26", "2026-03-19", "2026-03-31", "2026-04-03", "2026-04-14", "2026-04-20",
                   "2026-05-01", "2026-05-28", "2026-06-26", "2026-08-26", "2026-09-14", "2026-10-02", "2026-10-20",
                   "2026-10-21", "2026-11-10", "2026-11-27", "2026-12-25"]},
}  # fmt: skip


def generate(rng: random.Random) -> dict[str, Any]:
    """A random case: setting, procedures, facts and the instants to look at."""
    from oracle.happenings import live

    procedures = write_clear(rng)
    worry = {"who": "both", "may": "agree concern", "then": "end done"}
    opens = {"who": "either", "may": "note concern", "then": "worry"}
    procedures["concern"] = {"opens": opens, "terms": {"worry": worry}}
    case = {"setting": setting(rng), "procedures": procedures}
    if "host" not in case["setting"]["parties"]:
        procedures["x"].get("anytime", {}).pop("join in", None)
    live(rng, case)
    return case


def write_clear(rng: random.Random) -> dict[str, Any]:
    """Procedures in which nothing stands behind what may end one."""
    while True:
        names = rng.sample(NAMES, len(NAMES))
        second = "y" if rng.random() < 0.6 else None
        first, other = Writer(rng, "x", names[:9], second), Writer(rng, "y", names[9:])
        beside = {"y": other.write()} if second else {}
        first.phrases.states += other.phrases.states
        procedures = {"x": first.write(), **beside}
        if second and "y" not in Charter(procedures).reached:
            ask = {"who": "either", "may": "ask question", "then": "start y"}
            procedures["x"].setdefault("anytime", {})["ask"] = ask
        charter = Charter(procedures)
        lists = [
            each for one in charter.procedures.values() for term in one.all() for each in (term.then, term.silence)
        ]
        homes = [one for one in charter.procedures.values() for _ in one.all() for _ in range(2)]
        if not any(goes_on_behind_an_end(home, texts) for home, texts in zip(homes, lists, strict=True)):
            return procedures


def goes_on_behind_an_end(procedure: Procedure, texts: list[str]) -> bool:
    dos = [procedure.do(text) for text in texts]
    ending = [index for index, do in enumerate(dos) if may_end(procedure, do)]
    behind = dos[ending[0] + 1 :] if ending else []
    return any(not (do.term and do.term.is_otherwise) or may_end(procedure, do) for do in behind)


def may_end(procedure: Procedure, do: Do) -> bool:
    """Whether a consequence may end its procedure at once."""
    if do.verb == "as if":
        acting = [term for term in procedure.terms.values() if term.act == do.name]
        return any(may_end(procedure, procedure.do(text)) for term in acting for text in term.then)
    if do.term and do.term.is_rule:
        return any(may_end(procedure, procedure.do(text)) for text in do.term.then)
    return do.verb == "end"


def setting(rng: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {
        "language": "1", "zone": "Europe/London", "currency": "EUR", "parties": ["customer", "provider"],
        "calendar": "england", "calendars": CALENDARS, "business hours": ["09:00", "17:30"], "roles": ROLES,
        "notices": {"by": "e-mail", "cut-off": "17:00", "after it": "09:00 on the next working day"},
        "values": {"amount": "money", "kind": WORDS, "scope": "workstreams", "hearing": "date", "cause": "date",
                   "aware": "date"},
        "party calendars": {"customer": "england", "provider": rng.choice(["england", "karnataka"])},
    }  # fmt: skip
    if rng.random() < 0.2:
        found["period ends"] = "17:00"
    if rng.random() < 0.25:
        found["parties"] = [*found["parties"], "host"]
    if rng.random() < 0.2:
        found["vacant"] = ["expert"]
    return found
