"""Adding business hours: `count` of core/worktime against businesstimedelta 1.0.1, answers compared.

Europe/Berlin, Monday to Friday 09:00-17:30, nine days off a year, 1 to 240 business hours from random starts over three
years, fixed seed. The peer adds the same spans to the same starts, fewer of them. CPU time, the best of some runs.

    python bench/business_time_addition.py [--json] [--clocks 200000] [--peer 400]
"""

import argparse
import json
import random
import time as clock
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from detente.core.worktime import Calendar, Span, Unit, count, parse_hours, parse_weekend

NAME = "business-time addition"
DAYS_OFF = [(1, 1), (5, 1), (10, 3), (12, 24), (12, 25), (12, 26), (12, 31), (1, 6), (11, 1)]
HOLIDAYS = {date(year, month, day): "day off" for year in range(2019, 2031) for month, day in DAYS_OFF}
START = datetime(2022, 1, 1, tzinfo=UTC)

Question = tuple[datetime, int]


def questions(n: int, seed: int = 1) -> list[Question]:
    """Return starts over three years, and business hours to add."""
    dice = random.Random(seed)
    return [(START + timedelta(seconds=dice.randrange(3 * 365 * 86_400)), dice.randint(1, 240)) for _ in range(n)]


def ours() -> Callable[[list[Question]], list[datetime]]:
    """Return the product's addition, with a warm calendar."""
    calendar = Calendar(
        name="berlin",
        zone="Europe/Berlin",
        weekend=parse_weekend(["saturday", "sunday"]),
        hours=parse_hours({"monday to friday": ["09:00-17:30"]}),
        holidays=HOLIDAYS,
        known_until=date(2030, 12, 31),
    )
    spans = [Span(hours, Unit.BUSINESS_HOUR) for hours in range(241)]

    def add(asked: list[Question]) -> list[datetime]:
        return [count(start, spans[hours], calendar).ends for start, hours in asked]

    add(questions(100, seed=2))
    return add


def peer() -> Callable[[list[Question]], list[datetime]]:
    """Return businesstimedelta's addition."""
    import businesstimedelta
    import pytz

    zone = pytz.timezone("Europe/Berlin")
    week = businesstimedelta.WorkDayRule(
        start_time=time(9), end_time=time(17, 30), working_days=[0, 1, 2, 3, 4], tz=zone
    )
    rules = businesstimedelta.Rules([week, businesstimedelta.HolidayRule(set(HOLIDAYS), tz=zone)])

    def add(asked: list[Question]) -> list[datetime]:
        return [start + businesstimedelta.BusinessTimeDelta(rules, hours=hours) for start, hours in asked]

    return add


def measured(add: Callable[[list[Question]], list[datetime]], asked: list[Question], runs: int) -> float:
    """Return additions per CPU second, the best of some runs."""
    best = float("inf")
    for _ in range(runs):
        began = clock.process_time()
        add(asked)
        best = min(best, clock.process_time() - began)
    return len(asked) / best


def compare(clocks: int, peers: int) -> dict[str, float | str | int]:
    """Return the rates, their ratio, and how many answers were compared; all of them must agree."""
    asked = questions(clocks)
    mine, theirs = ours(), peer()
    few = asked[:peers]
    different = [pair for pair in zip(mine(few), theirs(few), few, strict=True) if pair[0] != pair[1]]
    if different:
        raise SystemExit(f"{len(different)} of {peers} answers differ, the first: {different[0]}")
    rate, other = measured(mine, asked, 5), measured(theirs, few, 3)
    return {
        "name": NAME,
        "ours_per_cpu_s": round(rate),
        "peer_per_cpu_s": round(other, 1),
        "ratio": round(rate / other, 1),
        "compared": peers,
        "clocks": clocks,
    }


def main() -> None:
    """Print a table, or one JSON object."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    options.add_argument("--clocks", type=int, default=200_000)
    options.add_argument("--peer", type=int, default=400)
    chosen = options.parse_args()
    found = compare(chosen.clocks, chosen.peer)
    if chosen.json:
        print(json.dumps(found))
        return
    for key, value in found.items():
        print(f"{key:16} {value}")


if __name__ == "__main__":
    main()
