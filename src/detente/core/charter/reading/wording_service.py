"""The sentences of the sections about the work and its price: workstreams, goals, service levels, credits, pricing."""

from detente.core.charter.model import Record
from detente.core.charter.model.service import (
    Benchmarking,
    Cap,
    ChangeBudget,
    Charges,
    Credits,
    EarnBack,
    Goal,
    Indexation,
    Measure,
    Pricing,
    Reallocation,
    Repeat,
    Rounding,
    ServiceLevel,
    SuspensionTerms,
    Volume,
    Volumes,
    Workstream,
)
from detente.core.charter.reading.forms import Pattern
from detente.core.charter.reading.lists import Pairs
from detente.core.charter.reading.numbers import many
from detente.core.charter.reading.phrases import ATOM, FORMS
from detente.core.charter.reading.sentences import Sentence, means, say

FORMS["portions"] = Pairs(ATOM, ATOM, "{v} for {k}")
FORMS["steps of credit"] = Pairs(many("point"), ATOM, "{v} for {k}")
FORMS["way of rounding"] = Pattern("half up|half even|up|down")
_FROM_TO = "[, counted from {from} to {to}]"

SENTENCES: dict[type[Record], tuple[Sentence, ...]] = {
    Workstream: (
        say("its owner is {owner}"),
        say("its budget is {budget per week} a week"),
        say("it depends on {depends on}"),
    ),
    SuspensionTerms: (
        say("while the work is suspended, the standby share is {standby share}"),
        say("the number of people kept is {people kept}"),
        say("it starts again within {restart}"),
        say("in its place there is {substitute:quoted}"),
        say("of its milestones it is agreed: {milestones:quoted}"),
    ),
    Goal: (
        say("it is measured by {measure}"),
        say("the target is {target}"),
        say("the date is {date}"),
        say("its owner is {owner}"),
        say("reaching it pays {pays}"),
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
        say("the limit is {limit}"),
    ),
    Rounding: (
        say("figures are rounded {mode:way of rounding}[ to {decimals:many decimals}][ to whole {unit}]"),
        say("they are compared {compare}"),
    ),
    Credits: (
        say("at risk is {at risk}"),
        say("the pool is {pool}"),
        say("the pool is divided so: {allocation:portions}"),
        say("points bring this share of a credit: {share by points:steps of credit}"),
        say("relief is given in these cases: {relief}"),
        say("a credit is {form}"),
    ),
    Reallocation: (
        say("the {by} may move weight from one level to another, with a notice of {notice}"),
        say("the sum stays {sum}"),
    ),
    Cap: (say("credits come to at most {per month} in a month and at most {per contract year} in a contract year"),),
    EarnBack: (say("after {after}, {share} of a credit is earned back[, but never for {never for}]"),),
    Repeat: (say("a miss of the same level in {same level} leads to {then:procedure}"),),
    Pricing: (say("a gain is shared on these terms: {gain share}"),),
    Charges: (
        say("the fixed charge is {fixed per month} a month"),
        say("charges are due {paid by}"),
        say("these rates apply: {rates}"),
    ),
    Volumes: (say("a change of more than {renegotiate beyond} is negotiated anew"),),
    Volume: (
        say("the baseline is {baseline}, with a dead band of {dead band}"),
        means("counts from", "band edge", "beyond the band, the difference counts from the edge of the band"),
        means("counts from", "baseline", "beyond the band, the difference counts from the baseline"),
        say("each unit more is charged at {additional}, each unit fewer is credited at {reduced}"),
    ),
    Indexation: (
        say("prices follow the index called {index}, with base month {base month}"),
        say("{share} of its change is taken over, at most {cap} and at least {floor}"),
        say("a change is announced by {note by}"),
        say("changed prices apply from {from}"),
    ),
    Benchmarking: (
        say("prices are compared with the market {every:round} by the {by}"),
        say("the aim is the {aim}, with a tolerance of {tolerance}"),
        say("a benchmark cuts prices by {cut at most} at most"),
        means("raise", "never", "prices are never raised by benchmarking"),
        say("of raising prices by benchmarking it is agreed: {raise:quoted}"),
    ),
    ChangeBudget: (
        say("the hours set aside for changes are {hours}, at {rate} an hour"),
        say("a change is small up to {small change up to}"),
        say("of hours not used it is agreed: {unused:quoted}"),
    ),
}
