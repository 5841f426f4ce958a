"""Every route has a row that says whom it answers, and answers nobody else."""

from collections.abc import Callable
from typing import Any

from tests.promises import matrix
from tests.promises.routes import DEMO, EVERYBODY, HOST, LINK, MATTER, PARTY, SIGNED_IN, TABLE, addresses, routes
from tests.promises.world import World

SEEN = {200, 302, 400, 422}


def test_every_route_has_a_row_and_every_row_a_route(world: World) -> None:
    named = {route.name for route in routes()}
    assert named - set(matrix.ROWS) == set(), "routes without a row: say in tests/promises/matrix.py whom they answer"
    assert set(matrix.ROWS) - named - matrix.NOT_ALWAYS == set(), "rows without a route"


def test_every_address_answers_whom_its_row_names_and_nobody_else(world: World, ask: Callable[[str], Any]) -> None:
    wrong = []
    for name, who in world.principals.items():
        client = ask(name)
        for route in routes():
            for address in addresses(world, route):
                answer = client.get(address)
                if not _right(matrix.ROWS[route.name], who, world, answer):
                    wrong.append(f"{name}: {address} answers {answer.status_code}")
    assert wrong == [], "\n".join(wrong[:40])


def _right(row: str, who: Any, world: World, answer: Any) -> bool:
    if answer.status_code == 405:
        return True  # it takes a POST, and says so to everybody alike
    if row in (DEMO, LINK, EVERYBODY):
        return answer.status_code < 500
    if who.user is None or who.name == "ended":
        return answer.status_code in (302, 404) and "/accounts/login/" in answer.get("Location", "/accounts/login/")
    if row == SIGNED_IN:
        return answer.status_code in SEEN | {403, 404}  # their own account: some ways are not set up
    if row == HOST:
        return answer.status_code in (SEEN if who.name == "host" else {404})
    if not who.rooms:
        return answer.status_code == 404
    return answer.status_code in SEEN | {404} if row in (MATTER, PARTY, TABLE) else False
