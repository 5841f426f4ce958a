"""C2: what is not theirs answers like what is not there: same status, same headers, same bytes."""

import re
from collections.abc import Callable
from typing import Any

from tests.promises.routes import addresses, routes
from tests.promises.world import ARUN, ELIN, EXPERT, INES, World

_NONCE = re.compile(rb"nonce-[\w+/=-]+|nonce=\"[^\"]+\"|hx-nonce=\"[^\"]+\"|value=\"[A-Za-z0-9]{64}\"")


def face(answer: Any) -> tuple[int, dict[str, bytes], bytes]:
    """Return what an answer shows, with what differs at every answer masked."""
    headers = {name: _NONCE.sub(b"*", value.encode()) for name, value in answer.items() if name != "Content-Length"}
    return answer.status_code, headers, _NONCE.sub(b"*", answer.content)


def test_a_table_of_others_answers_like_one_that_is_not_there(world: World, ask: Callable[[str], Any]) -> None:
    differ, compared = [], 0
    for name in ("another table", "host", EXPERT, "ended", "nobody"):
        client = ask(name)
        for route in routes():
            for address in addresses(world, route) if "rel" in route.parameters else []:
                there = face(client.get(address))
                absent = face(client.get(address.replace(world.key, "no-such-table")))
                compared += 1
                if name in ("nobody", "ended"):  # sent to sign in, with the address asked for
                    there, absent = (face_[:1] for face_ in (there, absent))  # type: ignore[assignment]
                if there != absent:
                    differ.append(f"{name}: {address}")
    assert differ == []
    assert compared > 20


def test_a_matter_that_does_not_concern_the_mediator_answers_like_one_that_is_not_there(
    world: World, ask: Callable[[str], Any]
) -> None:
    client, differ = ask(INES), []
    hidden = hidden_matters(world)
    assert hidden
    for route in routes():
        for address in addresses(world, route) if "matter" in route.parameters else []:
            if not any(f"/{matter}/" in address for matter in hidden):
                continue
            matter = next(matter for matter in hidden if f"/{matter}/" in address)
            absent = address.replace(matter, "M-999")
            if face(client.get(address)) != face(client.get(absent)):
                differ.append(address)
    assert differ == []


def hidden_matters(world: World) -> list[str]:
    from detente import clerk
    from detente.store import read

    elin = read.viewer(world.principals[ELIN].user.pk, world.key)
    ines = read.viewer(world.principals[INES].user.pk, world.key)
    assert elin is not None
    assert ines is not None
    seen = {one.name for one in read.matters(ines, clerk.now())}
    return [one.name for one in read.matters(elin, clerk.now()) if one.name not in seen]


def test_a_malformed_matter_answers_like_an_unknown_one(world: World, ask: Callable[[str], Any]) -> None:
    client = ask(ARUN)
    faces = {
        face(client.get(f"/r/{world.key}/matters/{matter}/"))[::2]
        for matter in ("M-999", "M-0", "ZZ-1", "M-" + "9" * 60)
    }
    assert len(faces) == 1
