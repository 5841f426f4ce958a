"""Every address of the site, and who may see it. The list is taken from the site itself; the rows stand here.

A route without a row fails `test_routes.py`: nobody adds a page without saying whom it answers.
"""

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.promises.world import World

EVERYBODY = "everybody"  # signed in or not
SIGNED_IN = "signed in"  # whoever has an account
TABLE = "table"  # whoever has a place at that table
PARTY = "party"  # whoever sits there for one of the two sides
MATTER = "matter"  # the parties, and a neutral whom the matter concerns
HOST = "host"  # who looks after the installation
DEMO = "demo"  # there in a demonstration only
LINK = "link"  # whoever holds the link


class Route(NamedTuple):
    """A route: its name, its pattern, the names of what varies in it."""

    name: str
    pattern: str
    parameters: tuple[str, ...]


def routes() -> list[Route]:
    """Return every route of the site, whatever room it is in; static files are not routes."""
    from django.urls import get_resolver

    return sorted(_within(get_resolver(), ""))


def _within(resolver: Any, before: str) -> Iterator[Route]:
    from django.urls import URLResolver

    for pattern in resolver.url_patterns:
        whole = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _within(pattern, whole)
        else:
            yield Route(pattern.name or whole, whole, tuple(pattern.pattern.converters) or _groups(pattern))


def _groups(pattern: Any) -> tuple[str, ...]:
    regex = getattr(pattern.pattern, "regex", None)
    return tuple(regex.groupindex) if regex is not None else ()


def samples(world: World) -> dict[str, list[Any]]:
    """Return values for what varies in addresses: what stands, of every kind."""
    return {
        "rel": [world.key],
        "matter": ["M-009", "M-014"],
        "series": ["S-001"],
        "round": [1, 58],
        "number": [1, 58, "O1"],
        "run": ["escalation"],
        "term": ["managers", "mediation step"],
        "slug": ["settle", "package"],
        "act": ["settle", "package"],
        "version": [3],
        "offer": ["O1"],
        "statement": ["F1"],
        "person": ["p-1", "p-7"],
        "goal": ["invoices on time"],
        "token": ["A" * 43],
        "uidb36": ["1"],
        "key": ["set-password"],
        "pk": [1],
        "seq": [0, 40],
        "size": [1],
        "room": ["joint", "own customer", "caucus provider"],
    }


def addresses(world: World, route: Route) -> list[str]:
    """Return addresses of a route, a few for each thing that varies."""
    from django.urls import NoReverseMatch, reverse

    known = samples(world)
    found = []
    for values in itertools.product(*(known.get(name, [f"no sample for {name}"]) for name in route.parameters)):
        try:
            found.append(reverse(route.name, kwargs=dict(zip(route.parameters, values, strict=True))))
        except NoReverseMatch:
            continue
    return list(dict.fromkeys(found))
