"""Every route has a row that says whom it answers, and answers nobody else."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import time_machine

from tests.promises import matrix
from tests.promises.routes import DEMO, EVERYBODY, HOST, LINK, MATTER, PARTY, SIGNED_IN, TABLE, addresses, routes
from tests.promises.world import EXPERT, INES, World

NEUTRALS = (INES, EXPERT)
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


def test_no_page_of_a_neutral_leads_where_nothing_stands_for_them(world: World, ask: Callable[[str], Any]) -> None:
    """The mediator's link opens the mediation: what is for the parties is not there, and nothing points at it."""
    client, lost, followed = ask(INES), [], set()
    pages = [
        address for route in routes() if route.name not in matrix.NOT_ALWAYS for address in addresses(world, route)
    ]
    for address in pages:
        answer = client.get(address)
        if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        links = set(re.findall(r'<a [^>]*href="(/r/[^"#?]*)', answer.content.decode())) - followed
        lost += [f"{address} leads to {link}" for link in links if client.get(link).status_code == 404]
        followed |= links
    assert lost == [], "\n".join(lost)
    assert len(followed) > 5


def test_a_neutral_whose_mandate_has_ended_finds_no_table(world: World, ask: Callable[[str], Any]) -> None:
    with time_machine.travel(dt.datetime(2028, 3, 2, 12, tzinfo=dt.UTC)):
        assert ask(INES).get(f"/r/{world.key}/matters/M-009/").status_code == 200
    with time_machine.travel(dt.datetime(2028, 3, 4, 12, tzinfo=dt.UTC)):
        client = ask(INES)
        tables = [route for route in routes() if "rel" in route.parameters]
        for address in (address for route in tables for address in addresses(world, route)):
            assert client.get(address).status_code in (404, 405), address
            assert client.post(address, {"text": "x"}).status_code in (404, 405), address


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
    if not who.rooms or (row == PARTY and who.name in NEUTRALS):
        return answer.status_code == 404
    return answer.status_code in SEEN | {404} if row in (MATTER, PARTY, TABLE) else False
