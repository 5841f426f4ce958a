"""Stories for tests: the golden one, and small ones under a charter of a few lines."""

from importlib import resources

from detente.core.charter.parse import parse
from detente.core.engine import program_of
from detente.core.procedures import compile_charter
from detente.core.simulation.appointments import people_of
from detente.core.simulation.telling import Story
from detente.core.simulation.timeline import read_timeline

GOLDEN = resources.files("detente").joinpath("charters", "golden")

SMALL = b"""language: 1
name: Small
version: 1
effective: 2026-03-02T00:00:00+00:00
zone: Europe/London
currency: EUR
calendar: england
calendar changes: {agreed by: both, running clocks: follow}
parties:
  customer: {name: Harbor, zone: Europe/London, calendar: england, side: a}
  provider: {name: Quay, zone: Europe/Berlin, calendar: berlin, side: b}
people:
  Ann Archer: {of: customer, title: manager}
  Ben Bauer: {of: provider, title: manager}
roles:
  manager:
    customer: {holder: Ann Archer, authority: 1000.00 EUR, acts for: customer}
    provider: {holder: Ben Bauer, authority: 1000.00 EUR, acts for: provider}
calendars:
  england:
    zone: Europe/London
    weekend: [saturday, sunday]
    hours: {monday to friday: ["09:00-17:00"]}
    known until: 2027-12-31
    holidays: {2026-04-03: Good Friday, 2026-04-06: Easter Monday}
  berlin:
    {zone: Europe/Berlin, weekend: [saturday, sunday], hours: {monday to friday: ["09:00-17:00"]},
     known until: 2027-12-31}
notices:
  calendar: recipient
  zone: recipient
  methods:
    e-mail: {received: same day, cut-off: "17:00", otherwise: 1 working day at 09:00}
  addresses:
    customer: {to: manager, e-mail: notices@harbor.example}
    provider: {to: manager, e-mail: notices@quay.example}
values: {amount: money, answer day: date, tone: [calm, loud]}
procedures:
  dispute:
    opens: {who: either, may: serve dispute notice, states: [cause], then: talks}
    always: [keep performing]
    terms:
      talks: {who: both, may: settle, by: 5 working days after dispute notice, else: managers}
      managers: {who: {customer: manager, provider: manager}, may: settle, by: 10 working days, else: end exhausted}
  answer:
    opens: {who: either, may: note question, states: [answer day], then: reply}
    terms:
      reply: {who: other, must: file reply, by: answer day, then: end done, else: [tell manager, stays overdue]}
"""


def program(text=SMALL):
    """Return a charter ready to run, its people numbered."""
    made = program_of(compile_charter(parse(text)))
    made.persons = people_of(made)
    return made


def told(timeline, text=SMALL, **options):
    """Tell a timeline; its text must be without findings."""
    made = program(text)
    entries = read_timeline(timeline if isinstance(timeline, bytes) else timeline.encode(), made)
    assert entries.findings == []
    return Story(made, entries).tell(**options)


def golden(**options):
    """Tell the golden story."""
    return told(GOLDEN.joinpath("timeline.yaml").read_bytes(), GOLDEN.joinpath("charter.yaml").read_bytes(), **options)


NOTICE = (
    "- {at: 2026-03-30T10:00+01:00, by: Ann Archer, as: customer, do: serve dispute notice, matter: D-1, "
    "with: {cause: late}}\n"
)
