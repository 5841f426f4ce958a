"""The sentences of the sections that hold names, numbers and texts. What is not here is told as `Label: value`."""

from detente.core.charter.model import Charter, Library, Part, Record
from detente.core.charter.model.sections import (
    Acknowledged,
    Address,
    CalendarChanges,
    CalendarEntry,
    HalfDay,
    Method,
    Neutral,
    Notices,
    Party,
    Person,
    RoleHolder,
)
from detente.core.charter.model.service import Goal, Measure, Rounding, ServiceLevel, Workstream
from detente.core.charter.reading.sentences import Sentence, each, means, say

GUIDE = (
    "“Must” is a duty. A duty that is not done in time counts as missed by those who did not act.",
    "“May” is an option. An option that nobody uses in time lapses, and nobody is at fault.",
    "A time that names no starting point counts from the opening of its own clause. The day it counts from is not "
    "counted, unless the clause includes it. A period runs to the end of its last day, or to the hour that its "
    "calendar names. Hours run on without regard to days.",
    "A time may differ by track. The first track named applies until another one is chosen.",
    "A clause stays open until it is done, its time is over, or it is closed. What opens a clause outside it, or ends "
    "the procedure, closes the clauses it leads out of. Everything else stays open. What is done “At any time” closes "
    "nothing unless it says so.",
    "To settle is to sign an agreement in writing, with authority. It binds at the last signature. Where nothing else "
    "is said, the procedure then ends: settled. A procedure in which somebody may settle can be settled by all its "
    "parties whenever none of its clauses on settling is open. Its opener may withdraw, unless a clause of that name "
    "says otherwise.",
    "A number in brackets after a name is the number of its clause. Words in “quotation marks” are names or texts "
    "exactly as agreed.",
)
_VALUES = each("values", "the value {k} is {v:kind}")
_SHARED = (
    say("it is written in version {language} of the charter language"),
    say("where nothing else is said, local time is that of {zone}"),
    say("amounts are in {currency}"),
    say("where nothing else is said, working days are those of the calendar {calendar}"),
    say("the parties are {parties}"),
    _VALUES,
    each("results", "a procedure that ends as {k} ends as {v}"),
    say("each act has a fixed short name in the record: {acts}"),
)
_FROM_TO = "[, counted from {from} to {to}]"

SENTENCES: dict[type[Record], tuple[Sentence, ...]] = {
    Charter: (
        say("this charter is called {name}"),
        say("it is version {version}, in force from {effective}"),
        *_SHARED,
        means("months", "30 days", "a month counts as 30 days"),
        each("dates", "the date of {k} is {v}"),
    ),
    Library: (
        say("this is the library procedure {library}, version {version}"),
        say("its title is {title}"),
        say("it is modelled on {modelled on}"),
        *_SHARED,
        each("roles", "the role {k}: {v}"),
        each("neutrals", "the neutral {k}: {v}"),
        each("dates", "the {k}: {v}"),
    ),
    Part: (*_SHARED, each("dates", "the date of {k} is {v}")),
    CalendarChanges: (
        means("agreed by", "both", "a change of a calendar is agreed by both parties"),
        means("agreed by", "its own party", "a change of a calendar is made by its own party"),
        means("running clocks", "follow", "clocks that are running follow the changed calendar"),
        means("running clocks", "keep", "clocks that are running keep their dates"),
    ),
    Party: (
        say("this is {name}[, called {short}]"),
        say("its local time is that of {zone}"),
        say("its calendar is {calendar}"),
        say("on screens it is side {side}"),
    ),
    Neutral: (
        say("this is {name}"),
        say("local time there is that of {zone}"),
        say("the mandate ends on {mandate until}"),
        means("caucus", "confidential unless released", "what one side says alone stays confidential unless released"),
        means(
            "caucus",
            "may be passed on unless confidential",
            "what one side says alone may be passed on unless called confidential",
        ),
    ),
    Person: (say("this person acts for the {of}, as {title}"),),
    RoleHolder: (
        say("this role is held by {holder}"),
        say("if needed, these stand in, in this order: {deputies}"),
        say("a settlement may be signed in this role up to {authority}"),
        say("whoever holds it acts for the {acts for}"),
    ),
    CalendarEntry: (
        say("this joins the calendars {of}"),
        say("its days and hours are those of {zone}"),
        say("every week it is closed on {weekend}"),
        say("its hours are {hours}"),
        say("it is closed on {holidays}"),
        say("it is open, though out of turn, on {open days}"),
        say("its holidays are those of the calendar {holidays as}"),
        say("a period ends at {period ends} on its last day"),
        say("the list comes from {source}"),
        say("it is version {version} of that list"),
        say("it was agreed on {agreed on}"),
        say("it is known from {known from}"),
        say("it is known until {known until}"),
    ),
    HalfDay: (say("this is {name}"), say("the hours of that day are {hours}")),
    Notices: (
        means("calendar", "recipient", "receipt is counted in the calendar of the recipient"),
        means("zone", "recipient", "receipt is counted in the local time of the recipient"),
        say("receipt is counted in the calendar {calendar}"),
        say("receipt is counted in the local time of {zone}"),
    ),
    Method: (
        say("a notice sent this way is received: {received}"),
        say("this holds for what arrives until {cut-off}"),
        say("after that it is received: {otherwise}"),
        say("it is not received in case of {unless}"),
    ),
    Address: (say("notices go to the {to}[, with a copy to the {copies}]"),),
    Workstream: (
        say("its owner is {owner}"),
        say("its budget is {budget per week} a week"),
        say("it depends on {depends on}"),
    ),
    ServiceLevel: (
        say("the target is {target}"),
        means("calendar", "none", "time counts day and night, without a calendar"),
        say("time counts in the calendar {calendar}"),
        say("time stands still in these cases, for the account of the one in brackets: {stops}"),
        say("outside the target these points count: {bands}"),
        say("one result is taken for {window}"),
        say("the smallest sample is {minimum sample}"),
    ),
    Measure: (
        means("kind", "share later than", "this is the share of {of} that take longer than {limit}" + _FROM_TO),
        means("kind", "share within", "this is the share of {of} done within {limit}" + _FROM_TO),
        means("kind", "percentile", "this is the time within which {share} of {of} are done" + _FROM_TO),
        means("kind", "availability", "this is the share of time for which {of} is available[, leaving out {less}]"),
        means("kind", "count", "this is the number of {of}" + _FROM_TO),
    ),
    Rounding: (say("figures are rounded {mode}"), say("they are compared {compare}")),
    Acknowledged: (
        say("finding {code} at {at} was known"),
        say("it was acknowledged on {on} by {by}"),
        say("the reason given is {why}"),
    ),
    Goal: (
        say("it is measured by {measure}"),
        say("the target is {target}"),
        say("the date is {date}"),
        say("its owner is {owner}"),
        say("reaching it pays {pays}"),
    ),
}

# The heading of a part of a section where it is not the key itself.
HEADINGS: dict[str, str] = {
    "service_levels": "Service levels",
    "ring_fence": "Ring-fence",
    "opens": "Opening",
    "always": "Throughout",
    "anytime": "At any time",
    "role map": "Roles in this procedure",
    "values": "What may be stated",
    "results": "Names of results",
    "acts": "Names of acts",
    "acknowledged": "Known when signing",
    "unverified": "Not checked against the form",
    "chosen here": "Chosen here",
    "modelled on": "Modelled on",
}
