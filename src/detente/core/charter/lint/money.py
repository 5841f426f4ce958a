"""Rules about service levels, credits and prices: sums add up, every band has a share, prices can move."""

from collections.abc import Iterator
from decimal import Decimal

from detente.core.charter.lint.rule import Hit, Rule
from detente.core.charter.lint.steps import WHOLE, listed, whole
from detente.core.charter.parse import Document
from detente.core.vocabulary.findings import Severity
from detente.core.vocabulary.names import nearest

_MOVES = ("volumes", "indexation", "benchmarking", "gain_share", "change_budget")


def no_flexibility(document: Document) -> Iterator[Hit]:
    """Prices that nothing can move."""
    charter = whole(document)
    if charter and not (charter.pricing and any(getattr(charter.pricing, move) for move in _MOVES)):
        yield Hit(
            ("pricing",) if charter.pricing else WHOLE,
            "Nothing can move the price: no volumes, indexation, benchmarking, gain share or change budget.",
            "Add one of them under pricing, such as 'change budget'.",
        )


def allocation_off(document: Document) -> Iterator[Hit]:
    """An allocation that names no service level, or shares that do not add up to 100 %."""
    charter = whole(document)
    if not charter or not charter.credits:
        return
    here = ("credits", "allocation")
    for name in charter.credits.allocation:
        if name not in charter.service_levels:
            near = nearest(name, charter.service_levels)
            yield Hit(
                (*here, name),
                f"allocation names '{name}', which is no service level.",
                f"Nearest: '{near}'." if near else "Name one under service_levels.",
            )
    total = sum((Decimal(share.removesuffix(" %")) for share in charter.credits.allocation.values()), Decimal(0))
    if total != 100:
        shares = listed((f"{name} {share}" for name, share in charter.credits.allocation.items()), limit=8)
        yield Hit(here, f"allocation sums to {total:f} %, not 100 % ({shares}).", "Write shares that sum to 100 %.")


def points_without_share(document: Document) -> Iterator[Hit]:
    """A band whose points buy nothing."""
    charter = whole(document)
    if not charter or not charter.credits:
        return
    first = min(charter.credits.share_by_points, default=0)
    for name, level in charter.service_levels.items():
        for band, points in level.bands.items():
            number = int(points.split(" ")[0])
            if not first or number < first:
                begins = f"the first share begins at {first}" if first else "credits has no shares"
                yield Hit(
                    ("service_levels", name, "bands", band),
                    f"'{band}' gives {points}; {begins}: the miss would cost nothing.",
                    f"Add '{number}: ... %' to credits.share by points.",
                )


def sample_or_rounding_open(document: Document) -> Iterator[Hit]:
    """A service level that does not say how few cases count, or how the figure is rounded."""
    charter = whole(document)
    for name, level in charter.service_levels.items() if charter else ():
        missing = [part.replace("_", " ") for part in ("minimum_sample", "rounding") if getattr(level, part) is None]
        if missing:
            yield Hit(
                ("service_levels", name),
                f"'{name}' has no {listed(missing, 'and no')}: one case, or the last decimal, would decide a credit.",
                f"Add {listed(f'{part!r}' for part in missing)}.",
            )


RULES = (
    Rule("PRC001", Severity.WARNING, "prices that nothing can move", no_flexibility),
    Rule("CRD001", Severity.ERROR, "an allocation that does not add up", allocation_off),
    Rule("CRD002", Severity.ERROR, "points without a share", points_without_share),
    Rule("LVL001", Severity.WARNING, "a service level without sample or rounding", sample_or_rounding_open),
)
