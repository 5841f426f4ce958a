"""The sentences of the sections about people and their dealings. What is not here is told as `Label: value`."""

from detente.core.charter.model import Charter, Library, Part, Record
from detente.core.charter.model.sections import (
    Acknowledged,
    Address,
    CalendarChanges,
    CalendarEntry,
    Cited,
    Compartment,
    Compartments,
    Digest,
    Discovery,
    ExitComparison,
    Expectations,
    Feedback,
    HalfDay,
    Host,
    Litigation,
    MailBudget,
    MeetingPhase,
    Meetings,
    Method,
    Minutes,
    Neutral,
    Notices,
    Notifications,
    Party,
    Person,
    Pulse,
    RingFence,
    RoleHolder,
    Verified,
)
from detente.core.charter.reading.lists import Pairs
from detente.core.charter.reading.phrases import CALLED, FORMS
from detente.core.charter.reading.sentences import Sentence, each, means, say

FORMS["for each"] = Pairs(CALLED, FORMS["text"], "{v} for the {k}")
_UNLESS = "[; not if {unless:hindrances}]"
_VALUES = each("values", "the value {k:label} is {v:kind}")
_ACTS = (
    "in the record each act keeps a short name: the one in brackets, or else its words joined by hyphens, without a "
    "first “serve”, “hold”, “note” or “file”; the list need not be read aloud: "
)
_SHARED = (
    say("it is written in version {language} of the charter language"),
    say("where nothing else is said, local time is that of {zone}"),
    say("amounts are in {currency}"),
    say("where nothing else is said, working days are those of the calendar {calendar}"),
    say("the parties are {parties}"),
    _VALUES,
    each("results", "the result {k:label} has the meaning of {v:label}"),
    say(_ACTS + "{acts:short names}"),
)

SENTENCES: dict[type[Record], tuple[Sentence, ...]] = {
    Charter: (
        say("this charter is called {name}"),
        say("it is version {version}, in force from {effective}"),
        *_SHARED,
        means("months", "30 days", "a month counts as 30 days"),
        means(
            "months",
            "corresponding date",
            "a period of months or years ends on the corresponding date, or on the last day of a month without one",
        ),
        each("dates", "the date of {k} is {v}"),
    ),
    Library: (
        say("this is the library procedure {library}, version {version}"),
        say("its title is {title:quoted}"),
        say("it is modelled on {modelled on:quoted}"),
        *_SHARED,
        each("roles", "the role of {k} is described as {v:quoted}"),
        each("neutrals", "the {k} is a neutral, described as {v:quoted}"),
        each("dates", "the date of {k} is described as {v:quoted}"),
    ),
    Part: (
        *_SHARED,
        means("months", "30 days", "a month counts as 30 days"),
        each("dates", "the date of {k} is {v}"),
    ),
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
        means(
            "received",
            "same day",
            "a notice by {_own} sent[ before {cut-off}] on a working day{_there} is received that day, otherwise "
            "{otherwise:late receipt}" + _UNLESS,
        ),
        means(
            "received",
            "when signed for",
            "a notice by {_own} signed for[ before {cut-off}] on a working day{_there} is received when signed for, "
            "otherwise {otherwise:late receipt}" + _UNLESS,
        ),
        means("received", "same day", "a notice by {_own} is received on the day it is sent" + _UNLESS),
        means("received", "when signed for", "a notice by {_own} is received when signed for" + _UNLESS),
        say("a notice by {_own} is received {received:receipt}" + _UNLESS),
        say("this holds for what comes before {cut-off}"),
        say("otherwise it is received {otherwise:late receipt}"),
    ),
    Address: (
        say("notices go to the {to}[, with a copy to the {copies}]"),
        say("by e-mail they go to {e-mail}"),
        say("by post they go to {post}"),
        say("by courier they go to {courier}"),
    ),
    MeetingPhase: (
        say("a meeting is held every week: {weekly}"),
        say("a meeting is held every month: {monthly}"),
        say("a meeting is held every quarter: {quarterly}"),
        say("it lasts {minutes:many minutes}"),
        say("its agenda is {agenda}"),
    ),
    Meetings: (
        say("the quorum is {quorum:for each}"),
        say("in a year {held per year} meetings are held"),
        say("the number held in person is {in person}"),
        say("an item stays unseen until {items unseen until}"),
    ),
    Minutes: (say("the {written by} writes the minutes"), say("an item met with silence {silence}")),
    Discovery: (
        say("discovery ends {ends:moment}"),
        say("the playbook has these sections: {playbook}"),
        say("each section is {each section}"),
    ),
    Expectations: (
        means("compared", "blind", "each side writes its own unseen, and then they are compared"),
        means("compared", "openly", "both sides write openly, and then they are compared"),
        say("the questions are {questions}"),
    ),
    RingFence: (say("ring-fenced are {commitments}"), say("of them it is agreed: {text:quoted}")),
    Litigation: (
        say("the gate before court is passed when this is so: {gate}"),
        say("the forum is {forum}"),
        say("the law of {law} applies"),
    ),
    ExitComparison: (say("the comparison is made with {draws:many draws}"), say("it shows {shows}")),
    Feedback: (
        say("the {by} may give feedback about {about}"),
        say("it is answered within {answered in}"),
        say("it is shown to {shown to}"),
    ),
    Pulse: (
        say("people are asked {questions:many questions} {every:round}, on a scale of {scale}"),
        say("nothing is shown of a group of fewer than {smallest group}"),
        say("the results are published to {published}"),
        say("those who do not answer are {non-answerers}"),
    ),
    Notifications: (
        say("these are sent at once: {at once}"),
        say("these are sent in the working hours of whoever gets them: {in own working hours}"),
        means("same words to both sides", "yes", "both sides are told in the same words"),
        means("same words to both sides", "no", "the two sides may be told in different words"),
    ),
    MailBudget: (
        say("the messages to a person on a working day are {per person and working day}, and {at most} at most"),
    ),
    Digest: (
        means("zone", "own", "it is sent at {at} in the local time of whoever gets it"),
        say("it is sent at {at} in the local time of {zone}"),
        say("an empty one is {empty}"),
    ),
    Host: (
        say("this is {name}"),
        say("its side is {side}"),
        say("its local time is that of {zone}"),
    ),
    Compartments: (say("it is countersigned by {countersigned by:the ones}"),),
    Compartment: (
        means("read by", [], "nobody reads it"),
        say("it is read by {read by:the ones}"),
        say("of it this is published: {published:quoted}"),
        means("host can read", "yes", "the host can read it"),
        means("host can read", "no", "the host cannot read it"),
    ),
    Cited: (say("this is {title:quoted}, from {where:quoted}"),),
    Verified: (say("this is about {what:quoted}[, at {place}]"), say("the reason is {why:quoted}")),
    Acknowledged: (
        say("finding {code} at {at} was known"),
        say("it was acknowledged on {on} by {by}"),
        say("the reason given is {why:quoted}"),
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
