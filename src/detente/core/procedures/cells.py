"""Guards tried in cells: at and between thresholds, each word or another, each event happened or not."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice, product
from math import prod

import msgspec

from detente.core.charter.phrases import Guard, GuardKind, Guards
from detente.core.vocabulary.money import Money

CELLS_MAX = 4_096
PAIR_MAX = 256  # cells in which two guards are compared
OTHER = "another word"
Value = Decimal | str | bool
Cell = dict[str, Value]
Words = Mapping[str, tuple[str, ...]]


class Grid(msgspec.Struct):
    """The cells that some guards tell apart: each value they look at with the points to try."""

    axes: dict[str, list[Value]]

    @property
    def size(self) -> int:
        """How many cells there are."""
        return prod(len(points) for points in self.axes.values())

    def cells(self) -> Iterator[Cell]:
        """Return the cells in order, at most CELLS_MAX of them."""
        for points in islice(product(*self.axes.values()), CELLS_MAX):
            yield dict(zip(self.axes, points, strict=True))


def grid(guards: Iterable[Guards], words: Words, certain: Iterable[str] = ()) -> Grid:
    """Return the cells that the guards tell apart.

    Args:
        words: the words of each value that has a closed list of them.
        certain: events that have happened whenever the guards are looked at.
    """
    axes: dict[str, set[Value]] = {}
    numbers: dict[str, set[Decimal]] = {}
    whole: set[str] = set()
    for guard in (guard for each in guards for guard in each.items):
        axis = _axis(guard)
        if guard.compare:
            numbers.setdefault(axis, set()).add(_number(guard))
            if guard.kind is GuardKind.COUNTER:
                whole.add(axis)
        elif guard.kind is GuardKind.HAPPENED:
            axes[axis] = {True} if guard.event and guard.event.name in certain else {False, True}
        elif axis:
            closed = words.get(guard.subject)
            axes.setdefault(axis, set(closed) if closed else {OTHER}).update(guard.words)
    found: dict[str, list[Value]] = {axis: sorted(points, key=str) for axis, points in axes.items()}
    for axis, thresholds in numbers.items():
        found[axis] = list(_points(sorted(thresholds), whole=axis in whole))
    return Grid(found)


def holds(guards: Guards, cell: Cell) -> bool:
    """Return whether the guards are met in a cell; `otherwise` is not."""
    met = (_met(guard, cell) for guard in guards.items)
    return any(met) if guards.any_of else all(met)


def exclusive(first: Guards | None, second: Guards | None) -> bool:
    """Return whether two guards of one list can never both be met."""
    if first is None or second is None:
        return False
    if any(guard.kind is GuardKind.OTHERWISE for guard in (*first.items, *second.items)):
        return True
    both = grid((first, second), {})
    return both.size <= PAIR_MAX and not any(holds(first, cell) and holds(second, cell) for cell in both.cells())


def told(cell: Cell) -> str:
    """Return a cell in words: `amount = 50000, urgency is normal`."""
    return ", ".join(_told(axis, value) for axis, value in cell.items())


def _told(axis: str, value: Value) -> str:
    if isinstance(value, bool):
        return f"{axis} {'has' if value else 'has not'} happened"
    return f"{axis} = {value.normalize():f}" if isinstance(value, Decimal) else f"{axis} is {value}"


def _axis(guard: Guard) -> str:
    if guard.kind is GuardKind.HAPPENED:
        return guard.event.text if guard.event else ""
    if guard.window:
        return f"{guard.subject} in {guard.window.text}"
    return guard.subject


def _number(guard: Guard) -> Decimal:
    number = guard.number
    return Decimal(number.text.split(" ")[0]) if isinstance(number, Money) else Decimal(number)


def _points(thresholds: list[Decimal], *, whole: bool) -> Iterator[Decimal]:
    """Below the first, at each, between two, above the last; nothing below nought, and `whole` numbers alone."""
    step = Decimal(1) if whole else Decimal("0.01")
    last = Decimal(-1)
    for threshold in thresholds:
        for point in (threshold - step, threshold, threshold + step):
            if point > last and point >= 0:
                yield point
                last = point


def _met(guard: Guard, cell: Cell) -> bool:
    if guard.kind is GuardKind.OTHERWISE:
        return False
    value = cell[_axis(guard)]
    if isinstance(value, bool):
        return value is not guard.negated
    if isinstance(value, Decimal):
        number = _number(guard)
        return {">=": value >= number, ">": value > number, "<=": value <= number, "<": value < number}[guard.compare]
    return (value in guard.words) is not guard.negated
