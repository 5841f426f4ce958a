"""The sections about the work and its price: workstreams, goals, service levels, credits, pricing."""

from typing import Annotated

from pydantic import ConfigDict

from detente.core.charter.model.record import (
    Amount,
    Band,
    CalendarName,
    Day,
    Length,
    Name,
    PartyName,
    Points,
    Record,
    Share,
    ShareOf,
    Target,
    Whole,
    Words,
    one_of,
)


class SuspensionTerms(Record):
    """What stopping a workstream costs, and what takes its place."""

    standby_share: Share
    people_kept: Whole
    restart: Length
    substitute: Words | None = None
    milestones: Words | None = None


class Workstream(Record):
    """A separable service area."""

    owner: Words
    budget_per_week: Amount | None = None
    depends_on: list[Name] = []
    suspension: SuspensionTerms | None = None


class Goal(Record):
    """A goal or milestone: what is measured, how much, by when, whose it is."""

    measure: Words | None = None
    target: Words | None = None
    date: Day | None = None
    owner: Words | None = None
    pays: Amount | None = None


class Measure(Record):
    """What a service level counts."""

    kind: Annotated[str, *one_of("share later than", "share within", "percentile", "availability", "count")]
    of: Words
    share: Share | None = None
    limit: Length | None = None
    from_: Words | None = None
    to: Words | None = None
    less: list[Words] = []


class Rounding(Record):
    """How a measured figure is rounded, and whether it is compared before or after."""

    decimals: Whole | None = None
    unit: Annotated[str, *one_of("minutes", "hours", "seconds", "days")] | None = None
    mode: Annotated[str, *one_of("half up", "half even", "up", "down")]
    compare: Annotated[str, *one_of("before rounding", "after rounding")]


class ServiceLevel(Record):
    """One promise about measured service."""

    measure: Measure
    calendar: CalendarName
    stops: dict[Words, Words] = {}
    target: Target
    bands: dict[Band, Points] = {}
    window: Words
    minimum_sample: Words | None = None
    rounding: Rounding | None = None


class Cap(Record):
    """The most that credits can take."""

    per_month: Share
    per_contract_year: Share


class EarnBack(Record):
    """How credits come back after good service."""

    share: Share
    after: Words
    never_for: list[Words] = []


class Reallocation(Record):
    """Who may move weight between service levels."""

    by: PartyName
    notice: Length
    sum: Words


class Repeat(Record):
    """When misses of one level in a row have a further consequence."""

    same_level: Words
    then: Name


class Credits(Record):
    """Price reductions for missed service levels."""

    at_risk: ShareOf
    pool: Share
    allocation: dict[Name, Share]
    reallocation: Reallocation | None = None
    share_by_points: dict[Whole, Share]
    cap: Cap
    earn_back: EarnBack | None = None
    repeat: Repeat | None = None
    relief: dict[Words, Words] = {}
    form: Words


class Charges(Record):
    """What is paid for, and by when."""

    fixed_per_month: Amount | None = None
    paid_by: Words | None = None
    rates: dict[Words, Amount] = {}


class Volume(Record):
    """A volume with a band in which the price stays."""

    baseline: Words
    dead_band: Share
    counts_from: Annotated[str, *one_of("band edge", "baseline")]
    additional: Amount
    reduced: Amount


class Indexation(Record):
    """How prices follow an index."""

    index: Words
    base_month: Words
    share: Share
    cap: ShareOf
    floor: Share
    note_by: Day | None = None
    from_: Day | None = None


class Benchmarking(Record):
    """How prices are compared with the market."""

    every: Length
    by: Name
    aim: Words
    tolerance: Share
    cut_at_most: ShareOf
    raise_: Words | None = None


class ChangeBudget(Record):
    """Hours set aside for small changes."""

    hours: Words
    rate: Amount
    small_change_up_to: Amount
    unused: Words


class Volumes(Record):
    """The volumes prices hang on; beside `renegotiate beyond` every key is a volume's name."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Volume]

    renegotiate_beyond: Share | None = None


class Pricing(Record):
    """What is paid, and what moves it."""

    charges: Charges
    volumes: Volumes | None = None
    indexation: Indexation | None = None
    benchmarking: Benchmarking | None = None
    gain_share: dict[Words, Words] = {}
    change_budget: ChangeBudget | None = None
